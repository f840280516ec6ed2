"""Writes archives byte by byte the same: sorted, one date, one mode, nothing compressed.

Compressed bytes differ between versions of the library that makes them; stored bytes do
not, so anybody can build the archive again from its files and compare.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import BinaryIO

SUMS = "SHA256SUMS"
Content = bytes | Callable[[], BinaryIO]
_PIECE = 1 << 20
_MODE = 0o100644


def bundle(files: Iterable[tuple[str, Content]], when: datetime) -> bytes:
    """Return an archive of `files`, as `write` makes it."""
    made = io.BytesIO()
    write(made, files, when)
    return made.getvalue()


def write(target: BinaryIO, files: Iterable[tuple[str, Content]], when: datetime) -> None:
    """Write an archive of `files` in the order of their names, and SHA256SUMS behind them.

    Args:
        target: a file that can seek; nothing is held in memory but one piece at a time.
        files: name and content; of a big file, a function that opens it.
        when: aware; the one date every entry gets, in UTC, to two seconds.

    Raises:
        ValueError: a name is there twice, leads out of the archive, or is SHA256SUMS.
    """
    ordered = sorted(files, key=lambda file: file[0])
    _check([name for name, _ in ordered])
    lines = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ordered:
            digest = _entry(archive, name, content, when)
            lines.append(f"{digest}  {name}\n")
        _entry(archive, SUMS, "".join(lines).encode(), when)


def _check(names: list[str]) -> None:
    folded = {name.lower() for name in names}
    if len(folded) != len(names) or SUMS.lower() in folded:
        raise ValueError("a name is in the archive twice")
    for name in names:
        steps = name.split("/")
        if not name.isprintable() or "\\" in name or ":" in name or {"", ".", ".."} & set(steps):
            raise ValueError(f"{name!r} is no name for a file in an archive")


def _entry(archive: zipfile.ZipFile, name: str, content: Content, when: datetime) -> str:
    """Write one file; return its digest in hex."""
    entry = zipfile.ZipInfo(name, when.astimezone(UTC).timetuple()[:6])
    entry.create_system = 3
    entry.external_attr = _MODE << 16
    digest = hashlib.sha256()
    source = io.BytesIO(content) if isinstance(content, bytes) else content()
    with source, archive.open(entry, "w") as written:
        while piece := source.read(_PIECE):
            digest.update(piece)
            written.write(piece)
    return digest.hexdigest()
