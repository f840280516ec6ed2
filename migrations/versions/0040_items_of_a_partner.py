"""A supplier narrows the list of lines to an item, among tens of thousands of its lines."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0034"
branch_labels = None
depends_on = None

NAME = "ix_line_reading_partner_item_view"
COLUMNS = ["owner", "partner", "item", "view", "late_from", "order", "line", "part"]
OPEN = {"sqlite_where": sa.text("open = 1"), "postgresql_where": sa.text("open")}


def upgrade() -> None:
    """Go up one step."""
    op.create_index(NAME, "line_reading", COLUMNS, **OPEN)


def downgrade() -> None:
    """Go down one step."""
    op.drop_index(NAME, "line_reading")
