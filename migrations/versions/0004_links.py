"""Links between orders and shipments, and what an auditor's grant covers by them."""

import sqlalchemy as sa
from alembic import op

from portal.db import Id, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
ORDER = '"order"'


def _lens(name: str, type_: str) -> str:
    return f"(select nullif(current_setting('app.lens_{name}', true), '')::{type_})"


def _granted(table: str, order: str) -> str:
    """Return the grant's rule over a row of `table` with an owner, an order's id and opened_at."""
    owner, partner = _lens("owner", "int"), _lens("partner", "int")
    since, until = _lens("since", "timestamptz"), _lens("until", "timestamptz")
    only = _lens("order", "uuid")
    return (
        f"{table}.owner = {owner}"
        f" and ({since} is null or {table}.opened_at >= {since})"
        f" and ({until} is null or {table}.opened_at < {until})"
        f" and ({only} is null or {table}.{order} = {only})"
        f" and ({partner} is null or exists (select 1 from party p where p.owner = {table}.owner"
        f" and p.stream = {table}.{order} and p.org = {partner} and p.role <> 'owner'))"
    )


def _carries(table: str, shipment: str) -> str:
    """Return the rule that a row's shipment carries goods of a covered order.

    It asks no stream, so that the rule of streams may use it.
    """
    return (
        f"exists (select 1 from link l where l.owner = {table}.owner"
        f" and l.shipment = {table}.{shipment} and {_granted('l', ORDER)})"
    )


def _covered(table: str, stream: str) -> str:
    order = (
        f"exists (select 1 from stream s where s.owner = {table}.owner"
        f" and s.id = {table}.{stream} and s.kind = 'order' and {_granted('s', 'id')})"
    )
    return f"({order} or {_carries(table, stream)})"


def upgrade() -> None:
    """Make the table, put up its wall, and let grants see shipments of covered orders."""
    op.create_table(
        "link",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("shipment", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("assigned", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "order"], ["stream.owner", "stream.id"], name=op.f("fk_link_owner_order")
        ),
        sa.ForeignKeyConstraint(
            ["owner", "shipment"],
            ["stream.owner", "stream.id"],
            name=op.f("fk_link_owner_shipment"),
        ),
        sa.PrimaryKeyConstraint("owner", "order", "shipment", name=op.f("pk_link")),
    )
    op.create_index("ix_link_shipment", "link", ["owner", "shipment", "order"])
    if op.get_bind().dialect.name == "postgresql":
        _guard()
        _widen_grants()


def downgrade() -> None:
    """Refuse: what the ledger says of shipments would be lost from sight."""
    raise RuntimeError("Shipments cannot be taken out again. Restore a backup instead.")


def _guard() -> None:
    op.execute("ALTER TABLE link ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE link FORCE ROW LEVEL SECURITY")
    partner = (
        "exists (select 1 from party p where p.owner = link.owner"
        f" and p.stream = link.{ORDER} and p.org = {ME})"
    )
    rules = {"own": f"link.owner = {ME}", "partner": partner, "lens": _granted("link", ORDER)}
    for role, rule in rules.items():
        op.execute(f"CREATE POLICY link_{role} ON link FOR SELECT TO portal_{role} USING ({rule})")
        op.execute(f"GRANT SELECT ON link TO portal_{role}")
    mine = f"link.owner = {ME}"
    op.execute(
        f"CREATE POLICY link_keeper ON link FOR ALL TO portal_keeper USING ({mine})"
        f" WITH CHECK ({mine})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON link TO portal_keeper")


def _widen_grants() -> None:
    order = f"stream.kind = 'order' and {_granted('stream', 'id')}"
    shipment = f"stream.kind = 'shipment' and {_carries('stream', 'id')}"
    op.execute(f"ALTER POLICY stream_lens ON stream USING (({order}) or ({shipment}))")
    op.execute(f"ALTER POLICY ref_lens ON ref USING ({_covered('ref', 'stream')})")
    for table in ("event", "event_detail", "document"):
        rule = f"{table}.only_for is null and {_covered(table, 'stream')}"
        op.execute(f"ALTER POLICY {table}_lens ON {table} USING ({rule})")
