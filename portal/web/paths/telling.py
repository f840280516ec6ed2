"""Paths in words: their steps, what is odd about them, and what a milestone is worth."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.insight import paths
from portal.web import babel, words_steps

ODD = {
    paths.SKIPPED: (_l("skipped"), "bad"),
    paths.STRAYED: (_l("out of order"), "bad"),
    paths.REPEATED: (_l("repeated"), "info"),
    paths.TOLD_LATE: (_l("told late"), "warn"),
}
VERDICTS = {
    "helps": (_l("Worth asking for"), "ok"),
    "warns": (_l("Worth asking for: it warns earlier"), "ok"),
    "little": (_l("Tells little that is not known without it"), "neutral"),
    "hurts": (_l("Misleads the forecast"), "warn"),
    "unknown": (_l("Not enough data"), "neutral"),
}


def stops(codes: tuple[str, ...], kind: str) -> list[dict]:
    """Return the stops of a path: what each is called, and whether it came again."""
    found = []
    for code in codes:
        bare = code.removesuffix("*")
        names = [words_steps.step(one, kind) for one in bare.split("+")]
        found.append({"name": " ⇄ ".join(names), "again": bare != code})
    return found


def oddities(odd: dict[str, tuple[str, ...]], kind: str) -> list[dict]:
    """Return what is odd about a way: a tag for each step and mark."""
    return [
        {"text": f"{words_steps.step(code, kind)}: {ODD[mark][0]}", "tone": ODD[mark][1]}
        for code, marks in odd.items()
        for mark in marks
    ]


def tiles(seen: paths.Seen, followed: float | None, url: str) -> list[dict]:
    """Return the key figures of all that was asked about."""
    late = seen.whole.late_share
    return [
        {"label": _("Finished lines"), "value": babel.amount(seen.lines), "url": url},
        {
            "label": _("Followed their template"),
            "value": None if followed is None else babel.percent(followed),
            "note": _("nothing skipped, nothing out of order"),
        },
        {
            "label": _("Half were through in"),
            "value": _in_days(seen.whole.median),
            "note": _("from order to the last of it"),
        },
        {
            "label": _("Came late"),
            "value": None if late is None else babel.percent(late),
            "note": _("of those with a promised day"),
        },
    ]


def _in_days(days: int | None) -> str | None:
    return None if days is None else ngettext("%(num)d day", "%(num)d days", days)


def came_late() -> str:
    """Return that something came late."""
    return _("Came late")


def mark(name: str) -> str:
    """Return what a mark is called."""
    return str(ODD[name][0]) if name in ODD else ""


def worth(one: paths.MilestoneWorth | None) -> dict:
    """Return what a milestone is worth: a verdict, its tone, and the figures in a sentence."""
    name = paths.verdict(one) if one else "unknown"
    text, tone = VERDICTS[name]
    return {"text": str(text), "tone": tone, "why": _why(one, name)}


def _why(one: paths.MilestoneWorth | None, name: str) -> str:
    if name == "unknown":
        many = one.lines if one else 0
        return ngettext(
            "Of the later lines %(num)d had it; 30 are needed.",
            "Of the later lines %(num)d had it; 30 are needed.",
            many,
        )
    said = _(
        "With it the forecast was off by %(with)s days, without it by %(without)s.",
        **{"with": _days(one.with_mae), "without": _days(one.without_mae)},
    )
    if one.earlier is None:
        return said
    if abs(one.earlier) < 0.05:
        return said + " " + _("Delays are not seen earlier.")
    if one.earlier > 0:
        return said + " " + _("Delays are seen %(days)s days earlier.", days=_days(one.earlier))
    return said + " " + _("Delays are seen %(days)s days later.", days=_days(-one.earlier))


def _days(value: float) -> str:
    return babel.amount(round(value, 1))
