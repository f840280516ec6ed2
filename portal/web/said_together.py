"""How events of one act read as one: "Sam acknowledged lines 10, 20 and 30 as asked".

Something said about several lines is an event for each. What all of them say makes the
sentence; what differs (quantities, mostly) is left to each event's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.web.names import Names
from portal.web.said import sentence

KINDS = frozenset(
    {
        "line.placed",
        "line.changed",
        "line.cancelled",
        "line.closed",
        "line.reopened",
        "line.blocked",
        "line.unblocked",
        "response.confirmed",
        "response",
        "decision",
        "milestone",
        "delay.reported",
        "case.opened",
        "case.cleared",
    }
)
SAME = ("act", "kind", "code", "class", "by", "when", "source", "only_for")
SAME_BODY = ("answer", "verdict", "rule", "day")
EACH = frozenset({"qty", "parts"})  # told of each line, never of all: it would read as a sum
NAMED = 6  # lines that are named one by one


def act_of(facts: dict) -> str | None:
    """Return what events of one entry have in common; None for one that stands alone.

    What is said of the whole order stands alone, and so does a correction, which is read
    beside what it corrects.
    """
    if facts["kind"] not in KINDS or "corrects" in facts or not facts.get("line"):
        return None
    body = facts.get("body", {})
    return repr([facts.get(name) for name in SAME] + [body.get(name) for name in SAME_BODY])


def sentence_of(several: Sequence[dict], names: Names) -> str:
    """Return what several events of one act say, in one sentence."""
    about = lines_in_words([facts["line"] for facts in several], names)
    return sentence(shared(several), replace(names, about=about))


def shared(several: Sequence[dict]) -> dict:
    """Return the facts that all of them have; `line` is that of the first."""
    body = _in_all([facts.get("body", {}) for facts in several])
    return _in_all(several) | {"line": several[0]["line"], "body": body}


def lines_in_words(numbers: Iterable[int], names: Names) -> str:
    """Return lines as they are said: "line 10", "lines 10, 20 and 30", "lines 10, … and 9 more"."""
    known = [names.lines.get(number, str(number)) for number in sorted(set(numbers))]
    if len(known) == 1:
        return _("line %(no)s", no=known[0])
    if len(known) > NAMED:
        listed, rest = ", ".join(known[:NAMED]), len(known) - NAMED
        return ngettext(
            "lines %(listed)s and %(num)d more",
            "lines %(listed)s and %(num)d more",
            rest,
            listed=listed,
        )
    return _("lines %(listed)s and %(last)s", listed=", ".join(known[:-1]), last=known[-1])


def _in_all(several: Sequence[dict]) -> dict:
    first, *others = several
    return {
        name: value
        for name, value in first.items()
        if name not in EACH and all(name in one and one[name] == value for one in others)
    }
