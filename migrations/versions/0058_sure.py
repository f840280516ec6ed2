"""Orders can be listed by how far their record is trusted, the least first."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

WHOLE = sa.text("line = 0")
WEAK = sa.text("line = 0 AND confidence < 60")


def upgrade() -> None:
    """Go up one step."""
    op.drop_index("ix_outlook_weak", "outlook")
    op.create_index(
        "ix_outlook_sure",
        "outlook",
        ["owner", "confidence", "order"],
        sqlite_where=WHOLE,
        postgresql_where=WHOLE,
    )


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_outlook_sure", "outlook")
    op.create_index(
        "ix_outlook_weak", "outlook", ["owner", "order"], sqlite_where=WEAK, postgresql_where=WEAK
    )
