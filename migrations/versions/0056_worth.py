"""What milestones are worth: delays seen surely earlier, false alarms, and which are not missed.

Paths are shown to an auditor whose grant leaves nothing out. What milestones were worth is worked
out again by `flask insight milestones`, or by the worker within minutes.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Key, Moment

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
LENS = {"owner": "int", "partner": "int", "since": "timestamptz", "until": "timestamptz",
        "order": "uuid"}  # fmt: skip
PATHS = ("line_path", "path_mark", "path_tally", "step_tally")
WORTH = "milestone_worth"


def upgrade() -> None:
    """Go up one step."""
    _read_all_again()
    op.drop_table(WORTH)
    _make("with_mae", "without_mae", "low", "high", "earlier", "surely", "alarms", "alarms_less",
          "all_with", "all_without", texts=("kind", "template", "code", "role"))  # fmt: skip
    if op.get_bind().dialect.name == "postgresql":
        _put_policies()
        for table in (*PATHS, WORTH):
            _show_lens(table)


def downgrade() -> None:
    """Go down one step."""
    if op.get_bind().dialect.name == "postgresql":
        for table in PATHS:
            op.execute(f"DROP POLICY {table}_lens ON {table}")
            op.execute(f"REVOKE SELECT ON {table} FROM portal_lens")
    op.drop_table(WORTH)
    _make("with_mae", "without_mae", "low", "high", "earlier", texts=("kind", "template", "code"))
    if op.get_bind().dialect.name == "postgresql":
        _put_policies()


def _read_all_again() -> None:
    """Let the worker read all paths again: steps that no journey expects count from now on."""
    here = op.get_bind().dialect.name == "postgresql"
    op.execute("TRUNCATE paths_read" if here else "DELETE FROM paths_read")


def _make(*days: str, texts: tuple[str, ...]) -> None:
    op.create_table(
        WORTH,
        sa.Column("owner", sa.Integer(), nullable=False),
        *(sa.Column(name, Key, nullable=False) for name in texts),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("lines", "late")),
        *(sa.Column(name, sa.Double(), nullable=True) for name in days),
        *(sa.Column(name, Moment(), nullable=False) for name in ("cut", "computed_at")),
        sa.PrimaryKeyConstraint("owner", "kind", "template", "code", name=f"pk_{WORTH}"),
    )


def _put_policies() -> None:
    mine = f"owner = {ME}"
    for statement in (
        f"ALTER TABLE {WORTH} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {WORTH} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {WORTH}_own ON {WORTH} FOR SELECT TO portal_own USING ({mine})",
        f"CREATE POLICY {WORTH}_keeper ON {WORTH} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})",
        f"GRANT SELECT ON {WORTH} TO portal_own",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {WORTH} TO portal_keeper",
    ):
        op.execute(statement)


def _show_lens(table: str) -> None:
    said = {
        name: f"(select nullif(current_setting('app.lens_{name}', true), '')::{type_})"
        for name, type_ in LENS.items()
    }
    whole = " AND ".join(f"{said[name]} IS NULL" for name in LENS if name != "owner")
    op.execute(
        f"CREATE POLICY {table}_lens ON {table} FOR SELECT TO portal_lens"
        f" USING (owner = {said['owner']} AND {whole})"
    )
    op.execute(f"GRANT SELECT ON {table} TO portal_lens")
