"""Ada enters steps that Sam told her on the telephone; they count, are marked, and he confirms."""

import pytest

from portal import journey
from tests.stories import visits
from tests.stories.filling import fill, form_on
from tests.stories.told import mailed
from tests.world import Line

STEP = "milestones/entries"


@pytest.fixture
def order(world, at):
    """PO-7, agreed."""
    at("2026-03-02T09:00")
    return world.place("PO-7", Line(agreed="2026-04-20"))


@pytest.fixture
def service(world, at):
    """SV-7: two machines to calibrate, agreed; Ada has proposed a time."""
    at("2026-03-02T09:00")
    made = world.place("SV-7", Line("KAL", "2", name="Calibration"), type="service")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    visits.plan(world.browser(world.ada), made)
    return made


def enter(browser, order, **typed):
    """Enter a step for the supplier."""
    typed = {"code": "DISPATCHED", "on": "2026-03-02", "qty": "60", "line": "1.1", **typed}
    return fill(browser, f"/orders/{order}?do=step-for", f"/orders/{order}/{STEP}", **typed)


def folded(world, order):
    return journey.fold(world.history(order))


def test_a_step_she_enters_counts_as_his_and_waits_for_him(world, order):
    ada, sam = world.browser(world.ada), world.browser(world.sam)

    sent = enter(ada, order, who="Mr Brenner")

    assert sent.status_code == 303
    read = folded(world, order)
    assert read.part(1, 1).moved("dispatched") == 60
    assert [one.kind for one in read.entered] == ["milestone"]
    facts = world.history(order)[-1].facts
    assert (facts["by"]["org"], facts["by"]["for"]) == (world.nordwind, world.brenner)
    assert facts["body"]["heard"] == "phone"
    page = sam.get(f"/orders/{order}").text
    assert "Entered for you: please confirm" in page
    assert (
        "Ada (Nordwind) for Brenner reported 60 pcs dispatched" in ada.get(f"/orders/{order}").text
    )
    assert mailed(world, "entered") == [(world.sam.id, "")]

    assert fill(sam, f"/orders/{order}", f"/orders/{order}/confirmations").status_code == 303
    assert not folded(world, order).entered
    assert "Entered for you" not in sam.get(f"/orders/{order}").text


def test_what_she_enters_is_added_to_what_he_reported_not_to_hers(world, order):
    world.reach(order, "DISPATCHED", "30", world.sam, what="dispatched")

    enter(world.browser(world.ada), order, qty="20")

    assert folded(world, order).part(1, 1).moved("dispatched") == 50
    assert not folded(world, order).conflicts


def test_he_corrects_what_she_entered_and_nothing_is_left_to_confirm(world, order):
    enter(world.browser(world.ada), order)
    sam = world.browser(world.sam)
    ident = folded(world, order).entered[0].ident
    there = f"/orders/{order}/corrections/{ident}"

    answer = fill(sam, there, there, qty="40", why="It was 40.")

    assert answer.status_code == 303
    assert folded(world, order).part(1, 1).moved("dispatched") == 40
    assert not folded(world, order).entered


def test_the_result_is_shown_first_and_nothing_is_said(world, order):
    ada = world.browser(world.ada)
    before = len(world.history(order))
    page = ada.get(f"/orders/{order}?do=step-for").text
    typed = {"code": "DISPATCHED", "qty": "60", "line": "1.1", "check": "1"}

    shown = ada.post(
        f"/orders/{order}/{STEP}", data=form_on(page, f"/orders/{order}/{STEP}") | typed
    )

    assert shown.status_code == 200 and "60" in shown.text
    assert len(world.history(order)) == before


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"how": "dream"}, "Say how you learnt it."), ({"heard_on": "2026-03-03"}, "still to come")],
)
def test_how_she_learnt_it_is_asked(world, order, typed, words):
    answer = enter(world.browser(world.ada), order, **typed)

    assert answer.status_code == 422 and words in answer.text


def test_nobody_else_enters_for_him(world, order):
    sold = world.place("SO-1", Line(agreed="2026-04-20"), to=world.lindqvist, type="sales")

    assert 'id="do-step-for"' not in world.browser(world.sam).get(f"/orders/{order}").text
    assert 'id="do-step-for"' not in world.browser(world.ada).get(f"/orders/{sold}").text
    page = world.browser(world.rio).get(f"/orders/{order}?do=step-for").text
    assert f"/orders/{order}/{STEP}" not in page


def test_a_visit_is_told_by_telephone_from_the_agreed_time_to_the_work(world, service, at):
    agreed = visits.act(
        world, world.browser(world.ada), service, "visit-agreed", "visits/confirmations"
    )
    at("2026-03-12T08:30")
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    way = visits.set_out(world, ada, service)
    at("2026-03-12T09:00")
    there = visits.arrive(world, ada, service)
    at("2026-03-12T09:30")
    done = visits.complete(world, ada, service, **{"lines-0-qty": "2", "hours": "1.5"})

    assert [one.status_code for one in (agreed, way, there, done)] == [303] * 4
    read = folded(world, service)
    assert read.visits[-1].state == "done" and read.visits[-1].work.hours
    assert read.part(1, 1).moved("delivered") == 2
    kinds = {one.kind for one in read.entered}
    assert kinds == {"visit.confirmed", "milestone", "work.entered"}
    sam = world.browser(world.sam)
    assert fill(sam, f"/orders/{service}", f"/orders/{service}/confirmations").status_code == 303
    assert not folded(world, service).entered
    assert mailed(world, "entered"), "one mail for each act"


def test_a_visit_that_came_to_nothing_is_entered_with_its_reason(world, service, at):
    visits.act(world, world.browser(world.ada), service, "visit-agreed", "visits/confirmations")
    at("2026-03-12T11:00")

    assert visits.fail(world, world.browser(world.ada), service).status_code == 303
    assert folded(world, service).visits[-1].state == "failed"


def test_she_does_not_confirm_her_own_time_herself(world, service):
    ada = world.browser(world.ada)
    action = f"/orders/{service}/visits/confirmations"
    what = visits.last(world, service).ident
    page = ada.get(f"/orders/{service}?do=visit-agreed&what={what}").text

    answer = ada.post(action, data=form_on(page, action) | {"entered": ""})

    assert answer.status_code in (403, 422)
    assert visits.last(world, service).state == "proposed"


def test_his_own_word_on_the_work_stands_in_place_of_hers(world, service, at):
    ada = world.browser(world.ada)
    visits.act(world, ada, service, "visit-agreed", "visits/confirmations")
    at("2026-03-12T09:00")
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    visits.arrive(world, ada, service)
    visits.complete(world, ada, service, **{"lines-0-qty": "2", "hours": "1.5"})
    assert "work.entered" in {one.kind for one in folded(world, service).entered}

    visits.act(world, sam, service, "visit-work", "visits/work", hours="2")

    read = folded(world, service)
    assert "work.entered" not in {one.kind for one in read.entered}
    assert read.visits[-1].work.hours == 2
