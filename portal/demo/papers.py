"""Papers of the demo world: small valid PDFs and pictures, the same bytes for the same words."""

import struct
import zlib
from random import Random

_HEAD = b"%PDF-1.4\n"
_PAGE = (595, 842)  # A4, in points


def pdf(title: str, lines: list[str]) -> bytes:
    """Return a one-page PDF with a title and lines of text in the reader's own Helvetica."""
    drawn = [f"BT /F1 18 Tf 56 770 Td ({_text(title)}) Tj ET"]
    drawn += [
        f"BT /F1 11 Tf 56 {730 - 18 * n} Td ({_text(line)}) Tj ET" for n, line in enumerate(lines)
    ]
    drawn.append("0.6 w 56 758 m 539 758 l S 56 120 m 240 120 l S")
    content = "\n".join(drawn).encode("latin-1")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_PAGE[0]} {_PAGE[1]}] "
        "/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    stream = f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page.encode(),
            stream,
            font,
        ]
    )


def signature(seed: str) -> bytes:
    """Return a picture (PNG) of a signature, as a driver's telephone takes it."""
    wide, high, rng = 220, 80, Random(seed)
    dots = [bytearray(b"\xff" * wide) for _ in range(high)]
    x, y, up = 12.0, high / 2, 0.0
    while x < wide - 12:
        up = max(-2.6, min(2.6, up + rng.uniform(-1.3, 1.3)))
        y = max(8.0, min(high - 9.0, y + up))
        x += rng.uniform(0.2, 0.9)
        for dx in (0, 1):
            dots[int(y)][int(x) + dx] = dots[int(y) + 1][int(x) + dx] = 40
    return _png(wide, high, dots)


def _png(wide: int, high: int, rows: list[bytearray]) -> bytes:
    raw = b"".join(b"\x00" + bytes(row) for row in rows)
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    pieces = [(b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in pieces)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _document(objects: list[bytes]) -> bytes:
    out, places = bytearray(_HEAD), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _text(words: str) -> str:
    """Return words as a PDF string holds them; letters its font lacks become question marks."""
    known = words.encode("latin-1", "replace").decode("latin-1")
    return known.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
