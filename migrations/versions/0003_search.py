"""The search index: tables that are no models, and on PostgreSQL the functions before them."""

from alembic import op

from portal.journey.search.ddl import POSTGRESQL, SQLITE

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def upgrade() -> None:
    """Make the index; it is filled by `flask ledger rebuild`."""
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Throw the index away; nothing in it is not in the ledger too."""
    if op.get_bind().dialect.name == "sqlite":
        for table in ("find_part", "find_word", "find_doc"):
            op.execute(f"DROP TABLE {table}")
        return
    op.execute("DROP FUNCTION find_orders")
    op.execute("DROP FUNCTION find_put(text)")
    op.execute("DROP SCHEMA find CASCADE")
