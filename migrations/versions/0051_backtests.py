"""Backtests of rules, and the orders each spoke of."""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Id, Json, Key, Moment

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
TABLES = ("backtest", "backtest_row")


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "backtest",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("rule", Key, nullable=False),
        sa.Column("asked", Json(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("state", Key, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("last", Id(), nullable=True),
        sa.Column("span", Json(), nullable=True),
        sa.Column("tallies", Json(), nullable=False),
        sa.Column("buyers", sa.Integer(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_backtest")),
    )
    op.create_index("ix_backtest_rule", "backtest", ["owner", "rule", "made_at"])
    op.create_table(
        "backtest_row",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("backtest", Id(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("what", Key, nullable=False),
        sa.Column("at", Moment(), nullable=True),
        sa.Column("day", Day(), nullable=True),
        sa.Column("came", Moment(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "backtest", "n", "order", name=op.f("pk_backtest_row")),
        sa.ForeignKeyConstraint(
            ["owner", "backtest"],
            ["backtest.owner", "backtest.id"],
            name=op.f("fk_backtest_row_owner"),
        ),
    )
    op.create_index(
        "ix_backtest_row_what", "backtest_row", ["owner", "backtest", "n", "what", "order"]
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            _put_policies(table)


def downgrade() -> None:
    """Go down one step."""
    for table in reversed(TABLES):
        op.drop_table(table)


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
