"""Cases say what is at stake, whose team they are, what they share and what is contested.

Queues are sorted by what is at stake. What is there is filled in by severity alone;
`flask ledger rebuild` works the rest out from the orders.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount, Day, Id, Key, Moment

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_PRESSING = ("live = 1 AND state <> 'cleared'", "live AND state <> 'cleared'")
_BY_STAKE = ["stake", "case"]
NEW = {
    "person": (["owner", "person", *_BY_STAKE], _PRESSING),
    "team": (["owner", "team", *_BY_STAKE], _PRESSING),
    "rule": (["owner", "rule", *_BY_STAKE], _PRESSING),
    "partner": (["owner", "partner", *_BY_STAKE], _PRESSING),
    "stake": (["owner", *_BY_STAKE], _PRESSING),
    "unowned": (
        ["owner", *_BY_STAKE],
        tuple(f"{where} AND person IS NULL" for where in _PRESSING),
    ),
    "state": (["owner", "state", *_BY_STAKE], ("live = 1", "live")),
    "contested": (["owner", "contested_at", "case"], ("contested_at IS NOT NULL",) * 2),
    "shared": (["owner", "shared", "live", *_BY_STAKE], ("shared IS NOT NULL",) * 2),
}
OLD = {
    "person": (["owner", "person", "due_at", "case"], _PRESSING),
    "state": (["owner", "state", "due_at"], ("live = 1", "live")),
}


def upgrade() -> None:
    """Go up one step."""
    for name in OLD:
        op.drop_index(f"ix_case_reading_{name}", "case_reading")
    with op.batch_alter_table("case_reading") as batch:
        for name in ("reason", "team", "currency"):
            batch.add_column(sa.Column(name, Key, nullable=False, server_default=""))
        for name in ("partner", "stake", "moves"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("amount", Amount, nullable=True))
        batch.add_column(sa.Column("day", Day(), nullable=True))
        batch.add_column(sa.Column("shared", Id(), nullable=True))
        batch.add_column(sa.Column("contested_at", Moment(), nullable=True))
    op.execute("UPDATE case_reading SET stake = severity * 100000 WHERE live")
    with op.batch_alter_table("case_reading") as batch:
        for name in ("reason", "team", "currency", "partner", "stake", "moves"):
            batch.alter_column(name, server_default=None)
    _make(NEW)


def downgrade() -> None:
    """Go down one step."""
    for name in NEW:
        op.drop_index(f"ix_case_reading_{name}", "case_reading")
    with op.batch_alter_table("case_reading") as batch:
        for name in ("moves", "contested_at", "shared", "day", "currency", "amount", "stake",
                     "team", "partner", "reason"):  # fmt: skip
            batch.drop_column(name)
    _make(OLD)


def _make(indexes: dict) -> None:
    for name, (columns, (lite, big)) in indexes.items():
        op.create_index(
            f"ix_case_reading_{name}",
            "case_reading",
            columns,
            sqlite_where=sa.text(lite),
            postgresql_where=sa.text(big),
        )
