"""Takes a ZIP apart by itself, believing nothing the archive says about its sizes.

The standard reader stops at the size an entry declares, so an entry that declares ten
bytes and unpacks to ten million would pass. Here every entry is unpacked and counted.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from portal.errors import N_, NotUnderstood

MOST_BYTES = 100_000_000  # unpacked, all entries together
_MOST_ENTRIES = 5_000
_LOCAL = struct.Struct("<4s5H3I2H")
_END = struct.Struct("<4s4H2IH")
_DAMAGED = N_("The file is damaged. Open it, save it again and send that.")
_BOMB = N_("The file unpacks to more than %(most)s MB. Send a smaller one.")


def entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give each entry's name and bytes, in the order of the archive's index.

    Raises:
        NotUnderstood: damaged, too big unpacked, or built to mislead (paths, links,
            equal names, overlapping entries, something before or behind the archive).
    """
    index = _index(data)
    _check_names(index)
    _check_places(index, data)
    left = MOST_BYTES
    for info in index:
        content = _unpacked(info, data, left)
        left -= len(content)
        yield info.filename, content


def _index(data: bytes) -> list[zipfile.ZipInfo]:
    end = data[-_END.size :]
    if len(end) < _END.size or not end.startswith(b"PK\x05\x06"):
        raise NotUnderstood(_DAMAGED)
    if _END.unpack(end)[4] > _MOST_ENTRIES:
        raise NotUnderstood(_BOMB, most=MOST_BYTES // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            index = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise NotUnderstood(_DAMAGED) from error
    if len(index) > _MOST_ENTRIES:
        raise NotUnderstood(_BOMB, most=MOST_BYTES // 1_000_000)
    return index


def _check_names(index: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in index:
        name = info.orig_filename
        if name.lower() in seen:
            raise NotUnderstood(N_("Two parts of the file have the same name."))
        seen.add(name.lower())
        if _leads_out(name) or stat.S_ISLNK(info.external_attr >> 16):
            raise NotUnderstood(N_("A part of the file points to a place outside it."))
        if info.flag_bits & 0x1:
            raise NotUnderstood(N_("The file is encrypted. Remove the password and send it again."))


def _leads_out(name: str) -> bool:
    steps = name.split("/")
    return ".." in steps or not steps[0] or "\\" in name or ":" in name or "\0" in name


def _check_places(index: list[zipfile.ZipInfo], data: bytes) -> None:
    """Entries lie one behind the other from the first byte on, and share nothing."""
    free = 0
    for info in sorted(index, key=lambda each: each.header_offset):
        if info.header_offset < free or (free == 0 and info.header_offset):
            raise NotUnderstood(_DAMAGED)
        free = _start(info, data) + info.compress_size


def _start(info: zipfile.ZipInfo, data: bytes) -> int:
    """Return where the entry's packed bytes begin."""
    header = data[info.header_offset : info.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise NotUnderstood(_DAMAGED)
    sign, *_, name_length, extra_length = _LOCAL.unpack(header)
    name_at = info.header_offset + _LOCAL.size
    name = data[name_at : name_at + name_length]
    if sign != b"PK\x03\x04" or name not in _spellings(info.orig_filename):
        raise NotUnderstood(_DAMAGED)
    return name_at + name_length + extra_length


def _spellings(name: str) -> set[bytes]:
    return {name.encode("utf-8", "replace"), name.encode("cp437", "replace")}


def _unpacked(info: zipfile.ZipInfo, data: bytes, left: int) -> bytes:
    start = _start(info, data)
    packed = data[start : start + info.compress_size]
    content = _inflated(packed, info.compress_type, left)
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise NotUnderstood(_DAMAGED)
    return content


def _inflated(packed: bytes, how: int, left: int) -> bytes:
    if how == zipfile.ZIP_DEFLATED:
        return inflate(packed, left, zlib.decompressobj(-zlib.MAX_WBITS))
    if how != zipfile.ZIP_STORED or len(packed) > left:
        raise NotUnderstood(_DAMAGED)
    return packed


def inflate(packed: bytes, most: int, engine) -> bytes:
    """Unpack deflated bytes, but not more than `most`.

    Raises:
        NotUnderstood: there are more, or they cannot be unpacked.
    """
    try:
        content = engine.decompress(packed, most + 1)
    except zlib.error as error:
        raise NotUnderstood(_DAMAGED) from error
    if len(content) > most:
        raise NotUnderstood(_BOMB, most=MOST_BYTES // 1_000_000)
    if not engine.eof:
        raise NotUnderstood(_DAMAGED)
    return content
