"""A sketch of an order says what may be answered, as the order itself would."""

from datetime import date
from decimal import Decimal

import pytest

from portal import desk, journey, ledger
from portal.desk import say
from portal.ledger import Draft
from tests.desk.told import TODAY
from tests.world import Line

LATER = date(2026, 4, 15)


@pytest.fixture
def order(world):
    """Lines in every state an answer can meet."""
    made = world.place("PO-7", *(Line(code=f"A-{n}", qty="100") for n in range(7)))
    split = [{"part": 1, "qty": "60"}, {"part": 2, "from": 1, "qty": "40", "day": "2026-04-15"}]
    answers = (
        (1, {"answer": "accept"}),
        (2, {"answer": "change", "parts": [{"part": 1, "qty": "90", "day": "2026-04-15"}]}),
        (3, {"answer": "reject"}),
        (4, {"answer": "change", "parts": split}),
    )
    for line, body in answers:
        draft = Draft("response", line=line, reason="OTHER", body={"revision": 1, **body})
        world.tell(made, draft, by=world.sam)
    world.tell(made, Draft("line.cancelled", line=5, reason="OTHER"), by=world.ada)
    half = Draft("line.cancelled", line=6, reason="OTHER", body={"qty": "30"})
    world.tell(made, half, by=world.ada)
    return made


def both(world, order, who):
    """Return the order's journey and its sketch."""
    with world.seen_by(who):
        return journey.fold(ledger.history(order)), desk.sketches(desk.lines_of([order]))[order]


def test_it_holds_what_an_answer_asks_of_a_line(world, order):
    whole, sketch = both(world, order, world.sam)

    for line in whole.lines.values():
        drawn = sketch.lines[line.line]
        for name in ("no", "uom", "stamp", "open", "cancelled"):
            assert getattr(drawn, name) == getattr(line, name), f"line {line.line}: {name}"
        for part in line.parts.values():
            found = drawn.parts[part.part]
            if part.open:
                assert found.cap == part.cap
            for name in ("want_day", "ask_day", "proposed_day", "proposed_qty", "view",
                         "tentative", "open", "parent"):  # fmt: skip
                told = getattr(found, name), getattr(part, name)
                assert told[0] == told[1], f"line {line.line}/{part.part}: {name} {told}"
            assert bool(found.proposal) == bool(part.proposal)
            assert bool(found.rejected) == bool(part.rejected)


@pytest.mark.parametrize("verb", say.VERBS)
@pytest.mark.parametrize("who", ["sam", "ada"])
def test_it_takes_and_refuses_the_same(world, order, who, verb):
    by = getattr(world, who)
    whole, sketch = both(world, order, by)
    more = {"qty": Decimal(50), "day": LATER} if verb == "propose" else {}
    wishes = [
        say.Wish(n, n, 1, line.stamp, verb, reason="OTHER", text="No.", rest="open", **more)
        for n, line in whole.lines.items()
    ]

    told, drawn = (
        say.tell_wishes(found, by.actor, "k", wishes, TODAY) for found in (whole, sketch)
    )

    assert {row: str(error) for row, error in drawn.faults.items()} == {
        row: str(error) for row, error in told.faults.items()
    }
    assert [one.line for one in drawn.drafts] == [one.line for one in told.drafts]


def test_what_is_settled_is_known_of_lines_that_nobody_answered(world, order):
    whole, sketch = both(world, order, world.sam)

    known = {n: line.settled for n, line in sketch.lines.items() if line.settled}

    assert known == {n: whole.lines[n].settled for n in (6, 7)}
