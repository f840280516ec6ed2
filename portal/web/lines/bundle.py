"""One bundle: what its rows would come to, what became of them, and mending them."""

from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import bundles, desk, people
from portal.bundles import (
    BAD,
    IDLE,
    MOST_TICKED,
    PAGE,
    READING,
    READY,
    REFUSED,
    TELLING,
    TOLD,
    WRONG,
    Head,
    Sum,
)
from portal.desk import say
from portal.errors import Conflict
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.lines import words
from portal.web.lines.door import ANSWER, DECIDE, bp
from portal.web.lines.forms import edits_of
from portal.web.lines.shown import WAITING, Shown, shown
from portal.web.orders.sight import today_of
from portal.web.pages import done, show, wants_part
from portal.web.words_order import RESTS, reason_choices

SHOWN = {
    "all": (),
    "mend": (WRONG, BAD),
    "ready": (READY,),
    "told": (TOLD,),
    "idle": (IDLE,),
}


@bp.get("/bundles/<uuid:bundle>")
@audience(*ANSWER, *DECIDE)
def see_bundle(bundle: UUID):
    """What many answers would come to, or what became of them, row by row."""
    by = viewer()
    return show_bundle(bundles.head_of(by, bundle), by)


@bp.post("/bundles/<uuid:bundle>")
@audience(*ANSWER, *DECIDE)
def work_bundle(bundle: UUID):
    """Take what was typed; then check it, split a row, or send what can be sent."""
    by, form, act = viewer(), PortalForm(), request.form.get("act", "check")
    head = bundles.head_of(by, bundle)
    if not form.validate():
        return show_bundle(head, by, 422)
    try:
        _work(by, head, act)
    except Conflict:
        flash(_("These answers are being sent just now. Wait until they are through."), "info")
    return done("lines.see_bundle", bundle=bundle, **_asked())


def _work(by: Actor, head: Head, act: str) -> None:
    today = today_of(by)
    if head.state == TELLING:
        if act == "tell":
            bundles.tell(by, head.id, today)  # it was broken off; it goes on where it ended
        return
    numbers = [int(n) for n in request.form.getlist("n") if n.isdecimal()][:PAGE]
    if numbers:
        bundles.change(by, head.id, edits_of(request.form, numbers), today)
    name, _dash, number = act.partition("-")
    if name == "split" and number.isdecimal():
        bundles.split(by, head.id, int(number), today)
    elif name == "tell" and bundles.start(by, head.id):
        if _is_long(head, by):
            bundles.tell_later(by, head.id)
        else:
            bundles.tell(by, head.id, today)


def _is_long(head: Head, by: Actor) -> bool:
    """Say whether sending takes so long that the worker should do it."""
    ready = sum(one.rows for one in bundles.sums(by, head.id) if one.state == READY)
    return ready > MOST_TICKED


def _asked() -> dict[str, str]:
    """Return which rows of the bundle the page shows."""
    given = {name: request.values.get(name, "") for name in ("show", "after")}
    return {name: value for name, value in given.items() if value}


def show_bundle(head: Head, by: Actor, status: int = 200):
    """Return the page of a bundle; while its file is read, only how far it is."""
    unread = head.state in (READING, REFUSED)
    return show(
        "lines/bundle.html",
        "lines/_bundle.html",
        status=status,
        alone=wants_part(),
        head=head,
        busy=head.state in (TELLING, READING),
        reading=head.state == READING,
        refused=words.fault(bundles.fault_of(head.problem)) if head.state == REFUSED else "",
        form=PortalForm(None),
        **({"title": _("Answers in a spreadsheet")} if unread else _contents(head, by)),
    )


def _contents(head: Head, by: Actor) -> dict:
    """Return what its rows come to, and some of them."""
    sums = bundles.sums(by, head.id)
    many = {state: sum(one.rows for one in sums if one.state == state) for state in words.STATES}
    view = _view(many)
    rows, older = _rows(head, by, view)
    again = request.values.get("after")
    return {
        "title": _title(many),
        "tabs": _tabs(head, many, view),
        "tiles": [*_tiles(sums), *_shipments(head, by)],
        "many": many,
        "rows": rows,
        "editable": any(not row.locked for row in rows),
        "older": older,
        "newest": url_for("lines.see_bundle", bundle=head.id, show=view) if again else None,
        "asked": _asked(),
        **_choices(by),
    }


def _choices(by: Actor) -> dict:
    """Return what each row offers to choose from."""
    verbs = say.verbs_of(by.side)
    places = dict.fromkeys(one.reasons for one in verbs if one.reasons)
    reasons = dict(pair for place in places for pair in reason_choices(place))
    return {
        "verbs": [("", _("– nothing –")), *((one.code, words.verb(one)) for one in verbs)],
        "reasons": list(reasons.items()),
        "rests": [("", "–"), *RESTS.items()],
        "reported": [("", "–"), *((n, words.choice("reported", n)) for n in bundles.REPORTED)],
        "takes": bundles.takes_of(by.side),
    }


def _view(many: dict[str, int]) -> str:
    """Return which rows to show: those asked for; else what needs work, if some are through."""
    chosen = request.values.get("show", "")
    if chosen in SHOWN:
        return chosen
    return "mend" if many[TOLD] and (many[WRONG] or many[BAD]) else "all"


def _title(many: dict[str, int]) -> str:
    if not many[TOLD]:
        return _("Look at your answers before they are sent")
    if any(many[state] for state in WAITING):
        return _("What was sent, and what was not")
    return ngettext("%(num)d answer is sent", "%(num)d answers are sent", many[TOLD])


def _tabs(head: Head, many: dict[str, int], view: str) -> list[dict]:
    labels = (
        ("mend", _("To mend"), many[WRONG] + many[BAD]),
        ("ready", _("Can be sent"), many[READY]),
        ("told", _("Sent"), many[TOLD]),
        ("idle", _("Says nothing"), many[IDLE]),
        ("all", _("All"), sum(many.values())),
    )
    return [
        {
            "label": label,
            "url": url_for("lines.see_bundle", bundle=head.id, show=name),
            "current": name == view,
            "count": babel.amount(count),
        }
        for name, label, count in labels
        if count or name == view
    ]


def _tiles(sums: list[Sum]) -> list[dict]:
    """Return what the rows come to, each with how many orders and how the days move."""
    return [_tile(one) for one in sums]


def _shipments(head: Head, by: Actor) -> list[dict]:
    """Return how many shipments the rows are, if any are sent."""
    made, announced = bundles.shipments(by, head.id) if by.side != "owner" else (0, 0)
    note = words.shipments(made, announced)
    one = {"label": _("Shipments"), "value": babel.amount(made), "note": note, "tone": None}
    return [one] if made else []


def _tile(one: Sum) -> dict:
    state, tone = words.STATES[one.state]
    said = words.meant(one.means, one.state)
    notes = [str(state) if said else "", words.orders(one.orders), words.shift(one)]
    return {
        "label": said or str(state),
        "value": babel.amount(one.rows),
        "note": ", ".join(text for text in notes if text),
        "tone": tone if tone != "neutral" else None,
    }


def _rows(head: Head, by: Actor, view: str) -> tuple[list[Shown], str | None]:
    after = request.args.get("after", 0, type=int)
    found = bundles.rows_of(by, head.id, SHOWN[view], after, PAGE + 1)
    page = found[:PAGE]
    lines = desk.lines_at({row.place for row in page if row.place})
    others = {row.other for row in page if row.other}
    names = people.called(others) if by.side == "owner" else people.names(others)
    older = None
    if len(found) > PAGE:
        older = url_for("lines.see_bundle", bundle=head.id, show=view, after=page[-1].row)
    return [shown(row, lines.get(row.place), names) for row in page], older
