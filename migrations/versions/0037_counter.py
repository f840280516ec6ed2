"""What the owner wants instead of a proposal stands on the list of lines."""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount, Day

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step. Nobody has countered anything yet; a refusal has a name of its own now."""
    op.add_column("line_reading", sa.Column("counter_day", Day(), nullable=True))
    op.add_column("line_reading", sa.Column("countered", Amount(), nullable=True))
    op.execute("UPDATE line_reading SET view = 'rejected' WHERE view = 'blocked'")


def downgrade() -> None:
    """Go down one step."""
    op.execute("UPDATE line_reading SET view = 'blocked' WHERE view = 'rejected'")
    with op.batch_alter_table("line_reading") as batch_op:
        batch_op.drop_column("countered")
        batch_op.drop_column("counter_day")
