"""Names are found in any case, whatever their letters and however the server was set up."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

# A server set up with the locale C knows only A to Z. The first of these that it has is taken.
KNOWING = ("pg_c_utf8", "und-x-icu", "C.utf8", "C.UTF-8")


def upgrade() -> None:
    """Go up one step."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    there = set(bind.scalars(sa.text("SELECT collname FROM pg_collation")))
    name = next((one for one in KNOWING if one in there), "default")
    op.execute(
        "CREATE FUNCTION folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE"
        f' AS $$ SELECT lower(said COLLATE "{name}") $$'
    )


def downgrade() -> None:
    """Go down one step."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION folded(text)")
