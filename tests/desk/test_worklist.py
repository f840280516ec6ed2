"""The work list: filtered, in order of what presses, page by page, counted up to a hundred."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from portal import clock, desk
from portal.db import db, insert_rows, keeper, transaction
from portal.desk import COUNTED, Filters
from portal.watch import CaseReading
from tests.bench.run import settle
from tests.stories.test_orders_buyer import statements
from tests.watch.saying import ADA, BOB

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
SOON = datetime(2099, 1, 1, tzinfo=UTC)
BEFORE = datetime(2026, 1, 5, tzinfo=UTC)


def row(world, order, number, **more):
    now = clock.now()
    live = more.get("state") != "resolved"
    return {
        "owner": world.nordwind,
        "case": UUID(int=number),
        "stream": order,
        "line": number,
        "part": 1,
        "rule": "overdue",
        "nth": 1,
        "live": live,
        "state": "open",
        "severity": 2,
        "person": None,
        "opened_at": now + timedelta(minutes=number),
        "since": now,
        "due_at": now + timedelta(days=number // 3),
        "changed_at": now,
        "asked_at": None,
        "answered_at": None,
        "resolved_at": None if live else now,
        "cause": "",
        "accountable": "",
        "words": "{}",
        "reason": "",
        "partner": world.brenner,
        "team": "",
        "stake": (1000 - number) if live else 0,
        "amount": None,
        "currency": "",
        "day": None,
        "shared": None,
        "contested_at": None,
        "moves": 1,
        "seen": 1,
        "shipment": None,
        **more,
    }


@pytest.fixture
def fill(world):
    order = world.place("PO-7")

    def write(*rows):
        with keeper(world.nordwind), transaction():
            insert_rows(CaseReading, [row(world, order, **one) for one in rows])
        return order

    return write


def shown(world, filters=None, **more):
    with world.seen_by(world.ada):
        page = desk.queue(filters or Filters(), **more)
        return [case.line for case, _ in page.rows], page.after


def test_what_is_most_at_stake_comes_first_and_pages_join_without_gap_or_repeat(world, fill):
    fill(*({"number": n} for n in (9, 4, 1, 7, 2, 8, 3)))
    seen, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        lines, cursor = shown(world, cursor=cursor, limit=3)
        seen += lines
        pages += 1

    assert (seen, pages) == ([1, 2, 3, 4, 7, 8, 9], 3)


def test_resolved_cases_are_shown_apart_the_newest_first(world, fill):
    fill({"number": 1}, *({"number": n, "state": "resolved"} for n in (2, 3, 4)))
    assert shown(world)[0] == [1]

    resolved = Filters(resolved=True)
    lines, cursor = shown(world, resolved, limit=2)
    assert lines == [4, 3]
    assert shown(world, resolved, cursor=cursor) == ([2], None)


@pytest.mark.parametrize(
    ("filters", "lines"),
    [
        (Filters(), [3, 1, 2, 4]),
        (Filters(team="t"), [4]),
        (Filters(breached=BEFORE), [4]),
        (Filters(contested=True), [7]),
        (Filters(mine=True, person=ADA), [1]),
        (Filters(mine=True, person=BOB), [2]),
        (Filters(unowned=True), [3, 4]),
        (Filters(rule="delivery_failed"), [2]),
        (Filters(severity=3), [3]),
        (Filters(state="waiting"), [4]),
        (Filters(state="cleared"), [6]),
        (Filters(unowned=True, severity=3), [3]),
        (Filters(partner=999), []),
        (Filters(unowned=True, mine=True, person=ADA), []),
        (Filters(stream=UUID(int=99)), []),
    ],
)
def test_filters_leave_out_what_does_not_fit(world, fill, filters, lines):
    fill(
        {"number": 1, "person": ADA},
        {"number": 2, "person": BOB, "rule": "delivery_failed"},
        {"number": 3, "severity": 3, "stake": 300_001},
        {"number": 4, "state": "waiting", "due_at": LONG_AGO, "team": "t"},
        {"number": 5, "state": "resolved", "person": ADA},
        {"number": 6, "state": "cleared", "person": ADA, "due_at": LONG_AGO},
        {"number": 7, "state": "resolved", "contested_at": BEFORE},
    )

    assert shown(world, filters)[0] == lines


VIEWS = [
    (Filters(), "ix_case_reading_stake"),
    (Filters(mine=True, person=ADA), "ix_case_reading_person"),
    (Filters(team="t"), "ix_case_reading_team"),
    (Filters(unowned=True), "ix_case_reading_person"),
    (Filters(rule="overdue"), "ix_case_reading_rule"),
    (Filters(partner=7), "ix_case_reading_partner"),
    (Filters(state="cleared"), "ix_case_reading_state"),
    (Filters(breached=SOON), "ix_case_reading_due"),
    (Filters(contested=True), "ix_case_reading_contested"),
    (Filters(shared=ADA), "ix_case_reading_shared"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(("filters", "index"), VIEWS)
def test_every_view_stays_on_its_index(world, fill, filters, index):
    fill({"number": 1, "person": ADA})
    with world.seen_by(world.ada):
        said = statements(lambda: desk.queue(filters))[-1]
        connection = db.session.connection()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", (0,) * said.count("?"))

        steps = " ".join(row[3] for row in plan)
        assert index in steps
        if not filters.by_time and not filters.breached:
            assert "TEMP B-TREE" not in steps, "what is at stake is sorted by the index"


@pytest.fixture
def many(world, fill):
    """Some thousand cases as they are where a portal is used, counted by the database."""
    fill(
        *(
            {
                "number": n,
                "person": (ADA, BOB, None)[n % 3] if n % 20 else ADA,
                "team": "t" if n % 50 == 0 else "",
                "rule": "overdue" if n % 40 == 0 else "stalled",
                "partner": 7 if n % 60 == 0 else world.brenner,
                "state": "cleared" if n % 30 == 0 else "open",
                "shared": ADA if n % 70 == 0 else None,
                "shipment": ADA if n == 77 else None,
                "due_at": LONG_AGO if n % 90 == 0 else SOON,
            }
            for n in range(1, 3000)
        ),
        *(
            {"number": n, "state": "resolved", "contested_at": BEFORE if n % 100 == 0 else None}
            for n in range(3000, 5000)
        ),
    )
    settle(world.app.config)


@pytest.mark.postgresql
def test_on_postgresql_every_view_stays_on_its_index_too(world, many):
    """The planner may take any index by which a page is read in its order."""
    wrong = {}
    for filters, index in VIEWS:
        with world.seen_by(world.ada):
            said, given = asked(lambda filters=filters: desk.queue(filters))[-1]
            rows = db.session.connection().exec_driver_sql(f"EXPLAIN {said}", given)
            plan = "\n".join(row[0] for row in rows)
        read_whole = "Seq Scan on case_reading" in plan
        sorts = "Sort" in plan and not (filters.by_time or filters.breached)
        if read_whole or sorts or "ix_case_reading" not in plan:
            wrong[index] = plan
    assert wrong == {}


def asked(act):
    """Return the statements sent while `act` runs, each with its values."""
    said = []

    def hear(_connection, _cursor, statement, given, *_rest):
        said.append((statement, given))

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    return said


def test_counting_stops_at_a_hundred(world, fill):
    fill(*({"number": n} for n in range(1, COUNTED + 30)))
    fill({"number": 500, "state": "waiting"})

    with world.seen_by(world.ada):
        counted = desk.counts({"all": Filters(), "waiting": Filters(state="waiting")})
    assert {name: desk.count_text(n) for name, n in counted.items()} == {
        "all": "100+",
        "waiting": "1",
    }
    with world.seen_by(world.ada):
        assert desk.counts({}) == {}


def test_another_house_sees_none_of_it(world, fill):
    fill({"number": 1})

    with world.seen_by(world.eve):
        assert desk.queue(Filters()).rows == []
