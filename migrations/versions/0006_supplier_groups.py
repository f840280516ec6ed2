"""Supplier groups: partners an owner treats alike, and which of them each partner is in."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
LIVE = sa.text("ended_at IS NULL")
TABLE = "supplier_group"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        TABLE,
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_supplier_group")),
    )
    op.create_index(
        "uq_supplier_group_name",
        TABLE,
        ["owner", "name"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.add_column("relation", sa.Column("group", Id(), nullable=True))
    op.create_index("ix_relation_group", "relation", ["owner", "group"])
    if op.get_bind().dialect.name == "postgresql":
        _put_policies()


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_relation_group", "relation")
    op.drop_column("relation", "group")
    op.drop_table(TABLE)


def _put_policies() -> None:
    mine = f"owner = {ME}"
    for statement in (
        f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {TABLE}_own ON {TABLE} FOR SELECT TO portal_own USING ({mine})",
        f"CREATE POLICY {TABLE}_keeper ON {TABLE} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})",
        f"GRANT SELECT ON {TABLE} TO portal_own",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO portal_keeper",
    ):
        op.execute(statement)
