"""Files by their digest, a folder for each owner. Written once, never changed.

    root/incoming/…                 half-written files; safe to delete at any time
    root/<owner>/<aa>/<sha256 hex>  kept files; aa are the first two letters of the digest

Nothing is shared across owners: an upload must not tell that a file exists elsewhere.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.errors import N_, NotFound, TooLarge

_PIECE = 1 << 20


class Damaged(Exception):
    """A kept file no longer has its digest. A fault to page somebody for, not to handle."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not have the digest it is named after")
        self.path = path


@dataclass(frozen=True)
class Kept:
    """A file that is safely on disk: its digest, how many bytes, and where."""

    sha256: bytes
    bytes: int
    path: Path


def keep(root: Path, owner: int, stream: BinaryIO | bytes, limit: int) -> Kept:
    """Keep what `stream` holds; after this returns it survives a power loss.

    The same bytes twice are one file. A kept file is never written to again.

    Args:
        limit: the most bytes to take.

    Raises:
        TooLarge: there is more than `limit`; nothing was kept.
        Damaged: the same bytes were kept before and have rotted since.
    """
    source = io.BytesIO(stream) if isinstance(stream, bytes) else stream
    with _incoming(root) as file:
        digest, size = _copy(source, file, limit)
        os.fchmod(file.fileno(), 0o440)
        os.fsync(file.fileno())
        path = _path(root, owner, digest)
        _folder(root, path.parent)
        _place(Path(file.name), path)
    return Kept(digest, size, path)


def open(root: Path, owner: int, sha256: bytes) -> BinaryIO:  # noqa: A001 - vault.open reads well
    """Open a kept file for reading, after checking all of it against its digest.

    Raises:
        NotFound: this owner has no such file.
        Damaged: the bytes on disk are not those that were kept.
    """
    path = _path(root, owner, sha256)
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise NotFound(N_("This file is not here any more.")) from error
    if hashlib.file_digest(file, "sha256").digest() != sha256:
        file.close()
        raise Damaged(path)
    file.seek(0)
    return file


def read(root: Path, owner: int, sha256: bytes) -> bytes:
    """Return the bytes of a kept file, checked. Raises as `open` does."""
    with open(root, owner, sha256) as file:
        return file.read()


def _path(root: Path, owner: int, sha256: bytes) -> Path:
    name = sha256.hex()
    return Path(root) / str(int(owner)) / name[:2] / name


@contextmanager
def _incoming(root: Path) -> Iterator[BinaryIO]:
    """A file of our own beside the kept ones; gone afterwards, whatever happens."""
    folder = Path(root) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        yield file


def _copy(source: BinaryIO, target: BinaryIO, limit: int) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise TooLarge(
                N_("The file is bigger than %(limit)s MB. Send a smaller one."),
                limit=max(1, limit // 1_000_000),
            )
        digest.update(piece)
        target.write(piece)
    target.flush()
    return digest.digest(), size


def _folder(root: Path, folder: Path) -> None:
    """Make the folder and see to it that each new name on the way down is on disk."""
    for step in (Path(root), folder.parent, folder):
        if not step.exists():
            step.mkdir(exist_ok=True)
            _sync(step.parent)


def _place(made: Path, path: Path) -> None:
    """Give the file its final name, unless the same bytes are already there."""
    try:
        os.link(made, path)
    except FileExistsError:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != path.name:
                raise Damaged(path) from None
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
