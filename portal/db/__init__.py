"""The database: handle, portable types, scope, transactions.

In:   models from the rooms, a scope from the doors.
Out:  rows the scope may see.
Rule: no query on a tenant table without a scope; nobody commits but `transaction`.
"""

from portal.db.bulk import as_written, insert_rows, upsert_rows
from portal.db.casing import begins, folded, holds
from portal.db.handle import Base, db, init_app, migrate, one_writer
from portal.db.ids import uuid7
from portal.db.scope import (
    OwnDesk,
    Scope,
    Tenant,
    current,
    door,
    enter,
    keeper,
    taken,
    tenants,
    worker,
)
from portal.db.transaction import flush, transaction
from portal.db.types import (
    LARGEST,
    Amount,
    Day,
    Digest,
    Id,
    Json,
    Key,
    Moment,
    Org,
    moment_of,
    moment_text,
)
from portal.db.walls import TablesMissing, WallsMissing, check_tables, check_walls

__all__ = [
    "LARGEST",
    "Amount",
    "Base",
    "Day",
    "Digest",
    "Id",
    "Json",
    "Key",
    "Moment",
    "Org",
    "OwnDesk",
    "Scope",
    "Tenant",
    "TablesMissing",
    "WallsMissing",
    "as_written",
    "begins",
    "check_tables",
    "check_walls",
    "current",
    "db",
    "door",
    "folded",
    "holds",
    "enter",
    "flush",
    "init_app",
    "insert_rows",
    "keeper",
    "migrate",
    "moment_of",
    "moment_text",
    "one_writer",
    "taken",
    "tenants",
    "transaction",
    "upsert_rows",
    "uuid7",
    "worker",
]
