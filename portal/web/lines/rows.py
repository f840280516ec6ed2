"""One row of the list of lines, in the words of who looks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from portal import bundles
from portal.desk import LineRow
from portal.people import Actor
from portal.web import babel
from portal.web.orders.entries import short_no
from portal.web.words_days import against, came, lateness
from portal.web.words_order import turn
from portal.web.words_outlook import expected_words
from portal.web.words_steps import named, step
from portal.web.words_units import unit

MOVING = ("due", "waiting", "backorder")  # whose turn it is, where a step is what is awaited
_NAMED = '"steps"'


@dataclass(frozen=True)
class Row:
    """A schedule line in the list. `key` names it in forms, with the stamp an answer names."""

    key: str
    order: UUID
    url: str
    number: str
    no: str
    other: str
    item: str
    name: str
    site: str
    qty: str
    uom: str
    ask: date | None
    agreed: date | None
    want: date | None
    plain_qty: str
    offers: list[dict] = field(default_factory=list)
    turn: str = ""
    tone: str = "neutral"
    late: str = ""
    late_tone: str = "neutral"
    locked: bool = False
    expected: str = ""
    around: str = ""
    chance: str = ""
    rests: str = ""
    next: str = ""


def row(
    one: LineRow, by: Actor, today: date, names: dict[int, str], splits: Sequence[LineRow] = ()
) -> Row:
    """Return a line's row. `names` are companies' names, `splits` deliveries offered beside it."""
    words, tone = turn(one.view, by.side)
    late, late_tone = lateness(one.late_from, today) if one.open else came(one.late_days)
    return Row(
        key=str(bundles.key_of(one)),
        order=one.order,
        url=url_for("orders.see", order=one.order, _anchor="lines"),
        number=one.number,
        no=short_no(one.no),
        other=names.get(one.owner if by.org == one.partner else one.partner, ""),
        item=one.item,
        name=one.item_name,
        site=one.site,
        qty=babel.amount(one.cap if one.open else one.ordered),
        uom=unit(one.uom, one.cap if one.open else one.ordered),
        ask=one.ask_day,
        agreed=one.agreed_day,
        want=one.want_day,
        plain_qty=babel.amount(one.cap),
        offers=[_offer(offer) for offer in (one, *splits) if offer.proposed is not None],
        turn=words,
        tone=tone,
        late=late,
        late_tone=late_tone,
        locked=not one.open,
        next=_next(one),
        **expected_words(one.expected),
    )


def _next(one: LineRow) -> str:
    """Return the step that comes next where nobody owes a word, as the order's owner calls it."""
    if one.view not in MOVING or not one.next_step:
        return ""
    own = json.loads(one.fold).get("steps", {}) if _NAMED in one.fold else {}
    called = named(own.get(one.next_step, "")) or step(one.next_step, one.kind)
    if not one.next_due:
        return _("next: %(step)s", step=called)
    return _("next: %(step)s, %(day)s", step=called, day=babel.day(one.next_due))


def _offer(one: LineRow) -> dict:
    """Return what is proposed for a delivery, and how that differs from what stands."""
    note, tone = against(one.proposed_day, one.agreed_day or one.ask_day)
    many = (
        "" if one.proposed == one.cap else babel.amount(one.proposed, unit(one.uom, one.proposed))
    )
    day = babel.day(one.proposed_day)
    words = _("%(many)s on %(day)s", many=many, day=day) if many else day
    return {"words": words, "note": note, "tone": tone}
