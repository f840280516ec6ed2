"""Writing many rows with one statement, on either engine, under the same owner rule."""

from collections.abc import Sequence

from sqlalchemy.dialects import postgresql, sqlite

from portal.db.handle import db
from portal.db.scope import Tenant, current
from portal.errors import ScopeMissing

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_rows(model: type, rows: Sequence[dict]) -> None:
    """Add `rows` (column name → value) to the model's table."""
    if rows:
        _check(model, rows)
        db.session.connection().execute(model.__table__.insert(), list(rows))


def upsert_rows(model: type, rows: Sequence[dict], keep: frozenset[str] = frozenset()) -> None:
    """Add `rows`, or overwrite the row of the same key, but for the columns in `keep`.

    Only readings and desk tables; the ledger is never overwritten.
    """
    if not rows:
        return
    _check(model, rows)
    connection = db.session.connection()
    table = model.__table__
    insert = _INSERT[connection.dialect.name](table)
    key = [column.name for column in table.primary_key]
    named = set(rows[0]) - set(key) - keep
    if named:
        insert = insert.on_conflict_do_update(
            index_elements=key, set_={name: insert.excluded[name] for name in named}
        )
    else:
        insert = insert.on_conflict_do_nothing(index_elements=key)
    connection.execute(insert, list(rows))


def _check(model: type, rows: Sequence[dict]) -> None:
    """Refuse rows of an owner other than the scope's."""
    if not issubclass(model, Tenant):
        return
    scope = current()
    if scope is None or any(row["owner"] != scope.org for row in rows):
        raise ScopeMissing(f"{model.__name__} rows of another owner than the scope's")
