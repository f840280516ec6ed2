"""A file's name is for people to read: one line, no path, nothing unseen."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import vault

ANY_NAME = st.text(st.characters(), max_size=400)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Lieferschein 4711.pdf", "Lieferschein 4711.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("C:\\papers\\x.pdf", "x.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("x.pdf\0.exe", "x.pdf.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("con.pdf", "_con.pdf"),
        ("a.pdf. ", "a.pdf"),
        ("", "document"),
        ("..", "document"),
        ("\u8ba2\u5355.pdf", "\u8ba2\u5355.pdf"),
    ],
)
def test_names_as_they_are_shown(given_name, shown):
    assert vault.safe_name(given_name) == shown


def test_a_long_name_keeps_its_ending():
    shown = vault.safe_name("x" * 400 + ".pdf")

    assert len(shown) == 150
    assert shown.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a.pdf.exe", "exe"),
        ("pdf", ""),
        (".pdf", ""),
        ("a.", ""),
        ("a.tar.gz", "gz"),
    ],
)
def test_the_ending_is_what_comes_last(name, ending):
    assert vault.extension(name) == ending


@given(ANY_NAME)
def test_any_name_becomes_harmless(name):
    shown = vault.safe_name(name)

    assert 1 <= len(shown) <= 150
    assert len(shown.encode()) <= 255
    assert not set(shown) & set('/\\<>:"|?*')
    assert shown not in {".", ".."}
    assert all(unicodedata.category(c)[0] != "C" for c in shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert shown == shown.strip(" .")
    assert vault.safe_name(shown) == shown


@given(ANY_NAME)
def test_any_name_makes_one_clean_header(name):
    header = vault.disposition(name)

    assert header.isascii() and header.isprintable()
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2
    assert unquote(header.rsplit("''", 1)[1]) == vault.safe_name(name)


def test_a_header_has_a_name_for_old_and_new_browsers():
    header = vault.disposition("Prüfschein №5.pdf")

    old, new = header.split("; ")[1:]
    assert old == 'filename="Prufschein No5.pdf"'
    assert new == "filename*=UTF-8''Pr%C3%BCfschein%20%E2%84%965.pdf"
