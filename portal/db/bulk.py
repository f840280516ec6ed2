"""Writing many rows with one statement, on either engine, under the same owner rule.

SQLite runs one prepared statement over the rows. PostgreSQL gets all rows as one JSON text
and unfolds it itself: one trip, however many rows. (COPY is refused under row security, and
a bound statement a row cost more processor time than all the indexes of the row.)
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from operator import attrgetter

import orjson
from sqlalchemy import (
    Insert,
    LargeBinary,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from portal.db.handle import db
from portal.db.scope import Tenant, current
from portal.db.types import Amount, Day, Id, Moment, millionths, moment_text
from portal.errors import ScopeMissing

# How a value is handed to an engine; what is not named here is handed over as it is.
_BOUND = {Id: attrgetter("bytes"), Moment: moment_text, Day: date.isoformat, Amount: millionths}
_WRITTEN = {**_BOUND, Id: attrgetter("hex"), LargeBinary: lambda value: f"\\x{value.hex()}"}


def insert_rows(model: type, rows: Sequence[dict]) -> None:
    """Add `rows` (column name → value) to the model's table."""
    if rows:
        _check(model, rows)
        _write(model, None, rows)


def upsert_rows(model: type, rows: Sequence[dict], keep: frozenset[str] = frozenset()) -> None:
    """Add `rows`, or overwrite the row of the same key, but for the columns in `keep`.

    Of several rows with one key the last is written. Only readings and desk tables; the
    ledger is never overwritten.
    """
    if rows:
        _check(model, rows)
        key = [column.name for column in model.__table__.primary_key]
        last = {tuple([row[name] for name in key]): row for row in rows}
        _write(model, keep, list(last.values()))


def as_written(model: type, row: dict) -> dict[str, object]:
    """Return a row as it stands in the database, in values that JSON knows."""
    return {
        name: None if value is None else put(value) if put else value
        for name, value in row.items()
        for put in [_put(model.__table__, name)]
    }


@cache
def _put(table: Table, name: str) -> Callable | None:
    return _how(table.c[name].type, _WRITTEN)


def _write(model: type, keep: frozenset[str] | None, rows: list[dict]) -> None:
    connection, table = db.session.connection(), model.__table__
    names = (*rows[0], *(name for name in _defaults(table) if name not in rows[0]))
    if connection.dialect.name == "postgresql":
        plain = _plain(table, names, rows, _WRITTEN)
        text = orjson.dumps([dict(zip(names, row, strict=True)) for row in plain]).decode()
        connection.execute(_unfolding(table, names, keep), {"rows": text})
    else:
        statement, names = _prepared(table, names, keep)
        connection.exec_driver_sql(statement, list(_plain(table, names, rows, _BOUND)))


def _plain(table: Table, names: tuple[str, ...], rows: list[dict], how: dict) -> Iterable[tuple]:
    """Return the rows as tuples of what the engine understands, a column at a time."""
    defaults, columns = _defaults(table), []
    for name in names:
        values = [row[name] for row in rows] if name in rows[0] else [defaults[name]] * len(rows)
        put = _how(table.c[name].type, how)
        columns.append([None if v is None else put(v) for v in values] if put else values)
    return zip(*columns, strict=True)


def _how(type_: TypeEngine, how: dict) -> Callable | None:
    return next((put for known, put in how.items() if isinstance(type_, known)), None)


@cache
def _defaults(table: Table) -> dict[str, object]:
    """Return what a column holds when a row does not name it."""
    return {column.name: column.default.arg for column in table.c if column.default is not None}


@cache
def _prepared(table: Table, names: tuple[str, ...], keep: frozenset[str] | None):
    """Return SQLite's statement for one row, and the columns in the order of its values."""
    insert = _overwriting(sqlite.insert(table), table, names, keep)
    compiled = insert.compile(dialect=sqlite.dialect(), column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup)


@cache
def _unfolding(table: Table, names: tuple[str, ...], keep: frozenset[str] | None) -> Insert:
    """Return PostgreSQL's statement for all rows, given as one JSON text."""
    shape = literal_column(f'NULL::"{table.name}"')
    text = cast(bindparam("rows", type_=Text), postgresql.JSON)
    told = func.json_populate_recordset(shape, text)
    told = told.table_valued(*(column(name) for name in names), name="told")
    rows = select(*(told.c[name] for name in names))
    insert = postgresql.insert(table).from_select(names, rows, include_defaults=False)
    return _overwriting(insert, table, names, keep)


def _overwriting(insert, table: Table, names: tuple[str, ...], keep: frozenset[str] | None):
    """Let an insert overwrite the row of its key; without `keep`, the key must be new."""
    if keep is None:
        return insert
    key = [column.name for column in table.primary_key]
    named = [name for name in names if name not in key and name not in keep]
    if not named:
        return insert.on_conflict_do_nothing(index_elements=key)
    written = {name: insert.excluded[name] for name in named}
    return insert.on_conflict_do_update(index_elements=key, set_=written)


def _check(model: type, rows: Sequence[dict]) -> None:
    """Refuse rows of an owner other than the scope's."""
    if not issubclass(model, Tenant):
        return
    scope = current()
    if scope is None or any(row["owner"] != scope.org for row in rows):
        raise ScopeMissing(f"{model.__name__} rows of another owner than the scope's")
