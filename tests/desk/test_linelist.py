"""The list of lines: whose turn it is, the most pressing first, page by page, and the counts."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal import desk
from portal.db import db
from portal.desk import LinesWanted
from portal.ledger import Draft
from tests.world import Line

TODAY = date(2026, 3, 2)


def wanted(**narrowed):
    return LinesWanted(TODAY, **narrowed)


def seen(world, who, limit=50, after=None, **narrowed):
    """Return (order, line) of the lines somebody gets."""
    with world.seen_by(who):
        page = desk.line_page(wanted(**narrowed), after, limit)
        return [(row.number, row.line) for row in page.rows]


def walked(world, who, limit, **narrowed):
    """Return the lines of all pages, one after the other, and how many pages there were."""
    found, after, pages = [], None, 0
    with world.seen_by(who):
        while True:
            page = desk.line_page(wanted(**narrowed), after, limit)
            found += [(row.number, row.line) for row in page.rows]
            pages, after = pages + 1, page.after
            if after is None:
                return found, pages


def counted(world, who, **views):
    with world.seen_by(who):
        return desk.line_counts({name: wanted(**narrowed) for name, narrowed in views.items()})


@pytest.fixture
def town(world):
    """Lines of two buyers with two suppliers, some agreed, one without a day."""
    world.place("PO-1", Line(ask="2026-03-20"), Line(ask="2026-03-04", code="A-1"))
    world.place("PO-2", Line(ask="2026-02-20", agreed="2026-02-20"))
    world.place("PO-3", Line(ask="2026-03-06"), to=world.calder)
    world.place("W-1", Line(ask="2026-03-05"), to=world.calder, owner=world.westhaven)
    return world


def test_the_most_pressing_comes_first(town):
    assert seen(town, town.sam) == [("PO-2", 1), ("PO-1", 2), ("PO-1", 1)]
    assert seen(town, town.sam, last_first=True) == [("PO-1", 1), ("PO-1", 2), ("PO-2", 1)]


def test_a_supplier_of_two_buyers_has_one_list(town):
    assert seen(town, town.sue) == [("W-1", 1), ("PO-3", 1)]
    assert seen(town, town.sue, partner=town.westhaven) == [("W-1", 1)]


def test_the_owner_sees_its_own_and_nobody_elses(town):
    assert {number for number, _ in seen(town, town.ada)} == {"PO-1", "PO-2", "PO-3"}
    assert seen(town, town.eve) == [("W-1", 1)]
    assert seen(town, town.cam) == []


@pytest.mark.parametrize(
    ("narrowed", "lines"),
    [
        ({"views": ("to_answer", "theirs")}, [("PO-1", 2), ("PO-3", 1), ("PO-1", 1)]),
        ({"views": ("ours", "rejected")}, []),
        ({"late": True}, [("PO-2", 1)]),
        ({"soon": True}, [("PO-1", 2), ("PO-3", 1)]),
        ({"days": 4}, [("PO-2", 1), ("PO-1", 2), ("PO-3", 1)]),
        ({"days": 3}, [("PO-2", 1), ("PO-1", 2)]),
        ({"item": "A-1"}, [("PO-1", 2)]),
        ({"kind": "service"}, []),
        ({"kind": "purchase", "late": True}, [("PO-2", 1)]),
        ({"site": "Nowhere"}, []),
        ({"orders": ()}, []),
    ],
)
def test_a_view_or_filter_narrows_list_and_count_alike(town, narrowed, lines):
    assert seen(town, town.ada, **narrowed) == lines
    assert counted(town, town.ada, one=narrowed) == {"one": len(lines)}


def test_only_the_lines_of_orders_that_were_found(town):
    order = town.place("PO-9", Line(ask="2026-03-09"), Line(ask="2026-03-08"))

    assert seen(town, town.sam, orders=(order,)) == [("PO-9", 2), ("PO-9", 1)]
    assert seen(town, town.sue, orders=(order,)) == []


@pytest.mark.parametrize("last_first", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_follow_each_other_without_gap_or_repeat(town, limit, last_first):
    town.place("PO-4", Line(ask=""), Line(ask="2026-03-20"))
    with town.seen_by(town.sam):
        whole = desk.line_page(wanted(last_first=last_first)).rows

    found, pages = walked(town, town.sam, limit, last_first=last_first)

    assert found == [(row.number, row.line) for row in whole]
    assert len(found) == 5 == len(set(found)) and pages == -(-5 // limit)
    assert ("PO-4", 1) == found[-1], "a line without a day comes last"


def test_what_is_done_comes_latest_first(town, at):
    orders = [town.place(f"D-{n}", Line(agreed="2026-03-01")) for n in range(3)]
    for n, order in enumerate(orders):
        at(f"2026-03-0{n + 3}T10:00")
        town.reach(order, "RECEIVED", "100", town.rio)

    assert [number for number, _ in seen(town, town.ada, done=True)] == ["D-2", "D-1", "D-0"]
    assert walked(town, town.sam, 1, done=True)[0] == [("D-2", 1), ("D-1", 1), ("D-0", 1)]
    late = TODAY + timedelta(days=3)
    with town.seen_by(town.ada):
        page = desk.line_page(LinesWanted(late, done=True, days=1))
    assert [row.number for row in page.rows] == ["D-2", "D-1"]


def test_a_split_that_is_only_offered_is_no_row_of_its_own(town):
    order = town.place("PO-5")
    parts = [{"part": 1, "qty": "60"}, {"part": 2, "from": 1, "qty": "40", "day": "2026-04-09"}]
    body = {"answer": "change", "revision": 1, "parts": parts}
    town.tell(order, Draft("response", line=1, body=body), by=town.sam)

    assert seen(town, town.ada, views=("ours",)) == [("PO-5", 1)]
    assert counted(town, town.ada, ours={"views": ("ours",)}) == {"ours": 1}
    with town.seen_by(town.ada):
        assert [row.part for row in desk.lines_of([order])] == [1, 2]


def test_counting_stops_at_a_hundred(world):
    world.place("PO-1", *(Line() for _ in range(120)))

    assert counted(world, world.sam, open={}) == {"open": 101}


def test_lines_are_fetched_by_their_places_only_for_whom_they_are(town):
    order = town.place("PO-5")

    for who, number in ((town.sam, 1), (town.ada, 1), (town.sue, 0), (town.eve, 0)):
        with town.seen_by(who):
            assert len(desk.lines_at([(order, 1, 1), (order, 9, 1)])) == number


@pytest.mark.sqlite
def test_each_filter_has_an_index_that_leads_to_it(town):
    """A filter without one walks through all that is open, which only shows when it is much.

    PostgreSQL reads tables as small as these whole; `./run.sh goals worklist` asks both.
    """
    views = ("to_answer", "ours")
    for who, narrowed, index in (
        (town.ada, {}, "view"),
        (town.ada, {"late": True}, "view"),
        (town.ada, {"partner": town.brenner}, "partner_view"),
        (town.ada, {"site": "S"}, "site_view"),
        (town.ada, {"item": "A-1"}, "item_view"),
        (town.ada, {"kind": "purchase"}, "kind_view"),
        (town.sam, {}, "partner_view"),
        (town.sam, {"soon": True}, "partner_view"),
        (town.sam, {"site": "S"}, "partner_site_view"),
        (town.sam, {"kind": "purchase"}, "partner_kind_view"),
        (town.ada, {"done": True}, "done"),
        (town.sam, {"done": True}, "partner_done"),
    ):
        plan = planned(town, who, LinesWanted(TODAY, views=views, **narrowed))
        assert f"line_reading USING INDEX ix_line_reading_{index} (" in plan, f"{narrowed}: {plan}"
        assert "SCAN line_reading" not in plan
        assert plan.count("TEMP B-TREE") <= 1, "only the few rows of the page are sorted"


def planned(world, who, what):
    """Return how SQLite would read a page."""
    heard = []

    def hear(_conn, _cursor, statement, parameters, *_):
        heard.append((statement, parameters))

    with world.seen_by(who):
        sa.event.listen(db.engine, "before_cursor_execute", hear)
        desk.line_page(what)
        sa.event.remove(db.engine, "before_cursor_execute", hear)
        statement, parameters = next(one for one in heard if "line_reading" in one[0])
        plan = db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", parameters
        )
        return "\n".join(row[-1] for row in plan)
