"""Answering in a spreadsheet: empty views, files that are none, and those who may not."""

import pytest

from tests.stories.sheets import book_of, lines_of, upload
from tests.world import Line


@pytest.fixture
def town(world, at):
    """A line of Brenner and one of Calder; now it is 4 March."""
    world.place("PO-1", Line(ask="2026-04-01"))
    world.place("PO-3", to=world.calder)
    at("2026-03-04T09:00")
    return world


def test_an_empty_view_is_an_empty_table(town):
    sheet = lines_of(book_of(town.browser(town.sam), "/lines/sheet.xlsx?view=late"))

    assert sheet.max_row == 1 and sheet.cell(1, 1).value == "Order"


def test_an_unclear_company_is_asked_for_before_anything_is_downloaded(town):
    ada = town.browser(town.ada)

    answer = ada.get("/lines/sheet.csv?view=open&partner=e")

    assert answer.status_code == 303 and "/lines?" in answer.location


def test_no_file_is_asked_for_again(town):
    page = upload(town.browser(town.sam), b"", "", follow=False)

    assert page.status_code == 422 and "Choose a file." in page.text


def test_another_kind_of_file_is_refused_in_place(town):
    page = upload(town.browser(town.sam), b"\xd0\xcf\x11\xe0", "lines.xls", follow=False)

    assert page.status_code == 422 and "We read .xlsx and .csv here, not .xls" in page.text


def test_what_cannot_be_read_says_so_and_the_original_is_kept(town):
    sam = town.browser(town.sam)

    page = upload(sam, b"Item;Price\n1;2\n", "prices.csv")

    assert "This file cannot be read." in page.text and "lacks the column" in page.text
    assert sam.get(f"{page.request.path}/original").data == b"Item;Price\n1;2\n"
    assert "refused" in sam.get("/lines/sheets").text
    assert town.browser(town.sue).get(f"{page.request.path}/original").status_code == 404


def test_those_who_look_only_send_no_answers(town):
    rio = town.browser(town.rio)

    assert "Answer in a spreadsheet" not in rio.get("/lines").text
    for at in ("/lines/sheets", "/lines/sheet.xlsx", "/lines/sheet.csv"):
        assert rio.get(at).status_code == 404
