"""Rows of a file that were taken, but of which somebody should know, are counted.

What is wrong with them stands beside what is wrong with the rows that were set aside.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step."""
    noted = sa.Column("noted", sa.Integer(), nullable=False, server_default="0")
    op.add_column("message", noted)
    with op.batch_alter_table("message") as batch:
        batch.alter_column("noted", server_default=None)


def downgrade() -> None:
    """Go down one step."""
    op.drop_column("message", "noted")
