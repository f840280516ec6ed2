"""How events about shipments read: what was announced, and what of an order travels in it."""

from collections.abc import Callable
from decimal import Decimal

from flask_babel import gettext as _

from portal.web.said_rules import over
from portal.web.words_units import amount_of


def _assigned(facts: dict, names) -> str:
    rows: dict[int, dict[str, Decimal]] = {}
    for entry in facts["qty"]:
        units = rows.setdefault(entry.get("line", 0), {})
        uom = entry.get("uom", "")
        units[uom] = units.get(uom, Decimal(0)) + Decimal(entry["n"])
    goods = "; ".join(_row(names.line(line), units) for line, units in sorted(rows.items()))
    said = _("%(who)s put into a shipment: %(goods)s", who=names.who(facts["by"]), goods=goods)
    return "; ".join([said, *(over(row, names) for row in facts["body"].get("over", ()))])


def _row(line: str, units: dict[str, Decimal]) -> str:
    many = " + ".join(amount_of(n, uom) for uom, n in units.items())
    return _("%(many)s of %(line)s", many=many, line=line)


def _unassigned(facts: dict, names) -> str:
    return _("%(who)s took the goods out of a shipment", who=names.who(facts["by"]))


def _announced(facts: dict, names) -> str:
    values = {"who": names.who(facts["by"]), "number": facts["body"]["number"]}
    return _("%(who)s announced the shipment %(number)s", **values)


def _changed(facts: dict, names) -> str:
    values = {"who": names.who(facts["by"]), "number": facts["body"]["number"]}
    return _("%(who)s corrected the shipment %(number)s", **values)


def _cancelled(facts: dict, names) -> str:
    return _("%(who)s cancelled the shipment", who=names.who(facts["by"]))


GOODS: dict[str, Callable[[dict, object], str]] = {
    "goods.assigned": _assigned,
    "goods.unassigned": _unassigned,
    "shipment.announced": _announced,
    "shipment.changed": _changed,
    "shipment.cancelled": _cancelled,
}
TONES_OF_GOODS = {
    "goods.assigned": "info",
    "goods.unassigned": "warn",
    "shipment.announced": "info",
    "shipment.changed": "warn",
    "shipment.cancelled": "bad",
}
