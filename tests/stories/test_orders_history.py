"""The history tells an act once, whatever number of lines it was about, and opens to each."""

import re

import pytest

from portal import flow
from tests.stories.cases import switch_on
from tests.stories.filling import fill
from tests.world import Line

PACKED = {"code": "PACKED", "line": "0"}


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


@pytest.fixture
def order(world):
    """PO-7 with three lines of different quantities."""
    return world.place("PO-7", Line(), Line(qty="40"), Line(qty="5"))


@pytest.fixture
def sam(world):
    """The supplier's browser."""
    return world.browser(world.sam)


def entries(browser, order):
    """Return the titles of the history, the newest first, and the text of its page."""
    page = browser.get(f"/orders/{order}").text
    history = page.partition('id="history"')[2]
    return re.findall(r'<p class="what"><span>([^<]+)</span>', history), history


def accept(browser, order, **typed):
    return fill(browser, f"/orders/{order}", f"/orders/{order}/acceptances", **typed)


def report(browser, order, **typed):
    return fill(browser, f"/orders/{order}?do=step", f"/orders/{order}/milestones", **typed)


def test_accepting_all_is_one_entry_that_names_the_lines(order, sam):
    accept(sam, order, ref="SO-99")

    titles, history = entries(sam, order)

    assert titles[0] == "Sam (Brenner) acknowledged lines 10, 20 and 30 as asked"
    assert titles[1] == "Lines 10, 20 and 30 asked for"
    assert "Line by line: 3" in history
    assert history.count("SO-99") == 1, "what all of them say is said once"


def test_an_entry_opens_to_the_event_of_each_line(world, order, sam):
    accept(sam, order)
    report(sam, order, **PACKED)

    titles, history = entries(sam, order)

    assert titles[0] == "Sam (Brenner) reported: Packed, lines 10, 20 and 30"
    for said in ("100 pcs packed, line 10", "40 pcs packed, line 20", "5 pcs packed, line 30"):
        assert f"Sam (Brenner) reported {said}" in history
    packed = [one for one in world.history(order) if one.facts.get("code") == "PACKED"]
    assert len(packed) == 3
    for one in packed:
        assert f'id="e-{one.ident}"' in history
        assert f"/corrections/{one.ident}" in history


def test_one_of_them_is_corrected_by_itself(world, order, sam):
    accept(sam, order)
    report(sam, order, **PACKED)
    wrong = [one for one in world.history(order) if one.facts.get("code") == "PACKED"][1]
    there = f"/orders/{order}/corrections/{wrong.ident}"

    fill(sam, there, there, line="2", qty="30", why="Typed too much.")

    titles, history = entries(sam, order)
    assert titles[0] == "Sam (Brenner) reported 30 pcs packed, line 20"
    assert titles[1] == "Sam (Brenner) reported: Packed, lines 10, 20 and 30"
    assert "partly replaced" in history
    assert "<del>Sam (Brenner) reported 40 pcs packed, line 20</del>" in history


def test_what_two_acts_say_stays_two_entries(order, sam):
    accept(sam, order)
    report(sam, order, code="PACKED", line="1", qty="10")
    report(sam, order, code="PACKED", line="2", qty="10")

    titles, _history = entries(sam, order)

    assert titles[:2] == [
        "Sam (Brenner) reported 10 pcs packed, line 20",
        "Sam (Brenner) reported 10 pcs packed, line 10",
    ]


def test_many_lines_are_counted_after_the_first(world, sam):
    order = world.place("PO-8", *[Line()] * 9)
    accept(sam, order)

    titles, _history = entries(sam, order)

    assert (
        titles[0] == "Sam (Brenner) acknowledged lines 10, 20, 30, 40, 50, 60 and 3 more as asked"
    )


def test_cases_of_several_lines_are_opened_in_one_entry(world, at):
    switch_on(world)
    order = world.place("PO-8", Line(agreed="2026-04-01"), Line(agreed="2026-04-01"))
    at("2026-04-03T09:00")
    flow.look(world.nordwind, [order])

    titles, _history = entries(world.browser(world.ada), order)

    assert titles[:2] == [
        "Cases were opened for lines 10 and 20: Overdue",
        "Cases were opened for lines 10 and 20: Ship date missed",
    ]


def test_germans_read_it_in_german(world, order, sam):
    accept(sam, order)
    ada = world.browser(world.ada)
    fill(ada, "/account", "/account/details", locale="de")

    titles, history = entries(ada, order)

    assert titles[0] == "Sam (Brenner) hat Positionen 10, 20 und 30 wie gewünscht bestätigt"
    assert "Einzeln: 3" in history
