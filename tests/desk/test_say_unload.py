"""What receiving may count of a shipment, and what is refused."""

from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from tests.desk.afloat import FIRST, SECOND, put, sea
from tests.desk.told import ADA, NOW, SAM, TODAY


@pytest.fixture
def there():
    """60 of the first order in a pallet, 40 of it loose, and 100 of the second."""
    made = sea()
    crates = [say.Crate("PX")]
    made.announce(put("60", package=1), put("40", place=1), put("100", SECOND), crates=crates)
    return made


def landed(n, name=FIRST, package=0, **more):
    return say.Landed(name, 1, 1, package, Decimal(n), **more)


def unload(there, *rows, by=ADA, key="u", **typed):
    arrival = say.Arrival(TODAY, **typed)
    there.say(say.unload(there.freight(), by, key, rows, arrival, NOW), by)


def moved(there, name=FIRST, what="received"):
    return there.journey(name).lines[1].moved(what)


def test_what_came_is_counted_in_each_order_and_the_shipment_is_there(there):
    unload(there, landed("60", package=1), landed("30"), landed("100", SECOND))

    assert [moved(there, name) for name in (FIRST, SECOND)] == [90, 100]
    assert moved(there, what="delivered") == 100
    assert not there.freight().shipment.open


def test_receipts_name_the_shipment_and_its_packages(there):
    unload(there, landed("60", package=1, damaged=Decimal(5)), reason="QUALITY")

    facts = there.orders[FIRST].said[-1].facts
    assert facts["shipment"] == str(there.id)
    assert ["delivery_note", "DN-1"] in [list(ref) for ref in facts["refs"]]
    assert [(q["what"], q["n"], q["package"]) for q in facts["qty"]] == [
        ("received", "60", 1),
        ("damaged", "5", 1),
    ]


def test_the_rest_is_counted_later(there):
    unload(there, landed("60", package=1))
    unload(there, landed("40"), key="v")

    assert moved(there) == 100


def test_more_than_was_announced_is_asked_about(there):
    with pytest.raises(NotUnderstood, match="makes 101 of 100 EA announced") as caught:
        unload(there, landed("61", package=1), landed("40", place=1))
    assert caught.value.field == "rows-0-qty"

    unload(there, landed("61", package=1), landed("40", place=1), over=True)
    assert there.journey().lines[1].excess["received"] == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"n": "0"}, "rows-3-qty"),
        ({"n": "10", "rejected": Decimal(11)}, "rows-3-rejected"),
        ({"n": "10", "damaged": Decimal(1)}, "reason"),
    ],
)
def test_what_cannot_be_meant_is_asked_for_again(there, row, field):
    with pytest.raises(NotUnderstood) as caught:
        unload(there, landed(place=3, **row))
    assert caught.value.field == field


def test_only_the_buyer_counts_and_only_what_is_in_it(there):
    with pytest.raises(NotAllowed):
        unload(there, landed("60", package=1), by=SAM)
    with pytest.raises(Conflict):
        unload(there, landed("60", package=2))


def test_of_a_cancelled_shipment_nothing_comes(there):
    there.say(say.cancel_shipment(there.freight(), SAM, "c", "The truck was full."))

    with pytest.raises(NotAllowed, match="cancelled"):
        unload(there, landed("60", package=1))


def test_a_reason_belongs_to_what_was_not_well(there):
    unload(there, landed("100", SECOND), landed("60", package=1, damaged=Decimal(1)),
           reason="QUALITY")  # fmt: skip

    reasons = [there.orders[name].said[-1].facts.get("reason", "") for name in (FIRST, SECOND)]
    assert reasons == ["QUALITY", ""]
