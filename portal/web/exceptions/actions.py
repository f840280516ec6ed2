"""The button beside what to do about a case: where that is done."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from portal.watch import RULES, Case

# Action of a rule → (label, form of the order's page, place on it); "" opens no form.
_ON_ORDER = {
    "decide": (_l("Decide"), "", "lines"),
    "reply": (_l("Reply"), "", "talk"),
    "receipt": (_l("Post the receipt"), "receipt", "act"),
    "return": (_l("Send goods back"), "return", "act"),
    "goods": (_l("See the shipments"), "", "shipments"),
    "history": (_l("See who said what"), "", "history"),
}
_ASK, _CONTACTS = _l("Ask the supplier"), _l("See who is written to")
_SHIPMENT = _l("See the shipment")


def action_for(case: Case, order, may_ask: bool) -> dict | None:
    """Return the button's label and address; None where a case is closed, or nothing can be done.

    Args:
        may_ask: somebody is there who could answer.
    """
    if not case.live or case.rule not in RULES:
        return None
    action = RULES[case.rule].action
    if action == "ask":
        return {"label": _ASK, "url": "#ask"} if may_ask else None
    if action == "contacts":
        return {"label": _CONTACTS, "url": url_for("orders.see_staff", order=order)}
    if action == "goods" and case.shipment:
        return {"label": _SHIPMENT, "url": url_for("shipments.see", shipment=case.shipment)}
    label, do, place = _ON_ORDER[action]
    more = {"do": do, "line": case.line or None} if do else {}
    return {"label": label, "url": url_for("orders.see", order=order, _anchor=place, **more)}
