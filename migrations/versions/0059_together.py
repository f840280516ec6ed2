"""A case is about all of a shipment where the trouble is the shipment's; repeats are counted.

What is there stays as it is until it is looked at: orders with a live case of a rule that now
speaks of shipments are due at once, and their cases become those of the shipments with all that
was done on them. `flask ledger rebuild` counts repeats of before.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Id

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

SUBJECT = ["owner", "stream", "line", "part", "rule"]
TOGETHER = ("stalled", "customs_held", "held_up", "delivery_failed", "not_received")


def upgrade() -> None:
    """Go up one step."""
    with op.batch_alter_table("case_reading") as table:
        table.add_column(sa.Column("shipment", Id(), nullable=True))
        table.add_column(sa.Column("seen", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("case_reading") as table:
        table.alter_column("seen", server_default=None)
    op.drop_index("uq_case_reading_live", "case_reading")
    _index("uq_case_reading_live", SUBJECT, "live = 1 AND shipment IS NULL", unique=True)
    whole = "live = 1 AND shipment IS NOT NULL"
    _index("uq_case_reading_shipment", ["owner", "shipment", "rule"], whole, unique=True)
    columns = ["owner", "shipment", "opened_at"]
    _index("ix_case_reading_shipment", columns, "shipment IS NOT NULL")
    _look_again()


def downgrade() -> None:
    """Go down one step."""
    for name in ("ix_case_reading_shipment", "uq_case_reading_shipment", "uq_case_reading_live"):
        op.drop_index(name, "case_reading")
    with op.batch_alter_table("case_reading") as table:
        table.drop_column("seen")
        table.drop_column("shipment")
    _index("uq_case_reading_live", SUBJECT, "live = 1", unique=True)


def _index(name: str, columns: list[str], where: str, unique: bool = False) -> None:
    op.create_index(
        name,
        "case_reading",
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where.replace("live = 1", "live")),
    )


def _look_again() -> None:
    """Let the next sweep look at the orders that have such cases; past the tables' policies."""
    forced = op.get_bind().dialect.name == "postgresql"
    for table in ("due", "case_reading") if forced else ():
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    rules = ", ".join(f"'{name}'" for name in TOGETHER)
    live = "live" if forced else "live = 1"
    op.execute(
        "INSERT INTO due (owner, stream, check_at) SELECT owner, stream, MIN(opened_at)"
        f" FROM case_reading WHERE {live} AND rule IN ({rules}) GROUP BY owner, stream"
        " ON CONFLICT (owner, stream) DO UPDATE SET check_at = excluded.check_at"
    )
    for table in ("due", "case_reading") if forced else ():
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
