"""The paths lines took, the tallies over them, and what each milestone was worth.

They are worked out by `flask insight paths --all` and `flask insight milestones`.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Json, Key, Moment

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
CELL, PLACE = ("owner", "kind", "template"), ("month", "order", "line")
INDEXES = {
    "line_path": {
        "cell": (*CELL, *PLACE),
        "partner": (*CELL, "partner", *PLACE),
        "variant": (*CELL, "variant", *PLACE),
        "both": (*CELL, "partner", "variant", *PLACE),
    },
    "path_mark": {
        "cell": (*CELL, "code", "mark", *PLACE),
        "partner": (*CELL, "code", "mark", "partner", *PLACE),
    },
}


def upgrade() -> None:
    """Go up one step."""
    made = {
        "line_path": (_line_path(), ("order", "line")),
        "paths_read": (_moments("seen_at", "read_at"), ()),
        "path_mark": (_path_mark(), ("order", "line", "code", "mark")),
        "path_tally": (_path_tally(), ("kind", "template", "partner", "month", "variant")),
        "step_tally": (_step_tally(), ("kind", "template", "partner", "month", "code")),
        "milestone_worth": (_worth(), ("kind", "template", "code")),
    }
    for table, (columns, key) in made.items():
        op.create_table(
            table,
            sa.Column("owner", sa.Integer(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("owner", *key, name=f"pk_{table}"),
        )
        for name, named in INDEXES.get(table, {}).items():
            op.create_index(f"ix_{table}_{name}", table, list(named))
        if op.get_bind().dialect.name == "postgresql":
            _put_policies(table)
    op.create_index(
        "ix_line_path_uncounted",
        "line_path",
        [*CELL, "partner", "month"],
        sqlite_where=sa.text("counted = 0"),
        postgresql_where=sa.text("NOT counted"),
    )


def downgrade() -> None:
    """Go down one step."""
    for table in ("milestone_worth", "step_tally", "path_tally", "path_mark", "paths_read"):
        op.drop_table(table)
    op.drop_table("line_path")


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, Key, nullable=False) for name in names]


def _numbers(*names: str, null: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=null) for name in names]


def _moments(*names: str) -> list[sa.Column]:
    return [sa.Column(name, Moment(), nullable=False) for name in names]


def _of_line() -> list[sa.Column]:
    return [sa.Column("order", Id(), nullable=False), *_numbers("line")]


def _line_path() -> list[sa.Column]:
    return [
        *_of_line(),
        *_texts("kind", "template", "month", "variant"),
        *_numbers("partner"),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("odd", Json(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        *_numbers("days", null=True),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("told", Json(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
    ]


def _path_mark() -> list[sa.Column]:
    names = _texts("code", "mark", "kind", "template", "month")
    return [*_of_line(), *names, *_numbers("partner")]


def _path_tally() -> list[sa.Column]:
    return [
        *_texts("kind", "template", "month", "variant"),
        *_numbers("partner", "lines", "judged", "late", "followed"),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("odd", Json(), nullable=False),
        sa.Column("days", Json(), nullable=False),
        sa.Column("counted_at", Moment(), nullable=False),
    ]


def _step_tally() -> list[sa.Column]:
    counts = ("place", "lines", "reported", "skipped", "repeated", "strayed", "told_late")
    return [*_texts("kind", "template", "month", "code"), *_numbers("partner", *counts)]


def _worth() -> list[sa.Column]:
    days = ("with_mae", "without_mae", "low", "high", "earlier")
    return [
        *_texts("kind", "template", "code"),
        *_numbers("lines", "late"),
        *(sa.Column(name, sa.Double(), nullable=True) for name in days),
        sa.Column("cut", Moment(), nullable=False),
        sa.Column("computed_at", Moment(), nullable=False),
    ]


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
