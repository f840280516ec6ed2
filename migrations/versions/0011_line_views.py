"""A person's own views of the list of lines."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Json, Key

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "line_view",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("name", Key, nullable=False),
        sa.Column("fields", Json(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_line_view")),
        sa.UniqueConstraint("owner", "person", "name", name=op.f("uq_line_view_owner_person_name")),
    )
    if op.get_bind().dialect.name == "postgresql":
        put_walls("line_view")


def put_walls(table: str) -> None:
    """Let the people of the organisation see the row, and its keeper write it."""
    mine = f"{table}.owner = {ME}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for role in ("own", "partner"):
        op.execute(
            f"CREATE POLICY {table}_{role} ON {table} FOR SELECT TO portal_{role} USING ({mine})"
        )
        op.execute(f"GRANT SELECT ON {table} TO portal_{role}")
    op.execute(
        f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper")


def downgrade() -> None:
    """Go down one step."""
    op.drop_table("line_view")
