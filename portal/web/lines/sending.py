"""Saying the same to ticked lines, or what was typed into the list: both begin a bundle."""

import hashlib
from collections.abc import Iterator
from urllib.parse import parse_qsl

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal import bundles, desk
from portal.bundles import MOST_TICKED, Key, Row, read_key
from portal.desk import LineRow
from portal.errors import NotUnderstood
from portal.people import Actor
from portal.web.guard import audience, viewer
from portal.web.lines.door import ANSWER, DECIDE, bp
from portal.web.lines.filters import read
from portal.web.lines.forms import ManyForm, prepared, read_cell, said_to
from portal.web.lines.listing import show_list
from portal.web.orders.sight import today_of
from portal.web.pages import done


@bp.post("/bundles")
@audience(*ANSWER, *DECIDE)
def send():
    """Say the same to all ticked lines, or what was typed into each; look first, or at once."""
    by, form = viewer(), prepared(viewer(), ManyForm())
    grid = form.grid.data == "1"
    keys = list(dict.fromkeys(request.form.getlist("row")))
    if not form.validate() or (trouble := _trouble(form, by, keys, grid)):
        return _again(by, form, keys, trouble if form.validate() else "")
    rows = list(_typed(by) if grid else _ticked(by, form, keys))
    if not rows:
        return _again(by, form, keys, _("Nothing is changed. Type another day or quantity first."))
    ident, new = bundles.begin(by, _key(form), "grid" if grid else "ticked", rows, today_of(by))
    if new and request.form.get("go") == "tell" and bundles.start(by, ident):
        bundles.tell(by, ident, today_of(by))
    return done("lines.see_bundle", bundle=ident)


def _trouble(form: ManyForm, by: Actor, keys: list[str], grid: bool) -> str:
    """Return why nothing can be done with this yet."""
    if len(keys) > MOST_TICKED:
        return _("Tick at most %(most)s lines at a time.", most=MOST_TICKED)
    if grid:
        return ""
    if not keys:
        return _("Tick the lines you mean first.")
    missing = form.missing(by)
    return form[missing].errors[0] if missing else ""


def _again(by: Actor, form: ManyForm, keys: list[str], trouble: str):
    """Show the list once more, as it was, with what was typed and ticked."""
    asked = read(MultiDict(parse_qsl(form.back.data or "")), by.side)
    typed = {name: value for name, value in request.form.items() if name[:4] in ("qty-", "day-")}
    return show_list(asked, form, ticked=keys, typed=typed, trouble=trouble, status=422)


def _ticked(by: Actor, form: ManyForm, texts: list[str]) -> Iterator[Row]:
    keys = [key for text in texts if (key := read_key(text))]
    lines = desk.lines_at(key.place for key in keys)
    for number, key in enumerate(keys, start=1):
        row = _row(by, number, key, lines.get(key.place))
        said_to(row, form, lines.get(key.place))
        yield row


def _typed(by: Actor) -> Iterator[Row]:
    """Give a row for each line whose boxes hold something else than was asked for."""
    names = [name[4:] for name in request.form if name.startswith("day-")][:MOST_TICKED]
    keys = {name: key for name in names if (key := read_key(name))}
    lines = desk.lines_at(key.place for key in keys.values())
    for number, (name, key) in enumerate(keys.items(), start=1):
        row = _row(by, number, key, lines.get(key.place))
        row.verb = "propose"
        for field in ("reason", "text", "ref"):
            setattr(row, field, request.form.get(field, "").strip())
        _read_boxes(row, name)
        if row.changed or row.given:
            yield row


def _row(by: Actor, number: int, key: Key, line: LineRow | None) -> Row:
    """Return a row about a line, with what was shown of it if it is not what it is now."""
    row = Row(number, order=key.order, line=key.line, part=key.part, stamp=key.stamp)
    row = bundles.known(row, line, by)
    if line and line.stamp != key.stamp:
        row.asked, row.asked_day = key.qty, key.day
    return row


def _read_boxes(row: Row, name: str) -> None:
    unread: dict[str, str] = {}
    faults: list[NotUnderstood] = []
    for field in ("qty", "day"):
        typed = request.form.get(f"{field}-{name}", "").strip()
        setattr(row, field, read_cell(field, typed, unread, faults))
    if faults:
        row.misread(unread, faults[0])


def _key(form: ManyForm) -> str:
    """Return what makes this form one act: its key, and what it says."""
    fields = sorted((n, v) for n, v in request.form.items(multi=True) if n != "csrf_token")
    return f"{form.key.data}:{hashlib.sha256(repr(fields).encode()).hexdigest()[:16]}"
