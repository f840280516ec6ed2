"""What holds for every history, however it is told."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal import journey
from portal.journey.counts import allot, tally
from portal.ledger import Draft, Qty, day
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d

pytestmark = pytest.mark.filterwarnings("error")

DAYS = [f"03-{number:02}" for number in range(1, 29)]
QTY = st.sampled_from(["1", "7.5", "40", "60", "100", "250"])
LINE = st.sampled_from([0, 1, 1, 1, 2, 3])
PART = st.sampled_from([0, 0, 0, 1, 2])
STEPS = [
    "PACKED",
    "DISPATCHED",
    "DEPARTED",
    "ARRIVED",
    "DELIVERED",
    "RECEIVED",
    "DAMAGED",
    "LOST",
    "RETURNED_TO_SENDER",
]

moves = st.tuples(
    st.just("move"),
    st.sampled_from(STEPS),
    st.one_of(st.just(""), QTY),
    st.sampled_from(DAYS),
    LINE,
    PART,
    st.sampled_from([OWNER, SUPPLIER, CARRIER]),
    st.sampled_from(["add", "total"]),
    st.sampled_from(["EA", "EA", "EA", "PAL"]),
)
answers = st.tuples(st.just("answer"), st.sampled_from(["accept", "reject"]), st.integers(1, 2))
offers = st.tuples(st.just("offer"), QTY, st.sampled_from(DAYS), st.booleans(), st.integers(1, 2))
decisions = st.tuples(st.just("decide"), st.sampled_from(["accepted", "refused"]))
changes = st.tuples(st.just("change"), QTY, st.sampled_from(DAYS))
cancels = st.tuples(st.just("cancel"), st.sampled_from(["", "30", "500"]), st.integers(0, 1))
delays = st.tuples(st.just("delay"), st.sampled_from(DAYS))
returns = st.tuples(
    st.just("give_back"), QTY, st.sampled_from(["replace", "credit"]), st.integers(1, 3)
)
allowed = st.tuples(st.just("allow"), st.sampled_from(["accepted", "accepted", "refused"]))
sent_back = st.tuples(
    st.just("send_back"),
    st.sampled_from(["RETURN_IN_TRANSIT", "RETURN_RECEIVED"]),
    QTY,
    st.sampled_from(DAYS),
    st.sampled_from([OWNER, SUPPLIER, CARRIER]),
)
voids = st.tuples(st.just("void"), st.integers(0, 50), st.sampled_from([OWNER, SUPPLIER]))
histories = st.lists(
    st.one_of(
        moves,
        moves,
        answers,
        offers,
        decisions,
        changes,
        cancels,
        delays,
        returns,
        allowed,
        sent_back,
        voids,
    ),
    max_size=14,
)


def tell(history) -> Story:
    """Return a story in which `history` happens to an order of two lines."""
    story = Story()
    story.order()
    story.line(("60", "03-10"), ("40", "03-20"))
    story.line(("100", "03-15"), line=2)
    told = Telling(story)
    for verb, *rest in history:
        getattr(told, verb)(*rest)
    return story


class Telling:
    """How each verb of a history is told."""

    def __init__(self, story):
        self.story, self.proposal, self.revision = story, "", 1
        self.asked = ""

    def move(self, code, n, when, line, part, org, count, uom):
        """Goods move."""
        self.story.step(code, n, when, line=line, part=part, org=org, count=count, uom=uom, what="")

    def answer(self, verdict, revision):
        """The supplier accepts or rejects."""
        if verdict == "accept":
            self.story.accept(revision=revision)
        else:
            self.proposal = self.story.reject(revision=revision)

    def offer(self, qty, when, splits, revision):
        """The supplier offers something else."""
        more = [(7, "20", "04-20", 1)] if splits else []
        self.proposal = self.story.offer((1, qty, when), *more, revision=revision)

    def decide(self, verdict):
        """The owner decides on what was offered last."""
        self.story.decide(self.proposal or "00", verdict)

    def change(self, qty, when):
        """The owner changes the first line."""
        self.revision += 1
        self.story.change((qty, when), revision=self.revision)

    def cancel(self, qty, line):
        """The owner takes back a part or all."""
        if not line:
            self.story.tell(Draft("order.cancelled"), OWNER)
            return
        body = {"qty": qty} if qty else {}
        self.story.tell(Draft("line.cancelled", line=line, body=body), OWNER)

    def delay(self, when):
        """The supplier reports a delay."""
        self.story.tell(Draft("delay.reported", line=1, body={"day": f"2026-{when}"}), SUPPLIER)

    def give_back(self, n, remedy, line):
        """The owner wants to send something back."""
        self.asked = self.story.give_back(n, remedy, line)

    def allow(self, verdict):
        """The supplier answers the last return, or one that never was."""
        self.story.allow(self.asked or "00", verdict)

    def send_back(self, code, n, when, org):
        """Something is picked up, or comes back."""
        qty = (Qty(Decimal(n), "EA", "", 1),)
        body = {"return": self.asked or "00", "count": "add"}
        draft = Draft("milestone", code=code, line=1, qty=qty, when=day(d(when)), body=body)
        self.story.tell(draft, org)

    def void(self, which, org):
        """Somebody takes something back that they may or may not take back."""
        after = self.story.said[3:]
        if after:
            self.story.correct(after[which % len(after)].ident, org=org)


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


@settings(max_examples=100, deadline=None)
@given(histories, st.data())
def test_saying_it_again_changes_nothing(history, data):
    said = tell(history).said
    again = data.draw(st.lists(st.sampled_from(said), max_size=5))
    copies = [replace(one, seq=one.seq + 100) for one in again]

    folded = journey.fold(said + copies)

    once = journey.fold(said)
    folded.seq = once.seq
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
