"""The list behind the bell: what somebody was told, by day and order, and that they read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock, desk, flow
from portal.errors import N_, NotFound
from portal.people import Actor
from portal.web import babel, case_words
from portal.web.guard import EVERYONE, audience
from portal.web.notices.door import READERS, bp, reader
from portal.web.pages import done, show
from portal.web.words_news import title

NEW, ALL = "new", "all"


@dataclass
class Group:
    """What was told of one order, the newest first."""

    label: str
    url: str = ""
    rows: list[dict] = field(default_factory=list)
    new: bool = False


@dataclass
class Day:
    """What was told on one day of the reader's zone, the order with the newest first."""

    label: str
    groups: list[Group]


@bp.get("/notices")
@audience(*READERS)
def see():
    """What I was told; what I have not read yet, or all of it."""
    by, view = reader(), _view()
    after = request.args.get("after", type=UUID)
    rows = desk.telling.heard(by.id, by.org, view == NEW, after, desk.telling.PAGE + 1)
    page = rows[: desk.telling.PAGE]
    older = None
    if len(rows) > desk.telling.PAGE:
        older = url_for("notices.see", view=view, after=page[-1].id)
    return show(
        "notices/list.html",
        days=_days(page),
        tabs=_tabs(view, by.unread),
        view=view,
        unread=by.unread,
        older=older,
        newest=url_for("notices.see", view=view) if after else None,
    )


@bp.post("/notices/<uuid:tiding>/open")
@audience(*READERS)
def open_one(tiding: UUID):
    """I read this one, and go on where it leads."""
    by = reader()
    one = desk.telling.heard_one(by.id, tiding)
    if one is None:
        raise NotFound(N_("There is no such notice."))
    _read(by, [one.owner], [one.id])
    return redirect(request.script_root + one.path(by.side == "owner"), code=303)


@bp.post("/notices/read")
@audience(*READERS)
def read():
    """I read these, or all of it."""
    by, chosen = reader(), request.form.getlist("tiding", type=UUID)
    every = request.form.get("all") == "1"
    if chosen or every:
        idents = () if every else chosen
        _read(by, desk.telling.unread_owners(by.id, by.org, idents), idents)
    return done("notices.see", view=_view())


@bp.get("/notices/bell")
@audience(EVERYONE)
def ring():
    """The bell anew, if it shows another number than `n`; asked by open pages by themselves."""
    role = getattr(current_user, "role", "")
    here = role in READERS and current_user.via is None
    if not here or request.args.get("n", type=int) == current_user.unread:
        return Response(status=204)
    return show("notices/_bell.html", unread=current_user.unread)


def _read(by: Actor, owners: Sequence[int], idents: Sequence[UUID]) -> None:
    for owner in owners:
        flow.within(owner, lambda: desk.telling.mark_read(by.id, by.org, idents))


def _view() -> str:
    return ALL if request.values.get("view") == ALL else NEW


def _tabs(view: str, unread: int) -> list[dict]:
    named = ((NEW, _("Not read yet"), unread), (ALL, _("All"), None))
    return [
        {
            "label": label,
            "url": url_for("notices.see", view=name),
            "current": name == view,
            "count": count,
        }
        for name, label, count in named
    ]


def _days(rows: Sequence[desk.telling.Heard]) -> list[Day]:
    """Return the rows by day, and each day's by order; what is newest stands first."""
    numbers = desk.numbers_of({one.stream for one in rows if one.stream})
    days: dict[date, dict[UUID | None, Group]] = {}
    for one in rows:
        day = clock.aware(one.made_at).astimezone(babel.zone()).date()
        groups = days.setdefault(day, {})
        group = groups.setdefault(one.stream, _group(one.stream, numbers))
        group.rows.append(_row(one))
        group.new = group.new or one.read_at is None
    return [Day(babel.day(day, weekday=True), [*found.values()]) for day, found in days.items()]


def _group(stream: UUID | None, numbers: dict[UUID, str]) -> Group:
    if stream is None:
        return Group(_("Shipments"))
    if stream not in numbers:
        return Group(_("An order you do not see any more"))
    return Group(_("Order %(number)s", number=numbers[stream]), url_for("orders.see", order=stream))


def _row(one: desk.telling.Heard) -> dict:
    tags = [case_words.severity(one.severity)] if one.severity else []
    new = one.read_at is None
    return {
        "id": one.id,
        "title": title(one),
        "when": babel.moment(one.made_at),
        "iso": babel.iso(one.made_at),
        "tags": [{"text": _("new"), "tone": "info"}, *tags] if new else tags,
        "new": new,
    }
