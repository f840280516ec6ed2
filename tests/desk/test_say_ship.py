"""What suppliers may announce, how it is corrected, and what is refused."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from portal.desk import NeedRule, ShippingRules, say
from portal.errors import NotAllowed, NotUnderstood
from portal.ledger import Draft
from tests.desk.afloat import FIRST, SECOND, put, sea
from tests.desk.told import ADA, CARL, EVE, NOW, OTHER, SAM, TODAY, YESTERDAY, Told, order


def moved(there, name=FIRST, what="dispatched"):
    """Return how much of an order's first line reached a step."""
    return there.journey(name).lines[1].moved(what)


def test_goods_of_two_orders_leave_in_one_shipment():
    there = sea()

    there.announce(put("60"), put("40", SECOND))

    assert (moved(there), moved(there, SECOND)) == (60, 40)
    (head, left) = there.shipment.said
    assert head.facts["body"]["number"] == "DN-1"
    assert left.facts["code"] == "DISPATCHED"
    assert "PO-7" not in str(there.shipment.said)


def test_what_will_leave_is_expected_and_has_not_left():
    there = sea()

    there.announce(put("60"), left=False, ship_on=TODAY, due=TODAY + timedelta(days=3))

    assert moved(there) == 0
    assert [one.facts["class"] for one in there.shipment.said] == ["ACT", "EST", "EST"]
    assert there.freight().shipment.late_from == TODAY + timedelta(days=4)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": " - "}, "number"),
        ({"ship_on": None}, "ship_on"),
        ({"ship_on": TODAY + timedelta(days=1)}, "ship_on"),
        ({"left": False, "ship_on": YESTERDAY}, "ship_on"),
        ({"ship_on": TODAY - timedelta(days=60)}, "ship_on"),
        ({"due": YESTERDAY}, "due"),
        ({"refs": [("container", "CSQU3054384")]}, "containers"),
        ({"refs": [("container", "X1")]}, "containers"),
        ({"number": "9" * 81}, "number"),
    ],
)
def test_a_header_that_cannot_be_meant_is_asked_for_again(typed, field):
    with pytest.raises(NotUnderstood) as caught:
        sea().announce(put("60"), **typed)

    assert caught.value.field == field


def test_the_missing_digit_of_a_container_is_named():
    with pytest.raises(NotUnderstood, match="CSQU3054384 should be 3"):
        sea().announce(put("60"), refs=[("container", "csqu 305438-4")])


def test_a_container_number_may_be_odd_where_somebody_is_sure():
    there = sea()

    there.announce(put("60"), refs=[("container", "CSQU 305438-4")], sure=True)

    assert there.freight().shipment.refs_of("container") == ["CSQU3054384"]


@pytest.mark.parametrize("by", [EVE, CARL])
def test_only_the_sender_and_the_buyer_announce(by):
    with pytest.raises(NotAllowed):
        sea().announce(put("60"), by=by)


def test_of_a_sales_order_the_owner_is_the_sender():
    there = sea()
    there.orders = {FIRST: order(("100",), kind="sales")}

    with pytest.raises(NotAllowed):
        there.announce(put("60"))
    there.announce(put("60"), by=ADA)

    body = there.shipment.said[0].facts["body"]
    assert (body["shipper"], body["consignee"]) == (1, 2)
    assert {"org": 2, "role": "consignee"} in body["parties"]


def test_goods_for_two_places_need_two_shipments():
    there = sea()
    there.orders[SECOND] = order(("100",), number="PO-8", site="Linz")

    with pytest.raises(NotUnderstood) as caught:
        there.announce(put("60"), put("60", SECOND))
    assert caught.value.field == "goods"


def test_a_line_that_was_cancelled_is_not_sent():
    there = sea()
    there.orders[FIRST].say([Draft("line.cancelled", line=1, key="c")], ADA)

    with pytest.raises(NotAllowed, match="cancelled"):
        there.announce(put("60"))


def test_nothing_is_no_shipment():
    with pytest.raises(NotUnderstood) as caught:
        sea().announce()
    assert caught.value.field == "goods"


@pytest.mark.parametrize("n", [None, "0", "-1", "0.0000001", "NaN"])
def test_a_quantity_that_cannot_be_meant_is_asked_for_again(n):
    with pytest.raises(NotUnderstood) as caught:
        sea().announce(put("10"), put(n, SECOND, place=1))
    assert caught.value.field == "goods-1-qty"


def test_more_than_ordered_is_judged_on_the_whole_line():
    there = sea("60", "40")

    there.announce(put("70", part=1))  # more than the first delivery, less than the line

    with pytest.raises(NotUnderstood, match="makes 101 EA. At most 100") as caught:
        other(there).announce(put("31", part=2))
    assert caught.value.field == "goods-0-qty"


def other(there):
    """Return the same orders with another shipment."""
    kept = there.told(FIRST)
    there.orders[FIRST].said = kept
    there.shipment, there.id = Told(), UUID(int=6)
    return there


def test_one_row_a_package_and_delivery():
    with pytest.raises(NotUnderstood, match="twice"):
        sea().announce(put("10"), put("10", place=1))


def report(there, n="60", by=SAM, key="r"):
    """Report on the order itself that goods have left."""
    journey = there.orders[FIRST].journey
    own = say.mine(there.orders[FIRST].said, by.org)
    said = say.Report("DISPATCHED", YESTERDAY, line=1, qty=Decimal(n))
    there.orders[FIRST].say(say.report(journey, by, key, said, NOW, own), by)


def test_who_reported_goods_before_is_asked_whether_these_are_the_same():
    there = sea()
    report(there)

    with pytest.raises(NotUnderstood) as caught:
        there.announce(put("60"))
    assert caught.value.field == "answers"

    there.announce(put("60"), answers={(FIRST, 1): "same"})

    assert moved(there) == 60
    assert there.orders[FIRST].said[-1].facts["body"]["same"]


def test_other_goods_are_added():
    there = sea()
    report(there)

    there.announce(put("40"), answers={(FIRST, 1): "other"})

    assert moved(there) == 100


def test_other_goods_beside_the_same_quantity_are_too_many():
    there = sea()
    report(there)

    with pytest.raises(NotUnderstood, match="makes 120"):
        there.announce(put("60"), answers={(FIRST, 1): "other"})


def test_a_note_for_what_another_note_describes_is_not_asked_about():
    there = sea()
    report(there)
    there.announce(put("60"), answers={(FIRST, 1): "same"})
    again = other(there)

    again.announce(put("40"), number="DN-2")

    assert moved(again) == 100


def test_a_correction_says_the_whole_anew():
    there = sea()
    there.announce(put("60"), put("40", SECOND))

    there.change(put("50"), number="DN-7")

    shipment = there.freight().shipment
    assert (shipment.number, shipment.version) == ("DN-7", 2)
    assert (moved(there), moved(there, SECOND)) == (50, 0)


def test_a_correction_does_not_count_its_own_goods_twice():
    there = sea()
    there.announce(put("60"))

    there.change(put("100"))

    assert moved(there) == 100


def test_a_cancelled_shipment_is_to_be_sent_again():
    there = sea()
    there.announce(put("60"))

    there.say(say.cancel_shipment(there.freight(), SAM, "c", "The truck was full."))

    assert moved(there) == 0
    assert there.journey().lines[1].parts[1].to_ship == 100
    with pytest.raises(NotAllowed, match="cancelled"):
        there.change(put("50"))


def test_a_cancellation_says_why():
    there = sea()
    there.announce(put("60"))

    with pytest.raises(NotUnderstood):
        say.cancel_shipment(there.freight(), SAM, "c", " ")


@pytest.mark.parametrize("named", [True, False])
def test_what_was_received_stays_as_it_is(named):
    there = sea()
    there.announce(put("60"))
    note = {"delivery_note": "DN 1"} if named else {}
    own = say.mine(there.told(), ADA.org)
    got = [say.Got(1, Decimal(60))]
    arrival = say.Arrival(TODAY, refs=note)
    there.orders[FIRST].say(say.receipt(there.journey(), ADA, "g", got, arrival, NOW, own), ADA)

    for act in (
        lambda: there.change(put("50")),
        lambda: say.cancel_shipment(there.freight(), SAM, "c", "A mistake."),
    ):
        with pytest.raises(NotAllowed, match="received"):
            act()


def test_papers_that_are_needed_are_named_in_the_announcement():
    rules = ShippingRules((NeedRule("conformity"), NeedRule("origin", countries={"CN"})), 3)
    there = sea(rules=rules)

    there.announce(put("60"))

    assert [one.type for one in there.freight().shipment.missing] == ["conformity"]
    assert there.shipment.said[0].facts["body"]["documents"]["version"] == 3


def test_without_a_strict_paper_nothing_is_announced():
    there = sea(rules=ShippingRules((NeedRule("conformity", strict=True),), 1))

    with pytest.raises(NotUnderstood) as caught:
        there.announce(put("60"))

    assert caught.value.field == "papers"
    assert caught.value.values["papers"] == "conformity"


def test_strangers_of_an_order_stay_strangers():
    there = sea()
    there.orders[FIRST] = order(("100",), parties=[{"org": OTHER, "role": "carrier"}])

    there.announce(put("60"), carrier=4)

    body = there.shipment.said[0].facts["body"]
    assert body["carrier"] == {"org": 4}
    assert body["parties"] == [{"org": OTHER, "role": "party"}]
