"""Where package numbers come from: one series for each organisation that sends."""

import sqlalchemy as sa
from alembic import op

from portal.db import Key

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; as accounts, it is for the login role and the keeper only."""
    op.create_table(
        "numbering",
        sa.Column("org", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prefix", Key, nullable=False),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org"], ["organisation.id"], name=op.f("fk_numbering_org")),
        sa.PrimaryKeyConstraint("org", name=op.f("pk_numbering")),
    )
    if op.get_bind().dialect.name == "postgresql":
        rights = "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f"GRANT {rights} ON numbering TO portal_app, portal_keeper")


def downgrade() -> None:
    """Refuse: numbers that were given would be given again."""
    raise RuntimeError("Package numbers would be given twice. Restore a backup instead.")
