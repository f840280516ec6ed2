"""Announcing shipments in the spreadsheet: filled in, looked at, mended, sent, found again."""

from datetime import date

import pytest

from tests.stories.filling import form_on
from tests.stories.sheets import (
    book_of,
    column,
    copy_row,
    fill_in,
    lines_of,
    saved,
    send_all,
    upload,
)
from tests.world import Line

SHIPPED = {"Delivery_note": "DN-1", "Quantity_sent": 60, "Sent_on": date(2026, 3, 4)}


@pytest.fixture
def town(world, at):
    """Two orders of Brenner, agreed; now it is 4 March."""
    world.one = world.place("PO-1", Line(ask="2026-04-01"), Line(ask="2026-04-02", code="A-2"))
    world.two = world.place("PO-2", Line(ask="2026-04-03", qty="40"))
    at("2026-03-04T09:00")
    return world


def test_two_orders_in_one_note_are_announced_from_the_sheet(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    fill_in(sheet, 2, Your_answer="Accept as asked", Carrier="Kühne", **SHIPPED)
    fill_in(sheet, 4, **SHIPPED | {"Quantity_sent": 40})

    page = upload(sam, saved(book))

    assert "Announce a shipment" in page.text and "to be announced" in page.text
    assert "DN-1" not in sam.get("/shipments").text, "looking announces nothing"
    page = send_all(sam, page)
    assert "Shipment DN-1" in page.text and "1 of them announced" in page.text
    listed = town.browser(town.ada).get("/shipments").text
    assert "DN-1" in listed and "Kühne" in listed


def test_what_is_too_much_is_mended_on_the_page(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    fill_in(lines_of(book), 2, **SHIPPED | {"Quantity_sent": 101})

    page = upload(sam, saved(book))

    assert "At most 100 may be sent" in page.text
    at = page.request.path
    fields = form_on(page.text, at) | {"ship_qty-2": "100", "tracking-2": "1Z-9", "act": "check"}
    page = sam.get(sam.post(at, data=fields).location)
    assert "may be sent" not in page.text
    assert "Shipment DN-1" in send_all(sam, page).text


def test_letters_are_no_quantity_and_stay_to_be_mended(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    fill_in(lines_of(book), 2, **SHIPPED)
    page = upload(sam, saved(book))
    at = page.request.path

    fields = form_on(page.text, at) | {"ship_qty-2": "lots", "act": "check"}
    page = sam.get(sam.post(at, data=fields).location)

    assert "“lots” is no quantity." in page.text
    assert form_on(page.text, at)["ship_qty-2"] == ["lots"]


def test_refused_rows_come_back_with_their_shipment_and_the_reason(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    fill_in(sheet, 2, Your_answer="Accept as asked", **SHIPPED)
    fill_in(sheet, copy_row(sheet, 3), **SHIPPED | {"Quantity_sent": 500})
    page = upload(sam, saved(book))

    rest = lines_of(book_of(sam, f"{page.request.path}/rest.xlsx"))

    said = {rest.cell(row, column(rest, "What is wrong")).value for row in (2, 3)}
    assert any("At most 100 may be sent" in text for text in said)
    assert any("waits for it" in text for text in said)
    assert rest.cell(2, column(rest, "Delivery note")).value == "DN-1"
    assert rest.cell(2, column(rest, "Quantity sent")).value == 60


def test_the_buyers_sheet_has_no_shipment_columns(town):
    sheet = lines_of(book_of(town.browser(town.ada)))

    assert "Delivery note" not in [cell.value for cell in sheet[1]]
