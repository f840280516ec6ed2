"""Readings of shipments, and what is in them of which order."""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount, Day, Id, Json, Key, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
ORDER = '"order"'
OPEN = {"sqlite_where": sa.text("open = 1"), "postgresql_where": sa.text("open")}
IN_FORCE = {"sqlite_where": sa.text("cancelled = 0"), "postgresql_where": sa.text("NOT cancelled")}
INDEXES = {
    "newest": (["announced_at", "shipment"], {}),
    "shipper": (["shipper", "announced_at", "shipment"], {}),
    "site": (["to_site", "stated_to", "shipment"], OPEN),
    "due": (["stated_to", "shipment"], OPEN),
    "shipper_due": (["shipper", "stated_to", "shipment"], OPEN),
    "carrier_due": (["carrier", "stated_to", "shipment"], OPEN),
    "late": (["late_from", "shipment"], OPEN),
    "note": (["shipper", "note"], {"unique": True, **IN_FORCE}),
}
PARTY = (
    "exists (select 1 from party p where p.owner = {table}.owner"
    f" and p.stream = {{table}}.{{stream}} and p.org = {ME})"
)


def upgrade() -> None:
    """Make the tables and put up their walls; `flask ledger rebuild` fills them."""
    _make_shipments()
    _make_contents()
    if op.get_bind().dialect.name == "postgresql":
        sends = f"shipment_reading.shipper = {ME} or shipment_reading.carrier = {ME}"
        named = PARTY.format(table="shipment_reading", stream="shipment")
        _guard("shipment_reading", f"{sends} or {named}", "shipment")
        _guard("content_reading", PARTY.format(table="content_reading", stream=ORDER), ORDER)


def downgrade() -> None:
    """Throw the readings away; nothing in them is not in the ledger too."""
    op.drop_table("content_reading")
    op.drop_table("shipment_reading")


def _make_shipments() -> None:
    numbers = ("shipper", "consignee", "carrier")
    counts = ("packages", "needed", "missing", "version")
    days = ("ship_day", "stated_from", "stated_to", "late_from")
    op.create_table(
        "shipment_reading",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("shipment", Id(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("carrier_name", sa.String(), nullable=False),
        *(sa.Column(name, Key, nullable=False) for name in ("number", "note", "mode", "stage")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("open", "cancelled")),
        *(sa.Column(name, Key, nullable=False) for name in ("from_site", "to_site")),
        sa.Column("announced_at", Moment(), nullable=False),
        *(
            sa.Column(f"{step}_at", Moment(), nullable=True)
            for step in ("dispatched", "arrived", "delivered")
        ),
        *(sa.Column(name, Day(), nullable=True) for name in days),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("fold", Json, nullable=False),
        sa.PrimaryKeyConstraint("owner", "shipment", name=op.f("pk_shipment_reading")),
    )
    for name, (columns, how) in INDEXES.items():
        index = f"ix_shipment_reading_{name}"
        op.create_index(index, "shipment_reading", ["owner", *columns], **how)


def _make_contents() -> None:
    op.create_table(
        "content_reading",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("shipment", Id(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("package", sa.Integer(), nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("uom", Key, nullable=False),
        sa.PrimaryKeyConstraint(
            "owner",
            "shipment",
            "order",
            "line",
            "part",
            "package",
            name=op.f("pk_content_reading"),
        ),
    )
    op.create_index("ix_content_reading_order", "content_reading", ["owner", "order"])


def _guard(table: str, partner: str, stream: str) -> None:
    """Put up the wall; what a grant covers is asked of streams, which know it."""
    lens = (
        f"exists (select 1 from stream s where s.owner = {table}.owner and s.id = {table}.{stream})"
    )
    rules = {"own": f"{table}.owner = {ME}", "partner": partner, "lens": lens}
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for role, rule in rules.items():
        policy = f"CREATE POLICY {table}_{role} ON {table} FOR SELECT TO portal_{role}"
        op.execute(f"{policy} USING ({rule})")
        op.execute(f"GRANT SELECT ON {table} TO portal_{role}")
    mine = f"{table}.owner = {ME}"
    op.execute(
        f"CREATE POLICY {table}_keeper ON {table} FOR ALL TO portal_keeper"
        f" USING ({mine}) WITH CHECK ({mine})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_keeper")
