"""How right forecasts were, in words: stages, sources, intervals."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.web import babel
from portal.web.babel import worded

STAGES = {
    "placed": _l("Ordered"),
    "acknowledged": _l("Acknowledged"),
    "produced": _l("Produced"),
    "packed": _l("Packed"),
    "dispatched": _l("Dispatched"),
    "departed": _l("Departed"),
    "arrived": _l("Arrived"),
    "delivered": _l("Delivered"),
}

# Whose words were judged: (short, what that means).
SOURCES = {
    "given": (
        _l("What we said"),
        _l("Forecasts as they were given at the time, judged by what then happened."),
    ),
    "backtest": (
        _l("What we would have said"),
        _l(
            "Nobody was told these forecasts: the engine was asked again about the past, with "
            "only what had been recorded or reported by each moment."
        ),
    ),
}


# Some of the forecasts behind a figure.
ONLY = {
    "": _l("All"),
    "held": _l("Within the band"),
    "missed": _l("Outside the band"),
    "promised": _l("With a promise"),
    "lane": _l("With a usual time"),
    "chance": _l("With a chance"),
    "late": _l("Really late"),
}

# The lines by which a rule is judged.
OF_RULES = {
    "said": _l("It spoke of"),
    "right": _l("Rightly"),
    "wrong": _l("Wrongly"),
    "missed": _l("Late without its word"),
    "late": _l("All late ones"),
    "due": _l("All that were due"),
}


def only(name: str) -> str:
    """Return what some of the forecasts behind a figure are called."""
    return str(ONLY[name])


def of_rules(name: str) -> str:
    """Return what some of the lines a rule is judged by are called."""
    return str(OF_RULES[name])


@worded
def stage(name: str) -> str:
    """Return what a stage of a forecast is called."""
    return str(STAGES.get(name, name))


def source(name: str) -> tuple[str, str]:
    """Return what a source of forecasts is called, and what it means."""
    short, long = SOURCES[name]
    return str(short), str(long)


def interval(between: list[float] | None, share: bool = False) -> str:
    """Return a 95 % interval in words; "" where there is none."""
    if not between:
        return ""
    low, high = (
        babel.percent(one) if share else babel.amount(Decimal(str(round(one, 2))))
        for one in between
    )
    return _("%(low)s to %(high)s", low=low, high=high)
