"""The menu: which pages stand in it, in which order.

A page is offered to whom its view lets in, so the menu can never promise a closed door.
"""

from flask import Flask, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

ADMIN = "/admin/"
FEW = 3
BELL = "/notices"  # it stands above the menu, not in it

PLACES = (
    ("/", _l("Overview")),
    ("/orders", _l("Orders")),
    ("/lines", _l("Lines")),
    ("/shipments", _l("Shipments")),
    ("/exceptions", _l("Exceptions")),
    ("/charges", _l("Put down to you")),
    ("/inbound", _l("Inbound")),
    ("/suppliers", _l("Suppliers")),
    ("/journeys", _l("Paths")),
    ("/accuracy", _l("Accuracy")),
    ("/evidence", _l("Evidence")),
    ("/intake", _l("Intake")),
    ("/admin/people", _l("People")),
    ("/admin/organisations", _l("Partners")),
    ("/admin/contacts", _l("Contacts")),
    ("/admin/grants", _l("Grants")),
    ("/admin/keys", _l("Keys")),
    ("/admin/rules", _l("Rules")),
    ("/admin/teams", _l("Teams")),
    ("/admin/ladder", _l("Escalation")),
    ("/admin/journeys", _l("Journeys")),
    ("/admin/papers", _l("Papers")),
    ("/admin/terms", _l("Terms")),
    ("/admin/mail", _l("Mail")),
    ("/admin/outbox", _l("Outbox")),
    ("/admin/tolerances", _l("Tolerances")),
    ("/admin/links", _l("Links")),
    ("/admin/technicians", _l("Technicians")),
    ("/admin/history", _l("Changes")),
)


def audiences(app: Flask) -> dict[str, frozenset[str]]:
    """Return who may open each place of the menu; places without a page are left out."""
    views = {
        rule.rule: app.view_functions[rule.endpoint].audience
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
    }
    named = {path for path, _ in PLACES} | {BELL}
    return {path: views[path] for path in named if path in views}


def menu(role: str, audiences: dict[str, frozenset[str]]) -> list[dict[str, object]]:
    """Return the menu of one role, with the page we are on marked.

    Many pages of the administration stand behind one entry, the first of them; `inside` holds
    them all while we are on one. A few stand in the menu themselves.
    """
    offered = [_item(path, label) for path, label in PLACES if role in audiences.get(path, ())]
    inside = [item for item in offered if item["path"].startswith(ADMIN)]
    if len(inside) <= FEW:
        return offered
    here = request.path.startswith(ADMIN)
    door = {"label": gettext("Administration"), "url": inside[0]["url"], "group": True}
    outside = [item for item in offered if not item["path"].startswith(ADMIN)]
    return [*outside, door | {"current": here, "inside": inside if here else []}]


def _item(path: str, label: str) -> dict[str, object]:
    return {
        "path": path,
        "label": str(label),
        "url": request.script_root + path,
        "current": _here(path),
    }


def _here(path: str) -> bool:
    if path == "/":
        return request.path == "/"
    return request.path == path or request.path.startswith(path + "/")
