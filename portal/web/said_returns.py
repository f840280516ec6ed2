"""How the events of a return read."""

from decimal import Decimal

from flask_babel import gettext as _

from portal.web.names import Names
from portal.web.words_order import REMEDIES, reason
from portal.web.words_units import amount_of


def return_asked(facts: dict, names: Names) -> str:
    """Return who wants to send back what, and for what."""
    remedy = facts["body"]["remedy"]
    pieces = (
        _(
            "%(many)s of %(line)s",
            many=amount_of(Decimal(entry["n"]), entry.get("uom", "")),
            line=names.line(entry.get("line", 0)),
        )
        for entry in facts["qty"]
    )
    values = {"who": names.who(facts["by"]), "what": ", ".join(pieces)}
    values["remedy"] = REMEDIES.get(remedy, remedy)
    return _("%(who)s wants to send back %(what)s: %(remedy)s", **values) + _why(facts)


def return_answered(facts: dict, names: Names) -> str:
    """Return whether it may go back."""
    values = {"who": names.who(facts["by"])}
    if facts["body"]["verdict"] == "accepted":
        return _("%(who)s takes the goods back", **values)
    return _("%(who)s does not take the goods back", **values)


def _why(facts: dict) -> str:
    code = facts.get("reason", "")
    return _(" (%(reason)s)", reason=reason(code)) if code else ""
