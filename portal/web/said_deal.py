"""How asking, answering, deciding and stopping read: what both sides say about the lines.

Prices are not in these sentences: carriers and others named in an order read them, too.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from portal.errors import N_
from portal.web import babel
from portal.web.names import Names
from portal.web.said_rules import accepted
from portal.web.words_order import reason
from portal.web.words_units import amount_of

ANSWERED = {
    "reject": N_("%(who)s refused %(line)s"),
    "withdraw": N_("%(who)s took the proposal for %(line)s back"),
}
HALTED = {
    "line.cancelled": N_("%(who)s cancelled %(line)s"),
    "line.closed": N_("%(who)s closed %(line)s: nothing more is waited for"),
    "line.reopened": N_("%(who)s wants %(line)s again"),
    "line.blocked": N_("%(who)s blocked %(line)s"),
    "line.unblocked": N_("%(who)s let %(line)s go on"),
    "order.cancelled": N_("%(who)s cancelled the order"),
    "order.reopened": N_("%(who)s wants the order again"),
}
HALTED_ALL = {
    "line.blocked": N_("%(who)s blocked every line"),
    "line.unblocked": N_("%(who)s let every line go on"),
}
DECIDED = {
    "accepted": N_("%(who)s accepted the proposal for %(line)s"),
    "refused": N_("%(who)s refused the proposal for %(line)s"),
}


def response(facts: dict, names: Names) -> str:
    """Return what the supplier answered."""
    body, values = facts["body"], _values(facts, names)
    verdict = body["answer"]
    if verdict == "accept" and body.get("counter"):
        return _("%(who)s accepted what the buyer wants for %(line)s", **values)
    if verdict == "accept":
        return _("%(who)s acknowledged %(line)s as asked", **values)
    if verdict in ANSWERED:
        return _(ANSWERED[verdict], **values) + why(facts)
    if verdict == "cancel":
        return _given_up(facts, values) + why(facts)
    return _offered(facts, values) + why(facts)


def _offered(facts: dict, values: dict) -> str:
    body = facts["body"]
    offers = [_row(row, "") for row in body.get("parts", ())]
    if body["answer"] == "substitute":
        item = body.get("item", {})
        named = item.get("name") or item.get("code", "")
        offers.insert(0, _("another item, %(item)s", item=named) if named else _("another item"))
    if "price" in body:
        offers.append(_("at another price"))
    if not offers:
        return _("%(who)s offered a change of %(line)s", **values)
    return _("%(who)s offered for %(line)s: %(offers)s", offers="; ".join(offers), **values)


def _given_up(facts: dict, values: dict) -> str:
    rows = [row for row in facts["body"].get("parts", ()) if "qty" in row]
    if not rows:
        return _("%(who)s asked to give up %(line)s", **values)
    many = babel.amount(sum((Decimal(row["qty"]) for row in rows), Decimal(0)))
    return _("%(who)s asked to give up %(many)s of %(line)s", many=many, **values)


def decision(facts: dict, names: Names) -> str:
    """Return what the buyer decided."""
    if facts["body"].get("rules"):
        return accepted(facts, names)
    values, verdict = _values(facts, names), facts["body"]["verdict"]
    if verdict != "countered":
        return _(DECIDED.get(verdict, DECIDED["refused"]), **values) + why(facts)
    wants = [_row(row, "") for row in facts["body"].get("parts", ())]
    if "price" in facts["body"]:
        wants.append(_("at another price"))
    if not wants:
        return _("%(who)s wants something else for %(line)s", **values) + why(facts)
    words = _("%(who)s wants for %(line)s instead: %(wants)s", wants="; ".join(wants), **values)
    return words + why(facts)


def confirmed(facts: dict, names: Names) -> str:
    """Return that the supplier stands by what was entered for it."""
    return _("%(who)s confirmed what was entered for %(line)s", **_values(facts, names))


def halted(facts: dict, names: Names) -> str:
    """Return what the buyer stopped, or let go on."""
    kind, body = facts["kind"], facts.get("body", {})
    values = _values(facts, names)
    if not facts.get("line") and kind in HALTED_ALL:
        return _(HALTED_ALL[kind], **values) + why(facts)
    if kind == "line.cancelled" and "qty" in body:
        many = babel.amount(Decimal(body["qty"]))
        return _("%(who)s cancelled %(many)s of %(line)s", many=many, **values) + why(facts)
    return _(HALTED[kind], **values) + why(facts)


def line_placed(facts: dict, names: Names) -> str:
    """Return what was asked for."""
    line, asked = names.line(facts.get("line", 0)), _asked(facts)
    what = line[:1].upper() + line[1:]
    if any("agreed" in row for row in facts["body"].get("parts", ())):
        return _("%(what)s, agreed before the portal: %(asked)s", what=what, asked=asked)
    if not asked:
        return _("%(what)s asked for", what=what)
    return _("%(what)s asked for: %(asked)s", what=what, asked=asked)


def line_changed(facts: dict, names: Names) -> str:
    """Return what is asked for now."""
    values = _values(facts, names)
    if asked := _asked(facts):
        return _("%(who)s changed %(line)s: %(asked)s", asked=asked, **values)
    return _("%(who)s changed %(line)s", **values)


def order_changed(facts: dict, names: Names) -> str:
    """Return that the terms of the whole order changed."""
    revision = facts["body"].get("revision", "")
    return _("%(who)s changed the order (version %(n)s)", who=names.who(facts["by"]), n=revision)


DEAL: dict[str, Callable[[dict, Names], str]] = {
    "order.changed": order_changed,
    "line.placed": line_placed,
    "line.changed": line_changed,
    "response": response,
    "response.confirmed": confirmed,
    "decision": decision,
    **dict.fromkeys(HALTED, halted),
}
TONES_OF_DEAL = {
    "order.cancelled": "bad",
    "order.reopened": "warn",
    "line.cancelled": "bad",
    "line.closed": "neutral",
    "line.reopened": "warn",
    "line.blocked": "bad",
    "line.unblocked": "info",
    "line.changed": "warn",
    "order.changed": "warn",
    "response.confirmed": "ok",
}


def why(facts: dict) -> str:
    """Return the reason in brackets, where there is one."""
    code = facts.get("reason", "")
    return _(" (%(reason)s)", reason=reason(code)) if code else ""


def _values(facts: dict, names: Names) -> dict[str, str]:
    return {"who": names.who(facts["by"]), "line": names.line(facts.get("line", 0))}


def _asked(facts: dict) -> str:
    body = facts["body"]
    return "; ".join(_row(row, body.get("uom", "")) for row in body.get("parts", ()))


def _row(row: dict, uom: str) -> str:
    """Return one delivery, such as "60 by 1 April"; of an offer, "60 on 1 April"."""
    many = ""
    if "qty" in row:
        n = Decimal(row["qty"])
        many = amount_of(n, uom) if uom else babel.amount(n)
    if when := row.get("agreed") or row.get("ask"):
        return _("%(many)s by %(day)s", many=many, day=_day(when))
    if when := row.get("day"):
        return _("%(many)s on %(day)s", many=many, day=_day(when))
    return _("%(many)s later", many=many) if row.get("later") else many


def _day(text: str) -> str:
    return babel.day(date.fromisoformat(text))
