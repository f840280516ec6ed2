"""How far the record of an order can be trusted, in words: each doubt, and what would mend it.

A doubt without words is shown by its name, never hidden. Values: step, day, days, usual, who.
"""

from datetime import date

from flask_babel import lazy_gettext as _l

from portal.insight import Doubt
from portal.journey import Journey
from portal.watch import WEAK
from portal.web import babel
from portal.web.babel import worded
from portal.web.words_order import FLAGS
from portal.web.words_steps import step_in, who

WHY = {
    "missing": _l("“%(step)s” was due on %(day)s and nobody has reported it"),
    "inferred": _l("“%(step)s” was never reported; it only follows from later steps"),
    "silent": _l("no word for %(days)s days; up to %(usual)s are usual here"),
    "estimate_passed": _l("the day that was named last has passed"),
    "estimates_disagree": _l("two sources expect it %(days)s days apart"),
    "no_day": _l("no day is asked for or agreed"),
    "unreached": _l("a mail about the order came back, and nobody there spoke since"),
    **FLAGS,
}

ASKS = {
    "missing": _l("Report “%(step)s”, or a new day for it"),
    "inferred": _l("Report when “%(step)s” happened"),
    "silent": _l("Say where it stands"),
    "estimate_passed": _l("Name the day it is expected now"),
    "estimates_disagree": _l("Settle which expected day holds"),
    "no_day": _l("Ask for a day, or agree on one"),
    "unreached": _l("Find an address that is read"),
    "sources_disagree": _l("Correct the quantity or day that is wrong"),
    "future_actual": _l("Correct the moment that lies in the future"),
    "unit_mismatch": _l("Say the quantity in the unit that was ordered"),
    "out_of_order": _l("Correct the step or day that is out of order"),
    "line_unknown": _l("Say which line it is about"),
    "parts_differ": _l("Make the deliveries add up to the line"),
    "over_quantity": _l("Correct the quantity, or order as much"),
    "reported_late": _l("Report within three days"),
    "old_revision": _l("Answer the version that holds now"),
    "return_unknown": _l("Say which return it is about"),
    "zone_unknown": _l("Give times with their time zone"),
    "while_blocked": _l("Answer again once the line is free"),
    "line_ended": _l("Take back what no longer holds"),
    "over_cancelled": _l("Cancel no more than has not left"),
    "correction_refused": _l("Settle with whoever said it first"),
}

# From which score on it is: well told, with gaps; below, weak.
BANDS = (
    (85, _l("well told"), "ok"),
    (WEAK, _l("with gaps"), "warn"),
    (0, _l("weak data"), "bad"),
)


@worded
def band(score: int) -> tuple[str, str]:
    """Return what a score is called, and its tone."""
    return next((str(words), tone) for least, words, tone in BANDS if score >= least)


def why(doubt: Doubt, read: Journey) -> str:
    """Return the reason of a doubt about an order, whose journey names the steps."""
    return _filled(WHY, doubt, read)


def ask(doubt: Doubt, read: Journey) -> str:
    """Return what would mend a doubt."""
    return _filled(ASKS, doubt, read)


def mender(doubt: Doubt, side: str, kind: str) -> str:
    """Return who can mend a doubt, "you" for the reader."""
    return who(doubt.by, side, kind)


def _filled(words: dict, doubt: Doubt, read: Journey) -> str:
    values = dict(doubt.values)
    if "step" in values:
        values["step"] = step_in(read, values["step"])
    if "day" in values:
        values["day"] = babel.day(date.fromisoformat(values["day"]))
    text = str(words.get(doubt.name, doubt.name))
    return text % values if "%(" in text else text
