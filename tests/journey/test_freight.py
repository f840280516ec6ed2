"""A shipment's news reaches all its orders in one act, and readings are what the ledger gives."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update

from portal import flow, journey, ledger, people
from portal.db import db, door, enter, keeper, transaction
from portal.errors import NotFound, NotUnderstood
from portal.flow import Form
from portal.journey import ContentReading, LineReading, OrderReading, ShipmentReading
from portal.ledger import Draft, Event, Qty
from tests.world import Line


@pytest.fixture
def orders(world):
    """Two orders of 100 with Brenner, as agreed."""
    return [world.place(f"PO-{n}", Line(agreed="2026-04-01")) for n in (7, 8)]


def rows(world, who, model, *names):
    """Return some columns of the rows this person sees."""
    with world.seen_by(who):
        columns = [getattr(model, name) for name in names]
        return sorted(tuple(row) for row in db.session.execute(select(*columns)))


def wrong(world, orders, shipment):
    """Return every stored reading that is not what the ledger gives."""
    with keeper(world.nordwind):
        found = [
            name
            for order in orders
            for name in journey.differences(order, journey.fold(ledger.told(order)))
        ]
        made = journey.fold_shipment(ledger.history(shipment))
        return found + journey.compared_shipments({shipment: made})[shipment]


def test_one_act_is_told_in_the_shipment_and_in_each_order(world, orders):
    shipment = world.ship("DN-1", *orders)

    with keeper(world.nordwind):
        query = select(Event.stream, Event.act).where(Event.kind.in_(KINDS))
        told = db.session.execute(query).all()

    assert {stream for stream, _ in told} == {shipment, *orders}
    assert len({act for _, act in told}) == 1


KINDS = ("shipment.announced", "goods.assigned")


def test_a_movement_said_once_moves_every_order(world, orders):
    shipment = world.ship("DN-1", *orders)
    world.sail(shipment, "DISPATCHED", by=world.sam)

    assert rows(world, world.ada, LineReading, "dispatched") == [(60,), (60,)]
    assert rows(world, world.sam, ShipmentReading, "number", "stage") == [("DN-1", "DISPATCHED")]
    assert wrong(world, orders, shipment) == []


def test_what_is_in_it_is_kept_by_order(world, orders):
    shipment = world.ship("DN-1", *orders)

    assert rows(world, world.sam, ContentReading, "shipment", "order", "quantity") == [
        (shipment, order, Decimal(60)) for order in sorted(orders)
    ]


def test_goods_that_were_taken_out_are_gone_from_the_readings(world, orders):
    shipment = world.ship("DN-1", *orders)
    world.sail(shipment, "DISPATCHED", by=world.sam)
    out = Draft("goods.unassigned", shipment=str(shipment), body={"version": 2})

    with world.seen_by(world.sam):
        flow.carry(shipment, lambda freight: {orders[0]: [out]}, world.sam.actor)

    assert rows(world, world.ada, ContentReading, "order") == [(orders[1],)]
    by_order = dict(rows(world, world.ada, LineReading, "order", "dispatched"))
    assert by_order == {orders[0]: 0, orders[1]: 60}
    assert wrong(world, orders, shipment) == []


def test_harmed_readings_show_and_a_rebuild_mends_them(world, orders):
    shipment = world.ship("DN-1", *orders)
    with keeper(world.nordwind), transaction():
        db.session.execute(update(ShipmentReading).values(stage="DELIVERED"))
        db.session.execute(delete(ContentReading))

    found = wrong(world, orders, shipment)
    assert found[-1] == "stage"
    assert len(found) == 3

    flow.recheck_shipment(world.nordwind, shipment)
    for order in orders:
        flow.recheck(world.nordwind, order)

    assert wrong(world, orders, shipment) == []


def test_an_order_told_of_later_is_folded_with_its_shipments(world, orders):
    shipment = world.ship("DN-1", orders[0])
    world.sail(shipment, "DISPATCHED", by=world.sam)
    world.reach(orders[0], "PACKED", "10", by=world.sam)
    flow.look(world.nordwind, [orders[0]])

    assert dict(rows(world, world.ada, LineReading, "order", "dispatched"))[orders[0]] == 60


def test_the_same_note_twice_is_refused_with_the_way_to_the_first(world, orders):
    first = world.ship("DN-0042", orders[0])

    with pytest.raises(NotUnderstood) as caught:
        world.ship("dn 42", orders[1])
    assert caught.value.values["shipment"] == str(first)

    cancelled = Draft("shipment.cancelled", body={"version": 2})
    with world.seen_by(world.sam):
        flow.carry(first, lambda freight: {first: [cancelled]}, world.sam.actor)
    world.ship("DN-42", orders[1])


def test_a_package_number_is_given_once(world, orders):
    package = [{"package": 1, "kind": "PX", "sscc": "106141412345678908"}]
    first = world.ship("DN-1", orders[0], packages=package)

    with pytest.raises(NotUnderstood) as caught:
        world.ship("DN-2", orders[1], packages=package)
    assert caught.value.values["shipment"] == str(first)

    header = {"owner": world.nordwind, "shipper": world.brenner, "number": "DN-1", "version": 2}
    changed = Draft("shipment.changed", body=header)
    with world.seen_by(world.sam):
        flow.carry(first, lambda freight: {first: [changed]}, world.sam.actor)
    world.ship("DN-2", orders[1], packages=package)


def test_numbers_are_taken_for_packages_that_have_none(world, orders):
    with door(), transaction():
        people.numbers.set_series(world.brenner, "4012345", 3, 7)
    header = {"owner": world.nordwind, "shipper": world.brenner, "number": "DN-1", "version": 1}

    def say(freight):
        assert freight.numbers == ("340123450000000079", "340123450000000086")
        return {freight.id: [Draft("shipment.announced", body=header)]}

    with world.seen_by(world.sam):
        flow.announce(orders[:1], say, world.sam.actor, labels=2)


def test_another_shipper_may_use_the_same_number(world, orders):
    world.ship("DN-1", orders[0])
    world.ship("DN-1", world.place("PO-9", to=world.calder))


def test_the_same_form_again_is_the_same_shipment(world, orders):
    form = Form("key", b"digest")

    def say(freight):
        body = {"owner": world.nordwind, "shipper": world.brenner, "number": "DN-1", "version": 1}
        goods = (Qty(Decimal(5), "EA", "assigned", 1, 1),)
        put = Draft("goods.assigned", shipment=str(freight.id), qty=goods, body={"version": 1})
        return {freight.id: [Draft("shipment.announced", body=body)], orders[0]: [put]}

    with world.seen_by(world.sam):
        made = {flow.announce(orders[:1], say, world.sam.actor, form) for _ in range(2)}

    assert made == {shipment for (shipment,) in rows(world, world.sam, ShipmentReading, "shipment")}


def test_foreign_orders_and_shipments_are_not_there(world, orders):
    shipment = world.ship("DN-1", *orders)
    away = world.place("W-1", to=world.calder, owner=world.westhaven)

    for who, told in ((world.sue, orders), (world.ada, [*orders, away])):
        with world.seen_by(who), pytest.raises(NotFound):
            flow.announce(told, lambda freight: {}, who.actor)
    with world.seen_by(world.sue), pytest.raises(NotFound):
        flow.carry(shipment, lambda freight: {}, world.sue.actor)


def test_who_only_carries_sees_the_shipment_and_not_its_goods(world, orders):
    carrier = {"org": world.calder}
    shipment = world.ship("DN-1", *orders, carrier=carrier)

    assert rows(world, world.sue, ShipmentReading, "shipment") == [(shipment,)]
    assert rows(world, world.sue, ContentReading, "order") == []
    assert rows(world, world.eve, ShipmentReading, "shipment") == []


def test_a_grant_covers_the_goods_of_its_orders_only(world, orders, at):
    at("2026-03-05T09:00")
    later = world.place("PO-9", Line(agreed="2026-04-01"))
    shipment = world.ship("DN-1", orders[0], later)
    aud = world.grant(world.aud, since=datetime(2026, 3, 4, tzinfo=UTC))

    assert rows(world, aud, ShipmentReading, "shipment") == [(shipment,)]
    assert rows(world, aud, ContentReading, "order") == [(later,)]


def test_all_at_once_end_in_the_right_readings(world, app, orders):
    shipments = [world.ship(f"DN-{n}", *orders, n="10") for n in range(4)]

    def sail(n):
        with app.app_context():
            world.sail(shipments[n % 4], ("DISPATCHED", "DEPARTED")[n // 4 % 2], by=world.sam)

    def pack(n):
        with app.app_context():
            world.reach(orders[n % 2], "PACKED", "1", by=world.sam, key=f"pack-{n}")

    enter(None)
    db.session.remove()
    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(sail, n) for n in range(8)] + [pool.submit(pack, n) for n in range(8)]
        for one in done:
            one.result()

    for shipment in shipments:
        assert wrong(world, orders, shipment) == []
    assert rows(world, world.ada, LineReading, "dispatched") == [(40,), (40,)]
    assert rows(world, world.ada, OrderReading, "number") == [("PO-7",), ("PO-8",)]
