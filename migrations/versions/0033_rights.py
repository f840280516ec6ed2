"""Rights of a partner's people: by buyer, by order; who is away; what a narrow viewer sees."""

import sqlalchemy as sa
from alembic import op

from portal.db import Day, Id, Key, Moment

revision = "0033"
down_revision = "0038"
branch_labels = None
depends_on = None

FULL = "all:answer,report,ship,papers,write:*:1"
PARTNERS = ("supplier", "carrier", "customer")
ME = "(select nullif(current_setting('app.org', true), '')::int)"

# A narrow viewer has all of a partner's policies, and this in addition. As a function, so that
# each table needs one line; it is asked for the rows of a narrow viewer's own page only.
PART_OF = """
CREATE FUNCTION part_of(of_owner int, of_order uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT of_order = coalesce(nullif(current_setting('app.only'), '')::uuid, of_order)
    AND (of_owner = any(current_setting('app.whole')::int[])
      OR (of_owner = any(current_setting('app.some')::int[]) AND EXISTS (
        SELECT 1 FROM assignment a WHERE a.owner = of_owner AND a.stream = of_order
          AND a.active AND a.person = any(current_setting('app.people')::uuid[]))))
$$
"""
# A stream is an order, or a shipment that carries goods of one.
PART_OF_STREAM = """
CREATE FUNCTION part_of_stream(of_owner int, of_stream uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT part_of(of_owner, of_stream) OR EXISTS (
    SELECT 1 FROM link l WHERE l.owner = of_owner AND l.shipment = of_stream
      AND part_of(l.owner, l."order"))
$$
"""
DESK = (
    "nullif(current_setting('app.only'), '') is null"
    " and person = any(current_setting('app.people')::uuid[])"
)
NARROWED = {
    "stream": "part_of_stream(owner, id)",
    "event": "part_of_stream(owner, stream)",
    "event_detail": "part_of_stream(owner, stream)",
    "document": "part_of_stream(owner, stream)",
    "ref": "part_of_stream(owner, stream)",
    # Not by part_of_stream, which asks for links, and these ask who takes part.
    "party": "owner = any(current_setting('app.owners')::int[])",
    "link": 'part_of(owner, "order")',
    "shipment_reading": "part_of_stream(owner, shipment)",
    "content_reading": 'part_of(owner, "order")',
    "setting": "owner = any(current_setting('app.owners')::int[])",
    "order_reading": 'part_of(owner, "order")',
    "line_reading": 'part_of(owner, "order")',
    "question": "part_of(owner, stream)",
    "relation": "owner = any(current_setting('app.owners')::int[])",
    # What somebody keeps on their own desk; by a link there is none.
    "line_view": DESK,
    "bundle": DESK,
    "bundle_row": "exists (select 1 from bundle b where b.owner = bundle_row.owner"
    " and b.id = bundle_row.bundle)",
    # Not by part_of, which asks this table.
    "assignment": "owner = any(current_setting('app.owners')::int[])"
    " and stream = coalesce(nullif(current_setting('app.only'), '')::uuid, stream)"
    " and (owner = any(current_setting('app.whole')::int[])"
    " or person = any(current_setting('app.people')::uuid[]))",
}
ROLES = ("portal_narrow",)


def upgrade() -> None:
    """Make the tables, give everybody what they had, put up the walls."""
    _make_tables()
    _make_columns()
    _give_what_they_had()
    if op.get_bind().dialect.name == "postgresql":
        _make_role()
        _guard()


def downgrade() -> None:
    """Refuse: rights cannot be forgotten without letting everybody see everything."""
    raise RuntimeError("Rights cannot be taken down. Restore a backup instead.")


def _make_tables() -> None:
    op.create_table(
        "assignment",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "stream"],
            ["stream.owner", "stream.id"],
            name=op.f("fk_assignment_owner_stream"),
        ),
        sa.PrimaryKeyConstraint("owner", "stream", "person", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_person", "assignment", ["person", "owner", "stream"])
    op.create_table(
        "bar",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["org"], ["organisation.id"], name=op.f("fk_bar_org")),
        sa.ForeignKeyConstraint(["owner"], ["organisation.id"], name=op.f("fk_bar_owner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_bar_person")),
        sa.PrimaryKeyConstraint("owner", "org", "person", name=op.f("pk_bar")),
    )
    op.create_index("ix_bar_person", "bar", ["person"])
    _make_tables_of_members()


def _make_tables_of_members() -> None:
    member = ["membership.org", "membership.person"]
    op.create_table(
        "absence",
        sa.Column("id", Id(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("deputy", Id(), nullable=False),
        sa.Column("first", Day(), nullable=False),
        sa.Column("last", Day(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["org", "deputy"], member, name=op.f("fk_absence_org_deputy")),
        sa.ForeignKeyConstraint(["org", "person"], member, name=op.f("fk_absence_org_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_deputy", "absence", ["org", "deputy", "last"])
    op.create_index("ix_absence_person", "absence", ["org", "person", "last"])
    op.create_table(
        "permit",
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rights", Key, nullable=False),
        sa.ForeignKeyConstraint(["org", "person"], member, name=op.f("fk_permit_org_person")),
        sa.PrimaryKeyConstraint("org", "person", "owner", name=op.f("pk_permit")),
    )


def _make_columns() -> None:
    no = sa.false()
    op.add_column("membership", sa.Column("ended_by", sa.Integer(), nullable=True))
    op.add_column(
        "membership", sa.Column("manages", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column("token", sa.Column("rights", Key, nullable=True))
    op.add_column("token", sa.Column("manages", sa.Boolean(), nullable=False, server_default=no))


def _give_what_they_had() -> None:
    """Let everybody at partners see what they saw; the first of each manages the others."""
    bind = op.get_bind()  # the driver's own: a colon is no parameter here
    roles = ", ".join(f"'{role}'" for role in PARTNERS)
    bind.exec_driver_sql(
        "INSERT INTO permit (org, person, owner, rights)"
        f" SELECT org, person, 0, '{FULL}' FROM membership WHERE role IN ({roles})"
    )
    bind.exec_driver_sql(
        f"UPDATE membership SET manages = true WHERE role IN ({roles}) AND ended_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM membership AS m WHERE m.org = membership.org"
        f" AND m.role IN ({roles}) AND m.ended_at IS NULL AND (m.since < membership.since"
        " OR (m.since = membership.since AND m.person < membership.person)))"
    )


def _make_role() -> None:
    """Make the role of narrow viewers, or say what an administrator has to run."""
    bind = op.get_bind()
    known = sa.text("select 1 from pg_roles where rolname = 'portal_narrow'")
    if bind.execute(known).scalar():
        return
    statements = [
        "CREATE ROLE portal_narrow NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
        " IN ROLE portal_partner",
        "GRANT portal_narrow TO portal_app",
    ]
    able = sa.text("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")
    if not bind.execute(able).scalar():
        lines = ";\n  ".join(statements)
        raise SystemExit(
            "The migrating user may not create roles. Have an administrator run this, "
            f"then migrate again:\n  {lines};"
        )
    for statement in statements:
        op.execute(statement)


def _guard() -> None:
    op.execute("ALTER TABLE assignment ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE assignment FORCE ROW LEVEL SECURITY")
    mine = f"owner = {ME}"
    op.execute(
        f"CREATE POLICY assignment_own ON assignment FOR SELECT TO portal_own USING ({mine})"
    )
    op.execute(
        "CREATE POLICY assignment_partner ON assignment FOR SELECT TO portal_partner"
        f" USING (org = {ME})"
    )
    op.execute(
        "CREATE POLICY assignment_keeper ON assignment FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})"
    )
    op.execute("GRANT SELECT ON assignment TO portal_own, portal_partner")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON assignment TO portal_keeper")
    for table in ("permit", "bar", "absence"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_app, portal_keeper")
    op.execute(PART_OF)
    op.execute(PART_OF_STREAM)
    for table, rule in NARROWED.items():
        op.execute(
            f"CREATE POLICY {table}_narrow ON {table} AS RESTRICTIVE FOR SELECT"
            f" TO portal_narrow USING ({rule})"
        )
