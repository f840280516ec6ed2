"""A file is taken when its ending, its first bytes and its inside agree, and nothing acts."""

import io
import zlib

import pytest
from PIL import Image

from portal import vault
from portal.errors import NotUnderstood, TooLarge
from tests.vault import papers

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
LINK = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(%s)>>>>]"
ESCAPED = b"/OpenAction<</S/J#61v#61Script/J#53(1)>>"
EMBEDDED = b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/EF<</F 5 0 R>>>>]>>>>"
BOMB = papers.stream(zlib.compress(b"\0" * 60_000_000), b"/Filter/FlateDecode")
TWICE = papers.stream(
    zlib.compress(zlib.compress(b"\0" * 60_000_000)), b"/Filter[/FlateDecode/FlateDecode]"
)
HEX = b"".join(b"%02x" % byte for byte in zlib.compress(b"\0" * 60_000_000)) + b">"
HIDDEN = papers.stream(HEX, b"/Filter[/ASCIIHexDecode/FlateDecode]")
HEAVY = papers.stream(
    zlib.compress(b"\x81\0" * 12_000_000), b"/Filter[/FlateDecode/RunLengthDecode]"
)
NOISY = papers.chunk(b"zTXt", b"c\0\0" + zlib.compress(bytes(60_000_000)))
OUT = "<Relationship Id='r' Type='x/%s' Target='%s' TargetMode='External'/>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def photo(size=(40, 30), kind="JPEG"):
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("note.pdf", papers.pdf(), "application/pdf"),
        ("../../x.pdf", papers.pdf(), "application/pdf"),
        ("link.PDF", papers.pdf(page=LINK % b"https://example.org/"), "application/pdf"),
        ("open.pdf", papers.pdf(b"/OpenAction[3 0 R/Fit]"), "application/pdf"),
        ("stamp.png", papers.png(), "image/png"),
        ("photo.jpeg", photo(), "image/jpeg"),
        ("fax.tiff", photo(kind="TIFF"), "image/tiff"),
        ("lines.csv", b"Bestellung;Menge\nPO-7;5\n", "text/csv"),
        ("lines.csv", "Stück;5\n".encode("cp1252"), "text/csv"),
        ("lines.csv", "a\tb\n".encode("utf-16"), "text/csv"),
        ("big.csv", b"PO-7;5\n" * 60_000, "text/csv"),
        ("note.txt", b"Left at gate 3 < 10:00", "text/plain"),
        ("order.json", b'{"a": [{"b": 1}, {"b": 2}]}', "application/json"),
        ("order.xml", b"<?xml version='1.0'?><object><table/></object>", "application/xml"),
    ],
)
def test_the_papers_of_an_order_are_taken(name, content, media):
    verdict = vault.look(name, content)

    assert verdict.media == media
    assert verdict.ext in {"pdf", "png", "jpg", "tif", "csv", "txt", "json", "xml"}


@pytest.mark.parametrize(
    "content",
    [
        papers.xlsx(),
        papers.xlsx(relations=OUT % ("hyperlink", "https://example.org")),
        papers.xlsx("<c r='A1'><f>SUM(B1:B9)</f><v>3</v></c>"),
    ],
)
def test_a_plain_spreadsheet_is_taken(content):
    assert vault.look("plan.xlsx", content).ext == "xlsx"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tool.exe", b"MZ", "do not take .exe"),
        ("note", papers.pdf(), "do not take"),
        ("note.pdf", b"", "empty"),
        ("note.txt", EICAR, "virus"),
        ("note.pdf", b"<html><body>Delivery</body></html>", "something else"),
        ("note.pdf", b"<html></html>" + papers.pdf(), "something else"),
        ("note.pdf", papers.png(), ".png"),
        ("note.txt", papers.pdf(), ".pdf"),
        ("note.csv", papers.xlsx(), ".zip"),
        ("note.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "doc/xls"),
        ("note.txt", b"<!-- x --><script>alert(1)</script>", "web page"),
        ("note.txt", b"a\0b", "not plain text"),
        ("page.xml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "web page"),
        ("laugh.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "DTD"),
        ("deep.xml", b"<x>" * 300 + b"</x>" * 300, "deeply"),
        ("half.xml", b"<x><y></x>", "line 1"),
        ("half.json", b'{"a": 1', "line 1"),
        ("twice.json", b'{"a": 1, "a": 2}', "“a” twice"),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000, "deeply"),
        ("wide.csv", b"," * 20_000, "columns"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content, reason):
    with pytest.raises(NotUnderstood, match=reason):
        vault.look(name, content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (papers.pdf(b"/OpenAction" + SCRIPT), "JavaScript"),
        (papers.pdf(ESCAPED), "JavaScript"),
        (papers.pdf(b"/Names<</JavaScript<</Names[(a)%s]>>>>" % SCRIPT), "JavaScript"),
        (papers.pdf(more=[SCRIPT]), "JavaScript"),
        (papers.pdf(page=b"/AA<</O<</S/Named/N/Print>>>>"), "AA"),
        (papers.pdf(b"/OpenAction<</S/Named/N/Print>>"), "OpenAction"),
        (papers.pdf(b"/OpenAction<</S/Launch/F(calc)>>"), "Launch"),
        (papers.pdf(b"/AcroForm<</Fields[]/XFA 5 0 R>>", more=[papers.stream(b"")]), "XFA"),
        (papers.pdf(EMBEDDED, more=[papers.stream(b"MZ")]), "embedded"),
        (papers.pdf(page=LINK % b"file:///etc/passwd"), "file:///etc/passwd"),
        (papers.pdf(page=LINK % b"javascript:alert\\(1\\)"), "javascript"),
        (papers.pdf(contents=BOMB), "unpacks"),
        (papers.pdf(contents=TWICE), "unpacks"),
        (papers.pdf(contents=HIDDEN), "unpacks"),
        (papers.pdf(width=20_000), "metres"),
        (papers.pdf() + b"<script>", "behind the end"),
        (papers.pdf()[:-40], "damaged"),
        (papers.pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), "damaged"),
        (papers.pdf(more=[b"<</Type/Font/FontMatrix[1 2 3 4 5 (x)]>>"]), "FontMatrix"),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content, reason):
    with pytest.raises(NotUnderstood, match=reason):
        vault.look("note.pdf", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wide.png", papers.png(50_000, 50_000)),
        ("long.png", papers.png(30_000, 10)),
        ("half.png", papers.png(100, 100)),
        ("half.jpg", photo()[:200]),
        ("page.jpg", b"\xff\xd8\xff\xe0<html>"),
        ("bomb.png", papers.png(extra=NOISY)),
    ],
)
def test_a_damaged_or_swelling_picture_is_refused(name, content):
    with pytest.raises(NotUnderstood, match="picture"):
        vault.look(name, content)


@pytest.mark.parametrize(
    "content",
    [
        papers.xlsx(kind="sheet.macroEnabled"),
        papers.xlsx(more=[("xl/vbaProject.bin", b"\xd0\xcf")]),
        papers.xlsx("<c r='A1'><f>cmd|'/C calc'!A0</f></c>"),
        papers.xlsx("<c r='A1'><f>c&#109;d|&#39;/C calc'!A0</f></c>"),
        papers.xlsx("<c r='XFD1048576'><v>1</v></c>"),
        papers.xlsx(relations=OUT % ("externalLink", "http://example.org/x.xlsx")),
        papers.xlsx(relations=OUT % ("hyperlink", "file://host/x")),
        papers.xlsx(dtd="<!DOCTYPE x [<!ENTITY a 'b'>]>"),
        papers.xlsx(more=[("xl/media/a.bin", b"\0" * 110_000_000)]),
        papers.xlsx(more=[("XL/workbook.xml", b"<a/>")]),
        papers.xlsx(more=[("../../evil.txt", b"x")]),
        papers.archive([(f"{n}", b"") for n in range(6_000)]),
        papers.archive([("a.txt", b"x")]),
        papers.lying_archive(),
        papers.xlsx() + b"tail",
        papers.xlsx()[:-30],
    ],
    ids=range(16),
)
def test_a_spreadsheet_with_more_than_a_table_is_refused(content):
    with pytest.raises(NotUnderstood):
        vault.look("plan.xlsx", content)


def test_a_plain_text_document_is_taken():
    assert vault.look("note.docx", papers.docx()).ext == "docx"


@pytest.mark.parametrize(
    "body",
    [
        "<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>",
        "<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd.exe</w:instrText>",
        "<w:fldSimple w:instr='DDE excel'/>",
    ],
)
def test_a_text_document_that_starts_programs_is_refused(body):
    with pytest.raises(NotUnderstood, match="macros"):
        vault.look("note.docx", papers.docx(body))


def test_a_spreadsheet_is_no_text_document():
    with pytest.raises(NotUnderstood, match=".docx"):
        vault.look("plan.docx", papers.xlsx())


def test_a_file_on_disk_is_judged_like_its_bytes(tmp_path):
    path = tmp_path / "anything"
    path.write_bytes(papers.pdf())

    assert vault.look("note.pdf", path) == vault.look("note.pdf", papers.pdf())


def test_a_kind_has_its_largest_size(tmp_path):
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.write(b"{")
        file.truncate(10_000_001)

    with pytest.raises(TooLarge, match="10 MB"):
        vault.look("order.json", path)


def test_what_needs_too_much_memory_is_refused_and_does_no_harm():
    with pytest.raises(NotUnderstood, match="damaged|too heavy"):
        vault.look("note.pdf", papers.pdf(contents=HEAVY))


def test_a_reader_that_breaks_down_takes_nothing_with_it(caplog):
    with pytest.raises(NotUnderstood, match="too heavy"):
        vault.small(b"GIF89a", "gif")  # a kind it never learnt

    assert "file reader ended" in caplog.text


def test_a_small_copy_is_upright_small_and_always_the_same():
    sent = photo((3_000, 2_000))

    shown = vault.small(sent, "jpg", 600)

    assert Image.open(io.BytesIO(shown)).size == (600, 400)
    assert shown == vault.small(sent, "jpg", 600)
    with pytest.raises(NotUnderstood):
        vault.small(sent[:500], "jpg")
