"""Dry runs of tolerances, and an index of the answers they are tried on."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Json, Key, Moment

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
ANSWERS = sa.text("kind = 'response'")


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "trial",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("doc", Json(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("state", Key, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("counts", Json(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_trial")),
    )
    op.create_index("ix_trial_made_at", "trial", ["owner", "made_at"])
    op.create_table(
        "trial_row",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("trial", Id(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("number", Key, nullable=False),
        sa.Column("no", Key, nullable=False),
        sa.Column("says", Key, nullable=False),
        sa.Column("really", Key, nullable=False),
        sa.Column("rules", Json(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "trial", "n", name=op.f("pk_trial_row")),
        sa.ForeignKeyConstraint(
            ["owner", "trial"], ["trial.owner", "trial.id"], name=op.f("fk_trial_row_owner")
        ),
    )
    op.create_index("ix_trial_row_says", "trial_row", ["owner", "trial", "says", "really", "n"])
    op.create_index(
        "ix_event_answers",
        "event",
        ["owner", "recorded_at", "stream", "seq"],
        sqlite_where=ANSWERS,
        postgresql_where=ANSWERS,
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("trial", "trial_row"):
            _put_policies(table)


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_event_answers", "event")
    op.drop_table("trial_row")
    op.drop_table("trial")


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
