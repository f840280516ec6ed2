"""How right forecasts were: runs, their figures, and the forecasts the newest one judged.

And an index of orders whose data are weak.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Id, Json, Key, Moment

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
TABLES = ("accuracy_run", "accuracy_figure", "accuracy_said")


def _lens(name: str, type_: str) -> str:
    return f"(select nullif(current_setting('app.lens_{name}', true), '')::{type_})"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "accuracy_run",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "version", name=op.f("pk_accuracy_run")),
    )
    op.create_table(
        "accuracy_figure",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("source", Key, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("cut", Key, nullable=False),
        sa.Column("name", Key, nullable=False),
        sa.Column("model", Key, nullable=False),
        sa.Column("doc", Json(), nullable=False),
        sa.PrimaryKeyConstraint(
            "owner", "version", "kind", "source", "days", "cut", "name",
            name=op.f("pk_accuracy_figure"),
        ),
        sa.ForeignKeyConstraint(
            ["owner", "version"],
            ["accuracy_run.owner", "accuracy_run.version"],
            name=op.f("fk_accuracy_figure_owner"),
        ),
    )  # fmt: skip
    _said()
    weak = sa.text("line = 0 AND confidence < 60")
    op.create_index(
        "ix_outlook_weak", "outlook", ["owner", "order"], sqlite_where=weak, postgresql_where=weak
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            _put_policies(table)


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_outlook_weak", "outlook")
    for table in reversed(TABLES):
        op.drop_table(table)


def _said() -> None:
    op.create_table(
        "accuracy_said",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("source", Key, nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("stage", Key, nullable=False),
        sa.Column("step", sa.Boolean(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("lane", Key, nullable=False),
        *(sa.Column(name, Day(), nullable=False) for name in ("p10", "p50", "p90")),
        *(sa.Column(name, Day(), nullable=True) for name in ("promise", "lane_day")),
        sa.Column("chance", sa.Double(), nullable=True),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("came", Day(), nullable=False),
        sa.Column("off", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "n", name=op.f("pk_accuracy_said")),
    )
    op.create_index("ix_accuracy_said_kind", "accuracy_said", ["owner", "kind", "source", "n"])


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
