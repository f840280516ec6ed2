"""The list of shipments tells what was received, and finds what a carrier carries.

Readings are worked out again by `flask ledger rebuild`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLE = "shipment_reading"
KEY = sa.String(collation="C").with_variant(sa.String(), "sqlite")
NEWEST = ("announced_at", "shipment")
INDEXES = {
    "carrier_key": (("carrier_key", *NEWEST), {}),
    "carrier": (("carrier", *NEWEST), {}),
    "cancelled": (NEWEST, {"sqlite": "cancelled = 1", "postgresql": "cancelled"}),
    "received": (
        NEWEST,
        {
            "sqlite": "received = 1 AND cancelled = 0",
            "postgresql": "received AND NOT cancelled",
        },
    ),
    "there": (
        NEWEST,
        {
            "sqlite": "open = 0 AND cancelled = 0 AND received = 0",
            "postgresql": "NOT open AND NOT cancelled AND NOT received",
        },
    ),
}


def upgrade() -> None:
    """Go up one step."""
    for table in (TABLE, "content_reading"):
        told = sa.Column("received", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, told)
    op.add_column(TABLE, sa.Column("carrier_key", KEY, nullable=False, server_default=""))
    for table, names in ((TABLE, ("received", "carrier_key")), ("content_reading", ("received",))):
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, server_default=None)
    for name, (columns, where) in INDEXES.items():
        how = {f"{engine}_where": sa.text(said) for engine, said in where.items()}
        op.create_index(f"ix_{TABLE}_{name}", TABLE, ["owner", *columns], **how)


def downgrade() -> None:
    """Go down one step."""
    for name in INDEXES:
        op.drop_index(f"ix_{TABLE}_{name}", TABLE)
    op.drop_column(TABLE, "carrier_key")
    for table in (TABLE, "content_reading"):
        op.drop_column(table, "received")
