"""The menu: which pages stand in it, in which order.

A page is offered to whom its view lets in, so the menu can never promise a closed door.
"""

from flask import Flask, request
from flask_babel import lazy_gettext as _l

PLACES = (
    ("/", _l("Overview")),
    ("/orders", _l("Orders")),
    ("/lines", _l("Lines")),
    ("/shipments", _l("Shipments")),
    ("/exceptions", _l("Exceptions")),
    ("/inbound", _l("Inbound")),
    ("/suppliers", _l("Suppliers")),
    ("/evidence", _l("Evidence")),
    ("/intake", _l("Intake")),
    ("/admin/people", _l("People")),
    ("/admin/organisations", _l("Partners")),
    ("/admin/contacts", _l("Contacts")),
    ("/admin/grants", _l("Grants")),
    ("/admin/rules", _l("Rules")),
    ("/admin/papers", _l("Papers")),
    ("/admin/terms", _l("Terms")),
    ("/admin/mail", _l("Mail")),
    ("/admin/tolerances", _l("Tolerances")),
    ("/admin/links", _l("Links")),
    ("/admin/history", _l("Changes")),
)


def audiences(app: Flask) -> dict[str, frozenset[str]]:
    """Return who may open each place of the menu; places without a page are left out."""
    views = {
        rule.rule: app.view_functions[rule.endpoint].audience
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
    }
    return {path: views[path] for path, _ in PLACES if path in views}


def menu(role: str, audiences: dict[str, frozenset[str]]) -> list[dict[str, object]]:
    """Return the menu of one role, with the page we are on marked."""
    return [
        {"label": str(label), "url": request.script_root + path, "current": _here(path)}
        for path, label in PLACES
        if role in audiences.get(path, ())
    ]


def _here(path: str) -> bool:
    if path == "/":
        return request.path == "/"
    return request.path == path or request.path.startswith(path + "/")
