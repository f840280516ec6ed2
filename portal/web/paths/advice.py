"""What follows from the figures, in plain words: what to ask for, and what to ask for no more."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.insight import paths
from portal.journey import TEMPLATES
from portal.web.paths import telling
from portal.web.paths.asking import Question

EARNING = ("helps", "warns")
KEEP, ADD, DROP, SILENT, LITTLE, UNKNOWN = "keep", "add", "drop", "silent", "little", "unknown"


def advice(steps: Sequence[paths.StepSeen], name: Callable[[str], str]) -> list[dict]:
    """Return what follows for the journey: a tag, its tone, the steps, and why.

    Args:
        name: says what a step is called.
    """
    found = defaultdict(list)
    for one in steps:
        found[_group(one)].append(name(one.code))
    groups = (
        (KEEP, _("Go on asking for"), "ok",
         _("Knowing them, arrivals are foreseen better, or delays are seen earlier.")),
        (ADD, _("Ask for besides"), "info",
         _("They are worth it, and the journey does not expect them.")),
        (DROP, _("Not missed"), "neutral", _why_spare(steps)),
        (SILENT, _("Nobody reports"), "warn",
         _("Ask for them in earnest, or take them out of the journey.")),
        (LITTLE, _("Little gain so far"), "neutral",
         _("Not sure enough to do without them, or one stands in for another.")),
        (UNKNOWN, _("Cannot be told yet"), "neutral",
         _("Too few lines had them. 30 earlier ones and 30 later ones are needed.")),
    )  # fmt: skip
    return [
        {"tag": tag, "tone": tone, "steps": ", ".join(found[group]), "why": why}
        for group, tag, tone, why in groups
        if found[group]
    ]


def spare_of(steps: Sequence[paths.StepSeen]) -> list[str]:
    """Return the steps of the journey that would not be missed."""
    return [one.code for one in steps if _group(one) == DROP]


def _group(one: paths.StepSeen) -> str:
    """Return what follows from a step; "" if nothing does."""
    if one.worth and one.worth.role == paths.END:
        return ""
    verdict = paths.verdict(one.worth) if one.worth else UNKNOWN
    if one.besides:
        return ADD if verdict in EARNING else ""
    if verdict in EARNING:
        return KEEP
    if one.worth and one.worth.role == paths.SPARE:
        return DROP
    if not one.reported:
        return SILENT if one.lines >= paths.ENOUGH else ""
    return UNKNOWN if verdict == UNKNOWN else LITTLE


def editor(asked: Question, left_out: list[str]) -> str:
    """Return where the journey is made anew without some steps, or only looked at.

    A built-in journey, and one that was ended, is copied for that.
    """
    name, own = asked.asked.template, asked.own.get(asked.base)
    if not left_out or (name not in TEMPLATES and not own):
        return url_for("admin.see_journey", of=name)
    if own and not own.ended:
        return url_for("admin.edit_journey", of=asked.base, without=left_out)
    return url_for("admin.edit_journey", copy=name, without=left_out)


def _why_spare(steps: Sequence[paths.StepSeen]) -> str:
    spare = [one.worth for one in steps if _group(one) == DROP]
    if not spare:
        return ""
    return ngettext(
        "Without it the forecast is off by %(without)s days, with it by %(with)s.",
        "Without all of them the forecast is off by %(without)s days, with them by %(with)s.",
        len(spare),
        **{
            "with": telling.days(spare[0].all_with),
            "without": telling.days(spare[0].all_without),
        },
    )
