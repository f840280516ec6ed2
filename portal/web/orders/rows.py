"""One row of a list of orders, in the words of who looks."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.desk import Expected
from portal.journey import OrderReading, milestone
from portal.people import Actor
from portal.watch import WEAK
from portal.web import babel
from portal.web.orders.sight import OURS, money, priced, stage_tone
from portal.web.words_days import against, lateness
from portal.web.words_order import FLAGS, kind
from portal.web.words_outlook import expected_words
from portal.web.words_steps import named, quantity, step, who
from portal.web.words_trust import band
from portal.web.words_units import amount_of

DRAWN = ("produced", "packed", "dispatched", "arrived", "delivered", "received")


@dataclass(frozen=True)
class Row:
    """An order in a list."""

    order: UUID
    url: str
    number: str
    other: str
    kind: str
    item: str
    value: str
    ask: date | None
    agreed: date | None
    latest: date | None
    latest_note: str
    latest_tone: str
    stage: str
    stage_tone: str
    moved: str
    next: str
    next_by: str
    next_due: date | None
    late: str
    late_tone: str
    doubts: str
    ours: str
    theirs: str
    expected: str = ""
    weak: str = ""
    sure: str = ""
    sure_tone: str = "neutral"
    around: str = ""
    chance: str = ""
    rests: str = ""


def row(
    one: OrderReading,
    by: Actor,
    today: date,
    names: dict[int, str],
    items: dict[UUID, str],
    questions: dict[UUID, tuple[int, int]] | None = None,
    ahead: dict[UUID, Expected] | None = None,
    trusted: dict[UUID, int] | None = None,
) -> Row:
    """Return an order's row: names, items, questions, what is ahead, how far it is trusted."""
    note, tone = against(one.stated_day, one.agreed_day)
    late, late_tone = lateness(one.late_from, today) if one.open else ("", "neutral")
    drawn = json.loads(one.fold)
    return Row(
        order=one.order,
        url=url_for("orders.see", order=one.order),
        number=one.number,
        other=names.get(one.partner if by.side in OURS else one.owner, ""),
        kind=kind(one.kind),
        item=_item(one, items),
        value=_value(one, by),
        ask=one.ask_day,
        agreed=one.agreed_day,
        latest=one.stated_day,
        latest_note=note,
        latest_tone=tone,
        stage=_stage(one, drawn),
        stage_tone="warn" if _proposal_waits(one) else stage_tone(one),
        moved=_moved(drawn),
        **_whose_turn(one, by, drawn),
        late=late,
        late_tone=late_tone,
        **expected_words((ahead or {}).get(one.order)),
        **_trusted((trusted or {}).get(one.order)),
        **_questions(*(questions or {}).get(one.order, (0, 0))),
        doubts=", ".join(str(FLAGS.get(name, name)) for name in drawn.get("flags", ())),
    )


def _trusted(score: int | None) -> dict[str, str]:
    """Return how far the record of an order is trusted; `weak` only where its data are."""
    if score is None:
        return {}
    said, tone = band(score)
    told = _("%(said)s, %(score)s of 100", said=said, score=score)
    return {"weak": told if score < WEAK else "", "sure": told, "sure_tone": tone}


def _whose_turn(one: OrderReading, by: Actor, drawn: dict) -> dict:
    """Return the next step, whose it is and when it is due."""
    owed = _decision_owed(one)
    return {
        "next": _next(one, drawn),
        "next_by": who("owner" if owed else one.next_by, by.side, one.kind),
        "next_due": one.next_due if one.open and not owed else None,
    }


def _questions(ours: int, theirs: int) -> dict[str, str]:
    """Return how many questions wait, for us and for them; nothing where none do."""
    return {
        "ours": ngettext("%(num)d for us", "%(num)d for us", ours) if ours else "",
        "theirs": ngettext("%(num)d for them", "%(num)d for them", theirs) if theirs else "",
    }


def _item(one: OrderReading, items: dict[UUID, str]) -> str:
    first = items.get(one.order, "")
    if one.lines <= 1:
        return first
    return _("%(first)s, %(num)s more", first=first, num=one.lines - 1)


def _value(one: OrderReading, by: Actor) -> str:
    if one.value is None or not priced(by, one.partner, one.owner):
        return ""
    return money(one.value, one.currency)


def _stage(one: OrderReading, drawn: dict) -> str:
    """Return the stage all goods have reached, and that a part is further, if it is."""
    if _proposal_waits(one):
        return _("Proposal waits")
    stage, last = _called(one.stage, one, drawn), _last(drawn)
    if not one.open or last is None or not _beyond(last, milestone(one.stage).what):
        return stage
    if Decimal(drawn["moved"][last]) >= Decimal(drawn["ordered"]):
        return stage
    return _("%(stage)s, part %(what)s", stage=stage, what=_own(last, drawn) or quantity(last))


def _beyond(what: str, reached: str) -> bool:
    """Say whether one quantity comes after another on the way."""
    return reached not in DRAWN or DRAWN.index(what) > DRAWN.index(reached)


def _last(drawn: dict) -> str | None:
    """Return the latest quantity that moved."""
    moved = drawn.get("moved", {})
    return next((what for what in reversed(DRAWN) if what in moved), None)


def _moved(drawn: dict) -> str:
    """Return how much of it moved, such as "60 of 100 pcs dispatched"."""
    last = _last(drawn)
    if last is None:
        return ""
    if own := _own(last, drawn):
        return _(
            "%(step)s: %(n)s of %(whole)s",
            step=own,
            n=babel.amount(Decimal(drawn["moved"][last])),
            whole=amount_of(Decimal(drawn["ordered"]), drawn["uom"]),
        )
    return _(
        "%(n)s of %(whole)s %(what)s",
        n=babel.amount(Decimal(drawn["moved"][last])),
        whole=amount_of(Decimal(drawn["ordered"]), drawn["uom"]),
        what=quantity(last),
    )


def _own(what: str, drawn: dict) -> str:
    """Return what the owner calls the step that moves a quantity; "" where it has no name."""
    steps = drawn.get("steps", {})
    return next((named(own) for code, own in steps.items() if milestone(code).what == what), "")


def _called(code: str, one: OrderReading, drawn: dict) -> str:
    """Return what a step is called: as its owner named it, else as usual."""
    return named(drawn.get("steps", {}).get(code, "")) or step(code, one.kind)


def _next(one: OrderReading, drawn: dict) -> str:
    if not one.open or not one.next_step:
        return ""
    return _("Decision") if _decision_owed(one) else _called(one.next_step, one, drawn)


def _proposal_waits(one: OrderReading) -> bool:
    """Say whether the buyer has something to decide; nothing in the list matters more."""
    return one.open and bool(one.undecided)


def _decision_owed(one: OrderReading) -> bool:
    """Say whether the answers are in and the buyer is next."""
    return bool(one.undecided) and not one.unanswered
