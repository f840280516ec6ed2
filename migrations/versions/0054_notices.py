"""What people are told under a bell, what they follow, how they want mails; digests."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Json, Key, Moment

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
NARROW = (
    "nullif(current_setting('app.only'), '') is null"
    " and person = any(current_setting('app.people')::uuid[])"
    " and owner = any(current_setting('app.owners')::int[])"
)
UNREAD = {
    "sqlite_where": sa.text("read_at IS NULL"),
    "postgresql_where": sa.text("read_at IS NULL"),
}
UNSENT = {
    "sqlite_where": sa.text("state IN ('waiting', 'later')"),
    "postgresql_where": sa.text("state IN ('waiting', 'later')"),
}


def upgrade() -> None:
    """Go up one step."""
    _tidings()
    _follows()
    _choices()
    for name, kind in (("reader", Id()), ("send_at", Moment()), ("bundle", Id())):
        op.add_column("notice", sa.Column(name, kind, nullable=True))
    op.create_index("ix_notice_reader", "notice", ["owner", "reader", "state"], **UNSENT)
    op.create_index("ix_notice_bundle", "notice", ["owner", "bundle"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("tiding", "follow"):
            _guard(table)
        # Whoever signs in is told how much is new, and nothing of what.
        op.execute("CREATE POLICY tiding_door ON tiding FOR SELECT TO portal_app USING (true)")
        op.execute("GRANT SELECT (person, org, read_at) ON tiding TO portal_app")
        op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON choice TO portal_app, portal_keeper")


def _tidings() -> None:
    op.create_table(
        "tiding",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("template", Key, nullable=False),
        sa.Column("params", Json(), nullable=False),
        sa.Column("stream", Id(), nullable=True),
        sa.Column("about", Key, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_tiding")),
        sa.UniqueConstraint(
            "owner", "person", "org", "about", name=op.f("uq_tiding_owner_person_org_about")
        ),
    )
    op.create_index("ix_tiding_unread", "tiding", ["person", "org"], **UNREAD)
    op.create_index("ix_tiding_person", "tiding", ["person", "org", "made_at", "id"])
    op.create_index("ix_tiding_made", "tiding", ["owner", "made_at"])


def _follows() -> None:
    op.create_table(
        "follow",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("org", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("ref", Key, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "person", "org", "kind", "ref", name=op.f("pk_follow")),
    )
    op.create_index("ix_follow_ref", "follow", ["owner", "kind", "ref"])


def _choices() -> None:
    op.create_table(
        "choice",
        sa.Column("reader", Id(), nullable=False),
        sa.Column("mail", Key, nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=True),
        sa.Column("quiet_until", sa.SmallInteger(), nullable=True),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("least", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reader", name=op.f("pk_choice")),
    )


def _guard(table: str) -> None:
    mine = f"owner = {ME}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for role, rule in (("own", f"{mine} and org = {ME}"), ("partner", f"org = {ME}")):
        op.execute(
            f"CREATE POLICY {table}_{role} ON {table} FOR SELECT TO portal_{role} USING ({rule})"
        )
        op.execute(f"GRANT SELECT ON {table} TO portal_{role}")
    op.execute(
        f"CREATE POLICY {table}_narrow ON {table} AS RESTRICTIVE FOR SELECT"
        f" TO portal_narrow USING ({NARROW})"
    )
    op.execute(
        f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper")


def downgrade() -> None:
    """Go down one step."""
    op.drop_index("ix_notice_bundle", table_name="notice")
    op.drop_index("ix_notice_reader", table_name="notice")
    for name in ("bundle", "send_at", "reader"):
        op.drop_column("notice", name)
    for table in ("choice", "follow", "tiding"):
        op.drop_table(table)
