"""Tolerances in words: what is set, how far off an answer is, and which setting decided."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.desk import tolerance
from portal.errors import N_, NN_
from portal.web import babel
from portal.web.words_units import amount_of

SCOPES = {
    "default": _l("All suppliers"),
    "group": _l("Supplier group"),
    "supplier": _l("Supplier"),
    "category": _l("Item category"),
    "item": _l("Item"),
    "order": _l("Order"),
}
SHORT = {
    "qty.over": _l("More"),
    "qty.under": _l("Less"),
    "date.early": _l("Earlier"),
    "date.late": _l("Later"),
    "price.up": _l("Dearer"),
    "price.down": _l("Cheaper"),
    "ship.over": _l("Shipped"),
}
OUTCOMES = {"accept": _l("accepted"), "ask": _l("asked"), "refuse": _l("refused")}
CHOICES = {
    "accept": _l("Accept it"),
    "ask": _l("Ask the buyer"),
    "refuse": _l("Refuse it, with a message"),
}
COUNTS = {"working": _l("working days"), "calendar": _l("calendar days")}
FROM = {
    "default": N_("all suppliers, version %(version)s"),
    "group": N_("supplier group %(name)s, version %(version)s"),
    "supplier": N_("this supplier, version %(version)s"),
    "category": N_("item category %(name)s, version %(version)s"),
    "item": N_("item %(name)s, version %(version)s"),
    "order": N_("this order, version %(version)s"),
}
UNNAMED = N_("setting for the supplier, version %(version)s")
DAYS_OFF = {
    ("date.late", "working"): NN_("%(num)d working day late", "%(num)d working days late"),
    ("date.late", "calendar"): NN_("%(num)d day late", "%(num)d days late"),
    ("date.early", "working"): NN_("%(num)d working day early", "%(num)d working days early"),
    ("date.early", "calendar"): NN_("%(num)d day early", "%(num)d days early"),
}
SPANS = {
    "working": NN_("%(num)d working day", "%(num)d working days"),
    "calendar": NN_("%(num)d calendar day", "%(num)d calendar days"),
}
AMOUNTS_OFF = {
    "qty.over": N_("%(many)s more"),
    "qty.under": N_("%(many)s less"),
    "price.up": N_("%(many)s dearer"),
    "price.down": N_("%(many)s cheaper"),
    "ship.over": N_("%(many)s more than ordered"),
}
WHY = {
    "within": N_("%(off)s is within %(limit)s"),
    "beyond": N_("%(off)s is beyond %(limit)s"),
    "always": N_("%(off)s, for which no limit is set"),
    "unset": N_("%(off)s, for which nothing is set"),
    "unit": N_("%(off)s; the limit is in another unit"),
    "currency": N_("%(off)s; the limit is in another currency"),
    "no_base": N_("a price was named where there was none"),
    "undated": N_("the day of a delivery is to follow"),
    "same": N_("only the split into deliveries is another"),
}


def field_words(name: str) -> str:
    """Return what a field is called, such as "Later than agreed"."""
    return _(tolerance.FIELDS[name].means) if name in tolerance.FIELDS else name


def unset_words(name: str) -> str:
    """Return what follows where nothing is set."""
    if name == tolerance.SHIP_OVER:
        return _("is refused: nothing is set")
    return _("is asked: nothing is set")


def limit_words(name: str, limit: dict) -> str:
    """Return a limit as it stands in a setting, such as "5 %, at most 10 pcs"; "" if none."""
    told = []
    if "pct" in limit:
        told.append(_percent(limit["pct"]))
    if "days" in limit:
        told.append(_spans(SPANS[limit.get("count", "working")], int(limit["days"])))
    if "abs" in limit:
        told.append(_amount(name, Decimal(limit["abs"]), limit))
    return _("%(one)s and %(other)s", one=told[0], other=told[1]) if told[1:] else "".join(told)


def setting_words(name: str, limit: dict) -> str:
    """Return what a setting says of a field: "up to 3 working days accepted, then asked"."""
    within = OUTCOMES.get(limit["within"], limit["within"])
    bounds = limit_words(name, limit)
    if not bounds:
        return _("always %(within)s", within=within)
    beyond = OUTCOMES.get(limit.get("beyond", "ask"))
    return _(
        "up to %(limit)s %(within)s, then %(beyond)s", limit=bounds, within=within, beyond=beyond
    )


def off_words(rule: dict) -> str:
    """Return how far off an answer is, such as "2 working days late" or "5 pcs (5 %) less"."""
    name, off = rule["field"], Decimal(rule["off"])
    if name in AMOUNTS_OFF:
        many = _amount(name, off, rule)
        if "pct" in rule:
            many = _("%(many)s (%(percent)s)", many=many, percent=_percent(rule["pct"]))
        return _(AMOUNTS_OFF[name], many=many)
    count = rule.get("limit", {}).get("count") or rule.get("count", "calendar")
    if not off:
        return _("no working day apart")
    return _spans(DAYS_OFF[name, count], int(off))


def rule_words(rule: dict) -> str:
    """Return a ruling with its reason, and where it comes from if that is told."""
    why, limit = rule["why"], limit_words(rule["field"], rule.get("limit", {}))
    template = WHY.get(why, WHY["unset"])
    if "%(off)s" not in template:
        words = _(template)
    elif why in ("within", "beyond") and not limit:
        words = off_words(rule)  # the limit is not told
    else:
        words = _(template, off=off_words(rule), limit=limit)
    if "key" not in rule:
        return words
    return _("%(words)s (%(source)s)", words=words, source=source_words(rule))


def source_words(rule: dict) -> str:
    """Return which setting decided: "supplier group Castings, version 4"."""
    scope, _subject = tolerance.named(rule["key"])
    template = FROM.get(scope, UNNAMED)
    name = rule.get("name", "")
    if "%(name)s" in template and not name:
        template = UNNAMED
    return _(template, name=name, version=rule["version"])


def _amount(name: str, value: Decimal, told: dict) -> str:
    if name.startswith("price"):
        money = babel.amount(value, told.get("currency", ""))
        return _("%(money)s a unit", money=money)
    return amount_of(value, told.get("uom", ""))


def _percent(text: str) -> str:
    return babel.amount(Decimal(text), "%")


def _spans(words: tuple[str, str], number: int) -> str:
    return ngettext(*words, number)
