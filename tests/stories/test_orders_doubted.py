"""What does not fit, on the order's page: who says what, which is shown and why, what is held."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal import clock
from portal.ledger import Draft, Qty, day, instant
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, sent in full."""
    at("2026-03-01T09:00")
    order = world.place("PO-7", Line(ask="2026-04-01", agreed="2026-04-01"))
    at("2026-03-10T09:00")
    world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")
    return order


def delivered(world, order, n, when, by, **more):
    """Say that so many were delivered, in total."""
    qty = (Qty(Decimal(n), "EA", "delivered", 1, 0),)
    draft = Draft("milestone", code="DELIVERED", line=1, qty=qty, body={"count": "total"},
                  when=day(when), key=f"{by.name}{n}{when}", **more)  # fmt: skip
    world.tell(order, draft, by=by)


def doubts(browser, order):
    """Return what the section says, without markup."""
    page = browser.get(f"/orders/{order}").text
    found = re.search(r'id="doubts".*?</section>', page, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0))) if found else ""


def test_who_says_what_stands_side_by_side_with_the_reason(world, order, at):
    at("2026-03-20T09:00")
    today = clock.now().date()
    delivered(world, order, "100", today - timedelta(days=1), world.sam)
    delivered(world, order, "58", today - timedelta(days=1), world.rio)

    for who in (world.ada, world.sam):
        said = doubts(world.browser(who), order)
        assert "Line 10: delivered sources disagree" in said
        assert "Brenner 100 pcs" in said and "Nordwind 58 pcs" in said
        assert "Nordwind counts most here" in said
    assert doubts(world.browser(world.ada), order).count(" shown ") == 1


def test_what_is_said_of_the_future_is_held_and_says_what_to_do(world, order, at):
    at("2026-03-20T09:00")
    ahead = datetime(2026, 4, 20, 9, tzinfo=UTC)
    world.tell(order, Draft("milestone", code="ARRIVED", line=1, when=instant(ahead)), by=world.sam)

    said = doubts(world.browser(world.sam), order)
    assert "Said, but does not count" in said and "had not come when it was said" in said
    assert "Correct this" in said
    assert "Correct this" not in doubts(world.browser(world.cam), order), "not there for others"
    at("2026-04-25T09:00")
    assert "had not come when it was said" in doubts(world.browser(world.ada), order)


def test_where_all_fits_there_is_no_such_section(world, order):
    assert doubts(world.browser(world.ada), order) == ""


def test_a_step_nobody_reported_says_so(world, at):
    at("2026-03-01T09:00")
    order = world.place("PO-8", Line(ask="2026-04-01", agreed="2026-04-01"))
    at("2026-03-20T09:00")
    delivered(world, order, "100", clock.now().date() - timedelta(days=1), world.rio)

    assert "not reported; a later step was" in world.browser(world.ada).get(f"/orders/{order}").text


def test_the_past_shows_the_conflicts_of_that_time(world, order, at):
    at("2026-03-20T09:00")
    today = clock.now().date()
    delivered(world, order, "100", today - timedelta(days=1), world.sam)
    at("2026-03-22T09:00")
    delivered(world, order, "58", today - timedelta(days=1), world.rio)
    ada = world.browser(world.ada)

    assert "sources disagree" not in ada.get(f"/orders/{order}?as_of=2026-03-21T09:00Z").text
    assert "sources disagree" in ada.get(f"/orders/{order}?as_of=2026-03-22T19:00Z").text
