"""What the list of lines is narrowed and sorted by, each on an index of its own.

`want_day` is filled with the day that was agreed, else asked for. Where a supplier's answer
to a later change is due it may be another one; `flask ledger rebuild` works it out.
"""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Key

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None

PLACE = ["order", "line", "part"]
OPEN = {"sqlite_where": sa.text("open = 1"), "postgresql_where": sa.text("open")}
DONE = {"sqlite_where": sa.text("open = 0"), "postgresql_where": sa.text("NOT open")}
BY_VIEW = (["site"], ["item"], ["kind"], ["partner", "site"], ["partner", "kind"])
FILL = (
    "UPDATE line_reading SET want_day = coalesce(agreed_day, ask_day), kind = ("
    "SELECT o.kind FROM order_reading o"
    ' WHERE o.owner = line_reading.owner AND o."order" = line_reading."order")'
)


def upgrade() -> None:
    """Go up one step."""
    op.add_column("line_reading", sa.Column("kind", Key, nullable=False, server_default=""))
    op.add_column("line_reading", sa.Column("want_day", Day(), nullable=True))
    op.execute(FILL)
    with op.batch_alter_table("line_reading") as batch_op:
        batch_op.alter_column(
            "kind", server_default=None, existing_type=Key, existing_nullable=False
        )
    for by in BY_VIEW:
        name = f"ix_line_reading_{'_'.join(by)}_view"
        op.create_index(name, "line_reading", ["owner", *by, "view", "late_from", *PLACE], **OPEN)
    newest = ["changed_at", *PLACE]
    op.create_index("ix_line_reading_done", "line_reading", ["owner", *newest], **DONE)
    op.create_index(
        "ix_line_reading_partner_done", "line_reading", ["owner", "partner", *newest], **DONE
    )


def downgrade() -> None:
    """Go down one step."""
    with op.batch_alter_table("line_reading") as batch_op:
        for by in BY_VIEW:
            batch_op.drop_index(f"ix_line_reading_{'_'.join(by)}_view")
        batch_op.drop_index("ix_line_reading_done")
        batch_op.drop_index("ix_line_reading_partner_done")
        batch_op.drop_column("want_day")
        batch_op.drop_column("kind")
