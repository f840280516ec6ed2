"""“Cannot ship everything?”: what to send first, and the splits that follow from it."""

import hashlib
from datetime import date
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired

from portal import bundles, desk
from portal.bundles import Row
from portal.desk import Sheet, shortage
from portal.errors import N_, NotFound
from portal.journey import Line
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.lines.door import bp
from portal.web.orders.entries import short_no
from portal.web.orders.forms import DAY, TEXT, Quantity
from portal.web.orders.sight import today_of
from portal.web.pages import done, show
from portal.web.words_days import against
from portal.web.words_order import reason_choices
from portal.web.words_units import amount_of, unit


class ShortForm(PortalForm):
    """What there is, and by when the rest can be there."""

    have = Quantity(_l("You can send now"), [InputRequired(_l("Say how many you have."))])
    rest = DateField(_l("The rest can be there on"), [InputRequired(DAY)])
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = StringField(_l("Note to the buyer"), TEXT)


class AskForm(ShortForm):
    """The same, asked for by address: it changes nothing, so it needs no token."""

    class Meta(ShortForm.Meta):
        """No token."""

        csrf = False


@bp.get("/short/<uuid:order>/<int:line>")
@audience("supplier")
def see_short(order: UUID, line: int):
    """Which of the lines that want this item should be served first."""
    form = AskForm(request.args) if "have" in request.args else AskForm(None)
    asked = "have" in request.args
    return _page(order, line, form, 422 if asked and not form.validate() else 200, asked)


@bp.post("/short/<uuid:order>/<int:line>/splits")
@audience("supplier")
def split_short(order: UUID, line: int):
    """Propose the splits: kept as many answers at once, to be looked at before they are sent."""
    by, form = viewer(), ShortForm()
    if not form.validate() or form.have.data < 0:
        return _page(order, line, form, 422, asked=False)
    rows = _rows(shortage.splits(_shares(order, line, form, by)), form, by)
    if not rows:
        return _page(order, line, form, 422, asked=True)
    said = (str(order), line, str(form.have.data), form.rest.data, form.reason.data, form.text.data)
    key = f"{form.key.data}:{hashlib.sha256(repr(said).encode()).hexdigest()[:16]}"
    ident, _new = bundles.begin(by, key, "ticked", rows, today_of(by))
    return done("lines.see_bundle", bundle=ident)


def _subject(order: UUID, number: int, by: Actor) -> tuple[Sheet, Line]:
    sheet = desk.sheet_of(order)
    line = sheet.journey.lines.get(number)
    may = sheet.journey.partner == by.org and by.may("answer", sheet.journey.owner)
    if line is None or not may or by.via:  # a link shows one order, and this is about several
        raise NotFound(N_("There is no such line."))
    return sheet, line


def _shares(order: UUID, number: int, form: ShortForm, by: Actor) -> list[shortage.Share]:
    sheet, line = _subject(order, number, by)
    item = line.item.get("code", "")
    found = shortage.orders_wanting(sheet.journey.owner, by.org, item, line.uom)
    return shortage.share_out(
        shortage.demands(found, by.org, item, line.uom), form.have.data, form.rest.data
    )


def _page(order: UUID, number: int, form: ShortForm, status: int, asked: bool):
    by = viewer()
    sheet, line = _subject(order, number, by)
    form.reason.choices = choices(reason_choices("change"))
    shares = _shares(order, number, form, by) if asked and status == 200 else []
    return show(
        "lines/short.html",
        status=status,
        form=form,
        order=order,
        number=sheet.journey.number,
        line=number,
        item=line.item.get("name") or line.item.get("code", ""),
        uom=unit(line.uom),
        asked=bool(asked and status == 200),
        shares=[_shown(one, form.rest.data) for one in shares],
        some=bool(shortage.splits(shares)),
        key=ShortForm(None),
    )


def _shown(share: shortage.Share, rest: date) -> dict:
    demand = share.demand
    note, tone = against(rest, demand.day) if share.later and demand.day else ("", "")
    return {
        "url": url_for("orders.see", order=demand.order),
        "number": demand.number,
        "no": short_no(demand.line.no),
        "day": demand.day,
        "why": _("as the buyer says") if demand.stated else _("as agreed or asked for"),
        "n": amount_of(demand.n, demand.line.uom),
        "now": babel.amount(share.now),
        "later": amount_of(share.later, demand.line.uom) if share.later else "",
        "harm": note if share.late else _("in time"),
        "tone": tone if share.late else "ok",
    }


def _rows(found: list[shortage.Split], form: ShortForm, by: Actor) -> list[Row]:
    """Return the rows that propose the splits: what goes now as it was, the rest later."""
    lines = desk.lines_at({(one.order, one.line.line, one.part.part) for one in found})
    rows: list[Row] = []
    for one in found:
        place = (one.order, one.line.line, one.part.part)
        gone = one.part.cap - one.now - one.later
        told = [(gone + one.now, one.part.due_day)] if gone + one.now else []
        for qty, day in [*told, (one.later, form.rest.data)]:
            row = Row(len(rows) + 1, order=place[0], line=place[1], part=place[2])
            row.stamp = one.line.stamp
            row = bundles.known(row, lines.get(place), by)
            row.verb, row.qty, row.day = "propose", qty, day
            row.reason, row.text = form.reason.data or "", form.text.data or ""
            rows.append(row)
    return rows
