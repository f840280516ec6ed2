"""What does not fit: claims that differ side by side, and what was said and does not count."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.desk import Sheet, say
from portal.journey import Claim, Conflict, Flag
from portal.people import Actor
from portal.web import babel
from portal.web.names import Names
from portal.web.orders.entries import happened, names_of
from portal.web.said import sentence
from portal.web.words_steps import quantity_in
from portal.web.words_units import amount_of

RULES = {
    "nearest": _l("%(who)s counts most here: nobody stands nearer to the goods at this step."),
    "larger": _l("The larger quantity is shown: a report of some says nothing about the others."),
    "later": _l("The later word is shown: it may know what the earlier one could not."),
}

# Why something that was said changes nothing, and what to do about it.
NOT_COUNTED = {
    "future_actual": _l(
        "That moment had not come when it was said. It does not count, also not once the moment "
        "has come: whoever said it corrects it, or reports the step when it has happened."
    ),
    "unit_mismatch": _l("It names another unit than the line has. Report it again in that unit."),
    "line_unknown": _l("This order has no such line. Report it again with the right one."),
    "old_revision": _l("It answers an older version of the line. Answer the newest one."),
    "while_blocked": _l("The line was blocked. Answer it when it may go on."),
    "line_ended": _l("The line had been cancelled or closed."),
    "return_unknown": _l("This order has no such return."),
    "correction_refused": _l("Only its author or the buyer may correct it."),
}


@dataclass(frozen=True)
class Saying:
    """One claim of a conflict."""

    who: str
    text: str
    day: date | None
    learnt: str
    shown: bool


@dataclass(frozen=True)
class Differing:
    """Claims that differ, and why one of them is shown."""

    title: str
    why: str
    sayings: list[Saying]


@dataclass(frozen=True)
class Idle:
    """Something that was said and does not count."""

    ident: str
    title: str
    when: str
    who: str
    why: str
    correct: str


def doubts(sheet: Sheet, by: Actor) -> dict | None:
    """Return what does not fit in what was told of an order; None where all does."""
    names = names_of(sheet)
    differing = [_differing(sheet, one, names) for one in sheet.journey.conflicts]
    idle = _idle(sheet, by, names)
    return {"differing": differing, "idle": idle} if differing or idle else None


def _differing(sheet: Sheet, one: Conflict, names: Names) -> Differing:
    line = sheet.journey.lines[one.line]
    about = _("when it comes") if one.what == "expected" else quantity_in(sheet.journey, one.what)
    return Differing(
        title=_("%(line)s: %(about)s", line=_upper(names.line(one.line)), about=about),
        why=str(RULES[one.rule]) % {"who": _org(names, one.shown)},
        sayings=[_saying(sheet, claim, one, line.uom, names) for claim in one.claims],
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _org(names: Names, org: int) -> str:
    return names.orgs.get(org) or _("The carrier")


def _saying(sheet: Sheet, claim: Claim, one: Conflict, uom: str, names: Names) -> Saying:
    learnt = (said.at for said in sheet.told if said.ident == claim.ident)
    return Saying(
        who=_org(names, claim.org),
        text="" if claim.n is None else amount_of(claim.n, uom),
        day=claim.day,
        learnt=next((babel.moment(at) for at in learnt), ""),
        shown=claim.org == one.shown,
    )


def _idle(sheet: Sheet, by: Actor, names: Names) -> list[Idle]:
    """Return what does not count, the newest first."""
    flags = {one.ident: one for one in sheet.journey.flags if one.kind in NOT_COUNTED}
    return [
        _as_idle(sheet, said, flags[said.ident], by, names)
        for said in reversed(sheet.said)
        if said.ident in flags and said.ident not in sheet.journey.gone
    ]


def _as_idle(sheet: Sheet, said, flag: Flag, by: Actor, names: Names) -> Idle:
    own = by.may("", sheet.journey.owner) and say.may_correct(said, by, sheet.journey)
    return Idle(
        ident=said.ident,
        title=sentence(said.facts, names),
        when=happened(said),
        who=names.who(said.facts["by"]),
        why=str(NOT_COUNTED[flag.kind]),
        correct=url_for("orders.correcting", order=sheet.order, event=said.ident) if own else "",
    )
