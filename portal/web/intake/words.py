"""Words for files: how they are read, and how far they have come."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.intake import names, profile
from portal.loading import DONE, QUEUED, READING, REFUSED, WAITING

# profile: (what it is called, what its files look like)
PROFILES = {
    "orders": (
        _l("Open purchase orders"),
        _l(
            "From any ERP, one row per order line. Needed are the order, line, item, quantity "
            "and unit, and the supplier's number or name. The order of the columns does not matter."
        ),
    ),
    "scms": (
        _l("SCMS delivery history"),
        _l("Finished orders and transfers of a supply programme, with the days they arrived."),
    ),
    "bpi2019_items": (
        _l("Items of purchase orders, with a log"),
        _l("Items of an ERP, one row each. Send them before the log of what happened to them."),
    ),
    "bpi2019_events": (
        _l("Event log of purchase orders"),
        _l(
            "One row per event of an item. The items must be here already; rows about others are "
            "set aside."
        ),
    ),
    "containers": (
        _l("Ocean container milestones"),
        _l(
            "One row per event of a container. Each release of an empty container begins a "
            "transport of its own."
        ),
    ),
    "olist": (
        _l("Marketplace orders"),
        _l("Orders of consumers, fulfilled by sellers, with the day promised to them."),
    ),
}

# state: (its word, its tone)
STATES = {
    WAITING: (_l("to confirm"), "warn"),
    QUEUED: (_l("in line"), "info"),
    READING: (_l("being read"), "info"),
    DONE: (_l("taken in"), "ok"),
    REFUSED: (_l("refused"), "bad"),
}


def profiles() -> list[tuple[str, str, str]]:
    """Return the kinds of file we read, the commonest first: code, name, explanation."""
    known = [name for name in PROFILES if name in names()]
    others = sorted(set(names()) - set(known))
    told = [(name, str(PROFILES[name][0]), str(PROFILES[name][1])) for name in known]
    return told + [(name, name, profile(name).about) for name in others]


def profile_name(code: str) -> str:
    """Return what a kind of file is called."""
    return str(PROFILES[code][0]) if code in PROFILES else code


def state(code: str) -> dict[str, str]:
    """Return how far a file has come, as a tag."""
    text, tone = STATES.get(code, (code, "neutral"))
    return {"text": str(text), "tone": tone}


def size(count: int) -> str:
    """Return the size of a file, such as "1.2 MB"."""
    if count < 1_000_000:
        return gettext("%(n)s kB", n=max(1, round(count / 1000)))
    return gettext("%(n)s MB", n=round(count / 1_000_000, 1))
