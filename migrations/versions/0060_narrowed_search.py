"""A search may be narrowed by kind and partner: the index knows both of each order."""

from alembic import op

from portal.journey.search.ddl import NARROWED

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step. What is in the index already is marked."""
    for statement in NARROWED[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Go down one step. Marks do no harm, and the function is one that any index has."""
