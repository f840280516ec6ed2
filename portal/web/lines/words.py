"""Words for many answers: what is said, what became of a row, what a bundle has come to."""

import json

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal import bundles
from portal.bundles import Sum
from portal.desk import say, tolerance
from portal.errors import PortalError
from portal.web import babel
from portal.web.orders.wording import words as error_words
from portal.web.words_order import PAPERS, RESTS, reason
from portal.web.words_tolerance import rule_words

STATES = {
    bundles.READY: (_l("can be sent"), "info"),
    bundles.WRONG: (_l("to mend"), "bad"),
    bundles.BAD: (_l("refused"), "bad"),
    bundles.TOLD: (_l("sent"), "ok"),
    bundles.IDLE: (_l("says nothing"), "neutral"),
}
BUNDLE_STATES = {
    bundles.READING: (_l("being read"), "info"),
    bundles.OPEN: (_l("to look at"), "warn"),
    bundles.TELLING: (_l("being sent"), "info"),
    bundles.DONE: (_l("through"), "ok"),
    bundles.REFUSED: (_l("refused"), "bad"),
}
MEANT = {
    "accept": _l("Accepted as asked"),
    "propose": _l("Proposed otherwise"),
    "reject": _l("Rejected"),
    "agree": _l("Proposals accepted"),
    "refuse": _l("Proposals refused"),
    "counter": _l("Asked for something else"),
    "cancel": _l("Cancelled"),
    "close": _l("Rest closed"),
    "ship": _l("Shipment announced"),
}


def verb(one: say.Verb) -> str:
    """Return what can be said to a line."""
    return gettext(one.says)


def bundle_state(code: str) -> dict[str, str]:
    """Return how far a bundle has come, as a tag."""
    text, tone = BUNDLE_STATES.get(code, (code, "neutral"))
    return {"text": str(text), "tone": tone}


def fault(problem: PortalError | None) -> str:
    """Return what is wrong with a row or a file; "" if nothing is. Columns have our names."""
    if problem is None:
        return ""
    if heading := problem.values.get("column"):
        problem.values["column"] = gettext(heading)
    if papers := problem.values.get("papers"):
        problem.values["papers"] = ", ".join(str(PAPERS.get(p, p)) for p in papers.split(", "))
    return error_words(problem)


def choice(column: str, code: str) -> str:
    """Return a chosen value in the words of the list it is chosen from."""
    if column == "verb":
        return verb(say.VERBS[code]) if code in say.VERBS else code
    if column == "reported":
        return gettext(bundles.REPORTED[code]) if code in bundles.REPORTED else code
    return reason(code) if column == "reason" else str(RESTS.get(code, code))


def meant(code: str, state: str) -> str:
    """Return what a row would say, or has said; an unknown code as it is."""
    if state == bundles.TOLD:
        return str(MEANT.get(code, code))
    if code == "ship":
        return gettext("Announce a shipment")
    return verb(say.VERBS[code]) if code in say.VERBS else code


def follows(text: str) -> str:
    """Return what the buyer's tolerances make of a row; "" where nothing follows."""
    said = json.loads(text) if text else {}
    told = []
    if said.get("says") == tolerance.ACCEPT:
        why = "; ".join(rule_words(rule) for rule in said["rules"])
        told.append(gettext("Accepted automatically: %(why)s", why=why))
    elif said.get("says"):
        told.append(gettext("The buyer decides"))
    if said.get(bundles.BEYOND):
        told.append(gettext("More than was ordered is sent: the buyer will be asked"))
    return "; ".join(told)


def shipments(made: int, announced: int) -> str:
    """Return what became of the shipments of some rows."""
    if not announced:
        return gettext("to be announced")
    return gettext("%(n)s of them announced", n=babel.amount(announced))


def shift(one: Sum) -> str:
    """Return how the days of these rows move, such as "3 later, at most by 14 days"."""
    said = []
    if one.later:
        said.append(
            ngettext(
                "%(n)s later, at most by %(num)d day",
                "%(n)s later, at most by %(num)d days",
                one.most or 0,
                n=babel.amount(one.later),
            )
        )
    if one.earlier:
        said.append(gettext("%(n)s earlier", n=babel.amount(one.earlier)))
    return "; ".join(said)


def orders(number: int) -> str:
    """Return of how many orders rows are."""
    return ngettext("of %(num)d order", "of %(num)d orders", number)
