"""Contacts: whom to write to at a partner who has no account; only the owner sees them."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Key, Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "contact",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", Key, nullable=False),
        sa.Column("locale", Key, nullable=False),
        sa.Column("topic", Key, nullable=False),
        sa.Column("site", Key, nullable=False),
        sa.Column("category", Key, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner"], ["organisation.id"], name=op.f("fk_contact_partner_organisation")
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_contact")),
        sa.UniqueConstraint(
            "owner", "partner", "email", "topic", "site", "category",
            name=op.f("uq_contact_owner_partner_email_topic_site_category"),
        ),
    )  # fmt: skip
    op.create_index("ix_contact_partner", "contact", ["owner", "partner"])
    if op.get_bind().dialect.name == "postgresql":
        _put_policies()


def downgrade() -> None:
    """Go down one step."""
    op.drop_table("contact")


def _put_policies() -> None:
    mine = f"owner = {ME}"
    for statement in (
        "ALTER TABLE contact ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE contact FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY contact_own ON contact FOR SELECT TO portal_own USING ({mine})",
        f"CREATE POLICY contact_keeper ON contact FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})",
        "GRANT SELECT ON contact TO portal_own",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON contact TO portal_keeper",
    ):
        op.execute(statement)
