"""Paths in words: their steps, what is odd about them, and what a milestone is worth."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.insight import paths
from portal.web import babel

ODD = {
    paths.SKIPPED: (_l("skipped"), "bad"),
    paths.STRAYED: (_l("out of order"), "bad"),
    paths.REPEATED: (_l("repeated"), "info"),
    paths.TOLD_LATE: (_l("told late"), "warn"),
}
VERDICTS = {
    "helps": (_l("Worth asking for"), "ok"),
    "warns": (_l("Worth asking for: it warns earlier"), "ok"),
    "little": (_l("Tells little new"), "neutral"),
    "hurts": (_l("Misleads the forecast"), "warn"),
    "unknown": (_l("Not enough data"), "neutral"),
}

Name = Callable[[str], str]


def stops(codes: Iterable[str], name: Name) -> list[dict]:
    """Return the stops of a path: what each is called, and whether it came again."""
    found = []
    for code in codes:
        bare = code.removesuffix("*")
        names = [name(one) for one in bare.split("+")]
        found.append({"name": " ⇄ ".join(names), "again": bare != code})
    return found


def oddities(odd: dict[str, tuple[str, ...]], name: Name) -> list[dict]:
    """Return what is odd about a way: a tag for each step and mark."""
    return [
        {"text": f"{name(code)}: {ODD[mark][0]}", "tone": ODD[mark][1]}
        for code, marks in odd.items()
        for mark in marks
    ]


def share(some: int, of: int) -> str | None:
    """Return a share as a percentage; under thirty, how many of how many; None of none."""
    if not of:
        return None
    if of < paths.ENOUGH:
        return _("%(some)s of %(of)s", some=babel.amount(some), of=babel.amount(of))
    return babel.percent(some / of)


def tiles(seen: paths.Seen, url: Callable[..., str]) -> list[dict]:
    """Return the key figures of all that was asked about; `url` gives the lines behind one."""
    whole = seen.whole
    median = whole.median if seen.lines >= paths.ENOUGH else None
    return [
        {"label": _("Finished lines"), "value": babel.amount(seen.lines), "url": url()},
        {
            "label": _("Followed their journey"),
            "value": share(seen.followed, seen.lines),
            "note": _("nothing skipped, nothing out of order"),
            "url": url(followed="1") if seen.followed else None,
        },
        {
            "label": _("Half were through in"),
            "value": _in_days(median),
            "note": _("from order to the last of it") if median is not None else few(),
        },
        {
            "label": _("Came late"),
            "value": share(whole.late, whole.judged),
            "note": _("of those with a promised day"),
            "url": url(late="1") if whole.late else None,
        },
    ]


def few() -> str:
    """Return that there are too few lines for a figure."""
    return _("not enough data")


def _in_days(days: int | None) -> str | None:
    return None if days is None else ngettext("%(num)d day", "%(num)d days", days)


def came_late() -> str:
    """Return that something came late."""
    return _("Came late")


def followed(way: bool) -> str:
    """Return that lines followed their journey, or went a way that few went."""
    return _("All other ways together") if way else _("Followed their journey")


def mark(name: str) -> str:
    """Return what a mark is called."""
    return str(ODD[name][0]) if name in ODD else ""


def worth(one: paths.MilestoneWorth | None, reported: bool = True) -> dict:
    """Return what a milestone is worth: a verdict, its tone, and the figures in sentences."""
    if one and one.role == paths.END:
        said = _("It says that the goods came: that is foreseen, and judged.")
        return {"text": _("Needed"), "tone": "ok", "why": said}
    name = paths.verdict(one) if one else "unknown"
    text, tone = VERDICTS[name]
    if name == "unknown":
        return {"text": str(text), "tone": tone, "why": _why_unknown(one) if reported else ""}
    return {"text": str(text), "tone": tone, "why": " ".join(_why(one))}


def _why_unknown(one: paths.MilestoneWorth | None) -> str:
    many = one.lines if one else 0
    if many >= paths.ENOUGH:
        return _("Too few earlier lines had it to learn from; 30 are needed.")
    return ngettext(
        "Of the later lines %(num)d had it; 30 are needed.",
        "Of the later lines %(num)d had it; 30 are needed.",
        many,
    )


def _why(one: paths.MilestoneWorth) -> Iterable[str]:
    yield ngettext(
        "On %(num)d later line the forecast was off by %(with)s days with it, "
        "by %(without)s without it.",
        "On %(num)d later lines the forecast was off by %(with)s days with it, "
        "by %(without)s without it.",
        one.lines,
        **{"with": days(one.with_mae), "without": days(one.without_mae)},
    )
    yield _("Gain: %(low)s to %(high)s days (95 %%).", low=days(one.low), high=days(one.high))
    if one.earlier is None:
        return
    if abs(one.earlier) < 0.05:
        yield _("Delays are not seen earlier.")
    elif one.earlier > 0:
        yield _("Delays are seen %(days)s days earlier.", days=days(one.earlier))
    else:
        yield _("Delays are seen %(days)s days later.", days=days(-one.earlier))
    if one.alarms is not None:
        yield _(
            "False alarms: on %(with)s of the lines in time with it, on %(without)s without it.",
            **{"with": babel.percent(one.alarms), "without": babel.percent(one.alarms_less)},
        )


def days(value: float) -> str:
    """Return days with one place; what is nearly none has no sign."""
    return babel.amount(round(value, 1) + 0.0)
