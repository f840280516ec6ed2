"""Every column of every ledger table, changed behind the portal's back, is found and named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from portal import flow, ledger, people, watch
from portal.db import Id, Moment, db, keeper
from portal.ledger import Doc, Draft
from tests.bench.goals import Board
from tests.goals.stage import Stage

TABLES = (
    ledger.Stream,
    ledger.Event,
    ledger.EventDetail,
    ledger.Document,
    ledger.Party,
    ledger.Ref,
    ledger.Setting,
)
# Meant to change: what was sealed already, which file was erased. A detail that is its
# owner's no more was erased, which is allowed.
MEANT = {("stream", "unsealed"), ("document", "gone_at"), ("event_detail", "owner")}


@dataclass(frozen=True)
class Harm:
    """A column of one row, and the streams it belongs to."""

    table: sa.Table
    column: sa.Column
    key: dict
    value: object
    stream: str
    seq: int

    @property
    def name(self) -> str:
        """Return table and column."""
        return f"{self.table.name}.{self.column.name}"


def run(stage: Stage, board: Board) -> None:
    """Change each column in turn, verify, and put it right again."""
    order = _something_said(stage)
    assert _faults(stage) == [], "the ledger does not hold before it is harmed"
    bind = sa.create_engine(stage.settings["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    harms = list(_harms(bind, order))
    unseen, unnamed = [], []
    for harm in harms:
        faults = _harmed(stage, bind, harm)
        unseen += [] if faults else [harm.name]
        unnamed += [harm.name] if faults and not _named(faults, harm) else []
    for name in (*unseen, *unnamed):
        print(f"{stage.engine}: a change of {name} went unseen or unnamed")
    bind.dispose()
    board.goal(f"tamper.columns.{stage.engine}", len(harms), "≥", 50)
    board.goal(f"tamper.unseen.{stage.engine}", len(unseen), "=", 0)
    board.goal(f"tamper.unnamed.{stage.engine}", len(unnamed), "=", 0)
    board.goal(f"tamper.healed.{stage.engine}", len(_faults(stage)), "=", 0)


def _something_said(stage: Stage) -> UUID:
    """Let an order have a file, a private note and references, and the house a setting."""
    world = stage.world
    order = world.place("T-1")
    document = str(uuid4())
    paper = Draft(
        "document.attached",
        key="paper",
        docs=(Doc(bytes(range(32)), "application/pdf", 1200, "note.pdf"),),
        details={"name": "note.pdf"},
        body={"type": "delivery_note", "document": document},
        when=ledger.instant(datetime.now(UTC)),
        reported=datetime.now(UTC),
    )
    world.tell(order, paper, by=world.sam)
    with keeper(world.nordwind):
        setting = watch.set_rules({"rules": {"overdue": {"mode": "on"}}})
    flow.house(world.nordwind, [setting], people.system(world.nordwind))
    return order


def _harms(bind: sa.Engine, order: UUID) -> Iterator[Harm]:
    """Yield every column of a row of the order in each table; settings are the house's."""
    with bind.connect() as connection:
        for model in TABLES:
            table = model.__table__
            of = {"stream": "id", "setting": None}.get(table.name, "stream")
            mine = [table.c[of] == order] if of else []
            query = sa.select(table).where(*mine).order_by(*table.primary_key.columns)
            row = connection.execute(query).mappings().all()[-1]
            key = {column.name: row[column.name] for column in table.primary_key}
            stream = str(row["id" if table.name == "stream" else "stream"])
            for column in table.columns:
                if (table.name, column.name) not in MEANT:
                    value, seq = row[column.name], row.get("seq", 0)
                    yield Harm(table, column, key, value, stream, seq)


def _harmed(stage: Stage, bind: sa.Engine, harm: Harm) -> list[ledger.Fault]:
    """Change a column, verify, change it back; return the faults found in between."""
    other = _other(harm.value, harm.column)
    _write(bind, harm, harm.value, other)
    try:
        return _faults(stage)
    finally:
        _write(bind, harm, other, harm.value)


def _write(bind: sa.Engine, harm: Harm, old: object, new: object) -> None:
    db.session.remove()
    key = {**harm.key, harm.column.name: old} if harm.column.name in harm.key else harm.key
    where = [harm.table.c[name] == value for name, value in key.items()]
    with bind.begin() as connection:
        for guard in list(_guards_off(connection)):
            connection.execute(sa.text(guard))
        done = connection.execute(sa.update(harm.table).where(*where).values({harm.column: new}))
        assert done.rowcount == 1, f"{harm.name} was not changed"


def _guards_off(connection: sa.Connection) -> Iterator[str]:
    """Yield what only the owner of the tables may say, so that rows can be changed at all."""
    if connection.dialect.name == "postgresql":
        yield "SET session_replication_role = replica"
        return
    yield "PRAGMA foreign_keys=OFF"
    for row in connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type='trigger'")):
        yield f"DROP TRIGGER {row.name}"


def _other(value: object, column: sa.Column) -> object:
    """Return a value of the column's type that differs as little as it can."""
    if isinstance(column.type, Id):
        return uuid4()
    if isinstance(column.type, Moment):
        return (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(microseconds=1)
    if isinstance(column.type, sa.Integer):
        return (value or 0) + 77
    if isinstance(column.type, sa.LargeBinary):
        return bytes([value[0] ^ 1]) + value[1:]
    return f"{value}x"


def _named(faults: list[ledger.Fault], harm: Harm) -> bool:
    """Do the faults say where to look: stream and event, or the row where it lies now?"""
    words = " ".join(fault.where + fault.why for fault in faults)
    of_event = harm.table.name in ("event", "event_detail", "document")
    here = harm.stream in words and (not of_event or f"#{harm.seq}" in words)
    return here or f"{harm.table.name} (" in words


def _faults(stage: Stage) -> list[ledger.Fault]:
    with keeper(stage.world.nordwind):
        return list(ledger.verify())
