"""What there is of an item is shared out by true need; splits that do no harm say so."""

from decimal import Decimal
from uuid import UUID

from portal import journey
from portal.desk.shortage import demands, share_out, splits
from portal.ledger import Draft
from tests.journey.saying import OWNER, SUPPLIER, Story, d

A, B = UUID(int=1), UUID(int=2)


def order(*parts, needs=(), sent="", number="PO-7") -> journey.Journey:
    story = Story()
    story.order(number=number)
    story.line(*parts)
    story.accept()
    if sent:
        story.step("DISPATCHED", sent, "03-05", what="dispatched")
    if needs:
        rows = [{"day": d(day).isoformat(), "qty": n} for n, day in needs]
        story.tell(Draft("need.stated", line=1, body={"needs": rows}), OWNER)
    return journey.fold(story.said)


def wanted(**orders) -> list[tuple]:
    named = {"a": A, "b": B}
    found = demands({named[name]: one for name, one in orders.items()}, SUPPLIER, "A1", "EA")
    return [(one.order, one.n, one.day, one.stated) for one in found]


def shared(have, rest="05-01", **orders):
    named = {"a": A, "b": B}
    found = demands({named[name]: one for name, one in orders.items()}, SUPPLIER, "A1", "EA")
    return share_out(found, Decimal(have), d(rest))


def test_the_earliest_day_comes_first():
    later, sooner = order(("100", "04-20")), order(("50", "04-01"), number="PO-8")

    assert wanted(a=later, b=sooner) == [
        (B, 50, d("04-01"), False),
        (A, 100, d("04-20"), False),
    ]


def test_what_is_truly_needed_counts_more_than_the_agreed_day():
    calm = order(("100", "04-01"), needs=[("20", "04-10"), ("80", "06-01")])
    pressed = order(("50", "04-20"), number="PO-8")

    assert wanted(a=calm, b=pressed) == [
        (A, 20, d("04-10"), True),
        (B, 50, d("04-20"), False),
        (A, 80, d("06-01"), True),
    ]


def test_what_was_sent_has_served_the_earliest_needs_and_the_rest_comes_last():
    told = order(("100", "04-01"), needs=[("20", "04-10"), ("60", "06-01")], sent="30")

    assert wanted(a=told) == [(A, 50, d("06-01"), True), (A, 20, d("06-01"), False)]


def test_other_items_other_units_and_other_suppliers_want_nothing_of_it():
    one = {A: order(("100", "04-01"))}

    assert demands(one, SUPPLIER, "A2", "EA") == []
    assert demands(one, SUPPLIER, "A1", "KGM") == []
    assert demands(one, OWNER, "A1", "EA") == []


def test_a_split_does_no_harm_where_the_rest_comes_in_time():
    calm = order(("100", "04-01"), needs=[("20", "04-10"), ("80", "06-01")])
    pressed = order(("50", "04-20"), number="PO-8")

    found = splits(shared("70", a=calm, b=pressed))

    assert [(one.order, one.now, one.later, one.late) for one in found] == [(A, 20, 80, 0)]


def test_where_it_does_harm_it_says_by_how_many_days():
    found = splits(shared("60", a=order(("100", "04-01")), b=order(("50", "04-20"), number="PO-8")))

    assert [(one.order, one.now, one.later, one.late) for one in found] == [
        (A, 60, 40, 30),
        (B, 0, 50, 11),
    ]


def test_with_enough_nothing_is_split():
    assert splits(shared("150", a=order(("100", "04-01")), b=order(("50", "04-20")))) == []
