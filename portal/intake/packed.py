"""The bytes of a file as they are read: plain, or unpacked on the way, and never too many."""

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO

from portal.errors import N_, NotFound, NotUnderstood, TooLarge

BLOCK = 1024 * 1024
EMPTY = N_("The file is empty.")
_PACKED = b"\x1f\x8b"
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
_BROKEN = N_("This file was packed by gzip and is damaged. Pack it again.")
_TOO_LARGE = N_("The file has %(megabytes)s MB; we take up to %(most)s MB. Send it in parts.")


def opened(source: bytes | Path) -> BinaryIO:
    """Return the bytes of a file, unpacked if gzip packed them."""
    binary = io.BytesIO(source) if isinstance(source, bytes) else open(source, "rb")
    packed = binary.read(len(_PACKED)) == _PACKED
    binary.seek(0)
    return io.BufferedReader(_Unpacked(binary)) if packed else binary


def check_size(source: bytes | Path, limit: int) -> None:
    """Refuse what has more bytes than `limit`, packed or unpacked, and what has none.

    A small packed file may hold any amount, so it is unpacked no further than that.

    Raises:
        TooLarge, NotUnderstood, NotFound: with words for the sender.
    """
    _check(len(source) if isinstance(source, bytes) else _size(source), limit)
    size = 0
    with opened(source) as binary:
        if not isinstance(getattr(binary, "raw", None), _Unpacked):
            return
        try:
            while block := binary.read(BLOCK):
                size += len(block)
                if size > limit:
                    break
        except _DAMAGED as error:
            raise NotUnderstood(_BROKEN) from error
    _check(size, limit)


def lines_below(path: Path, limit: int) -> int:
    """Return how many lines stand below the first: about how many rows there are.

    Nothing beyond `limit` bytes is looked at; what is damaged has none: reading says why.
    """
    lines = seen = 0
    with opened(path) as file:
        try:
            while seen <= limit and (block := file.read(BLOCK)):
                lines, seen = lines + block.count(b"\n"), seen + len(block)
        except _DAMAGED:
            return 0
    return max(lines - 1, 0)


class _Unpacked(gzip.GzipFile):
    """A packed file, read as what it holds; closing it closes the file beneath."""

    def __init__(self, beneath: BinaryIO) -> None:
        super().__init__(fileobj=beneath, mode="rb")
        self._beneath = beneath

    def close(self) -> None:
        super().close()
        self._beneath.close()


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(_TOO_LARGE, megabytes=-(-size // 2**20), most=limit // 2**20)
    if size == 0:
        raise NotUnderstood(EMPTY)


def _size(path: Path) -> int:
    if not path.is_file():
        raise NotFound(N_("There is no file %(name)s."), name=path.name)
    return path.stat().st_size
