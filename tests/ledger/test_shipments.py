"""Shipments are subjects of their own; what an order says of them ties the two together."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from portal import clock, ledger
from portal.db import db, keeper, transaction
from portal.errors import NotUnderstood
from portal.ledger import Draft, Link, Party, Qty, Ref
from tests.ledger.test_verify import harm  # noqa: F401 - a fixture


def announced(book, number="DN-0042", **more):
    """Return the draft that opens a shipment of the supplier."""
    body = {"owner": book.owner, "shipper": book.supplier, "number": number, "version": 1}
    return Draft("shipment.announced", key=f"say-{number}", body=body | more)


def assigned(shipment, n="60", version=1, **other):
    """Return the draft that puts goods of line 1 into a shipment."""
    return Draft(
        "goods.assigned",
        shipment=str(shipment),
        qty=(Qty(Decimal(n), "EA", "assigned", 1, 1, 1),),
        key=f"put-{version}",
        body={"version": version},
        **other,
    )


def ship(book, *orders, **more):
    """Announce a shipment with goods of these orders; return its id."""
    with keeper(book.owner), transaction():
        shipment = ledger.opened("shipment", "", clock.now())
        ledger.record(shipment, [announced(book, **more)], book.system)
        held = ledger.hold(orders)
        for order in held:
            ledger.record(order, [assigned(shipment.id)], book.system)
        ledger.keep([shipment, *held])
    return shipment.id


def rows(book, model, *where):
    """Return rows of the owner, as tuples of all their columns."""
    with keeper(book.owner):
        names = [getattr(model, column.key) for column in sa.inspect(model).column_attrs]
        return {tuple(row) for row in db.session.execute(sa.select(*names).where(*where))}


def test_a_shipment_knows_its_parties_and_references_and_no_order(book):
    packages = [{"package": 1, "sscc": "003401234500000018"}]
    carrier = {"org": book.stranger}
    shipment = ship(book, book.order, packages=packages, carrier=carrier)

    parties = {(row[2], row[3]) for row in rows(book, Party, Party.stream == shipment)}
    refs = {(row[2], row[1]) for row in rows(book, Ref, Ref.stream == shipment)}
    with keeper(book.owner):
        said = " ".join(str(one.facts) for one in ledger.history(shipment))

    assert parties == {
        (book.owner, "owner"),
        (book.supplier, "shipper"),
        (book.stranger, "carrier"),
    }
    assert refs == {("delivery_note", "DN42"), ("sscc", "3401234500000018")}
    assert str(book.order) not in said
    assert book.verify() == []


def test_the_link_says_whether_goods_are_in_there_and_stays(book):
    other = book.place("PO-8", book.supplier)
    shipment = ship(book, book.order, other)
    taken_out = Draft("goods.unassigned", shipment=str(shipment), body={"version": 2})

    book.say(taken_out, order=other)

    with keeper(book.owner):
        found = db.session.scalars(sa.select(Link).order_by(Link.order)).all()
        assert {one.order: (one.assigned, one.seq) for one in found} == {
            book.order: (True, 3),
            other: (False, 4),
        }
        assert ledger.orders_of(shipment) == sorted([book.order, other])
    assert book.verify() == []


def test_an_order_is_read_with_what_its_shipments_say(book):
    shipment = ship(book, book.order)
    with keeper(book.owner), transaction():
        (held,) = ledger.hold([shipment])
        ledger.record(held, [Draft("milestone", code="DEPARTED", key="gone")], book.system)
        ledger.keep([held])

    with keeper(book.owner):
        told = ledger.told(book.order)
        (order,) = ledger.hold([book.order])

    kinds = [(one.facts["kind"], one.shipment) for one in told]
    assert kinds == [
        ("order.placed", ""),
        ("line.placed", ""),
        ("goods.assigned", ""),
        ("shipment.announced", str(shipment)),
        ("milestone", str(shipment)),
    ]
    assert order.told() == told


def test_shipments_are_locked_before_orders(book):
    others = [book.place(f"PO-{n}", book.supplier) for n in (8, 9)]
    shipments = [ship(book, *others, number=f"DN-{n}") for n in (1, 2)]

    with keeper(book.owner), transaction():
        held = ledger.hold([*others, *reversed(shipments)])

    assert [one.id for one in held] == [*sorted(shipments), *sorted(others)]
    assert held[-1].told()[-1].shipment == str(max(shipments))


def test_what_is_said_where_is_checked(book):
    shipment = ship(book, book.order)
    line = Draft("line.cancelled", line=1)
    with keeper(book.owner), transaction():
        (held,) = ledger.hold([shipment])
        with pytest.raises(NotUnderstood):
            ledger.record(held, [line], book.system)
    with pytest.raises(NotUnderstood):
        book.say(announced(book))
    with pytest.raises(NotUnderstood):
        book.say(replace(assigned(shipment), shipment=""))


def test_goods_of_another_shipment_are_another_event(book):
    first, second = ship(book), ship(book, number="DN-43")

    said = book.say(assigned(first), assigned(second), assigned(second))

    assert [one.facts["shipment"] for one in said] == [str(first), str(second)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM link",
        "UPDATE link SET assigned = NOT assigned",
        "UPDATE link SET seq = seq + 1",
        "UPDATE link SET opened_at = '2020-01-01T00:00:00.000000Z'",
        "DELETE FROM party WHERE role = 'shipper'",
        "DELETE FROM ref WHERE kind = 'delivery_note'",
        "UPDATE stream SET key = 'x' WHERE kind = 'shipment'",
        "DELETE FROM event WHERE kind = 'shipment.announced'",
    ],
)
def test_harm_to_shipments_shows(book, harm, statement):  # noqa: F811
    ship(book, book.order)
    assert book.verify() == []

    harm(sa.text(statement))

    assert book.verify()
