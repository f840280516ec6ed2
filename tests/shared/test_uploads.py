"""The shared collection of hostile files and names, each with the verdict it should get.

The collection lies beside the repository and is no part of the product; `tests/vault`
builds its own examples.
"""

import csv
import json
import unicodedata
from pathlib import Path

import pytest

from portal import vault
from portal.errors import NotUnderstood, PortalError

FILES = Path(__file__).resolve().parents[3] / "shared" / "badfiles"
MADE = FILES / "generated"

# Where the collection leaves the verdict to a policy, or to whoever reads the rows, ours is:
OURS = {
    "pdf/embedded_xml_facturx.pdf": "reject",  # other files are sent one by one
    "pdf/incremental_shadow.pdf": "reject",  # its index is broken
    "img/trailing_html.png": "accept",  # kept as sent, shown only drawn anew
    "img/trailing_zip.png": "accept",
    "img/text_php.png": "accept",
    "sniff/utf7.html.txt": "accept",  # handed out as an attachment, never as a page
    "sniff/mhtml.txt": "accept",
    "sniff/xslt.xml": "accept",
    "sniff/utf16.txt": "reject",  # a web page
    "sniff/sniff.csv": "reject",
    "csv/formula.csv": "reject",  # one of its cells holds a NUL; see below
    "csv/unbalanced.csv": "accept",  # what a row means is for intake to say
    "csv/long_field.csv": "accept",
    "csv/dup_header.csv": "accept",
    "json/dup_key.json": "reject",
    "json/nan.json": "reject",
    "json/deep.json": "reject",
    "json/lone_surrogate.json": "reject",
    "json/comment.json": "reject",
    "json/bigint.json": "accept",  # kept as sent; whoever reads it canonicalises
    "json/float_exp.json": "accept",
    "json/nul.json": "accept",
    "json/proto.json": "accept",
    "json/bom.json": "accept",
    "json/neg_zero.json": "accept",
    "json/nfc_nfd.json": "accept",
}
ATTACKS = sorted((FILES / "payloadsallthepdfs").rglob("*.pdf"))
ARCHIVES = sorted((MADE / "zip").glob("*.zip"))
NAMES = json.loads((MADE / "names.json").read_text())
DEVICES = {"CON", "NUL", "AUX", "COM1", "LPT9", "COM¹"}


def _rows():
    with (MADE / "MANIFEST.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["class"] not in {"names", "ssrf"}:
                expected = OURS.get(row["path"], row["expected"])
                yield row["path"], expected.startswith("accept")


def _taken(path):
    try:
        vault.look(path.name, path)
    except PortalError as error:
        assert isinstance(error, NotUnderstood)
        assert len(str(error)) > 20, "say what is wrong"
        return False
    return True


@pytest.mark.parametrize(("path", "expected"), list(_rows()))
def test_each_file_gets_its_verdict(path, expected):
    assert _taken(MADE / path) is expected


def test_formulas_are_kept_as_they_were_written():
    cells = (MADE / "csv" / "formula.csv").read_bytes().replace(b"\0", b"")

    assert vault.look("formula.csv", cells).ext == "csv"


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: path.name)
def test_a_hostile_archive_is_no_spreadsheet_either(path):
    with pytest.raises(NotUnderstood):
        vault.look("order.xlsx", path)


@pytest.mark.parametrize("name", ["trailing_html", "trailing_zip", "text_php", "ok"])
def test_what_is_shown_of_a_picture_is_drawn_anew(name):
    shown = vault.small((MADE / "img" / f"{name}.png").read_bytes(), "png")

    assert shown.startswith(b"\xff\xd8\xff") and shown.endswith(b"\xff\xd9")
    assert not any(word in shown for word in (b"<script", b"<?php", b"PK\x03\x04"))


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.name)
def test_known_attacks_by_pdf_are_refused(path):
    assert not _taken(path)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_hostile_names_become_harmless(name):
    shown = vault.safe_name(name)
    header = vault.disposition(name)

    assert 1 <= len(shown) <= 150
    assert not set(shown) & set('/\\<>:"|?*\u2044\u2215\uff0f\uff3c')
    assert all(unicodedata.category(c)[0] != "C" for c in shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert shown == shown.strip(" .") == vault.safe_name(shown)
    assert shown.split(".")[0].strip().upper() not in DEVICES
    assert header.isascii() and header.isprintable() and header.count('"') == 2
