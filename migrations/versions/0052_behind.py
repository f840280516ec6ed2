"""The lines by which rules were judged, and what each rule said of them.

Figures say where their rows begin; those that were kept before do not, and are worked out anew.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Id, Key, Moment

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
TABLES = ("accuracy_due", "accuracy_alarm")
ONCE = ("accuracy_said", "accuracy_figure", "accuracy_run")  # worked out anew by the worker


def _lens(name: str, type_: str) -> str:
    return f"(select nullif(current_setting('app.lens_{name}', true), '')::{type_})"


def upgrade() -> None:
    """Go up one step."""
    _forget()
    op.drop_index("ix_accuracy_said_kind", "accuracy_said")
    for column in ("stage", "partner", "lane"):
        op.create_index(f"ix_accuracy_said_{column}", "accuracy_said", ["owner", column, "n"])
    _lines()
    _alarms()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            _put_policies(table)


def downgrade() -> None:
    """Go down one step."""
    _forget()
    for table in reversed(TABLES):
        op.drop_table(table)
    for column in ("stage", "partner", "lane"):
        op.drop_index(f"ix_accuracy_said_{column}", "accuracy_said")
    op.create_index("ix_accuracy_said_kind", "accuracy_said", ["owner", "kind", "source", "n"])


def _forget() -> None:
    """Throw away what the next look back writes; on PostgreSQL past its own policies."""
    forced = op.get_bind().dialect.name == "postgresql"
    for table in ONCE:
        if forced:
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"DELETE FROM {table}")
        if forced:
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _lines() -> None:
    op.create_table(
        "accuracy_due",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("came", Day(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "n", name=op.f("pk_accuracy_due")),
    )
    op.create_index("ix_accuracy_due_late", "accuracy_due", ["owner", "late", "n"])


def _alarms() -> None:
    op.create_table(
        "accuracy_alarm",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("rule", Key, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "rule", "n", name=op.f("pk_accuracy_alarm")),
        sa.ForeignKeyConstraint(
            ["owner", "n"],
            ["accuracy_due.owner", "accuracy_due.n"],
            name=op.f("fk_accuracy_alarm_owner"),
        ),
    )
    op.create_index("ix_accuracy_alarm_late", "accuracy_alarm", ["owner", "rule", "late", "n"])


def _put_policies(table: str) -> None:
    mine = f"owner = {ME}"
    narrow = (("partner", "int"), ("since", "timestamptz"), ("until", "timestamptz"),
              ("order", "uuid"))  # fmt: skip
    whole = " AND ".join(f"{_lens(*one)} IS NULL" for one in narrow)
    lens = f"owner = {_lens('owner', 'int')} AND {whole}"
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_own ON {table} FOR SELECT TO portal_own USING ({mine})",
        f"CREATE POLICY {table}_lens ON {table} FOR SELECT TO portal_lens USING ({lens})",
        f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})",
        f"GRANT SELECT ON {table} TO portal_own, portal_lens",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper",
    ):
        op.execute(statement)
