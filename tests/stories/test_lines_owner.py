"""The buyer says the same to many lines: something else is wanted, or nothing any more."""

import pytest

from tests.stories.test_lines_bundles import LINES, kinds, send
from tests.world import Line


@pytest.fixture
def town(world, at):
    """Three lines of Brenner in two orders; now it is 4 March."""
    world.one = world.place("PO-1", Line(ask="2026-04-01"), Line(ask="2026-04-02", code="A-2"))
    world.two = world.place("PO-2", Line(ask="2026-04-03", qty="40"))
    at("2026-03-04T09:00")
    return world


def test_she_wants_something_else_than_was_proposed_for_many_lines(town):
    send(town.browser(town.sam), verb="propose", move="14")

    page = send(town.browser(town.ada), at=LINES, verb="counter", day="2026-04-10")

    assert "3 answers are sent" in page.text
    assert town.history(town.two)[-1].facts["body"]["verdict"] == "countered"


def test_she_cancels_many_lines_with_one_reason(town):
    ada = town.browser(town.ada)

    assert "Choose a reason." in send(ada, at=f"{LINES}?view=open", verb="cancel").text
    page = send(ada, at=f"{LINES}?view=open", verb="cancel", reason="DEMAND")

    assert "3 answers are sent" in page.text
    assert kinds(town, town.one)[-2:] == ["line.cancelled", "line.cancelled"]
    assert kinds(town, town.two)[-1] == "line.cancelled"


def test_he_cannot_cancel(town):
    page = send(town.browser(town.sam), verb="cancel", reason="DEMAND")

    assert page.status_code == 422 and "Choose what to say" in page.text


def test_she_closes_the_rest_of_many_lines_with_one_reason(town):
    for order in (town.one, town.two):
        town.reach(order, "DISPATCHED", "30", by=town.sam)
    ada = town.browser(town.ada)
    at = f"{LINES}?view=open"

    assert "Choose a reason." in send(ada, at=at, verb="close").text
    page = send(ada, at=at, verb="close", reason="DEMAND")

    assert "What was sent, and what was not" in page.text
    assert "Nothing of line 20 has left yet. Cancel it instead." in page.text
    assert kinds(town, town.one).count("line.closed") == 1
    closed = town.history(town.two)[-1].facts
    assert closed["kind"] == "line.closed" and closed["body"] == {"transit": "comes"}


def test_he_cannot_close(town):
    page = send(town.browser(town.sam), verb="close", reason="DEMAND")

    assert page.status_code == 422 and "Choose what to say" in page.text
