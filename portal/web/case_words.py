"""What is said about cases: rules, causes, parties, states, how bad it is.

The texts of rules and causes stand with them in `watch` and `desk`; here they are put in the
reader's language, with days, quantities and reasons as that reader writes them.
"""

from datetime import date, datetime
from decimal import Decimal

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.db import moment_of
from portal.desk import CAUSES, PARTIES, cases
from portal.watch import RULES, Case, Rule
from portal.web import babel
from portal.web.words_order import PAPERS, reason
from portal.web.words_steps import step
from portal.web.words_units import unit

STATES = {  # state → (words, tone)
    "open": (_l("open"), "bad"),
    "taken": (_l("in work"), "info"),
    "waiting": (_l("waiting for the supplier"), "warn"),
    "answered": (_l("answered"), "info"),
    "cleared": (_l("over, cause owed"), "warn"),
    "resolved": (_l("resolved"), "ok"),
}
SEVERITIES = {
    1: (_l("low"), "neutral"),
    2: (_l("medium"), "warn"),
    3: (_l("high"), "bad"),
}
MODES = {"off": _l("off"), "shadow": _l("only tried"), "on": _l("on")}
CLOSES = {  # whether cases close by themselves → words
    False: _l("is asked for"),
    True: _l("is not needed: the case closes"),
}
MODES_MEAN = {
    "off": _l("It does not look."),
    "shadow": _l("It counts in silence what it would raise; nobody is told."),
    "on": _l("It raises exceptions."),
}
AMOUNTS = frozenset({"qty", "rejected", "damaged", "over", "short", "wrong"})
SINCE = {"short": "0", "wrong": "0"}  # what findings of before did not say yet
COUNTED = (
    "qty",
    "lines",
    "matters",
    "reports",
    "times",
    "days",
)  # the words of a finding that say how much
FIGURES = {
    "working_days": _l("Working days to answer"),
    "transit_days": _l("Days in transit (0: from the journey)"),
    "grace_days": _l("Days of grace"),
    "days_before": _l("Days before"),
    "times": _l("Times"),
    "slip_days": _l("More days in all than"),
    "silent_days": _l("Days without a word, where nothing is usual yet"),
    "dwell_days": _l("Days in one place, where nothing is usual yet"),
    "within_days": _l("Days until it is due, at most"),
    "chance_percent": _l("Least chance of being late, in percent"),
    "open_percent": _l("Of 100 open orders name at most"),
}


def rule(name: str) -> str:
    """Return what a rule is called; one that is no longer ours by its name."""
    return gettext(RULES[name].means) if name in RULES else name


def trouble(name: str, words: dict[str, str], over: bool = False) -> str:
    """Return what is wrong, or what was if it is over, from the words a finding left."""
    if name not in RULES:
        return name
    says = _sentence(RULES[name], over, "shipment" in words)
    shown = {key: _shown(key, value) for key, value in (SINCE | words).items()}
    if "uom" in words:
        shown["uom"] = unit(words["uom"], Decimal(words["qty"]))
    one = isinstance(says, str)
    said = gettext(says, **shown) if one else ngettext(*says, _how_many(words), **shown)
    return said.replace("..", ".")  # an abbreviated unit ends the sentence with its own point


def trouble_of(case: Case) -> str:
    """Return what is wrong with a case; of one that is over, what was and since when it is."""
    over_at = case.over_at
    said = trouble(case.rule, case.words, over=over_at is not None or not case.live)
    if over_at is None:
        return said
    return gettext("%(said)s Over since %(moment)s.", said=said, moment=babel.moment(over_at))


def advice(name: str) -> str:
    """Return what to do about it."""
    return gettext(RULES[name].advice) if name in RULES else ""


def cause(name: str) -> str:
    """Return what a cause is called."""
    return gettext(CAUSES[name].says) if name in CAUSES else name


def party(name: str) -> str:
    """Return what an accountable party is called."""
    return gettext(PARTIES[name].says) if name in PARTIES else name


def state(name: str) -> dict[str, str]:
    """Return a case's state as a tag."""
    words, tone = STATES.get(name, (name, "neutral"))
    return {"text": str(words), "tone": tone}


def severity(number: int) -> dict[str, str]:
    """Return how bad it is as a tag."""
    words, tone = SEVERITIES.get(number, (str(number), "neutral"))
    return {"text": str(words), "tone": tone}


def causes() -> list[tuple[str, str]]:
    """Return the causes to choose from, with whose they usually are."""
    named = [(one.name, f"{gettext(one.says)} ({party(one.usually)})") for one in CAUSES.values()]
    return [("", gettext("– choose –")), *named]


def parties() -> list[tuple[str, str]]:
    """Return whose part it can be."""
    named = [(one.name, gettext(one.says)) for one in PARTIES.values()]
    return [("", gettext("– choose –")), *named]


def ending(name: str) -> str:
    """Return how a case ended; those of before did not say."""
    known = cases.REASONS | cases.BY_ITSELF
    return gettext(known[name].says) if name in known else babel.NOTHING


def endings() -> list[tuple[str, str]]:
    """Return how it can have ended."""
    named = [(one.name, gettext(one.says)) for one in cases.REASONS.values()]
    return [("", gettext("– choose –")), *named]


def seen(case: Case) -> str:
    """Return how often its trouble was found, and when last; nothing of one found once."""
    if case.seen < 2 or case.seen_at is None:
        return ""
    return gettext(
        "Seen %(times)s times, last %(moment)s.",
        times=case.seen,
        moment=babel.moment(case.seen_at),
    )


def _sentence(rule: Rule, over: bool, shipped: bool) -> str | tuple[str, str]:
    if shipped and rule.of_shipment:
        return rule.was_of_shipment if over else rule.of_shipment
    return rule.said if over else rule.says


def _how_many(words: dict[str, str]) -> int:
    """Return the number that decides whether a finding speaks of one or of more."""
    return babel.plural(next(Decimal(words[key]) for key in COUNTED if key in words))


def _shown(key: str, value: str) -> str:
    """Write a word of a finding: its name says what it is."""
    if key.endswith("_day"):
        return babel.day(date.fromisoformat(value))
    if key.endswith("_at"):
        return babel.moment(moment_of(value))
    if key == "step":
        return step(value)
    if key == "papers":
        return ", ".join(str(PAPERS.get(one, one)) for one in value.split())
    if key in AMOUNTS:
        return babel.amount(Decimal(value))
    return reason(value) if key == "reason" else value


def clock_left(due_at: datetime, now: datetime) -> str:
    """Return how long the clock still runs, or how long it is over."""
    left = due_at - now
    hours = int(abs(left).total_seconds() // 3600)
    many = ngettext("%(num)d hour", "%(num)d hours", hours)
    if hours >= 48:
        many = ngettext("%(num)d day", "%(num)d days", hours // 24)
    if left.total_seconds() < 0:
        return gettext("over for %(long)s", long=many)
    return gettext("%(long)s left", long=many)
