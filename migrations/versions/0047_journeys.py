"""Which orders follow which version of a journey is counted, and found to be moved."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step."""
    op.create_index(
        "ix_order_reading_journey",
        "order_reading",
        ["owner", "journey_version", "open", "order"],
    )


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_order_reading_journey", table_name="order_reading")
