"""How it reads when a tolerance of the owner decided."""

from flask_babel import gettext as _

from portal.desk import tolerance
from portal.web.names import Names
from portal.web.words_tolerance import rule_words, source_words


def accepted(facts: dict, names: Names) -> str:
    """Return that an answer was accepted automatically, and by which settings; no prices."""
    line = names.line(facts.get("line", 0))
    why = "; ".join(_without_price(rule) for rule in facts["body"]["rules"])
    return _("Accepted automatically for %(line)s: %(why)s", line=line, why=why)


def applied(facts: dict, names: Names) -> str:
    """Return by which settings it was accepted or asked about, to the owner's own people."""
    line = names.line(facts.get("line", 0))
    why = "; ".join(rule_words(rule) for rule in facts["body"]["rules"])
    if any(rule["field"] == tolerance.SHIP_OVER for rule in facts["body"]["rules"]):
        return _("More than ordered in a shipment, %(line)s: %(why)s", line=line, why=why)
    return _("Why %(line)s was accepted automatically: %(why)s", line=line, why=why)


def over(row: dict, names: Names) -> str:
    """Return what followed where more of a line is in shipments than was ordered, and why."""
    line, why = names.line(row["line"]), rule_words(row)
    if row["says"] == tolerance.ACCEPT:
        return _("more than ordered of %(line)s, accepted: %(why)s", line=line, why=why)
    return _("more than ordered of %(line)s, the buyer is asked: %(why)s", line=line, why=why)


def _without_price(rule: dict) -> str:
    if not rule["field"].startswith("price."):
        return rule_words(rule)
    return _("another price (%(source)s)", source=source_words(rule))
