"""What was put down to a partner is listed over all its orders, the newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

PUT_DOWN = sa.text("kind = 'case.attributed'")


def upgrade() -> None:
    """Go up one step."""
    op.create_index(
        "ix_event_put_down",
        "event",
        ["owner", "shared_with", "recorded_at", "stream", "seq"],
        sqlite_where=PUT_DOWN,
        postgresql_where=PUT_DOWN,
    )


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_event_put_down", "event")
