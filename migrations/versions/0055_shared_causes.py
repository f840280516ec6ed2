"""Causes that several cases share, such as a vessel or a strike."""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Id, Key, Moment

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "shared_cause",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", Day(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        *(sa.Column(name, Key, nullable=False) for name in ("reason", "cause", "accountable")),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_shared_cause")),
    )
    over = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_shared_cause_open",
        "shared_cause",
        ["owner", "made_at"],
        sqlite_where=over,
        postgresql_where=over,
    )
    op.create_index("ix_shared_cause_made", "shared_cause", ["owner", "made_at"])
    if op.get_bind().dialect.name == "postgresql":
        mine = f"owner = {ME}"
        for statement in (
            "ALTER TABLE shared_cause ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE shared_cause FORCE ROW LEVEL SECURITY",
            "CREATE POLICY shared_cause_own ON shared_cause FOR SELECT TO portal_own"
            f" USING ({mine})",
            "CREATE POLICY shared_cause_keeper ON shared_cause FOR ALL TO portal_keeper"
            f" USING ({mine}) WITH CHECK ({mine})",
            "GRANT SELECT ON shared_cause TO portal_own",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON shared_cause TO portal_keeper",
        ):
            op.execute(statement)


def downgrade() -> None:
    """Go down one step."""
    op.drop_table("shared_cause")
