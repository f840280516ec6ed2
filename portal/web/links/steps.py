"""A code before what cannot be undone: sent to the mailbox, typed by whoever reads it.

It stands before the views, so none of them has to know. The form that was sent waits in the
page that asks for the code, and comes again with it.
"""

from flask import Flask, request
from flask_login import current_user

from portal import clock, desk, flow, people
from portal.errors import N_, NotUnderstood
from portal.web import cookies, linkroot
from portal.web.forms import PortalForm
from portal.web.links.sensitive import STEPS, Step
from portal.web.pages import say, show

LONGEST_STEP = 64
CODE, ANOTHER = "mailed_code", "another_code"
BESIDE = frozenset({"csrf_token", CODE, ANOTHER})
SENT = N_("A code was sent to %(address)s. It is good for ten minutes.")


def init_app(app: Flask) -> None:
    """Ask before each form that is sent by a link, once its token was checked."""
    app.before_request(_check)


def _check():
    """Return the page that asks for the code, or None if the step may be taken."""
    asks = STEPS.get(request.endpoint or "")
    if asks is None or request.method != "POST" or linkroot.link() is None:
        return None
    via, step = current_user.via, request.form.get("key", "")
    order = desk.order_head(via.order)
    owner = order.owner
    settings = flow.within(owner, desk.linking.link_settings)
    journey = desk.sheet_of(via.order, posts=0).journey
    if not asks(Step(request.form, order, journey, settings)):
        return None
    if not step or len(step) > LONGEST_STEP:
        return _page(owner, [N_("Open the form anew and send it again.")])
    return _asked(owner, step)


def _asked(owner: int, step: str):
    seat, typed = cookies.seat(), request.form.get(CODE, "")
    if flow.within(owner, lambda: people.by_link.right_once(seat, step)):
        return None
    if typed and ANOTHER not in request.form:
        wrong = flow.within(owner, lambda: people.by_link.try_code(seat, step, typed))
        return _page(owner, [wrong]) if wrong else None
    if ANOTHER in request.form or not _waits(owner, step):
        flow.within(owner, lambda: _send(step))
    return _page(owner, [])


def _waits(owner: int, step: str) -> bool:
    now = clock.now()
    return flow.within(owner, lambda: people.by_link.waits_for_code(cookies.seat(), step, now))


def _send(step: str) -> None:
    via = current_user.via
    seat = people.by_link.ask_code(cookies.seat(), via.link, step)
    link = people.by_link.link_of(via.link)
    params = {"seat": seat.hex(), "step": step, "link": str(link.id)}
    params |= {"locale": link.locale or "en"}
    whom = {"person": link.person} if link.person else {"address": link.address}
    desk.notify("code", params, stream=link.order, **whom)


def _page(owner: int, wrong: list[str]):
    """Show what was sent as a form that waits for its code."""
    form = PortalForm()
    for words in wrong:
        form.form_errors.append(say(NotUnderstood(words)))
    again = [pair for pair in request.form.items(multi=True) if pair[0] not in BESIDE]
    return show(
        "links/code.html",
        "links/_code.html",
        status=422,
        action=request.script_root + request.path,
        again=again,
        order=current_user.via.order,
        sent=say(NotUnderstood(SENT, address=current_user.via.address)),
        wrong=form.form_errors,
    )
