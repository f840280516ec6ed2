"""An outlook says on how many past orders it rests; a chance is never shown without.

Outlooks that were worked out before are worked out anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step."""
    orders = sa.Column("orders", sa.Integer(), nullable=False, server_default="0")
    op.add_column("outlook", orders)
    with op.batch_alter_table("outlook") as batch:
        batch.alter_column("orders", server_default=None)
    op.execute("UPDATE due SET outlook_at = check_at")


def downgrade() -> None:
    """Go down one step."""
    with op.batch_alter_table("outlook") as batch:
        batch.drop_column("orders")
