"""What holds for every history, however it is told."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from portal import journey
from portal.journey.counts import allot, tally
from tests.journey.histories import QTY, Telling, histories, moves, tell
from tests.journey.saying import OWNER

pytestmark = pytest.mark.filterwarnings("error")


@settings(max_examples=150, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(history, random):
    said = tell(history).said
    shuffled = said[:]
    random.shuffle(shuffled)

    assert journey.fold(shuffled) == journey.fold(said)


@settings(max_examples=150, deadline=None)
@given(histories)
def test_ordered_is_open_and_fulfilled_and_cancelled(history):
    folded = journey.fold(tell(history).said)

    for part in folded.parts():
        assert part.ordered == part.open_qty + part.fulfilled + part.cancelled
        assert min(part.open_qty, part.fulfilled, part.cancelled) >= 0
        for what in ("dispatched", "delivered", "received"):
            assert part.moved(what) <= part.ordered, "excess is kept apart"


@settings(max_examples=150, deadline=None)
@given(histories)
def test_what_has_left_is_on_the_way_here_lost_or_sent_back(history):
    folded = journey.fold(tell(history).said)

    for part in folded.parts():
        found = journey.balance(part)
        assert min(found.on_the_way, found.received, found.lost, found.sent_back) >= 0
        assert found.received == part.moved("received")
        assert found.dispatched == max(part.moved("dispatched"), part.moved("received"))
    for one in folded.returns:
        claims = (one.sent, one.back)
        assert all(n >= 0 for where in claims for n in where.values())


@settings(max_examples=150, deadline=None)
@example(
    [
        ("give_back", "1", "replace", 1),
        ("allow", "accepted"),
        ("move", "DISPATCHED", "", "03-01", 0, 0, OWNER, "add", "EA"),
    ],
    0,
)
@given(histories, st.sampled_from([0, 1]))
def test_a_cancellation_takes_nothing_that_had_left(history, line):
    story = tell(history)
    before = journey.fold(story.said)
    Telling(story).cancel("", line)

    after = journey.fold(story.said)

    for part in after.parts():
        if line in (0, part.line):
            assert not part.open or part.fulfilled < part.moved("dispatched") or part.given_up
        was = before.part(part.line, part.part)
        for what in ("dispatched", "delivered", "received"):
            assert part.moved(what) == was.moved(what)


@settings(max_examples=150, deadline=None)
@given(histories, st.sampled_from(["accept", "reject", "change", "cancel", "withdraw"]))
def test_nothing_is_answered_while_a_line_is_blocked(history, answer):
    story = tell(history)
    told = Telling(story)
    told.halt("line.blocked", 1, gone=False)
    before = journey.fold(story.said)
    rows = [{"part": 1, "qty": "30", "day": "2026-04-11"}] if answer == "change" else []

    story.respond(answer, before.lines[1].revision, parts=rows)

    after = journey.fold(story.said)
    assert _state(after).lines == _state(before).lines


@settings(max_examples=150, deadline=None)
@given(histories)
def test_what_was_agreed_moves_only_by_agreeing(history):
    said, agreed = tell(history).said, {}

    def note(one, line):
        days = {part.part: part.agreed_day for part in line.parts.values()}
        before = agreed.get(line.line, {})
        moved = [n for n in days.keys() & before.keys() if days[n] != before[n]]
        assert not moved or _agrees(one.facts), one.facts
        agreed[line.line] = days

    journey.fold(said, note=note)


def _agrees(facts):
    """Say whether a word can be one of agreement: an answer, or a decision that accepts."""
    body = facts.get("body") or {}
    answers = facts["kind"] == "response" and body["answer"] not in ("withdraw", "cancel", "reject")
    return answers or body.get("verdict") == "accepted"


def _revision(one):
    return (one.facts.get("body") or {}).get("revision", 1)


@settings(max_examples=100, deadline=None)
@given(histories)
def test_what_is_wanted_again_is_open_again(history):
    story = tell(history)
    before = journey.fold(story.said)
    # An answer to a version that is not there yet waits for it: it would be played after
    # what is told here, and answer that.
    assume(all(_revision(one) <= before.revision for one in story.said))
    told = Telling(story)
    told.cancel("", 1)
    told.halt("line.reopened", 1, gone=False)

    after = journey.fold(story.said)

    for was in before.lines[1].parts.values():
        part = after.part(1, was.part)
        if part is None:
            assert was.tentative, "only what stood in an offer is gone"
            continue
        assert part.open_qty >= was.open_qty
        assert part.cancelled <= was.cancelled


@settings(max_examples=100, deadline=None)
@given(histories, st.data())
def test_saying_it_again_changes_nothing(history, data):
    said = tell(history).said
    again = data.draw(st.lists(st.sampled_from(said), max_size=5))
    copies = [replace(one, seq=one.seq + 100) for one in again]

    folded = journey.fold(said + copies)

    once = journey.fold(said)
    folded.seq = once.seq
    for name, carried in folded.carried.items():
        if carried.shipment:
            carried.shipment.seq = once.carried[name].shipment.seq
    assert folded == once


@settings(max_examples=100, deadline=None)
@given(histories, moves)
def test_what_is_voided_was_never_there(history, last):
    story = tell(history)
    before = journey.fold(story.said)
    told = Telling(story)
    told.move(*last[1:])
    story.correct(story.said[-1].ident, org=OWNER)

    after = journey.fold(story.said)

    assert _state(after) == _state(before)


@settings(max_examples=60, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_when_events_arrived_does_not_change_what_was_moved(history, random):
    kinds = ("move", "delay")
    said = tell([act for act in history if act[0] in kinds]).said
    late = said[-1].at
    times = [late] * len(said)
    numbers = list(range(1, len(said) + 1))
    random.shuffle(numbers)
    moved = [replace(one, seq=n, at=at) for one, n, at in zip(said, numbers, times, strict=True)]

    there, here = journey.fold(said), journey.fold(moved)

    assert [part.reached for part in there.parts()] == [part.reached for part in here.parts()]


@settings(max_examples=60, deadline=None)
@given(histories, st.data())
def test_an_order_is_known_as_it_was_then(history, data):
    said = tell(history).said
    known = data.draw(st.integers(1, len(said)))

    then = journey.fold(journey.as_of(said, said[known - 1].at))

    assert then == journey.fold(said[:known])


def _state(folded):
    """Return all of a journey but what tells of the events themselves."""
    folded.gone, folded.seq, folded.changed_at = {}, 0, None
    for line in folded.lines.values():
        line.touched_at = None
    return folded


COUNTED = st.tuples(
    QTY.map(Decimal), st.sampled_from([0, 0, 1, 2, 3, 9]), st.sampled_from(["add", "set", "peak"])
)


@settings(max_examples=400, deadline=None)
@example([(Decimal(40), 3, "add"), (Decimal(1), 0, "set")], [Decimal(60)] * 3)
@given(st.lists(COUNTED, max_size=12), st.lists(QTY.map(Decimal), min_size=1, max_size=3))
def test_filling_step_by_step_is_filling_at_once(counted, sizes):
    line = journey.Line(1)
    for number, size in enumerate(sizes, start=1):
        line.parts[number] = journey.Part(1, number, ordered=size)
    found = tally(line)
    count = found.count("packed", 1)
    filled = {number: Decimal(0) for number in line.parts}

    for n, part, how in counted:
        getattr(count, how)(n, part)
        filled |= {one.part: n for one, n in found.changed("packed", count, part)}

    assert list(filled.values()) == allot(count, found.parts)[0]
