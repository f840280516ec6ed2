"""Words for things people see: one place, so that every page says the same.

Each vocabulary is a table from the code to its words; the filters look them up. To add a
word, add a line. A code without words is shown as it is, never hidden.
"""

from flask import Flask
from flask_babel import lazy_gettext as _l

ROLES = {
    "admin": _l("Administrator"),
    "buyer": _l("Buyer"),
    "receiving": _l("Receiving"),
    "supplier": _l("Supplier"),
    "carrier": _l("Carrier"),
    "customer": _l("Customer"),
    "auditor": _l("Auditor"),
    "system": _l("System"),
}
KEY_SCOPES = {
    "orders:read": _l("Read orders and what was said in them"),
}
KINDS_OF_PARTNER = {
    "supplier": _l("Supplier"),
    "carrier": _l("Carrier"),
    "customer": _l("Customer"),
}


def role(name: str) -> str:
    """Return what a role is called."""
    return str(ROLES.get(name, name))


def partner_kinds(kinds: str) -> str:
    """Return what a partner is to its owner, such as "Supplier, Carrier"."""
    return ", ".join(str(KINDS_OF_PARTNER.get(kind, kind)) for kind in kinds.split(",") if kind)


def init_app(app: Flask) -> None:
    """Teach templates these words."""
    app.jinja_env.filters.update(role=role, partner_kinds=partner_kinds)
