"""What a backtest found, as its page shows it: measures side by side, a picture, sentences."""

from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal import watch
from portal.watch import ENOUGH, Result, Truth, Try
from portal.web import babel, case_words
from portal.web.exceptions.trying import DAYS

TOLD = {  # verdict → (words, tone)
    watch.CAUGHT: (_l("late, and it spoke before it came"), "ok"),
    watch.FALSE: (_l("it spoke, and the order came in time"), "bad"),
    watch.MISSED: (_l("late, and it was silent until it came"), "warn"),
    watch.AFTER: (_l("it spoke when the order had come in time"), "neutral"),
    watch.OPEN: (_l("it spoke; nobody can say yet what comes of it"), "neutral"),
}
ROLES = {watch.A: _l("First setting"), watch.B: _l("Second setting")}


def truth_words(truth: Truth) -> str:
    """Return in a sentence what counts as really late."""
    day = str(DAYS[truth.against])
    if not truth.grace:
        return _("An order is late if one of its lines was delivered after %(day)s.", day=day)
    return ngettext(
        "An order is late if one of its lines was delivered more than %(num)d day after %(day)s.",
        "An order is late if one of its lines was delivered more than %(num)d days after %(day)s.",
        truth.grace,
        day=day,
    )


def setting_words(one: Try) -> str:
    """Return a try's figures in words; "" where it goes by none, or by those that are set."""
    return ", ".join(
        f"{case_words.FIGURES.get(figure, figure)}: {value}"
        for figure, value in one.figures.items()
    )


def columns(found: Result) -> list[dict]:
    """Return the settings that stand side by side, each with its place."""
    shown = [(n, one) for n, one in enumerate(found.asked.tries) if one.role in ROLES]
    alone = len(shown) == 1
    return [
        {
            "n": n,
            "title": _("This setting") if alone else str(ROLES[one.role]),
            "says": setting_words(one) or _("as set"),
        }
        for n, one in shown
    ]


def measures(found: Result) -> list[dict]:
    """Return the rows of the table: what is measured, and for each setting how much it is."""
    shown = [(column["title"], column["n"]) for column in columns(found)]
    return [
        {
            "label": str(label),
            "hint": str(hint),
            "cells": [(title, value(found, n)) for title, n in shown],
        }
        for label, hint, value in MEASURES
    ]


def every_row(found: Result) -> list[dict]:
    """Return a row for each rule, where all of them were judged; the most useful first."""
    rows = [
        {
            "rule": one.rule,
            "title": case_words.rule(one.rule),
            "cells": [(str(label), value(found, n)) for label, _hint, value in SHORT],
            "rank": found.figures[n]["ahead"] or 0,
        }
        for n, one in enumerate(found.asked.tries)
    ]
    return sorted(rows, key=lambda row: -row["rank"])


def no_row(rule: str) -> dict:
    """Return the row of a rule that was not judged yet."""
    nothing = {"text": None, "url": None}
    cells = [(str(label), nothing) for label, *_rest in SHORT]
    return {"rule": rule, "title": case_words.rule(rule), "cells": cells}


def heads(first: list[str]) -> list[dict]:
    """Return the heads of a table with the main measures side by side, after some others."""
    named = [{"label": str(label), "num": True} for label, *_rest in SHORT]
    return [*({"label": label} for label in first), *named]


def column_heads(found: Result) -> list[dict]:
    """Return the heads of the table of measures."""
    titles = [{"label": column["title"], "num": True} for column in columns(found)]
    return [{"label": _("Measure")}, *titles]


def picture(found: Result) -> dict | None:
    """Return precision against volume over the range of a figure; None if nothing is to be seen."""
    points = [
        (one.figures[found.asked.range], found.figures[n])
        for n, one in enumerate(found.asked.tries)
        if one.role == watch.POINT and found.figures[n]["precision"] is not None
    ]
    if not points:
        return None
    most = max(doc["flagged"] for _value, doc in points)
    figure = found.asked.range
    return {
        "figure": str(case_words.FIGURES.get(figure, figure)),
        "most": babel.amount(most),
        "dots": [_dot(value, doc, most) for value, doc in points],
    }


def _dot(value: int, doc: dict, most: int) -> dict:
    return {
        "value": value,
        "x": round(100 * doc["flagged"] / most, 1),
        "y": round(100 - 100 * doc["precision"], 1),
        "volume": babel.amount(doc["flagged"]),
        "precision": babel.percent(doc["precision"]),
        "recall": babel.percent(doc["recall"]),
        "ahead": babel.percent(doc["ahead"]),
    }


def few(found: Result) -> str:
    """Return that there are too few orders to judge by; "" where there are enough."""
    judged = found.figures[0]["judged"]
    if judged >= ENOUGH:
        return ""
    return ngettext(
        "Not enough data: %(num)d order can be judged, %(least)s are needed.",
        "Not enough data: %(num)d orders can be judged, %(least)s are needed.",
        judged,
        least=ENOUGH,
    )


def late_only_after(found: Result) -> bool:
    """Say whether the rule only ever spoke once goods had come: it warns of something else."""
    doc = found.figures[0]
    return not doc["flagged"] and doc["after"] > 0


def _count(key: str, what: str = ""):
    """Return what gives a count, with the address of its rows."""

    def value(found: Result, n: int) -> dict:
        url = what and found.figures[n][key] and url_for(
            "exceptions.see_judged", backtest=found.id, n=n, what=what
        )  # fmt: skip
        return {"text": babel.amount(found.figures[n][key]), "url": url or None}

    return value


def _share(key: str):
    def value(found: Result, n: int) -> dict:
        share = found.figures[n][key]
        return {"text": None if share is None else babel.percent(share), "url": None}

    return value


def _number(key: str):
    def value(found: Result, n: int) -> dict:
        number = found.figures[n][key]
        text = None if number is None else babel.amount(round(Decimal(number), 1))
        return {"text": text, "url": None}

    return value


_VOLUME = (_l("Orders flagged"), _l("while they were under way and could be judged"),
           _count("flagged"))  # fmt: skip
_PRECISION = (_l("Really late of them"), _l("precision"), _share("precision"))
_RECALL = (_l("Of the late orders caught"), _l("recall"), _share("recall"))
_AHEAD = (_l("Caught in time"), _l("of the late orders"), _share("ahead"))
_WARNING = (_l("Days of warning"), _l("median, before the day"), _number("warning"))
_WEEKLY = (_l("Exceptions per buyer and week"), _l("what it costs to look at them"),
           _number("weekly"))  # fmt: skip
MEASURES = (
    _VOLUME,
    _PRECISION,
    _RECALL,
    _AHEAD,
    _WARNING,
    _WEEKLY,
    (_l("Caught"), TOLD[watch.CAUGHT][0], _count("caught", watch.CAUGHT)),
    (_l("Missed"), TOLD[watch.MISSED][0], _count("missed", watch.MISSED)),
    (_l("False alarms"), TOLD[watch.FALSE][0], _count("false", watch.FALSE)),
    (_l("Not to be judged"), TOLD[watch.OPEN][0], _count("open", watch.OPEN)),
    (_l("Spoke afterwards"), TOLD[watch.AFTER][0], _count("after", watch.AFTER)),
)
SHORT = (_VOLUME, _PRECISION, _RECALL, _AHEAD, _WARNING, _WEEKLY)
