"""What is expected, how sure that is, and what it rests on, in words."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.desk import Expected
from portal.web import babel

CLAIMS = {
    "asked": _l("Requested"),
    "promised": _l("First promised"),
    "agreed": _l("Agreed"),
    "supplier": _l("Supplier's estimate"),
    "carrier": _l("Estimate of carrier or shipment"),
    "ours": _l("Our forecast"),
}
LEVELS = {
    "both": _l("of this supplier on this lane"),
    "supplier": _l("of this supplier"),
    "lane": _l("on this lane"),
    "all": _l("of all suppliers and lanes"),
}
PARTS = {
    "history": _l("how long the rest took before"),
    "spread": _l("how much that varied"),
    "waited": _l("the wait since the last step"),
    "age": _l("the time since the order"),
    "promise left": _l("the days left to the promise"),
    "promised": _l("how far ahead it was promised"),
    "promise passed": _l("the days past the promise"),
    "promise given": _l("that there is a promise"),
    "lane known": _l("how much is known of the lane"),
    "supplier known": _l("how much is known of the supplier"),
    "lane late": _l("how often the lane is late"),
    "quantity": _l("the quantity"),
    "weekday": _l("the day of the week"),
    "stage": _l("the step it has reached"),
    "mode": _l("the transport"),
    "distance and value": _l("distance and value"),
}
SHOWN_PART = 0.1  # days; less is not told


def tenths(days: float) -> str:
    """Return days with one place."""
    return babel.amount(Decimal(str(round(days, 1))))


def share(chance: float) -> str:
    """Return a share in whole per cent: more would pretend to know more."""
    return babel.percent(round(chance, 2))


def expected_words(one: Expected | None) -> dict[str, str]:
    """Return what a list says of a forecast: the day, the days around it, the chance and its base.

    Without a promise, so early that it says nothing, or late already, there is no chance.
    """
    if one is None:
        return {"expected": "", "around": "", "chance": "", "rests": ""}
    low, day, high = (babel.day(n) for n in (one.low, one.day, one.high))
    chance = one.chance is not None and one.chance < 1
    return {
        "expected": _("expected %(day)s", day=day),
        "around": _("Eight of ten come from %(low)s to %(high)s", low=low, high=high),
        "chance": _("%(chance)s likely late", chance=share(one.chance)) if chance else "",
        "rests": ngettext("%(num)d past order", "%(num)d past orders", one.orders),
    }


def record_words(found: list | None) -> str:
    """Return how right a claim was: `found` is [n, level, mean days late], or nothing."""
    if not found:
        return _("not enough data")
    n, level, late = found
    about = ngettext("%(num)d past delivery", "%(num)d past deliveries", n)
    named = {"about": about, "level": LEVELS[level], "days": tenths(abs(late))}
    if abs(late) < 0.05:
        return _("on average in time, on %(about)s %(level)s", **named)
    if late > 0:
        return _("on average %(days)s days late, on %(about)s %(level)s", **named)
    return _("on average %(days)s days early, on %(about)s %(level)s", **named)


def base_words(doc: dict) -> str:
    """Return what a forecast rests on: how many orders, of which level, median and P90."""
    about = ngettext("%(num)d past delivery", "%(num)d past deliveries", doc["orders"])
    return _(
        "Rests on %(about)s %(level)s: from here half of such deliveries took no more than "
        "%(median)s days, nine of ten no more than %(most)s.",
        about=about,
        level=LEVELS[doc["level"]],
        median=tenths(doc["median"]),
        most=tenths(doc["p90"]),
    )


def parts_words(doc: dict) -> list[str]:
    """Return the largest contributions in days, against an average order."""
    found = []
    for name, days in doc["parts"]:
        words = {"days": tenths(abs(days)), "what": PARTS[name]}
        if days >= SHOWN_PART:
            found.append(_("%(days)s days later: %(what)s", **words))
        elif days <= -SHOWN_PART:
            found.append(_("%(days)s days sooner: %(what)s", **words))
    return found


def chance_words(doc: dict) -> str:
    """Return the chance of being late with its base; at the beginning the lane's rate as such."""
    if doc.get("chance") == 1:
        return _("The promised day has passed: it is late.")
    if doc.get("chance") is not None and doc.get("promise"):
        return _(
            "%(chance)s likely later than %(day)s, judged by %(n)s past deliveries.",
            chance=share(doc["chance"]),
            day=babel.day(date.fromisoformat(doc["promise"])),
            n=doc["all"],
        )
    if late := doc.get("track", {}).get("late"):
        n, level, many = late
        about = ngettext("%(num)d past delivery", "%(num)d past deliveries", n)
        return _(
            "Too early for a chance of its own. Of %(about)s %(level)s %(share)s came late.",
            about=about,
            level=LEVELS[level],
            share=share(many / n),
        )
    return _("How likely it is late: not enough data.")
