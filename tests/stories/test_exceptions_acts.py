"""Doing something about a trouble from its case: each an event, done in place and shown."""

from datetime import date
from decimal import Decimal

import pytest

from portal import desk, flow
from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill, form_on
from tests.stories.test_orders_buyer import statements
from tests.world import Line

LATE_DAY = date(2026, 4, 3)


@pytest.fixture
def late(world, at):
    """An agreed order that was due on 1 April and has not come by the third."""
    return late_order(world, at)


@pytest.fixture
def page(world, late):
    """The address of the overdue case."""
    return f"/exceptions/{case_on(world, late).id}"


def act(world, page, name, **typed):
    """Open the form of an act on the case's page, fill it in and send it."""
    return fill(world.browser(world.ada), f"{page}?do={name}", f"{page}/acts/{name}", **typed)


def kinds(world, order):
    return [one.facts["kind"] for one in world.history(order)]


def test_the_case_says_how_big_it_is(world, late, page):
    shown = world.browser(world.ada).get(page).text

    assert "What is at stake" in shown
    for words in ("2 days", "100 pcs", "125.00\xa0EUR"):
        assert words in shown


@pytest.mark.parametrize(
    ("name", "typed", "kind", "words"),
    [
        ("new_date", {"day": "2026-04-10", "text": "When?"}, "case.asked", "asked for a new date"),
        ("split", {"qty": "40", "day": "2026-04-08", "later": "2026-04-20"}, "line.changed",
         "split the delivery"),
        ("expedite", {"how": "air", "text": "By air, please."}, "expedite.requested",
         "asked to expedite it"),
        ("cover", {"qty": "30", "source": "Kessler"}, "cover.arranged", "30 pcs, Kessler"),
        ("cancel", {"reason": "LATE"}, "line.cancelled", "cancelled the rest (100 pcs"),
        ("claim", {"claim": "penalty", "amount": "12.50", "qty": "", "text": "Two days."},
         "claim.made", "made a claim"),
        ("redeliver", {"day": "2026-04-07", "window": "8 to 10"}, "redelivery.arranged",
         "7 Apr 2026"),
        ("receipt", {"qty": "90", "rejected": "5", "reason": "QUALITY", "day": "2026-04-03"},
         "milestone", "posted what was received"),
        ("expect", {"day": "2026-04-09"}, "case.dated", "Should be over by"),
    ],
)  # fmt: skip
def test_each_act_is_an_event_and_shown_in_the_case(world, late, page, name, typed, kind, words):
    answer = act(world, page, name, **typed)

    assert answer.status_code == 303, answer.text
    assert kind in kinds(world, late)
    assert "case.acted" in kinds(world, late)
    assert words in world.browser(world.ada).get(page).text


def test_what_was_typed_wrong_is_asked_again_in_place(world, late, page):
    for name, typed, words in (
        ("split", {"qty": "100", "day": "2026-04-08", "later": "2026-04-20"}, "That is all of it"),
        ("split", {"qty": "40", "day": "2026-04-08"}, "Give the day of the rest."),
        ("cover", {"qty": "101", "source": "Kessler"}, "Only 100 EA are still to come."),
        ("cover", {"qty": "10"}, "Say from where"),
        ("expedite", {"how": "", "text": "Now."}, "Say how it is to be faster."),
        ("cancel", {}, "Choose a reason."),
        ("claim", {"claim": "price", "text": ""}, "Say what the claim rests on."),
        ("redeliver", {"day": "2026-04-01"}, "has passed"),
    ):
        answer = act(world, page, name, **typed)
        assert (name, answer.status_code, words in answer.text) == (name, 422, True)
    assert "case.acted" not in kinds(world, late)


def test_an_act_sent_twice_is_done_once(world, late, page):
    browser = world.browser(world.ada)
    there = f"{page}/acts/cover"
    form = form_on(browser.get(f"{page}?do=cover").text, there) | {"source": "Kessler"}

    assert [browser.post(there, data=form).status_code for _ in range(2)] == [303, 303]
    assert kinds(world, late).count("cover.arranged") == 1


def test_an_act_on_what_changed_meanwhile_is_a_conflict(world, late, page):
    ada, rio = world.browser(world.ada), world.browser(world.rio)
    there = f"{page}/acts/cancel"
    form = form_on(ada.get(f"{page}?do=cancel").text, there) | {"reason": "LATE"}
    fill(rio, page, f"{page}/taken")

    answer = ada.post(there, data=form)

    assert answer.status_code == 409
    assert "line.cancelled" not in kinds(world, late)


def test_of_two_who_take_it_the_second_hears_who_has_it(world, late, page):
    ada, rio = world.browser(world.ada), world.browser(world.rio)
    form = form_on(ada.get(page).text, f"{page}/taken")
    fill(rio, page, f"{page}/taken")

    answer = ada.post(f"{page}/taken", data=form)

    assert answer.status_code == 409
    assert "Rio took this exception a moment ago and has it now." in answer.text
    assert case_on(world, late).person == world.rio.id


def test_the_proposal_is_accepted_from_the_case(world, late, page, at):
    at("2026-04-03T10:00")
    offers = [desk.say.Offer(Decimal(100), date(2026, 4, 20), 1)]
    note = desk.say.Note(reason="CAPACITY")

    def propose(journey, _cases):
        stamp = journey.lines[1].stamp
        return desk.say.answer(journey, world.sam.actor, "k", 1, stamp, offers, LATE_DAY, note)

    with world.seen_by(world.sam):
        flow.tell(late, propose, world.sam.actor)
    assert act(world, page, "accept", text="Fine.").status_code == 303

    assert "decision" in kinds(world, late)
    assert "accepted the proposal" in world.browser(world.ada).get(page).text
    assert case_on(world, late).live, "a new promise never clears lateness"


def test_goods_are_taken_from_another_order_in_both_at_once(world, late, page):
    other = world.place("PO-20", Line(agreed="2026-05-01", qty="50"))

    answer = act(world, page, "reallocate", qty="30", order=f"{other}:1")

    assert answer.status_code == 303, answer.text
    assert "cover.arranged" in kinds(world, late) and "cover.given" in kinds(world, other)
    shown = world.browser(world.ada).get(page).text
    assert "took it from another order (30 pcs, PO-20)" in shown


def test_more_than_the_other_order_has_is_taken_from_neither(world, late, page):
    other = world.place("PO-20", Line(agreed="2026-05-01", qty="50"))

    answer = act(world, page, "reallocate", qty="60", order=f"{other}:1")

    assert answer.status_code == 409
    assert "cover.arranged" not in kinds(world, late)
    assert "cover.given" not in kinds(world, other)


def test_what_is_got_from_elsewhere_is_not_the_suppliers_business(world, late, page):
    act(world, page, "cover", qty="30", source="Kessler", text="Bridges a week.")

    shown = world.browser(world.sam).get(f"/orders/{late}").text
    assert "Kessler" not in shown and "elsewhere" not in shown


def test_what_makes_no_sense_is_not_offered(world, late, page):
    browser = world.browser(world.ada)

    assert "do=accept" not in browser.get(page).text, "nothing is proposed"
    assert "do=close" not in browser.get(page).text, "nothing has left"
    form = form_on(browser.get(page).text, f"{page}/notes")
    assert browser.post(f"{page}/acts/nonsense", data=form).status_code == 404
    refused = browser.post(f"{page}/acts/accept", data=form)
    assert (refused.status_code, "cannot be done" in refused.text) == (422, True)


def test_the_page_needs_few_statements(world, late, page):
    ada = world.browser(world.ada)

    for address in (page, f"{page}?do=cancel", f"{page}?do=split"):
        asked = statements(lambda there=address: ada.get(there))
        assert len([one for one in asked if one != "BEGIN"]) <= 6, asked
