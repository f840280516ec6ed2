"""What the buyer says to many lines at once: something else is wanted, or nothing any more."""

from datetime import date
from decimal import Decimal

from portal.desk import say
from portal.ledger import Draft, Qty, day
from tests.desk.told import ADA, SAM, TODAY, order

LATER, WANTED = date(2026, 4, 15), date(2026, 4, 8)


def wish(told, row, line=1, verb="cancel", part=1, **more):
    return say.Wish(row, line, part, told.journey.lines[line].stamp, verb, **more)


def tell(told, *wishes, by=ADA, key="k"):
    return say.tell_wishes(told.journey, by, key, wishes, TODAY)


def proposed(told, line=1, day=LATER):
    """Let Sam propose another day for a line."""
    found = tell(told, wish(told, 1, line, "propose", day=day), by=SAM, key=f"s{line}")
    told.say(list(found.drafts), SAM)


def test_what_is_wanted_instead_is_said_of_each_proposal():
    told = order(("100",), ("40",))
    proposed(told)
    proposed(told, 2)

    rows = [wish(told, n, n, "counter", day=WANTED, text="Please.") for n in (1, 2)]
    found = tell(told, *rows)

    assert found.faults == {}
    read = told.say(list(found.drafts), ADA)
    assert [part.counter_day for part in read.parts()] == [WANTED, WANTED]
    assert [part.view for part in read.parts()] == ["theirs", "theirs"]


def test_nothing_is_countered_where_nothing_was_proposed():
    told = order(("100",), ("40",))
    proposed(told)

    found = tell(told, *(wish(told, n, n, "counter", day=WANTED) for n in (1, 2)))

    assert len(found.drafts) == 1
    assert "Nothing is proposed" in found.faults[2].template


def test_all_of_a_line_is_cancelled_as_one():
    told = order(("60", "40"))

    found = tell(told, *(wish(told, n, part=n, reason="DEMAND") for n in (1, 2)))

    (draft,) = found.drafts
    assert (draft.kind, draft.part, draft.body) == ("line.cancelled", 0, {})


def test_some_of_a_delivery_is_cancelled():
    told = order(("60", "40"))

    found = tell(told, wish(told, 1, part=2, qty=Decimal(10), reason="DEMAND"))

    read = told.say(list(found.drafts), ADA)
    assert [part.cap for part in read.parts()] == [60, 30]


def test_a_cancellation_needs_a_reason_and_one_row_a_delivery():
    told = order(("60", "40"))

    silent = tell(told, wish(told, 1))
    twice = tell(told, wish(told, 1, reason="DEMAND"), wish(told, 2, reason="DEMAND"))

    assert silent.faults[1].field == "reason"
    assert "twice" in twice.faults[2].template


def test_only_the_buyer_cancels():
    told = order()

    found = tell(told, wish(told, 1, reason="DEMAND"), by=SAM)

    assert found.drafts == () and found.faults


def test_the_rest_is_closed_for_a_whole_line_of_which_something_left():
    told = order(("60", "40"), ("10",))
    left = Qty(Decimal(30), "EA", "dispatched", 1, 0)
    told.say([Draft("milestone", code="DISPATCHED", line=1, qty=(left,), when=day(TODAY))], SAM)
    both = [wish(told, n, part=n, verb="close", reason="DEMAND") for n in (1, 2)]

    one = tell(told, both[0])
    found = tell(told, *both, wish(told, 3, 2, "close", reason="DEMAND"))

    assert "closed for the whole line" in one.faults[1].template and not one.drafts
    assert [draft.kind for draft in found.drafts] == ["line.closed"]
    assert "Cancel it instead" in found.faults[3].template
