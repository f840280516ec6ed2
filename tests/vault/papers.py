"""Builds small files of every kind, good ones and hostile ones, byte by byte."""

import io
import struct
import zipfile
import zlib

PAGE = b"<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 %d 200]/Contents 4 0 R%s>>"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.%s.main+xml"


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """Return a PDF stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def pdf(catalog=b"", page=b"", contents=None, more=(), width=200) -> bytes:
    """Return a PDF of one empty page with additions to its catalog, page and objects."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE % (width, page),
        contents or stream(b"0 0 m"),
        *more,
    ]
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, index, end)


def png(wide=1, high=1, extra=b"", tail=b"") -> bytes:
    """Return a black and white picture; dots beyond the first row are missing."""
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    dots = zlib.compress(b"\0\0")
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + extra + chunk(b"IDAT", dots) + chunk(b"IEND", b"") + tail


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return one piece of a PNG file."""
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def archive(parts) -> bytes:
    """Return a ZIP of (name, content) pairs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(name, content)
    return made.getvalue()


def xlsx(cells="<c r='A1'><v>1</v></c>", relations="", kind="sheet", dtd="", more=()) -> bytes:
    """Return a spreadsheet of one sheet."""
    types = (
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{_MAIN % kind}'/></Types>"
    )
    links = f"<Relationships xmlns='{_RELATIONS}'>{relations}</Relationships>"
    rows = f"<sheetData><row>{cells}</row></sheetData>"
    sheet = f"{dtd}<worksheet xmlns='{_SHEET}'>{rows}</worksheet>"
    return archive(
        [
            ("[Content_Types].xml", types),
            ("xl/_rels/workbook.xml.rels", links),
            ("xl/workbook.xml", f"<workbook xmlns='{_SHEET}'/>"),
            ("xl/worksheets/sheet1.xml", sheet),
            *more,
        ]
    )


def lying_archive() -> bytes:
    """Return a ZIP whose only entry declares ten bytes and unpacks to ten million."""
    made = archive([("[Content_Types].xml", b"\0" * 10_000_000)])
    return made.replace(struct.pack("<I", 10_000_000), struct.pack("<I", 10))


def docx(body="<w:t>Delivered</w:t>") -> bytes:
    """Return a text document of one paragraph."""
    words = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        f"<Override PartName='/word/document.xml' ContentType='{words}'/></Types>"
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f"<w:document xmlns:w='{space}'>{body}</w:document>"
    return archive([("[Content_Types].xml", types), ("word/document.xml", document)])
