"""How the rungs of an escalation read."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.watch import Rung

STARTS = {"opened": _l("it was raised"), "due": _l("it should be dealt with")}
WHOM = {
    "holder": _l("who has it"),
    "team": _l("everybody in its team"),
    "lead": _l("who leads its team"),
    "person": _l("a colleague"),
}
UNTIL = {
    "taken": _l("somebody has taken it"),
    "answered": _l("the supplier has answered"),
    "cleared": _l("the trouble is over"),
    "resolved": _l("it is closed"),
}


def whom(rung: Rung, name: str = "") -> str:
    """Return who is told, and by what."""
    told = name or str(WHOM[rung.to])
    return _("%(whom)s, by mail", whom=told) if rung.mail else told


def unless(rung: Rung) -> str:
    """Return what must not have happened by then."""
    return str(UNTIL[rung.until])
