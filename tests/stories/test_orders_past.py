"""Looking back: an order as it was known at an earlier moment, where nothing can be said."""

import re
from urllib.parse import quote

import pytest

from portal.ledger import Draft
from tests.stories.filling import fill
from tests.stories.mailbox import send, sit_down
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, placed on 1 March; agreed on the 3rd; half of it sent on the 10th."""
    at("2026-03-01T09:00")
    order = world.place("PO-7", Line(ask="2026-04-01"))
    at("2026-03-03T09:00")
    fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances")
    at("2026-03-10T09:00")
    world.reach(order, "DISPATCHED", "60", world.sam, what="dispatched")
    at("2026-03-12T09:00")
    return order


def as_of(browser, order, moment):
    return browser.get(f"/orders/{order}?as_of={quote(moment)}")


def test_what_was_learnt_later_is_left_out(world, order):
    ada = world.browser(world.ada)

    then, now = as_of(ada, order, "2026-03-05T12:00Z").text, ada.get(f"/orders/{order}").text

    assert "As it was known on 5 Mar 2026" in then and "As it was known on" not in now
    assert "60 pcs" in now and "60 pcs" not in then
    assert "acknowledged" in then, "what was known by then is there"


def test_nobody_can_say_anything_into_the_past(world, order):
    for who in (world.sam, world.ada, world.kim, world.rio):
        then = as_of(world.browser(who), order, "2026-03-02T09:00Z").text
        then = then[then.index("<main") : then.index("</main>")]

        assert 'method="post"' not in then and "?do=" not in then and "Correct this" not in then


def test_the_past_shows_what_the_viewer_may_see(world, order):
    assert as_of(world.browser(world.kim), order, "2026-03-05T12:00Z").status_code == 200
    assert as_of(world.browser(world.cam), order, "2026-03-05T12:00Z").status_code == 404


def test_a_day_means_its_end_where_the_viewer_is(world, order):
    ada = world.browser(world.ada)

    assert "acknowledged" in as_of(ada, order, "2026-03-03").text
    assert "acknowledged" not in as_of(ada, order, "2026-03-02").text


def test_before_it_was_placed_nothing_was_known(world, order):
    answer = as_of(world.browser(world.ada), order, "2026-02-28T12:00Z")

    assert answer.status_code == 404
    assert "Nothing was known of this order at that moment" in answer.text


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "9999-12-31T23:59:59-14:00", "2026-03-02T25:00"]
)
def test_what_is_no_moment_is_said(world, order, text):
    answer = as_of(world.browser(world.ada), order, text)

    assert answer.status_code == 422
    assert "is no moment" in answer.text


def test_the_slider_leads_from_moment_to_moment(world, order):
    ada = world.browser(world.ada)
    then = ada.get(
        re.search(r'href="([^"]+as_of[^"]+)"', ada.get(f"/orders/{order}").text).group(1)
    ).text
    step, last = (
        int(re.search(rf'name="step"[^>]* {name}="(\d+)"', then).group(1))
        for name in ("value", "max")
    )

    assert step == last - 1
    first = ada.get(f"/orders/{order}?step=1", follow_redirects=True).text
    assert "Moment 1 of" in first and "acknowledged" not in first
    assert ada.get(f"/orders/{order}?step={last + 1}").status_code == 404
    assert ada.get(f"/orders/{order}?step=0").status_code == 404


def test_old_pages_of_a_past_history_stay_in_the_past(world, order, monkeypatch):
    monkeypatch.setattr("portal.desk.sheet.SHOWN", 1)

    then = as_of(world.browser(world.ada), order, "2026-03-05T12:00Z").text

    assert re.search(r'rel="next" href="[^"]*as_of=2026-03-05[^"]*before=', then)


def test_by_a_link_the_past_shows_what_was_recorded_by_then(world, order, at):
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    before = len(world.history(order))

    then = browser.get(f"{there}?as_of=2026-03-05T12:00Z").text
    then = then[then.index("<main") : then.index("</main>")]

    assert "As it was known on 5 Mar 2026" in then
    assert "60 pcs" not in then and "acknowledged" in then
    assert 'method="post"' not in then and "?do=" not in then
    assert "60 pcs" in browser.get(there).text
    assert browser.get(f"{there}?as_of=2026-02-28T12:00Z").status_code == 404
    assert len(world.history(order)) == before, "looking back says nothing"


def test_by_a_link_the_past_shows_only_what_its_holder_may_read(world, order, at):
    note = Draft("message.posted", key="n", only_for=world.nordwind, body={},
                 details={"text": "They are dear."})  # fmt: skip
    world.tell(order, note, by=world.ada)
    at("2026-03-14T09:00")
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    other = world.place("PO-8", Line(ask="2026-04-01"))

    then = browser.get(f"{there}?as_of=2026-03-13T12:00Z").text

    assert "They are dear." not in then and "only your organisation" not in then
    assert "They are dear." in as_of(world.browser(world.ada), order, "2026-03-13T12:00Z").text
    away = there.replace(str(order), str(other))
    assert browser.get(f"{away}?as_of=2026-03-14T09:30Z").status_code == 404
