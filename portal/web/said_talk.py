"""How talk and cases read: who wrote, asked, answered, what a rule found."""

from flask_babel import gettext as _

from portal.errors import N_
from portal.watch import RULES
from portal.web.names import Names


def case_opened(facts: dict, names: Names) -> str:
    """A rule found something."""
    rule = RULES.get(facts["body"]["rule"])
    means = _(rule.means) if rule else facts["body"]["rule"]
    if names.about:
        return _("Cases were opened for %(line)s: %(means)s", line=names.about, means=means)
    return _("A case was opened: %(means)s", means=means)


def case_cleared(facts: dict, names: Names) -> str:
    """What a rule found is over."""
    if facts["body"].get("closed"):
        return _("The trouble of a case is over; its rule asks for no cause")
    if names.about:
        return _("Troubles of %(line)s are over; their causes are still owed", line=names.about)
    return _("The trouble of a case is over; its cause is still owed")


def case_done(facts: dict, names: Names) -> str:
    """Somebody did something on a case."""
    return _(CASES[facts["kind"]], who=names.who(facts["by"]))


def posted(facts: dict, names: Names) -> str:
    """Somebody wrote something; the words stand in the conversation."""
    values = {"who": names.who(facts["by"]), "line": names.line(facts.get("line", 0))}
    if facts.get("only_for"):
        words = _("%(who)s wrote a note", **values)
    elif facts.get("body", {}).get("question"):
        words = _("%(who)s asked a question", **values)
    else:
        words = _("%(who)s wrote a message", **values)
    return _("%(words)s, %(line)s", words=words, line=values["line"]) if "line" in facts else words


def settled(facts: dict, names: Names) -> str:
    """A question is off the lists without an answer."""
    return _("%(who)s needs no answer any more", who=names.who(facts["by"]))


def bounced(_facts: dict, _names: Names) -> str:
    """Somebody was not reached."""
    return _("A mail about this order came back: it was not delivered")


CASES = {
    "case.commented": N_("%(who)s wrote a note"),
    "case.asked": N_("%(who)s asked the supplier"),
    "case.answered": N_("%(who)s answered"),
    "case.reopened": N_("%(who)s opened the case again"),
}
