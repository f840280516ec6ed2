"""Keys by which an organisation's machines ask."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Key, Moment

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "api_key",
        sa.Column("id", Id(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", Key, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.ForeignKeyConstraint(["org"], ["organisation.id"], name=op.f("fk_api_key_org")),
    )
    op.create_index("ix_api_key_token", "api_key", ["token"], unique=True)
    op.create_index("ix_api_key_org", "api_key", ["org", "created_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON api_key TO portal_app, portal_keeper")


def downgrade() -> None:
    """Go down one step."""
    op.drop_table("api_key")
