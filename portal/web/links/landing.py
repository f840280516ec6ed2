"""What a link opens. Looking at it changes nothing; “continue as …” does."""

import re
from uuid import UUID

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock, desk, flow, ledger, people
from portal.db import taken
from portal.desk import OrderHead
from portal.errors import N_, NotFound, NotUnderstood
from portal.people import Opened
from portal.web import cookies, linkroot
from portal.web.guard import EVERYONE, audience
from portal.web.links.door import bp, opened, private
from portal.web.links.forms import AgainForm, ContinueForm
from portal.web.pages import show

_POST = re.compile(r"[0-9a-f]{1,64}")


@bp.get("/a/<string:secret>")
@audience(EVERYONE)
def look(secret: str):
    """Which order is it, and who am I?"""
    found = opened(secret)
    head = _head(found) if found else None
    if head is None:
        return dead(secret)
    flow.looked(found.link.owner, found.actor, "link", found.link.order)
    form = ContinueForm(None, data={"post": request.args.get("post", "")})
    return _page(secret, found, head, form)


@bp.post("/a/<string:secret>")
@audience(EVERYONE)
def sit_down(secret: str):
    """“Continue as …”: from here on this browser may work on the order."""
    found, form = opened(secret), ContinueForm()
    head = _head(found) if found else None
    if head is None:
        return dead(secret)
    if form.validate() and found.link.shared and not form.name.data:
        form.refuse(NotUnderstood(N_("Say who you are, so that others know."), field="name"))
    if form.errors:
        return _page(secret, found, head, form, 422)
    return _seated(found, _called(found, form.name.data or ""), form.post.data or "")


def dead(secret: str) -> Response:
    """Say that a link is not, or no longer, good; one answer for all of them."""
    return private(
        show("links/dead.html", status=404, secret=secret, form=AgainForm(formdata=None))
    )


@bp.post("/leave")
@audience(EVERYONE)
def leave():
    """Leave the seat at this link."""
    link = linkroot.link()
    if link is None:
        abort(404)
    given = cookies.seat()
    if current_user.is_authenticated and given:
        owner = next(iter(current_user.rights))
        flow.within(owner, lambda: people.by_link.leave_seat(given, clock.now()))
    flash(_("You have left. The link in your mail brings you back."), "ok")
    return cookies.drop_seat(redirect(_closed_at(link), code=303), linkroot.root_of(link))


def _closed_at(link: UUID) -> str:
    return f"{linkroot.root_of(link)}/closed"


def _called(found: Opened, typed: str) -> str:
    """Return who somebody says they are, unless that is the one the link was sent to."""
    same = " ".join(typed.casefold().split()) == " ".join(found.actor.name.casefold().split())
    return "" if same and not found.link.shared else typed


def _seated(found: Opened, called: str, post: str = "") -> Response:
    """Let them sit down; lead them to the message that the mail was about, if it was one."""
    secret, root = seat(found, called), linkroot.root_of(found.link.id)
    there = f"{root}/orders/{found.link.order}"
    if _POST.fullmatch(post):
        there = f"{there}/messages#m-{post}"
    return cookies.keep_seat(redirect(there, code=303), secret, root)


def seat(found: Opened, called: str) -> str:
    """Let somebody sit down at a link; return the secret of the seat."""
    link = found.link
    seat = people.by_link.seat_called(link.id, called) if called else None
    actor = people.by_link.seated(found.actor, called, seat)
    return flow.about(
        link.order, actor, lambda read: desk.linking.sit_down(link.id, read, called), link.owner
    )


def _head(found: Opened) -> OrderHead | None:
    """Return the link's order, if it may (still) be seen by it and its life is not over."""
    with taken(found.scope):
        head = desk.order_head(found.link.order)
    if head is None or desk.linking.over(head, found.link.idle_days, clock.now()):
        return None
    return head


def _page(secret: str, found: Opened, head: OrderHead, form: ContinueForm, status: int = 200):
    return private(
        show(
            "links/landing.html",
            status=status,
            secret=secret,
            link=found.link,
            house=found.house,
            firm=found.firm,
            name=found.actor.name,
            number=head.number,
            form=form,
            account=_account(found.link.order),
        )
    )


def _account(order: UUID) -> str | None:
    """Return the name of whoever is signed in here anyway and sees this order."""
    if not current_user.is_authenticated:
        return None
    try:
        ledger.order_for(order)
    except NotFound:
        return None
    return current_user.name
