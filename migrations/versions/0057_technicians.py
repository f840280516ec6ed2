"""Names of technicians are found by an index: who has another visit, whose name is erased."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

NAMED = {
    "sqlite_where": sa.text("name = 'technician'"),
    "postgresql_where": sa.text("name = 'technician'"),
}


def upgrade() -> None:
    """Go up one step."""
    columns = ["owner", "text", "stream", "seq"]
    op.create_index("ix_event_detail_technician", "event_detail", columns, **NAMED)


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_event_detail_technician", "event_detail")
