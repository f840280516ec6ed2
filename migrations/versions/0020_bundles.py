"""Bundles: many answers given in one step, and what became of each row."""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount, Day, Id, Json, Key, Moment

revision = "0020"
down_revision = "0013"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "bundle",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("source", Key, nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("handled", sa.Integer(), nullable=False),
        sa.Column("problem", Json(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_bundle")),
    )
    op.create_index("ix_bundle_person", "bundle", ["owner", "person", "made_at"])
    _make_rows()
    if op.get_bind().dialect.name == "postgresql":
        for table in ("bundle", "bundle_row"):
            _put_walls(table)


def _make_rows() -> None:
    op.create_table(
        "bundle_row",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("bundle", Id(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("org", sa.Integer(), nullable=True),
        sa.Column("order", Id(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("stamp", Key, nullable=False),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.Column("number", Key, nullable=False),
        sa.Column("no", Key, nullable=False),
        sa.Column("item", Key, nullable=False),
        sa.Column("item_name", sa.String(), nullable=False),
        sa.Column("uom", Key, nullable=False),
        sa.Column("asked", Amount(), nullable=True),
        sa.Column("asked_day", Day(), nullable=True),
        sa.Column("verb", Key, nullable=False),
        sa.Column("qty", Amount(), nullable=True),
        sa.Column("day", Day(), nullable=True),
        sa.Column("rest", Key, nullable=False),
        sa.Column("reason", Key, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("means", Key, nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("fault", Json(), nullable=False),
        sa.Column("given", Json(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "bundle", "row", name=op.f("pk_bundle_row")),
    )
    op.create_index("ix_bundle_row_state", "bundle_row", ["owner", "bundle", "state", "row"])
    op.create_index("ix_bundle_row_line", "bundle_row", ["owner", "bundle", "order", "line", "row"])


def _put_walls(table: str) -> None:
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
    op.drop_table("bundle_row")
    op.drop_table("bundle")
