"""Answering in a spreadsheet in a real browser: downloaded, filled in, sent, mended, sent again."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.stories.sheets import column, copy_row, fill_in, lines_of, saved
from tests.world import Line


@pytest.fixture
def orders(world, at):
    """Six lines of Brenner in two orders of 2 March; now it is 4 March."""
    at("2026-03-02T09:00")
    made = [
        world.place(f"PO-{n}", *(Line(code=f"A-{n}{k}", ask=f"2026-04-{n * 3 + k:02}")
                                 for k in range(3)))
        for n in (1, 2)
    ]  # fmt: skip
    at("2026-03-04T09:00")
    return made


def answers(world, orders):
    """Return how many answers each order has."""
    return [[s.facts["kind"] for s in world.history(order)].count("response") for order in orders]


def downloaded(page, name="Excel (.xlsx)"):
    """Press a download button; return the workbook."""
    with page.expect_download() as found:
        page.get_by_role("link", name=name).first.click()
    return openpyxl.load_workbook(io.BytesIO(Path(found.value.path()).read_bytes()))


def send(page, book):
    """Choose a filled-in file and send it."""
    file = {"name": "lines.xlsx", "mimeType": "application/octet-stream", "buffer": saved(book)}
    page.get_by_label("Filled-in file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("heading", name="Look at your answers").wait_for()


def filled(page):
    """Go from the list to a filled-in file with a row that is wrong; return it."""
    page.goto("/lines")
    page.get_by_role("link", name="Answer in a spreadsheet").click()
    book = downloaded(page)
    sheet = lines_of(book)
    fill_in(sheet, 2, Your_answer="Accept as asked")
    fill_in(sheet, 3, New_day=date(2026, 4, 20), Reason="Not enough capacity")
    fill_in(sheet, 4, Your_answer="Reject")
    copy = copy_row(sheet, 5)
    fill_in(sheet, 5, Your_answer="Propose otherwise", New_quantity=60)
    fill_in(sheet, copy, Your_answer="Propose otherwise", New_quantity=40, New_day="2026-05-04")
    return book


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark", "plain"])
def test_a_supplier_answers_in_a_spreadsheet(world, orders, request, sign_in, axe, fits, kind):
    page = sign_in(request.getfixturevalue(kind), world.sam)
    book = filled(page)
    if kind != "plain":
        axe(page)
    fits(page)

    send(page, book)

    if kind != "plain":
        axe(page)
    fits(page)
    page.get_by_role("button", name="Send 4").click()
    page.get_by_role("heading", name="What was sent, and what was not").wait_for()
    fits(page)
    rest = downloaded(page)
    sheet = lines_of(rest)
    assert "reason" in sheet.cell(2, column(sheet, "What is wrong")).value.lower()
    fill_in(sheet, 2, Reason="Material or stock is missing")
    page.goto("/lines/sheets")
    fits(page)
    send(page, rest)
    page.get_by_role("button", name="Send 1").click()
    page.get_by_role("heading", name="1 answer is sent").wait_for()
    assert answers(world, orders) == [3, 1]


def test_a_buyer_decides_in_a_spreadsheet(world, orders, desktop, open_page, sign_in):
    page = sign_in(desktop, world.sam)
    send(page, filled(page))
    page.get_by_role("button", name="Send 4").click()
    page.get_by_role("heading", name="What was sent, and what was not").wait_for()
    page = sign_in(open_page(), world.ada)
    page.goto("/lines")
    page.get_by_role("link", name="Answer in a spreadsheet").click()
    book = downloaded(page)
    sheet = lines_of(book)
    for row in range(2, sheet.max_row + 1):
        fill_in(sheet, row, Your_answer="Accept the proposal")

    send(page, book)
    page.get_by_role("button", name="Send").click()

    page.get_by_role("heading", name="answers are sent").wait_for()
    kinds = [said.facts["kind"] for said in world.history(orders[0])]
    assert "decision" in kinds


def test_it_is_done_by_keyboard_alone(world, orders, desktop, sign_in):
    page = sign_in(desktop, world.sam)
    page.goto("/lines")
    page.get_by_role("link", name="Answer in a spreadsheet").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="1. Download").wait_for()

    page.get_by_label("Filled-in file").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.get_by_text("Choose a file.").first.wait_for()


@pytest.mark.parametrize("kind", ["desktop", "phone", "dark"])
def test_a_supplier_announces_shipments_in_it(world, orders, request, sign_in, axe, fits, kind):
    page = sign_in(request.getfixturevalue(kind), world.sam)
    page.goto("/lines")
    page.get_by_role("link", name="Answer in a spreadsheet").click()
    book = downloaded(page)
    sheet = lines_of(book)
    sent = {"Delivery_note": "DN-1", "Sent_on": date(2026, 3, 4), "Carrier": "Kühne"}
    fill_in(sheet, 2, Your_answer="Accept as asked", Quantity_sent=100, **sent)
    fill_in(sheet, 5, Quantity_sent=400, **sent)
    send(page, book)

    box = page.get_by_label("Quantity sent, row 5")
    assert box.is_visible(), "what is wrong is open"
    axe(page)
    fits(page)
    box.fill("40")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Send 2").click()
    page.get_by_role("link", name="Shipment DN-1").first.click()
    page.get_by_role("heading", name="Shipment DN-1").wait_for()
