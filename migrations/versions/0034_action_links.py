"""Action links: links, their keys, who sits at them, codes; and looks by a link."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Key, Moment

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
TOKEN = "(select decode(current_setting('app.token', true), 'hex'))"
TABLES = ("action_link", "link_key", "link_seat", "link_code")

# What a narrow viewer sees of a partner's links: none of owners it does not see whole, and
# none at all by a link.
NARROW = (
    "owner = any(current_setting('app.whole')::int[]) and nullif(current_setting('app.only'), '')"
    " is null"
)


def upgrade() -> None:
    """Make the tables, open the access log to looks without a person, put up the walls."""
    _make_links()
    _make_keys()
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("access", sa.Column("link", Id(), nullable=True))
        op.alter_column("access", "person", nullable=True)
        _guard()
        return
    with op.batch_alter_table("access") as access:
        access.add_column(sa.Column("link", Id(), nullable=True))
        access.alter_column("person", existing_type=Id(), nullable=True)
    for act in ("UPDATE", "DELETE"):  # the copy that took the table's place has none
        op.execute(
            f"CREATE TRIGGER access_no_{act.lower()} BEFORE {act} ON access BEGIN "
            "SELECT RAISE(ABORT, 'access is append-only'); END"
        )


def downgrade() -> None:
    """Refuse: the ledger names these links."""
    raise RuntimeError("Links cannot be taken down. Restore a backup instead.")


def _make_links() -> None:
    op.create_table(
        "action_link",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("side", Key, nullable=False),
        sa.Column("address", Key, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("rights", Key, nullable=False),
        sa.Column("locale", Key, nullable=False),
        sa.Column("idle_days", sa.Integer(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "order"],
            ["stream.owner", "stream.id"],
            name=op.f("fk_action_link_owner_order"),
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_action_link")),
    )
    op.create_index("ix_action_link_order", "action_link", ["owner", "order", "issued_at"])
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_action_link_live",
        "action_link",
        ["owner", "order", "partner", "address"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )


def _make_keys() -> None:
    op.create_table(
        "link_key",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("link", Id(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        _of_link("link_key"),
        sa.PrimaryKeyConstraint("owner", "token", name=op.f("pk_link_key")),
    )
    op.create_table(
        "link_seat",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("link", Id(), nullable=False),
        sa.Column("seat", Id(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        _of_link("link_seat"),
        sa.PrimaryKeyConstraint("owner", "token", name=op.f("pk_link_seat")),
    )
    op.create_table(
        "link_code",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("seat", sa.LargeBinary(), nullable=False),
        sa.Column("step", Key, nullable=False),
        sa.Column("link", Id(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        _of_link("link_code"),
        sa.PrimaryKeyConstraint("owner", "seat", "step", name=op.f("pk_link_code")),
    )
    op.create_index("ix_link_code_link", "link_code", ["owner", "link"])
    for table in ("link_key", "link_seat"):
        op.create_index(f"ix_{table}_token", table, ["token"], unique=True)
        op.create_index(f"ix_{table}_link", table, ["owner", "link"])


def _of_link(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner", "link"],
        ["action_link.owner", "action_link.id"],
        name=op.f(f"fk_{table}_owner_link"),
    )


def _guard() -> None:
    mine = f"owner = {ME}"
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_own ON {table} FOR SELECT TO portal_own USING ({mine})")
        op.execute(
            f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
            f" USING ({mine}) WITH CHECK ({mine})"
        )
        op.execute(f"GRANT SELECT ON {table} TO portal_own")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper")
    op.execute(
        "CREATE POLICY action_link_partner ON action_link FOR SELECT TO portal_partner"
        f" USING (partner = {ME})"
    )
    op.execute("GRANT SELECT ON action_link TO portal_partner")
    op.execute(
        "CREATE POLICY action_link_narrow ON action_link AS RESTRICTIVE FOR SELECT"
        f" TO portal_narrow USING ({NARROW})"
    )
    _open_the_door()


def _open_the_door() -> None:
    """Show the role that signs in what the secret it was given opens, and nothing else."""
    for table in ("link_key", "link_seat"):
        op.execute(
            f"CREATE POLICY {table}_door ON {table} FOR SELECT TO portal_app"
            f" USING (token = {TOKEN})"
        )
    held = " or ".join(
        f"exists (select 1 from {table} k where k.owner = action_link.owner"
        " and k.link = action_link.id)"
        for table in ("link_key", "link_seat")
    )
    op.execute(
        f"CREATE POLICY action_link_door ON action_link FOR SELECT TO portal_app USING ({held})"
    )
    op.execute("GRANT SELECT ON action_link, link_key, link_seat TO portal_app")
