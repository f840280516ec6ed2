"""A trouble of a shipment is one case over all its orders, whoever finds it first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import desk, flow, jobs, ledger, watch
from portal.db import db, keeper, transaction
from portal.journey import fold
from portal.ledger import Draft
from portal.people import system
from portal.watch import CaseReading, Due
from tests.world import Line

ON = {"rules": {name: {"mode": "on"} for name in ("customs_held", "not_received", "stalled")}}
ASKED = "Which papers are missing?"


@pytest.fixture
def orders(world, at):
    """Two agreed orders of one supplier, both with goods in the shipment that is announced."""
    rules(world, ON)
    made = [world.place(number, Line(agreed="2026-04-20")) for number in ("PO-7", "PO-8")]
    world.place("PO-9", Line(agreed="2026-04-20"))
    return made


@pytest.fixture
def shipment(world, orders):
    return world.ship("DN-100", *orders, by=world.ada)


def rules(world, doc):
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [watch.set_rules(doc)]))


def rows(world):
    with world.seen_by(world.ada):
        found = db.session.scalars(select(CaseReading).order_by(CaseReading.opened_at)).all()
        return [(one.rule, one.state, one.line, one.part) for one in found]


def case(world):
    with world.seen_by(world.ada):
        found = db.session.scalars(select(CaseReading)).one()
        db.session.expunge(found)
        return found


def hold(world, shipment, reason="DOCUMENTS"):
    world.sail(shipment, "CUSTOMS_HELD", world.ada, reason=reason)


def checked(world):
    """Say what stored cases differ from the ledger."""
    with keeper(world.nordwind):
        streams = flow.rebuilding.subjects(world.nordwind)
    wrong = []
    for kind in ("order", "shipment"):
        ids = tuple(sorted(one for each, one in streams if each == kind))
        wrong += flow.rebuilding.check(flow.rebuilding.Batch(world.nordwind, kind, ids))
    return wrong


def test_a_hold_by_customs_is_one_case_over_all_orders_of_the_shipment(world, orders, shipment):
    hold(world, shipment)

    assert rows(world) == [("customs_held", "open", 0, 0)]
    assert case(world).shipment == shipment
    assert case(world).stream == min(orders)
    assert checked(world) == []


def test_each_of_its_orders_shows_it_and_the_queue_shows_it_once(world, orders, shipment):
    hold(world, shipment)
    ada, made = world.browser(world.ada), case(world)

    for order in orders:
        page = ada.get(f"/orders/{order}").text
        assert f"/exceptions/{made.case}" in page
        assert "Customs has held shipment DN-100" in page
    assert ada.get("/exceptions").text.count(f"/exceptions/{made.case}") == 1
    page = ada.get(f"/exceptions/{made.case}").text
    assert "What is in the shipment" in page
    assert "PO-7" in page and "PO-8" in page and "PO-9" not in page


def test_the_supplier_asked_about_it_reads_of_his_own_orders_only(world, at):
    rules(world, ON)
    mine = world.place("PO-7", Line(agreed="2026-04-20"))
    theirs = world.place("PO-8", Line(agreed="2026-04-20"), to=world.calder)
    shipment = world.ship("DN-100", mine, theirs, by=world.ada)
    hold(world, shipment)
    home = case(world).stream
    who, other = (world.sam, theirs) if home == mine else (world.sue, mine)
    with world.seen_by(world.ada):
        flow.tell(
            home,
            lambda read, cases: [desk.ask(cases[0], world.ada.actor, ASKED, read.partner, "key")],
            world.ada.actor,
        )

    page = world.browser(who).get(f"/orders/{home}").text

    assert ASKED in page
    number = {mine: "PO-8", theirs: "PO-7"}[home]
    assert number not in page
    assert world.browser(who).get(f"/orders/{other}").status_code == 404


def test_it_is_over_when_customs_lets_it_go_and_comes_back_into_the_same_case(
    world, orders, shipment, at
):
    hold(world, shipment)
    at("2026-03-04T09:00")
    world.sail(shipment, "CUSTOMS_CLEARED", world.ada)
    assert rows(world) == [("customs_held", "cleared", 0, 0)]

    at("2026-03-05T09:00")
    hold(world, shipment, "PAYMENT")

    assert rows(world) == [("customs_held", "open", 0, 0)]
    assert case(world).seen == 2
    assert checked(world) == []


def test_a_second_hold_is_a_repeat_of_the_live_case(world, orders, shipment, at):
    hold(world, shipment)
    before = case(world)
    at("2026-03-04T09:00")
    hold(world, shipment, "PAYMENT")

    assert rows(world) == [("customs_held", "open", 0, 0)]
    assert (case(world).seen, case(world).moves) == (2, before.moves)
    page = world.browser(world.ada).get(f"/exceptions/{before.case}").text
    assert "Seen 2 times, last" in page
    assert "payment" in page.lower()
    assert checked(world) == []


def test_what_one_order_says_is_asked_of_the_others_by_the_sweep(world, orders, shipment, at):
    """One of two is received: the shipment is still not. Then the other is, too."""
    world.sail(shipment, "DELIVERED", world.ada)
    at("2026-03-12T09:00")
    jobs.sweep()
    assert rows(world) == [("not_received", "open", 0, 0)]

    world.reach(orders[0], "RECEIVED", "60", world.rio)
    jobs.sweep()
    assert rows(world) == [("not_received", "open", 0, 0)]

    world.reach(orders[1], "RECEIVED", "60", world.rio)
    jobs.sweep()
    assert rows(world) == [("not_received", "cleared", 0, 0)]
    with keeper(world.nordwind):
        assert db.session.scalar(select(Due.stream).where(Due.stream == shipment)) is None
    assert checked(world) == []


def test_a_person_who_closed_it_is_not_asked_again_while_it_lasts(world, orders, shipment, at):
    hold(world, shipment)
    with world.seen_by(world.ada):
        flow.tell(
            case(world).stream,
            lambda read, cases: [closed(next(iter(cases)), world.ada.actor)],
            world.ada.actor,
        )
    at("2026-03-20T09:00")
    for order in orders:
        flow.look(world.nordwind, [order])
    jobs.sweep()

    assert rows(world) == [("customs_held", "resolved", 0, 0)]


def closed(one, by):
    body = {"case": str(one.id), "cause": "customs", "accountable": "authority", "reason": "as_is"}
    return Draft("case.resolved", key="k", body=body, only_for=by.org)


def test_cases_about_parts_become_the_case_of_the_shipment_with_their_history(
    world, orders, shipment, at
):
    """As they stand in a ledger from before: one for each line, one of them in work."""
    rules(world, {"rules": {"customs_held": {"mode": "off"}}})
    hold(world, shipment)
    first, second = sorted(orders)
    for order, when in ((first, "2026-03-02T09:00"), (second, "2026-03-02T10:00")):
        at(when)
        opened(world, order)
    with world.seen_by(world.ada):
        made = watch.fold(ledger.history(second))[0]
    world.tell(
        second,
        Draft("case.taken", line=1, part=1, key="t",
              body={"case": str(made.id), "person": str(world.ada.id)}),
        by=world.ada,
    )  # fmt: skip
    rules(world, ON)
    flow.look(world.nordwind, [first])
    jobs.sweep()

    with world.seen_by(world.ada):
        kept = {order: watch.fold(ledger.history(order))[0] for order in orders}
    assert kept[first].shipment == str(shipment) and kept[first].live
    assert len(kept[first].evidence) == 1
    assert kept[second].reason == watch.JOINED
    assert rows(world).count(("customs_held", "open", 0, 0)) == 1
    assert checked(world) == []


def opened(world, order):
    """Open a case on a line as rules did that knew of no shipments; nobody looks meanwhile."""
    body = {
        "case": str(watch.case_id(order, 1, 1, "customs_held", 1)), "rule": "customs_held",
        "nth": 1, "severity": 3, "since": "2026-03-02T08:00:00.000000Z", "evidence": [],
        "words": {"failed_at": "2026-03-02T08:00:00.000000Z", "reason": "DOCUMENTS"},
        "due": "2026-03-03T08:00:00.000000Z",
    }  # fmt: skip
    draft = Draft("case.opened", line=1, part=1, source="watch", channel="system", body=body)
    with keeper(world.nordwind), transaction():
        (held,) = ledger.hold([order])
        ledger.record(held, [replace(draft, only_for=world.nordwind)], system(world.nordwind))
        ledger.keep([held])


def test_lying_still_is_counted_from_the_last_stop_of_the_shipment(world, orders, shipment, at):
    world.sail(shipment, "DEPARTED", world.ada)
    at("2026-03-06T09:00")
    world.sail(shipment, "ARRIVED", world.ada)
    at("2026-03-13T08:00")
    jobs.sweep()
    assert rows(world) == []

    at("2026-03-13T09:01")
    jobs.sweep()

    assert rows(world) == [("stalled", "open", 0, 0)]
    assert timedelta(days=7) == case(world).since - watch_arrived(world, orders[0])


def watch_arrived(world, order):
    with keeper(world.nordwind):
        (carried,) = fold(ledger.told(order)).carried.values()
    return carried.shipment.latest["ARRIVED"].at


def test_a_case_of_a_part_that_is_over_stays_what_it_is(world, orders, shipment, at):
    """Its cause is owed; what happens to the shipment later is another trouble."""
    first = min(orders)
    rules(world, {"rules": {"customs_held": {"mode": "off"}}})
    opened(world, first)
    rules(world, ON)
    flow.look(world.nordwind, [first])
    assert rows(world) == [("customs_held", "cleared", 1, 1)]

    hold(world, shipment)

    assert sorted(rows(world)) == [
        ("customs_held", "cleared", 1, 1),
        ("customs_held", "open", 0, 0),
    ]


def test_what_brought_a_case_back_is_no_repeat_at_the_next_look(world, orders, shipment, at):
    hold(world, shipment)
    at("2026-03-04T09:00")
    world.sail(shipment, "CUSTOMS_CLEARED", world.ada)
    at("2026-03-05T09:00")
    hold(world, shipment, "PAYMENT")

    for order in orders:
        flow.look(world.nordwind, [order])
    jobs.sweep()

    assert case(world).seen == 2
