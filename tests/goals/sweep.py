"""The sweep costs what is due, not what exists: 1,000 due among 10,000 open orders and 1,000,000.

What is due is placed as files place it, and its case is opened by the sweep. The rest is made by
the database from one order's rows: it is open, has lines, and is due much later.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, func, select, text

from portal import clock, flow, jobs, ledger, people, watch
from portal.db import Base, db, keeper, transaction
from portal.ledger import Draft
from portal.watch import CaseReading, Due
from tests.bench.goals import Board
from tests.bench.run import settle
from tests.goals.stage import Stage
from tests.world import Line

MOST = 3
ROUNDS = 3  # the fastest counts
AT_ONCE = 100  # orders recorded under one lock
MADE_AT_ONCE = 50_000
WAIT = timedelta(days=9)  # then nobody has acknowledged for too long
LATER = timedelta(days=300)
TABLES = ("stream", "event", "party", "order_reading", "line_reading", "due")
ON = {"rules": {"not_acknowledged": {"mode": "on"}}}
_numbers = count(1)


def run(
    stage: Stage, board: Board, few: int = 10_000, many: int = 1_000_000, due: int = 1_000,
    planted: int = 10,
) -> None:  # fmt: skip
    """Sweep what is due among a few open orders, then among many."""
    world = stage.world
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [watch.set_rules(ON)]))
    template = _place(stage, 1)[0]
    _make(stage, template, few)
    small = min(_swept(stage, due) for _ in range(ROUNDS))
    _make(stage, template, many - few)
    big = min(_swept(stage, due) for _ in range(ROUNDS))
    print(f"{due} due: {small:.2f} s among {few}, {big:.2f} s among {many}", flush=True)
    board.goal(f"sweep.ratio.{stage.engine}", big / small, "≤", MOST, "×")
    with _reading_all():
        slow = _swept(stage, planted)
    caught = slow / planted > MOST * small / due
    board.goal(f"sweep.planted.caught.{stage.engine}", int(caught), "=", 1)


def _swept(stage: Stage, due: int) -> float:
    """Place orders, wait until nobody acknowledged them in time; return what a sweep takes."""
    owner = stage.world.nordwind
    orders = set(_place(stage, due))
    while jobs.work():
        pass
    with clock.held_at(clock.now() + WAIT):
        began = time.perf_counter()
        looked = jobs.sweep()
        took = time.perf_counter() - began
    with keeper(owner):
        live = CaseReading.live, CaseReading.rule == "not_acknowledged"
        cases = set(db.session.scalars(select(CaseReading.stream).where(*live)))
    assert looked >= due and orders <= cases, "not everything that was due was looked at"
    return took


def _place(stage: Stage, many: int) -> list[UUID]:
    """Place orders that nobody acknowledges; return them."""
    world, made = stage.world, []
    system, ask = people.system(world.nordwind), clock.now().date() + LATER
    numbers = [f"S-{next(_numbers)}" for _ in range(many)]
    for first in range(0, many, AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        told = [_order(number, world.brenner, ask.isoformat()) for number in some]
        flow.batch(world.nordwind, told, system)
        keys = [flow.order_key("purchase", number) for number in some]
        with keeper(world.nordwind):
            stream = ledger.Stream
            made += db.session.scalars(select(stream.id).where(stream.key.in_(keys)))
    return made


def _order(number: str, supplier: int, ask: str) -> tuple[str, list[Draft]]:
    body = {"number": number, "type": "purchase", "partner": supplier, "currency": "EUR"}
    placed = Draft(
        "order.placed", body=body | {"revision": 1}, when=ledger.instant(clock.now()),
        refs=(("po", number),), source="erp", key=f"o:{number}", channel="file",
    )  # fmt: skip
    return flow.order_key("purchase", number), [placed, Line(ask=ask).draft(1)]


def _make(stage: Stage, template: UUID, many: int) -> None:
    """Let the database make as many open orders as one that is there."""
    owner = stage.world.nordwind
    with keeper(owner):
        there = db.session.scalar(select(func.count()).select_from(Due))
    for first in range(there + 1_000_000, there + 1_000_000 + many, MADE_AT_ONCE):
        last = min(first + MADE_AT_ONCE, there + 1_000_000 + many) - 1
        with keeper(owner), transaction():
            _know_names(stage.engine)
            for table in TABLES:
                _copy(stage.engine, table, owner, template, first, last)
        if stage.engine == "sqlite":
            print(f"  {last - there - 1_000_000 + 1} orders made", flush=True)
    if stage.engine == "postgresql":
        settle(stage.settings)


def _know_names(engine: str) -> None:
    """SQLite has no function of its own that makes an id of a number."""
    if engine == "sqlite":
        raw = db.session.connection().connection.dbapi_connection
        raw.create_function("id_of", 1, lambda n: n.to_bytes(16, "big"), deterministic=True)


def _copy(engine: str, table: str, owner: int, template: UUID, first: int, last: int) -> None:
    names = [column.name for column in Base.metadata.tables[table].columns]
    subject = {"stream": "id", "order_reading": "order", "line_reading": "order"}
    key = subject.get(table, "stream")
    made = {key: _ident(engine), **_OTHERWISE.get(table, {})}
    shown = ", ".join(made.get(name, f'one."{name}"') for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    many = f"WITH RECURSIVE many(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM many" \
           f" WHERE n < {last})"  # fmt: skip
    statement = text(
        f'INSERT INTO "{table}" ({into}) {many} SELECT {shown} FROM "{table}" AS one, many'
        f' WHERE one."owner" = :owner AND one."{key}" = :template'
    )
    values = {"owner": owner, "template": template}
    if engine == "sqlite":
        statement = statement.bindparams(bindparam("template", type_=LargeBinary))
        values["template"] = template.bytes
    later = (clock.now() + LATER).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    if table == "due":
        values["later"] = later if engine == "sqlite" else clock.now() + LATER
    db.session.execute(statement, values)


def _ident(engine: str) -> str:
    return "id_of(n)" if engine == "sqlite" else "CAST(lpad(to_hex(n), 32, '0') AS uuid)"


_OTHERWISE = {
    "stream": {"key": "'made-' || n"},
    "order_reading": {"number": "'M-' || n"},
    "due": {"check_at": ":later", "outlook_at": "NULL"},
}


@contextmanager
def _reading_all() -> Iterator[None]:
    """Plant a fault: for each order that is looked at, all that are open are gone through."""
    sound = flow.look

    def greedy(owner, streams):
        for stream in streams:
            with keeper(owner):
                every = db.session.execute(select(Due.stream, Due.check_at)).all()
            assert any(one == stream for one, _at in every)
        sound(owner, streams)

    jobs.flow.look = greedy
    try:
        yield
    finally:
        jobs.flow.look = sound
