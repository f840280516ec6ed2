"""What came is not what was announced: who sees it, and that a case is opened for it."""

from datetime import date

import pytest
from sqlalchemy import event

from portal import watch
from portal.db import db
from portal.desk import ships
from tests.stories.filling import fill
from tests.stories.shipping import announce, folded, wrong
from tests.world import Line

CRATES = {"packages-0-kind": "PX", "packages-0-sscc": "106141412345678908",
          "goods-0-package": "1"}  # fmt: skip


@pytest.fixture
def order(world, at):
    """PO-7, 100 pieces agreed with Brenner for 1 April."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(agreed="2026-04-01"))
    at("2026-03-20T09:00")
    return made


def differs(world, order) -> dict:
    """Return the words of what the rule about receipts finds."""
    found = [one for one in watch.look(folded(world, order), watch.DEFAULTS)
             if one.rule == "receipt_differs"]  # fmt: skip
    return found[0].words if found else {}


@pytest.mark.parametrize("crates", [{}, CRATES], ids=["by line", "by package"])
def test_a_short_receipt_is_a_case_until_the_rest_is_counted(world, order, crates):
    sam, rio = world.browser(world.sam), world.browser(world.rio)
    where = announce(sam, order, **crates).location

    got = fill(rio, f"{where}?do=receive", f"{where}/receipts", **{"rows-0-qty": "90"})

    assert got.status_code == 303, wrong(got)
    assert "90 pcs" in sam.get(where).text, "the supplier sees it at once"
    assert differs(world, order)["short"] == "10"
    fill(rio, f"{where}?do=receive", f"{where}/receipts", **{"rows-0-qty": "10"})
    assert differs(world, order) == {}


@pytest.mark.parametrize("crates", [{}, CRATES], ids=["by line", "by package"])
def test_more_than_ordered_is_a_case_and_the_supplier_sees_it(world, order, crates):
    sam, rio = world.browser(world.sam), world.browser(world.rio)
    where = announce(sam, order, **crates).location
    typed = {"rows-0-qty": "104"}

    asked = fill(rio, f"{where}?do=receive", f"{where}/receipts", **typed)
    got = fill(rio, f"{where}?do=receive", f"{where}/receipts", **typed, over="y")

    assert asked.status_code == 422 and got.status_code == 303, wrong(got)
    assert differs(world, order)["over"] == "4"
    assert "104 pcs" in sam.get(where).text


def test_the_case_stands_in_the_list_where_the_rule_is_on(world, order):
    kim, sam, rio = (world.browser(one) for one in (world.kim, world.sam, world.rio))
    fill(kim, "/admin/rules", "/admin/rules", **{"receipt_differs-mode": "on"})
    where = announce(sam, order).location

    fill(rio, f"{where}?do=receive", f"{where}/receipts", **{"rows-0-qty": "90"})

    page = world.browser(world.ada).get("/exceptions").text
    assert "Received otherwise than ordered" in page and "10 missing" in page


def test_views_tell_what_is_there_received_and_cancelled(world, order):
    sam, rio = world.browser(world.sam), world.browser(world.rio)
    for n, number in enumerate(("DN-1", "DN-2", "DN-3")):
        where = announce(sam, order, number=number, **{"goods-0-qty": "20"}).location
        if n == 0:
            fill(rio, f"{where}?do=receive&what=all", f"{where}/receipts")
        if n == 1:
            fill(sam, f"{where}?do=step", f"{where}/milestones", code="DELIVERED", on="2026-03-20")
        if n == 2:
            fill(sam, f"{where}?do=cancel", f"{where}/cancellations", text="No truck.")

    told = {view: rio.get(f"/shipments?view={view}").text
            for view in ("there", "received", "cancelled")}  # fmt: skip

    for view, number in zip(told, ("DN-2", "DN-1", "DN-3"), strict=True):
        found = {one for one in ("DN-1", "DN-2", "DN-3") if one in told[view]}
        assert found == {number}, view


def test_a_carrier_nobody_knows_is_found_by_the_start_of_its_name(world, order):
    sam = world.browser(world.sam)
    announce(sam, order, number="DN-1", carrier_name="Kühne + Nagel", **{"goods-0-qty": "20"})
    announce(sam, order, number="DN-2", carrier_name="DSV", **{"goods-0-qty": "20"})
    world.ship("DN-3", order, n="20", carrier={"org": world.lindqvist})

    for typed, number in (("kühne", "DN-1"), ("dsv", "DN-2"), ("Lindq", "DN-3"), ("??", "")):
        page = world.browser(world.ada).get("/shipments", query_string={"carrier": typed}).text
        found = {one for one in ("DN-1", "DN-2", "DN-3") if one in page}
        assert found == ({number} if number else set()), typed


@pytest.mark.parametrize(
    ("view", "carrier", "index"),
    [("there", "", "there"), ("received", "", "received"), ("cancelled", "", "cancelled"),
     ("all", "dsv", "carrier")],
)  # fmt: skip
def test_the_list_is_led_by_an_index(world, view, carrier, index):
    wanted = ships.ShipmentsWanted(date(2026, 3, 20), view, carrier=carrier)
    heard = []
    with world.seen_by(world.ada):
        event.listen(db.engine, "before_cursor_execute", lambda *given: heard.append(given[2:4]))
        ships.shipment_page(wanted)
        statement, values = next(one for one in heard if "shipment_reading" in one[0])
        connection = db.session.connection()
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_sort = off")
            explain = "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {statement}", values)
        told = "\n".join(str(row[-1]) for row in plan)

    assert f"ix_shipment_reading_{index}" in told, told
