"""Messages: who reads an event, questions in both directions, mails that come in."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import Id, Key, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

READ = ("event", "event_detail", "document")
ME = "(select nullif(current_setting('app.org', true), '')::int)"
TAKES_PART = (
    "exists (select 1 from party p where p.owner = {table}.owner"
    f" and p.stream = {{table}}.stream and p.org = {ME})"
)
FOR_ME = f"({{table}}.only_for is null or {{table}}.only_for = {ME})"
WITH_ME = f"({{table}}.shared_with is null or {{table}}.shared_with = {ME})"
OPEN = {
    "sqlite_where": sa.text("answered_at IS NULL"),
    "postgresql_where": sa.text("answered_at IS NULL"),
}


def upgrade() -> None:
    """Add what messages need; what was said before reads as it did."""
    for table in READ:
        op.add_column(table, sa.Column("shared_with", sa.Integer(), nullable=True))
    _questions()
    op.add_column("notice", sa.Column("bounced_at", Moment(), nullable=True))
    op.add_column("notice", sa.Column("bounce", Key, nullable=False, server_default=""))
    op.add_column("person", sa.Column("bounced_at", Moment(), nullable=True))
    _incoming()
    if op.get_bind().dialect.name == "postgresql":
        for table in READ:
            _who_reads(table)
        _guard("incoming")


def downgrade() -> None:
    """Refuse: notes among one side's people would be shown to the other."""
    raise RuntimeError("Private notes would lose their wall. Restore a backup instead.")


def _questions() -> None:
    """One row a question: of a case as before, or of a message, under its event's name."""
    op.execute('ALTER TABLE question RENAME COLUMN "case" TO id')
    to_owner = sa.Column("to_owner", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("question", to_owner)
    op.drop_index("ix_question_open", "question")
    op.create_index("ix_question_owner", "question", ["owner", "to_owner", "asked_at"], **OPEN)
    columns = ["owner", "partner", "to_owner", "asked_at"]
    op.create_index("ix_question_partner", "question", columns, **OPEN)


def _incoming() -> None:
    op.create_table(
        "incoming",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("message_id", Key, nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("notice", Id(), nullable=False),
        sa.Column("stream", Id(), nullable=True),
        sa.Column("person", Id(), nullable=True),
        sa.Column("state", Key, nullable=False),
        sa.Column("reason", Key, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_incoming")),
        sa.UniqueConstraint("owner", "message_id", name=op.f("uq_incoming_owner_message_id")),
    )
    op.create_index("ix_incoming_state", "incoming", ["owner", "state", "received_at", "id"])
    op.create_index("ix_incoming_received", "incoming", ["owner", "received_at", "id"])
    op.create_index("ix_incoming_notice", "incoming", ["owner", "notice"])
    op.create_index("ix_incoming_stream", "incoming", ["owner", "stream"])


def _who_reads(table: str) -> None:
    """A partner reads what is for it; the owner does not read partners' own notes."""
    partner = " and ".join((TAKES_PART, FOR_ME, WITH_ME)).format(table=table)
    own = f"{table}.owner = {ME} and {FOR_ME.format(table=table)}"
    for role, rule in (("partner", partner), ("own", own)):
        op.execute(f"ALTER POLICY {table}_{role} ON {table} USING ({rule})")


def _guard(table: str) -> None:
    mine = f"{table}.owner = {ME}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_own ON {table} FOR SELECT TO portal_own USING ({mine})")
    op.execute(
        f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})"
    )
    op.execute(f"GRANT SELECT ON {table} TO portal_own")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper")
