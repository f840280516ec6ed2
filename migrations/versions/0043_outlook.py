"""Expected delivery: fitted models, what they say of open lines, and what they said before.

Orders are worked out again by the worker. Where goods come from is a column of a line's
reading: `flask ledger rebuild` fills it in.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Id, Json, Key, Moment

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
LIKELY = (("line", "line > 0", ("line", "part")), ("order", "line = 0", ()))


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "foresight",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("step", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fitted_at", Moment(), nullable=False),
        sa.Column("cut", Moment(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("model", sa.LargeBinary(), nullable=False),
        sa.Column("track", Json(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", "step", "version", name="pk_foresight"),
    )
    _outlook()
    _past()
    _due()
    origin = sa.Column("origin", Key, nullable=False, server_default="")
    op.add_column("line_reading", origin)
    with op.batch_alter_table("line_reading") as batch:
        batch.alter_column("origin", server_default=None)
    if op.get_bind().dialect.name == "postgresql":
        for table in ("foresight", "outlook", "outlook_past"):
            _put_policies(table)


def downgrade() -> None:
    """Go down one step."""
    with op.batch_alter_table("line_reading") as batch:
        batch.drop_column("origin")
    op.drop_index("ix_due_outlook_at", "due")
    op.execute("DELETE FROM due WHERE check_at IS NULL")
    with op.batch_alter_table("due") as batch:
        batch.drop_column("outlook_at")
        batch.alter_column("check_at", existing_type=Moment(), nullable=False)
    op.drop_table("outlook_past")
    op.drop_table("outlook")
    op.drop_table("foresight")


def _said() -> list[sa.Column]:
    return [
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("model", Key, nullable=False),
        sa.Column("stage", Key, nullable=False),
        sa.Column("chance", sa.Double(), nullable=True),
        sa.Column("promise", Day(), nullable=True),
    ]


def _outlook() -> None:
    op.create_table(
        "outlook",
        *_said(),
        sa.Column("as_of", Moment(), nullable=False),
        *(sa.Column(name, Day(), nullable=True) for name in ("p10", "p50", "p90", "late_from")),
        sa.Column("likely", sa.Boolean(), nullable=False),
        sa.Column("base", Json(), nullable=False),
        sa.Column("miles", Json(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("reasons", Json(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "order", "line", "part", name="pk_outlook"),
    )
    for name, where, more in LIKELY:
        op.create_index(
            f"ix_outlook_likely_{name}",
            "outlook",
            ["owner", "late_from", "order", *more],
            sqlite_where=sa.text(f"likely = 1 AND {where}"),
            postgresql_where=sa.text(f"likely AND {where}"),
        )


def _past() -> None:
    op.create_table(
        "outlook_past",
        *_said(),
        sa.Column("at", Moment(), nullable=False),
        *(sa.Column(name, Day(), nullable=False) for name in ("p10", "p50", "p90")),
        sa.Column("lane_day", Day(), nullable=True),
        sa.Column("lane_rate", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "order", "line", "part", "at", name="pk_outlook_past"),
    )
    op.create_index("ix_outlook_past_at", "outlook_past", ["owner", "at"])


def _due() -> None:
    op.add_column("due", sa.Column("outlook_at", Moment(), nullable=True))
    with op.batch_alter_table("due") as batch:
        batch.alter_column("check_at", existing_type=Moment(), nullable=True)
    op.create_index("ix_due_outlook_at", "due", ["owner", "outlook_at"])


def _put_policies(table: str) -> None:
    mine = f"owner = {ME}"
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_own ON {table} FOR SELECT TO portal_own USING ({mine})",
        f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})",
        f"GRANT SELECT ON {table} TO portal_own",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper",
    ):
        op.execute(statement)
