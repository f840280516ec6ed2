"""A technician's visits: appointments, steps, failures, what was done and accepted."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import journey
from portal.ledger import Draft
from tests.journey.saying import OWNER, SUPPLIER, flags, part
from tests.journey.visiting import DONE, FAILED, SIGNED, SITE, WAY, Visiting, tell, visit_acts


@pytest.fixture
def story():
    """An agreed order of three and one."""
    return Visiting().begin()


def moved(story, what, line=1):
    return journey.fold(story.said).lines[line].moved(what)


def test_an_order_waits_for_its_first_appointment(story):
    assert (part(story).next_step, part(story).next_by) == ("VISIT_PLANNED", "supplier")


def test_the_other_side_confirms_an_appointment(story):
    name = story.plan("03-18", (1, "3"))
    story.confirm(name, org=SUPPLIER)
    assert story.visits[0].state == "proposed", "nobody confirms what they proposed themselves"

    story.confirm(name)

    assert story.visits[0].state == "confirmed"
    assert moved(story, "planned") == 3
    assert part(story).next_step == "WORK_COMPLETED"


def test_another_time_has_to_be_confirmed_anew(story):
    name = story.plan("03-18", (1, "3"))
    story.confirm(name)
    word = story.move(name, "03-19")
    late = story.confirm(name, name)  # of the time that stands no more
    before = story.visits[0]
    story.confirm(name, word)

    assert (before.state, before.changes) == ("proposed", 1)
    assert story.visits[0].state == "confirmed"
    assert late != story.visits[0].confirmed


def test_another_technician_needs_no_confirmation(story):
    name = story.plan("03-18", (1, "3"), technician=1)
    story.confirm(name)
    story.move(name, "03-18", technician=2)

    (visit,) = story.visits
    assert (visit.state, visit.technician, visit.changes) == ("confirmed", 2, 0)


def test_a_visit_goes_its_way(story):
    name = story.plan("03-18", (1, "3"), (2, "1"))
    states = []
    for code, rows in ((WAY, ()), (SITE, ()), (DONE, ((1, "3"), (2, "1"))), (SIGNED, ())):
        story.pass_(name, code, "03-18", *rows)
        states.append(story.visits[0].state)

    assert states == ["under_way", "on_site", "done", "signed"]
    for what in ("planned", "dispatched", "arrived", "delivered", "proven"):
        assert (moved(story, what), moved(story, what, 2)) == (3, 1)
    assert part(story).next_step == "RECEIPT_ACCEPTED"
    assert part(story).open, "only accepted work fulfils a service order"


def test_a_failed_visit_leaves_its_quantity_open(story):
    first = story.plan("03-18", (1, "3"))
    story.pass_(first, SITE, "03-18")
    story.pass_(first, FAILED, "03-18", reason="ACCESS", hour=12)

    assert (story.visits[0].state, story.visits[0].why) == ("failed", "ACCESS")
    assert (moved(story, "planned"), moved(story, "arrived")) == (0, 0)
    assert part(story).next_step == "VISIT_PLANNED", "another appointment is needed"
    (trouble,) = journey.fold(story.said).troubles
    assert (trouble.code, trouble.open) == ("VISIT_FAILED", True)


def test_what_was_done_at_a_failed_visit_is_done(story):
    first = story.plan("03-18", (1, "3"))
    story.pass_(first, DONE, "03-18", (1, "2"))
    story.pass_(first, FAILED, "03-18", reason="PARTS", hour=12)
    second = story.plan("03-20", (1, "1"), after=first)
    before = moved(story, "delivered")
    story.pass_(second, DONE, "03-20", (1, "1"))

    assert (before, moved(story, "delivered")) == (2, 3)
    assert [visit.after for visit in story.visits] == ["", first]
    assert not journey.fold(story.said).lines[1].excess


def test_a_second_visit_that_does_it_overcomes_the_first(story):
    first = story.plan("03-18", (1, "3"), (2, "1"))
    story.pass_(first, FAILED, "03-18", reason="PARTS")
    second = story.plan("03-20", (1, "3"), (2, "1"), after=first)
    story.pass_(second, DONE, "03-20", (1, "3"), (2, "1"))

    folded = journey.fold(story.said)
    assert not folded.troubles[0].open
    assert journey.fixed_at_first(folded.visits, True) is False


def test_one_visit_that_does_it_fixed_it_at_first(story):
    name = story.plan("03-18", (1, "3"))
    assert journey.fixed_at_first(story.visits, False) is None
    story.pass_(name, DONE, "03-18", (1, "3"))

    assert journey.fixed_at_first(story.visits, True) is True


def test_accepted_work_fulfils_and_refused_work_is_entered_again(story):
    name = story.plan("03-18", (1, "3"))
    story.pass_(name, DONE, "03-18", (1, "3"))
    entry = story.enter(name, parts=[{"item": "B1", "n": "2", "uom": "EA", "serial": "S-7"}])
    refused = Draft("work.refused", key="r", body={"visit": name, "entry": entry})
    story.tell(refused, OWNER)
    was = story.visits[0].work
    again = story.enter(name, "1.5")
    story.accept_work(name, again, 1, "3")

    work = story.visits[0].work
    assert (was.state, was.parts[0].serial) == ("refused", "S-7")
    assert (work.state, work.hours) == ("accepted", Decimal("1.5"))
    assert not part(story).open


def test_two_who_report_one_step_are_one(story):
    name = story.plan("03-18", (1, "3"))
    story.pass_(name, SITE, "03-18")
    story.pass_(name, SITE, "03-18", org=OWNER)
    story.pass_(name, DONE, "03-18", (1, "3"))
    story.pass_(name, DONE, "03-18", (1, "3"), org=OWNER)

    assert (moved(story, "arrived"), moved(story, "delivered")) == (3, 3)
    assert "over_quantity" not in flags(story)


def test_visits_end_with_the_order_unless_they_have_begun(story):
    waits, goes = story.plan("03-18", (1, "2")), story.plan("03-19", (1, "1"))
    story.pass_(goes, WAY, "03-10")
    story.tell(Draft("order.cancelled"), OWNER)

    found = {visit.ident: visit.state for visit in story.visits}
    assert found == {waits: "cancelled", goes: "under_way"}
    assert part(story).cap == 1, "what the technician is on the way for is not taken back"
    assert "over_quantity" not in flags(story)


def test_a_word_on_no_visit_is_flagged(story):
    story.confirm("00")
    story.pass_("00", SITE, "03-18")

    assert "visit_unknown" in flags(story)


@settings(max_examples=120, deadline=None)
@given(visit_acts, st.randoms(use_true_random=False))
def test_visits_in_any_order_are_the_same(acts, random):
    said = tell(acts).said
    shuffled = said[:]
    random.shuffle(shuffled)

    assert journey.fold(shuffled) == journey.fold(said)


@settings(max_examples=120, deadline=None)
@given(visit_acts)
def test_visits_keep_the_sums(acts):
    folded = journey.fold(tell(acts).said)

    for found in folded.parts():
        assert found.ordered == found.open_qty + found.fulfilled + found.cancelled
        assert min(found.open_qty, found.fulfilled, found.cancelled) >= 0
        for what in ("planned", "dispatched", "arrived", "delivered", "accepted"):
            assert found.moved(what) <= found.ordered, "excess is kept apart"
    for line in folded.lines.values():
        brought = sum((one.done.get(line.line, 0) for one in folded.visits), Decimal(0))
        counted = line.moved("delivered") + line.excess.get("delivered", Decimal(0))
        assert counted >= brought, "what any visit did is counted"


@settings(max_examples=60, deadline=None)
@given(visit_acts, st.data())
def test_visits_told_twice_are_told_once(acts, data):
    said = tell(acts).said
    again = data.draw(st.lists(st.sampled_from(said), max_size=4))
    copies = [replace(one, seq=one.seq + 100) for one in again]

    folded = journey.fold(said + copies)

    assert folded.visits == journey.fold(said).visits
    assert folded.parts() == journey.fold(said).parts()


@settings(max_examples=60, deadline=None)
@given(visit_acts)
def test_a_voided_visit_was_never_there(acts):
    story = tell(acts)
    before = journey.fold(story.said)
    name = story.plan("03-28", (1, "1"), key_of_its_own=True)
    story.correct(name, org=OWNER)

    after = journey.fold(story.said)

    assert after.visits == before.visits
    assert [one.reached for one in after.parts()] == [one.reached for one in before.parts()]
