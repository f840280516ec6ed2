"""One order: its page, and what every change of it has in common."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

from flask import Response, current_app, flash, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import desk, flow, people
from portal.desk import Sheet
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Draft, canonical
from portal.web.forms import PortalForm
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.live import mark
from portal.web.orders import forms, official, past
from portal.web.orders.acts import Act, Asked, offered, open_act
from portal.web.orders.cases import cases_on
from portal.web.orders.compare import versions
from portal.web.orders.conversation import conversation
from portal.web.orders.door import bp
from portal.web.orders.doubts import doubts
from portal.web.orders.entries import history
from portal.web.orders.limits import why_asked
from portal.web.orders.lines import lines, proposals
from portal.web.orders.papers import papers
from portal.web.orders.payment import payment
from portal.web.orders.places import pictures
from portal.web.orders.returns import returns
from portal.web.orders.shipments import shipments
from portal.web.orders.sight import facts, head, steps, today_of
from portal.web.orders.staff import may_assign
from portal.web.orders.standing import entered, own_proposals
from portal.web.orders.terms import terms_since
from portal.web.orders.trust import trust
from portal.web.orders.visits import visits
from portal.web.orders.wording import words
from portal.web.pages import done, show, wants_part

REPORTERS = ("supplier", "carrier", "buyer", "receiving", "admin")
BUYERS = ("buyer", "admin")
POD = "evidence.hand_out_pod"
JOURNEY = "orders.see_journey"
LINKS, STAFF = "links.list_links", "orders.see_staff"
PROOFS = (
    (POD, _l("Proof of delivery (PDF)"), "download"),
    ("evidence.describe_pack", _l("Evidence pack"), "doc"),
    (JOURNEY, _l("Journey"), "doc"),
    (STAFF, _l("Who looks after it"), "user"),
    (LINKS, _l("Links"), "user"),
)
# Beside what was said: the form's token, and a code that was asked for before it (web/links).
UNSAID = frozenset({"csrf_token", "mailed_code", "another_code"})
Tell = Callable[[object, object], list[Draft]]


@bp.get("/orders/<uuid:order>")
@audience(*SIGNED_IN)
def see(order: UUID):
    """One order: where it stands, what was promised, and all that was said.

    `?as_of=` shows it as it was known at a moment, `?step=` at one of its own moments.
    """
    by = viewer()
    moment = past.asked_moment(by)
    sheet = desk.sheet_of(order, request.args.get("before", type=int), at=moment)
    if (place := request.args.get("step", type=int)) is not None:
        return done("orders.see", order=order, as_of=past.moment_at(sheet, place))
    asked = Asked(
        request.args.get("do", ""),
        request.args.get("line", 0, type=int),
        request.args.get("what", ""),
    )
    if moment:
        answer = show_order(sheet, moment=moment)
    else:
        answer = show_order(sheet, open_act(sheet, by, today_of(by), asked))
    if by.side == "auditor":
        flow.looked(sheet.journey.owner, by, "order", order)
    return answer


def show_order(
    sheet: Sheet,
    act: Act | None = None,
    status: int = 200,
    error=None,
    moment: datetime | None = None,
) -> Response:
    """Return the page (or part) of an order, with one form open; or as of a past moment."""
    by = past.onlooker(viewer(), sheet.journey.owner) if moment else viewer()
    today = past.day_of(moment, by) if moment else today_of(by)
    page, status = show(
        "orders/order.html",
        "orders/_order.html",
        status=status,
        order=sheet.order,
        seq=sheet.said[-1].seq,
        alone=wants_part(),
        by=by,
        head=head(sheet, by, today),
        facts=facts(sheet, by),
        steps=steps(sheet.journey, by.side, today),
        lines=lines(sheet, by, today),
        acts=offered(sheet, by),
        act=act,
        accepting=_accepting(sheet, by),
        **_on_the_table(sheet, by),
        **_beside(sheet, by, today, moment),
        entries=history(sheet, by),
        older=sheet.older,
        newest=request.args.get("before") is None,
        past=past.look_back(sheet, moment, by.zone) if moment else None,
        way_back=past.way_back(sheet),
        limits=by.role in BUYERS,
        why=why_asked(sheet, by),
        error=error,
    )
    answer = make_response(page, status)
    if wants_part() and request.method == "GET":
        answer.headers["HX-Replace-Url"] = request.script_root + request.full_path.rstrip("?")
    return answer


def _beside(sheet: Sheet, by: people.Actor, today: date, moment: datetime | None) -> dict:
    """Return what belongs to the order beside its lines."""
    return {
        "proofs": _proofs(sheet, by),
        "trust": trust(sheet, by, moment),
        "returns": returns(sheet, by, today),
        "visits": visits(sheet, by),
        "where": pictures(sheet.journey, sheet.order),
        "shipments": shipments(sheet, today),
        "payment": payment(sheet, by),
        "papers": papers(sheet, by),
        "official": official.documents(sheet, by),
        "cases": cases_on(sheet, by),
        "doubts": doubts(sheet, by),
        "talk": conversation(sheet, by),
        "follows": _follows(sheet, by, moment),
        "live": None if moment else mark.of_order(by, sheet.order, len(sheet.told)),
    }


def _follows(sheet: Sheet, by: people.Actor, moment: datetime | None) -> str | None:
    """Return the button that may be pressed: to follow the order, or no more; None for neither."""
    if moment or by.via is not None or by.side == "auditor":
        return None
    return "stop" if sheet.followed else "follow"


def _on_the_table(sheet: Sheet, by: people.Actor) -> dict:
    """Return what waits for a word of this viewer, or of the other side."""
    return {
        "proposals": proposals(sheet, by) if by.role in BUYERS else [],
        "several": uuid4().hex,
        "standing": own_proposals(sheet, by),
        "entered": entered(sheet, by),
        "confirming": uuid4().hex,
    }


def tell(order: UUID, form: PortalForm, say_it: Tell, asked: Asked, well: str, extra: bytes = b""):
    """Tell what was typed; show the order afterwards, or the form again with what is wrong.

    Args:
        say_it: (journey, cases) → drafts, called under the lock.
        asked: which form to open again.
        extra: what was sent beside the fields, such as a file's digest.
    """
    try:
        flow.tell(order, say_it, viewer(), flow.Form(form.key.data, digest_of(extra)))
    except Conflict as error:
        return again(order, form, asked, 409, error)
    except (NotUnderstood, NotAllowed) as error:
        forms.refuse(form, error)
        return again(order, form, asked)
    flash(well, "ok")
    return done("orders.see", order=order)


def again(order: UUID, form: PortalForm, asked: Asked, status: int = 422, error=None) -> Response:
    """Show the order with this form open, as it was typed."""
    by, sheet = viewer(), desk.sheet_of(order)
    act = open_act(sheet, by, today_of(by), asked, form)
    trouble = None
    if error is not None:
        trouble = words(error)
        act = act or Act("", form)  # no form is open, but what changed is shown
        act.compare = [*versions(sheet, by), *official.compared(sheet, form, by)]
    elif act is None:
        trouble = "; ".join(str(text) for text in _all_errors(form))
    return show_order(sheet, act, status, trouble)


def _all_errors(form: PortalForm) -> list[str]:
    found = list(form.form_errors)
    for errors in form.errors.values():
        found += [text for text in errors if isinstance(text, str) and text not in found]
    return found


def digest_of(extra: bytes = b"") -> bytes:
    """Return the digest of what was posted: the same form twice has the same one."""
    fields = sorted((n, v) for n, v in request.form.items(multi=True) if n not in UNSAID)
    posted = canonical({"path": request.path, "fields": [list(field) for field in fields]})
    return hashlib.sha256(posted.encode() + extra).digest()


def _accepting(sheet: Sheet, by: people.Actor) -> dict | None:
    """Return what “accept all as asked” needs, if this viewer owes an answer."""
    journey = sheet.journey
    if by.side not in ("supplier", "carrier") or by.org != journey.partner:
        return None
    if not by.may("answer", journey.owner):
        return None
    waiting = desk.say.waiting(journey)
    if not waiting or journey.cancelled:
        return None
    shown = official.shown_to(sheet, by)
    return {
        "key": uuid4().hex,
        "stamp": desk.say.asked_stamp(journey),
        "lines": len(waiting),
        "shown": shown,
        "digest": official.short(shown),
        "official": official.newest(sheet),
        "terms": terms_since(sheet),
    }


def _proofs(sheet: Sheet, by: people.Actor) -> list[dict]:
    """Return the papers that can be made of this order, as far as this viewer may have them."""
    views = current_app.view_functions
    order = [official.newest(sheet)] if official.may_see(sheet.journey, by) else []
    delivered = any(part.moved("delivered") for part in sheet.journey.parts())
    proofs = ((name, _called(name, sheet, label), icon) for name, label, icon in PROOFS)
    return order + [
        {"url": url_for(name, order=sheet.order), "label": label, "icon": icon}
        for name, label, icon in proofs
        if by.role in views[name].audience and _fits(name, sheet, by, delivered)
    ]


def _called(name: str, sheet: Sheet, label) -> str:
    """Return what a paper is called: work is proven like a delivery, by another name."""
    of_work = name == POD and sheet.journey.kind == "service"
    return _("Proof of service (PDF)") if of_work else str(label)


def _fits(name: str, sheet: Sheet, by: people.Actor, delivered: bool) -> bool:
    if name == LINKS:  # customers have no links to act by
        return sheet.journey.kind != "sales" and (by.side == "owner" or by.manages)
    if name == STAFF:
        return may_assign(by, sheet.journey.owner)
    return delivered or name != POD


def saved() -> str:
    """Return what is said after a change."""
    return _("Saved. Everybody who follows this order sees it now.")
