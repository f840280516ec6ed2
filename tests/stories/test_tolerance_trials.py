"""A dry run: what a tolerance would have done with past answers, and what really happened."""

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from portal import jobs, people
from portal.db import db, keeper
from portal.desk import trials
from portal.journey import OrderReading
from tests.stories import sheets
from tests.stories.filling import fill, form_on
from tests.stories.mailbox import send, sit_down
from tests.stories.test_tolerance_answers import days, kinds, offers, set_
from tests.world import Line

EDIT = "/admin/tolerances/edit"


def work(world):
    """Let the worker do what is waiting."""
    db.session.remove()
    while jobs.work():
        pass


def tried(world, scope="scope=default", **typed):
    """Let Kim try a setting; return her browser and the address of the dry run."""
    kim = world.browser(world.kim)
    values = {"date.late-within": "accept", "date.late-abs": "3", "verb": "try", **typed}
    return kim, fill(kim, f"{EDIT}?{scope}", EDIT, **values).location


@pytest.fixture
def past(world, at):
    """Four answers: two days late and accepted, nine and refused, one that waits, one as asked."""
    at("2026-03-10T09:00")
    for number, day in (("PO-1", "2026-04-03"), ("PO-2", "2026-04-13"), ("PO-3", "2026-04-02")):
        order = world.place(number)
        offers(world, order, day)
        ada, page = world.browser(world.ada), f"/orders/{order}"
        if number == "PO-1":
            fill(ada, page, f"{page}/decisions", verdict="accepted")
        if number == "PO-2":
            refuse = page + "?do=refuse&what=" + world.history(order)[-1].ident
            typed = {"verdict": "refused", "text": "Earlier."}
            fill(ada, refuse, f"{page}/decisions", **typed)
    asked = world.place("PO-4")
    fill(world.browser(world.sam), f"/orders/{asked}", f"/orders/{asked}/acceptances")
    at("2026-04-20T09:00")
    work(world)
    return world


def test_it_says_of_each_answer_what_it_would_have_done(past):
    kim, path = tried(past)
    assert "Being tried" in kim.get(path).text

    work(past)

    page = kim.get(path).text
    assert "Being tried" not in page
    for number in ("PO-1", "PO-2", "PO-3"):
        assert number in page
    assert "PO-4" not in page, "as asked: no tolerance is needed"
    assert "8 working days late is beyond 3 working days (all suppliers, version 1)" in page
    with keeper(past.nordwind):
        rows = trials.rows_of(_id(path), "", "", None, 10)
        said = {row.number: (row.says, row.really) for row in rows}
    assert said == {
        "PO-1": ("accept", "accepted"),
        "PO-2": ("ask", "refused"),
        "PO-3": ("accept", "waiting"),
    }


def test_each_number_opens_to_its_answers(past):
    kim, path = tried(past)
    work(past)

    page = kim.get(f"{path}?says=accept&really=waiting").text

    assert "PO-3" in page and "PO-1" not in page and "Show all of them" in page


def test_nothing_is_set_and_nothing_said_by_it(past):
    before = {number: kinds(past, order) for number, order in _orders(past).items()}

    kim, path = tried(past)
    work(past)

    assert "would be accepted" in kim.get(path).text
    assert "Every answer that differs" in kim.get("/admin/tolerances").text
    assert {number: kinds(past, order) for number, order in _orders(past).items()} == before


def test_a_setting_for_another_supplier_concerns_none_of_them(past):
    with past.seen_by(past.kim):
        ref = people.partner(past.calder).ref
    kim, path = tried(past, f"scope=supplier&of={ref}")

    work(past)

    assert "No answer of the last 90 days is concerned" in kim.get(path).text


def test_answers_older_than_90_days_are_left_out(past, at):
    at("2026-06-20T09:00")
    kim, path = tried(past)

    work(past)

    assert "No answer of the last 90 days is concerned" in kim.get(path).text


def test_what_a_rule_accepted_is_told_apart(past, at):
    set_(past, date_late=days(3))
    order = past.place("PO-5", Line(ask="2026-05-04"))
    offers(past, order, "2026-05-06")
    at("2026-04-21T09:00")

    kim, path = tried(past)
    work(past)

    assert "accepted automatically" in kim.get(path).text


def test_the_same_click_twice_is_one_dry_run(past):
    kim = past.browser(past.kim)
    page = kim.get(f"{EDIT}?scope=default").text
    data = form_on(page, EDIT) | {"date.late-within": "accept", "verb": "try"}

    first, second = kim.post(EDIT, data=data), kim.post(EDIT, data=data)

    assert first.location == second.location
    saved = kim.post(EDIT, data=data | {"verb": "save"})
    assert saved.location.startswith(EDIT), "the same page may still be saved afterwards"
    assert "All suppliers" in kim.get("/admin/tolerances").text


def test_old_dry_runs_are_thrown_away(past, at):
    _kim, path = tried(past)
    work(past)
    at("2026-05-30T09:00")

    db.session.remove()
    jobs.clean()

    assert past.browser(past.kim).get(path).status_code == 404


def _orders(world):
    with keeper(world.nordwind):
        rows = db.session.execute(sa.select(OrderReading.number, OrderReading.order))
        return dict(rows.all())


def _id(path):
    return UUID(path.rpartition("/")[2])


@pytest.fixture
def ways(world, at):
    """Answers told in every way there is, to eight orders of one line each."""
    at("2026-03-10T09:00")
    orders = {n: world.place(f"PO-{n}", Line()) for n in range(1, 9)}
    sam, ada = world.browser(world.sam), world.browser(world.ada)
    link = world.browser()
    there = sit_down(link, send(world, orders[1]))
    typed = {"parts-0-day": "2026-04-02", "verdict": "offer"}
    fill(link, f"{there}?do=answer&line=1", f"{there}/answers", **typed)
    by_sheet(world, orders[2], date(2026, 4, 2))
    typed = {"parts-0-day": "2026-04-02", "how": "phone", "verdict": "offer"}
    where = f"/orders/{orders[3]}"
    fill(ada, f"{where}?do=enter&line=1", f"{where}/entries", **typed)
    halves = {"parts-0-qty": "40", "parts-1-qty": "60", "parts-1-day": "2026-04-02"}
    offers(world, orders[4], "2026-04-01", **halves)
    offers(world, orders[5], "2026-04-01", price="1.40")
    offers(world, orders[6], "2026-04-01", item="HX-M12-A2")
    fill(sam, f"/orders/{orders[7]}", f"/orders/{orders[7]}/acceptances")
    offers(world, orders[8], "2026-04-20")
    counter(world, orders[8])
    where, action = f"/orders/{orders[8]}?do=answer&line=1", f"/orders/{orders[8]}/answers"
    data = form_on(sam.get(where).text, action, **{"parts-0-part": "1"})
    sam.post(action, data=data | {"parts-0-day": "2026-04-03", "verdict": "offer"})
    at("2026-04-20T09:00")
    work(world)
    return world


def by_sheet(world, order, day):
    """Let Sam fill in a day in a spreadsheet."""
    sam = world.browser(world.sam)
    book = sheets.book_of(sam)
    sheet = sheets.lines_of(book)
    number = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == "PO-2")
    sheets.fill_in(sheet, number, New_day=day)
    sheets.send_all(sam, sheets.upload(sam, sheets.saved(book)))
    assert kinds(world, order)[-1] == "response"


def counter(world, order):
    at = f"/orders/{order}?do=counter&what={world.history(order)[-1].ident}"
    typed = {"parts-0-day": "2026-04-02", "go": "send"}
    fill(world.browser(world.ada), at, f"/orders/{order}/counters", **typed)


def test_answers_are_weighed_alike_however_they_were_told(ways):
    price = {"price.up-within": "accept", "price.up-pct": "20"}

    kim, path = tried(ways, **price)
    work(ways)

    with keeper(ways.nordwind):
        rows = trials.rows_of(_id(path), "", "", None, 20)
        said = sorted((row.number, row.says) for row in rows)
    accepted = [(f"PO-{n}", "accept") for n in range(1, 6)]
    assert said[:5] == accepted, "by link, sheet, telephone; a split, a price"
    assert said[5:] == [("PO-8", "ask")], "and one too late"


def test_it_says_how_many_it_could_not_weigh_and_why(ways):
    kim, path = tried(ways, **{"price.up-within": "accept", "price.up-pct": "20"})
    work(ways)

    page = " ".join(kim.get(path).text.split())

    assert "9 answers of the last 90 days were looked at; 6 of them were weighed" in page
    assert "<li>1: exactly as asked" in page
    assert "<li>1: refusals, other items" in page
    assert "<li>1: the buyer had just asked for something else" in page
    with keeper(ways.nordwind):
        weighed, left = trials.counts_of(trials.trial_called(_id(path)))
    assert (sum(weighed.values()), sum(left.values())) == (6, 3)
