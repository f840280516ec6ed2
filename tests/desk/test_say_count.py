"""How much a report says: this time, in total, all that is left; known before it is sent."""

from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import NotUnderstood
from portal.ledger import Draft
from tests.desk.told import ADA, SAM, YESTERDAY, moved, order, reported


def after(told, **said):
    """Return how much would be reached of each line the report counts on."""
    own = say.mine(told.said, SAM.org)
    made = say.results(own, say.Report(**{"code": "DISPATCHED", "on": YESTERDAY, **said}))
    return [result.after for _line, result in made]


def test_this_time_is_added_and_a_total_is_set():
    told = order()

    told.say(reported(told, qty=Decimal(30)), SAM)
    told.say(reported(told, qty=Decimal(20)), SAM)
    assert moved(told) == 50
    told.say(reported(told, qty=Decimal(80), count="total"), SAM)

    assert moved(told) == 80


def test_without_a_quantity_all_that_is_left_moves():
    told = order(("100",), ("7",))
    told.say(reported(told, qty=Decimal(30)), SAM)

    drafts = reported(told, line=0)

    assert [(d.line, d.qty[0].n) for d in drafts] == [(1, 70), (2, 7)]
    told.say(drafts, SAM)
    assert (moved(told), moved(told, line=2)) == (100, 7)
    with pytest.raises(NotUnderstood) as caught:
        reported(told, line=0)
    assert caught.value.field == "code"


def test_the_result_is_known_before_it_is_sent():
    told = order()
    told.say(reported(told, qty=Decimal(30)), SAM)

    assert after(told, line=1, qty=Decimal(20)) == [50]
    assert after(told, line=1, qty=Decimal(40), count="total") == [40]
    assert after(told, line=1) == [100]


def test_the_result_for_all_open_lines_is_what_is_left_of_each():
    told = order(("100",), ("7",), ("5",))
    told.say(reported(told, qty=Decimal(30)), SAM)
    told.say(reported(told, line=3), SAM)

    assert after(told) == [100, 7]
    assert after(told, code="ASN_ISSUED") == [], "it counts nothing"
    assert after(told, klass="EST") == [], "what is expected of the whole order has no quantity"


def test_a_quantity_is_never_of_several_lines():
    told = order(("100",), ("7",))

    for code in ("DISPATCHED", "DAMAGED"):
        with pytest.raises(NotUnderstood, match="of one line") as caught:
            reported(told, code=code, line=0, qty=Decimal(5), reason="HANDLING")
        assert caught.value.field == "qty"
    with pytest.raises(NotUnderstood, match="of one line"):
        after(told, qty=Decimal(5))


def test_an_order_of_one_line_leaves_no_doubt_which_is_meant():
    told = order()

    told.say(reported(told, line=0, qty=Decimal(60)), SAM)

    assert moved(told) == 60, "and not all hundred"
    assert after(told, qty=Decimal(15)) == [75]


def test_more_than_ordered_must_be_meant():
    told = order()

    with pytest.raises(NotUnderstood, match="120 of 100 EA") as caught:
        reported(told, qty=Decimal(120))

    assert caught.value.field == "qty"
    assert reported(told, qty=Decimal(120), over=True)[0].qty[0].n == 120


def test_a_total_is_never_less_than_before():
    told = order()
    told.say(reported(told, qty=Decimal(30)), SAM)

    with pytest.raises(NotUnderstood, match="before"):
        reported(told, qty=Decimal(20), count="total")


def test_work_is_told_in_percent_and_the_furthest_counts():
    told = order(("1",), ("10",))
    told.say([Draft("journey.chosen", body={"journey": "subcontract/1"})], ADA)
    code = "PRODUCTION_PROGRESS"

    told.say(reported(told, code=code, line=0, qty=Decimal(40)), SAM)
    (draft,) = reported(told, code=code, line=1, qty=Decimal(75))

    assert after(told, code=code, qty=Decimal(60)) == [Decimal("0.6"), 6]
    assert draft.body == {"count": "add", "percent": "75"} and draft.qty[0].n == Decimal("0.75")
    told.say([draft], SAM)
    assert [moved(told, what="progress", line=n) for n in (1, 2)] == [Decimal("0.75"), 4]
    for wrong in (Decimal(0), Decimal(101), None):
        with pytest.raises(NotUnderstood) as caught:
            reported(told, code=code, line=1, qty=wrong)
        assert caught.value.field == "qty"
