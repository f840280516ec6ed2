"""How much of a delivery is announced in shipments, for those who choose what to send next."""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount

revision = "0035"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was announced yet, so nothing has to be filled in."""
    op.add_column(
        "line_reading", sa.Column("announced", Amount(), nullable=False, server_default="0")
    )
    with op.batch_alter_table("line_reading") as batch_op:
        batch_op.alter_column(
            "announced", server_default=None, existing_type=Amount(), existing_nullable=False
        )


def downgrade() -> None:
    """Throw the column away."""
    with op.batch_alter_table("line_reading") as batch_op:
        batch_op.drop_column("announced")
