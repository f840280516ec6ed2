"""A file as it arrives, and how its rows fared."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal import vault


@dataclass
class Counts:
    """How the rows of a file fared. `noted` were taken, but somebody should know of them."""

    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    noted: int = 0


@dataclass(frozen=True)
class Arrival:
    """A file as it arrived: where its bytes are, what it is called, how to read it.

    `source` is what the sender is called, if not as the profile says.
    """

    file: Path | BinaryIO
    name: str
    profile: str
    source: str | None = None

    def kept(self, root: Path, owner: int, limit: int) -> vault.Kept:
        """Keep the bytes, once, whatever becomes of them."""
        if isinstance(self.file, Path):
            with self.file.open("rb") as stream:
                return vault.keep(root, owner, stream, limit)
        return vault.keep(root, owner, self.file, limit)
