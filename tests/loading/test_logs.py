"""Logs are taken in: events join the orders of another file; each row is counted once."""

import sqlalchemy as sa

from portal import journey, ledger, loading
from portal.db import db, keeper
from tests.loading.conftest import heads, message_of, problems_of, state_of

ITEMS = "\n".join((
    "Company,Document Type,Item,Item Category,Item Type,Name,Purchasing Document,Source,"
    "Spend area text,Sub spend area text,Vendor,t0,value",
    "C,Standard PO,00010,3-way,Standard,Anvil,45001,S,Steel,Sheets,V7,2026-01-05 10:00:00,90",
    "C,Standard PO,00020,3-way,Standard,Anvil,45001,S,Steel,Bars,V7,2026-01-05 10:00:00,10",
))  # fmt: skip
EVENTS = (
    "case_id,seq,activity,ts,user,net_worth",
    "45001_00010,0,Create Purchase Order Item,2026-01-05 10:00:00,u,90",
    "45001_00010,1,Record Goods Receipt,2026-01-20 10:00:00,u,90",
    "45001_00010,2,Dance,2026-01-21 10:00:00,u,90",
    "45001_00020,0,Vendor creates invoice,2026-01-02 23:59:00,u,10",
    "45002_00010,0,Record Goods Receipt,2026-01-20 10:00:00,u,90",
    "45001_00030,0,Record Goods Receipt,2026-01-20 10:00:00,u,90",
    "45001_00020,1,Record Goods Receipt,2024-01-20 10:00:00,u,90",
)
LOG = "\n".join(EVENTS)
BOX, HAMBURG = "MSKU1234565", "Hamburg,Germany,DEHAM"


def both(take_in, log: str = LOG):
    take_in(ITEMS, name="items.csv", profile="bpi2019_items")
    return take_in(log, name="events.csv", profile="bpi2019_events")


def test_events_join_the_lines_of_the_other_file(world, take_in):
    message, counts = both(take_in)

    assert counts == loading.Counts(rows=7, accepted=4, quarantined=3, noted=2)
    lines = {line[1]: line[3] for line in state_of(world.nordwind)["lines"]}
    assert (lines["00010"]["stage"], lines["00020"]["stage"]) == ("RECEIVED", "ORDER_ACCEPTED")
    assert lines["00010"]["received_at"].isoformat() == "2026-01-20T10:00:00+00:00"
    assert message_of(world.ada, message).noted == 2


def test_what_belongs_nowhere_is_set_aside_with_words(world, take_in):
    message, _ = both(take_in)

    found = [(one.row, one.words) for one in problems_of(world.ada, message)]

    assert [row for row, _ in found] == [6, 7, 8]
    assert found[0][1].startswith("There is no order %(number)s here.")
    assert found[1][1] == "The order has no line %(line)s."
    assert "days before the order was placed" in found[2][1]


def test_the_same_log_again_changes_nothing(world, take_in):
    both(take_in)
    before = heads(world.nordwind)

    _, counts = both(take_in)

    assert counts == loading.Counts(rows=7, duplicate=4, quarantined=3, noted=2)
    assert heads(world.nordwind) == before


def test_a_log_that_came_first_is_taken_in_when_it_is_sent_again(world, take_in):
    _, first = take_in(LOG, name="events.csv", profile="bpi2019_events")

    _, counts = both(take_in)

    assert (first.quarantined, first.accepted) == (7, 0)
    assert (counts.quarantined, counts.accepted) == (3, 4)


def test_the_order_of_the_rows_changes_no_state(world, take_in):
    both(take_in, "\n".join((EVENTS[0], *reversed(EVENTS[1:]))))
    turned = state_of(world.nordwind)

    both(take_in)

    assert state_of(world.nordwind) == turned


def test_unknown_codes_are_kept_and_listed(world, take_in):
    message, _ = both(take_in)

    with keeper(world.nordwind):
        codes = db.session.scalars(sa.select(ledger.Event.code)).all()
        notes = ledger.notes(message)

    assert codes.count("UNMAPPED") == 1
    assert [(column, rows, first) for column, _, _, rows, first in notes] == [
        ("activity", 1, 4), ("ts", 1, 5),
    ]  # fmt: skip


def test_each_release_of_a_container_is_a_transport_of_its_own(world, take_in):
    header = (
        "id,container_id,location_name,location_city,location_country,location_unlocode,"
        "location_facility,description,raw_descripition,voyage,mode,vessel,"
        "estimated_time_arrival,planned,t,code"
    )
    rows = (
        f"1,{BOX},,Shanghai,China,CNSHA,,Gate out empty,,,,,f,False,2026-01-05 10:00:00,EMPTY_OUT",
        f"2,{BOX},,{HAMBURG},,ETA,,,,,t,False,2026-02-05 10:00:00,ETA_DEST",
        f"3,{BOX},,{HAMBURG},,Picked up by customer,,,,,f,False,2026-02-09 10:00:00,OTHER",
        f"4,{BOX},,{HAMBURG},,Gate out empty,,,,,f,False,2026-02-25 10:00:00,EMPTY_OUT",
    )  # fmt: skip

    _, counts = take_in("\n".join((header, *rows)), name="c.csv", profile="containers")

    assert counts == loading.Counts(rows=4, accepted=4)
    orders = {order[1]: order[3] for order in state_of(world.nordwind)["orders"]}
    first, second = orders["MSKU1234565 2026-01-05"], orders["MSKU1234565 2026-02-25"]
    assert (first["stage"], first["open"], second["open"]) == ("DELIVERED", False, True)
    with keeper(world.nordwind):
        order = db.session.scalars(sa.select(journey.OrderReading.order).order_by("number")).first()
        read = journey.fold(ledger.history(order))
    assert read.origin == {"name": "Shanghai", "country": "CN", "unlocode": "CNSHA"}
    assert read.template.name == "ocean/1"
