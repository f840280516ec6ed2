"""Rows of a bundle may announce shipments, and say what would follow from an answer."""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount, Day, Id, Json, Key

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

WORDS = {
    "note": Key,
    "carrier": Key,
    "tracking": sa.String,
    "container": sa.String,
    "follows": Json,
}
OTHERS = {"ship_qty": Amount, "ship_day": Day, "shipment": Id}


def upgrade() -> None:
    """Nothing shipped by a row yet, so nothing has to be filled in."""
    for name, type_ in OTHERS.items():
        op.add_column("bundle_row", sa.Column(name, type_(), nullable=True))
    for name, type_ in WORDS.items():
        column = sa.Column(name, _made(type_), nullable=False, server_default="")
        op.add_column("bundle_row", column)
    no = sa.false()
    op.add_column("bundle_row", sa.Column("answered", sa.Boolean(), nullable=False,
                                          server_default=no))  # fmt: skip
    with op.batch_alter_table("bundle_row") as batch_op:
        for name, type_ in WORDS.items():
            batch_op.alter_column(name, server_default=None, existing_type=_made(type_))
        batch_op.alter_column("answered", server_default=None, existing_type=sa.Boolean())


def downgrade() -> None:
    """Go down one step."""
    with op.batch_alter_table("bundle_row") as batch_op:
        for name in (*OTHERS, *WORDS, "answered"):
            batch_op.drop_column(name)


def _made(type_):
    return type_() if isinstance(type_, type) else type_
