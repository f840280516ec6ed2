"""Answering many lines in a spreadsheet: what is sent, what stays unanswered, what is refused."""

import csv
import io
from datetime import date, datetime

import pytest

from portal.ledger import Draft
from tests.stories.filling import fill
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

XLSX = "/lines/sheet.xlsx?view=open"
CSV = "/lines/sheet.csv?view=open"


@pytest.fixture
def town(world, at):
    """Three lines of Brenner in two orders, one of Calder for each buyer; now it is 4 March."""
    world.one = world.place("PO-1", Line(ask="2026-04-01"), Line(ask="2026-04-02", code="A-2"))
    world.two = world.place("PO-2", Line(ask="2026-04-03", qty="40"))
    world.far = world.place("PO-3", to=world.calder)
    world.away = world.place("W-1", to=world.calder, owner=world.westhaven)
    at("2026-03-04T09:00")
    return world


def kinds(world, order, who=None):
    return [said.facts["kind"] for said in world.history(order, who)]


def parts(world, order):
    return [(part["qty"], part["day"]) for part in world.history(order)[-1].facts["body"]["parts"]]


def changed(town, order, qty="55", ask="2026-04-20"):
    body = {"no": "000010", "qty": qty, "uom": "EA", "revision": 2}
    body |= {"parts": [{"part": 1, "qty": qty, "ask": ask}]}
    body["item"] = {"code": "HX-M12", "name": "Hex bolt M12"}
    town.tell(order, Draft("line.changed", line=1, body=body), by=town.ada)


def test_the_view_is_downloaded_with_real_dates_and_numbers(town):
    sheet = lines_of(book_of(town.browser(town.sam)))

    assert sheet.max_row == 4
    assert sheet.cell(2, column(sheet, "Order")).value == "PO-1"
    assert sheet.cell(2, column(sheet, "Quantity asked for")).value == 100
    assert sheet.cell(2, column(sheet, "Day asked for")).value == datetime(2026, 4, 1)
    assert sheet.protection.sheet and not sheet.protection.password
    answer = sheet.cell(2, column(sheet, "Your answer"))
    assert sheet.cell(2, column(sheet, "Order")).protection.locked
    assert (
        not answer.protection.locked and "unanswered" in sheet.cell(1, answer.column).comment.text
    )
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == 4


def test_filters_narrow_what_is_downloaded(town):
    sheet = lines_of(book_of(town.browser(town.sam), f"{XLSX}&item=A-2"))

    assert [cell.value for cell in sheet["A"]] == ["Order", "PO-1"]


def test_filled_in_it_is_looked_at_and_sent(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    fill_in(sheet, 2, Your_answer="Accept as asked", Your_order_number="SO-5")
    fill_in(
        sheet,
        3,
        Your_answer="Propose otherwise",
        New_day=date(2026, 4, 16),
        Reason="Not enough capacity",
    )

    page = upload(sam, saved(book))

    assert "Look at your answers" in page.text and "1 later, at most by 14 days" in page.text
    assert "Says nothing" in page.text and "response" not in kinds(town, town.one)
    page = send_all(sam, page)
    assert "2 answers are sent" in page.text
    assert kinds(town, town.one).count("response") == 2
    assert "response" not in kinds(town, town.two), "a row without an answer stays unanswered"
    assert parts(town, town.one) == [("100", "2026-04-16")]


def test_a_changed_day_is_a_proposal_and_a_rejection_needs_a_reason(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    fill_in(sheet, 2, New_day="2026-04-20")
    fill_in(sheet, 3, Your_answer="Reject")
    fill_in(sheet, 4, Your_answer="Reject", Reason="Material or stock is missing")

    page = send_all(sam, upload(sam, saved(book)))

    assert "What was sent, and what was not" in page.text
    assert parts(town, town.one) == [("100", "2026-04-20")]
    assert town.history(town.two)[-1].facts["body"]["answer"] == "reject"


def test_a_repeated_row_splits_the_delivery(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    copy = copy_row(sheet, 4)
    fill_in(sheet, 4, Your_answer="Propose otherwise", New_quantity=25)
    fill_in(
        sheet, copy, Your_answer="Propose otherwise", New_quantity=15, New_day=date(2026, 4, 30)
    )

    page = send_all(sam, upload(sam, saved(book)))

    assert "2 answers are sent" in page.text
    assert parts(town, town.two) == [("25", "2026-04-03"), ("15", "2026-04-30")]


def test_splits_that_do_not_add_up_wait_to_be_mended(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    copy = copy_row(sheet, 4)
    fill_in(sheet, 4, Your_answer="Propose otherwise", New_quantity=25)
    fill_in(sheet, copy, Your_answer="Propose otherwise", New_quantity=5, New_day=date(2026, 4, 30))

    page = upload(sam, saved(book))

    assert "Say what happens to the rest" in page.text
    send_all(sam, page)
    assert "response" not in kinds(town, town.two)


def test_the_same_file_twice_changes_nothing(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    fill_in(lines_of(book), 2, Your_answer="Accept as asked")
    data = saved(book)
    first = send_all(sam, upload(sam, data))

    again = upload(sam, data)

    assert again.request.path == first.request.path
    assert "This very file came before" in again.text and "1 answer is sent" in again.text
    assert kinds(town, town.one).count("response") == 1


def test_an_old_revision_shows_both_versions(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    fill_in(lines_of(book), 4, Your_answer="Accept as asked")
    changed(town, town.two)

    page = upload(sam, saved(book))

    assert "changed while you were answering" in page.text
    assert "<del>40 pcs by 3 Apr 2026</del>" in page.text
    assert "now: 55 pcs by 20 Apr 2026" in page.text
    assert "response" not in kinds(town, town.two)


def test_what_was_refused_is_downloaded_mended_and_sent_again(town):
    sam = town.browser(town.sam)
    book = book_of(sam)
    sheet = lines_of(book)
    fill_in(sheet, 2, Your_answer="Accept as asked")
    fill_in(sheet, 3, Your_answer="Perhaps", Note="=1+1 is a note")
    fill_in(sheet, 4, Your_answer="Propose otherwise", New_quantity=30)
    sheet.cell(3, column(sheet, "Note")).data_type = "s"
    page = send_all(sam, upload(sam, saved(book)))

    rest = book_of(sam, f"{page.request.path}/rest.xlsx")

    sheet = lines_of(rest)
    assert sheet.max_row == 3
    assert sheet.cell(2, column(sheet, "Your answer")).value == "Perhaps"
    assert "is not among the values" in sheet.cell(2, column(sheet, "What is wrong")).value
    assert sheet.cell(2, column(sheet, "Note")).value == "=1+1 is a note"
    assert sheet.cell(2, column(sheet, "Note")).data_type == "s"
    assert sheet.cell(3, column(sheet, "New quantity")).value == 30
    assert "the rest" in sheet.cell(3, column(sheet, "What is wrong")).value
    fill_in(sheet, 2, Your_answer="Accept as asked", Note=None)
    fill_in(sheet, 3, What_happens_to_the_rest="The rest will not be delivered")
    page = send_all(sam, upload(sam, saved(rest)))
    assert "2 answers are sent" in page.text
    assert kinds(town, town.one).count("response") == 2
    assert town.history(town.two)[-1].facts["body"]["rest"] == "none"


def test_another_suppliers_line_and_none_are_one_answer(town):
    sam, sue = town.browser(town.sam), town.browser(town.sue)
    theirs = lines_of(book_of(sue))
    key = theirs.cell(2, column(theirs, "Key (leave as it is)")).value
    told = []
    for wrong in (key, key.replace(key[:8], "00000000")):
        book = book_of(sam)
        sheet = lines_of(book)
        fill_in(sheet, 2, Your_answer="Accept as asked")
        sheet.cell(2, column(sheet, "Key (leave as it is)")).value = wrong
        page = upload(sam, saved(book))
        told.append(page.text.partition('<p class="error"')[2].partition("</p>")[0])
        send_all(sam, page) if "act" in page.text else None

    assert told[0] == told[1] and "There is no such line" in told[0]
    assert "response" not in kinds(town, town.far, town.sue)


def test_a_supplier_of_two_buyers_answers_both_in_one_file(town):
    sue = town.browser(town.sue)
    book = book_of(sue)
    for row in (2, 3):
        fill_in(lines_of(book), row, Your_answer="Accept as asked")

    page = send_all(sue, upload(sue, saved(book)))

    assert "2 answers are sent" in page.text
    assert kinds(town, town.away, town.eve)[-1] == "response"


def test_the_buyer_decides_in_a_file(town):
    sam, ada = town.browser(town.sam), town.browser(town.ada)
    book = book_of(sam)
    fill_in(lines_of(book), 2, New_day=date(2026, 4, 20))
    send_all(sam, upload(sam, saved(book)))
    book = book_of(ada, "/lines/sheet.xlsx?view=decide")
    sheet = lines_of(book)
    assert "20 Apr 2026" in sheet.cell(2, column(sheet, "Proposed")).value
    assert "New day" in [cell.value for cell in sheet[1]], "to ask for something else"
    fill_in(sheet, 2, Your_answer="Accept the proposal")

    page = send_all(ada, upload(ada, saved(book)))

    assert "1 answer is sent" in page.text
    assert kinds(town, town.one)[-1] == "decision"


def test_csv_goes_round_too(town):
    sam = town.browser(town.sam)
    head, *rows = csv.reader(io.StringIO(sam.get(CSV).data.decode("utf-8-sig")))
    rows[0][head.index("Your answer")] = "accept as asked"
    rows[1][head.index("New day")] = "16.4.2026"
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([head, *rows])

    page = send_all(sam, upload(sam, text.getvalue().encode("cp1252"), "lines.csv"))

    assert "2 answers are sent" in page.text
    assert parts(town, town.one) == [("100", "2026-04-16")]


def test_texts_that_look_like_formulas_are_written_as_texts(world):
    world.place("=1+2", Line(name="@SUM(A1)", code="-2"))
    sam = world.browser(world.sam)

    sheet = lines_of(book_of(sam))
    rows = list(csv.reader(io.StringIO(sam.get(CSV).data.decode("utf-8-sig"))))

    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+2", "s")
    assert rows[1][0] == "'=1+2" and "'-2" in rows[1] and "'@SUM(A1)" in rows[1]


def test_it_speaks_the_language_of_the_user_and_reads_any(town):
    sam = town.browser(town.sam)
    english = book_of(sam)
    fill_in(lines_of(english), 3, Your_answer="Accept as asked")
    assert fill(sam, "/account", "/account/details", locale="de").status_code == 303

    book = book_of(sam)
    text = sam.get(CSV).data.decode("utf-8-sig")

    assert book.sheetnames[1] == "Positionen" and text.startswith("Auftrag;Position;")
    fill_in(lines_of(book), 2, Ihre_Antwort="Wie gewünscht bestätigen")
    for one in (book, english):
        send_all(sam, upload(sam, saved(one)))
    assert kinds(town, town.one).count("response") == 2
