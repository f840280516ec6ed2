"""A rebuild of the readings that was killed goes on where it was."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Key, Moment

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "rebuild",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("last", Id(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_rebuild")),
    )
    if op.get_bind().dialect.name == "postgresql":
        mine = f"owner = {ME}"
        for statement in (
            "ALTER TABLE rebuild ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE rebuild FORCE ROW LEVEL SECURITY",
            "CREATE POLICY rebuild_keeper ON rebuild FOR ALL TO portal_keeper"
            f" USING ({mine}) WITH CHECK ({mine})",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON rebuild TO portal_keeper",
        ):
            op.execute(statement)


def downgrade() -> None:
    """Go down one step."""
    op.drop_table("rebuild")
