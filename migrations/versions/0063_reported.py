"""A row that ships says whether goods reported before are the ones in its shipment."""

import sqlalchemy as sa
from alembic import op

from portal.db import Key

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step."""
    with op.batch_alter_table("bundle_row") as table:
        table.add_column(sa.Column("reported", Key, nullable=False, server_default=""))
    with op.batch_alter_table("bundle_row") as table:
        table.alter_column("reported", server_default=None)


def downgrade() -> None:
    """Go down one step."""
    with op.batch_alter_table("bundle_row") as table:
        table.drop_column("reported")
