"""“Send me a new one”: to the address a link was issued for, and to no other.

The answer is the same whether there was such a link or not.
"""

from datetime import timedelta

from flask import abort, redirect

from portal import clock, desk, flow, people
from portal.db import door, transaction
from portal.people import Limit
from portal.web import cookies, linkroot
from portal.web.account.door import network
from portal.web.guard import EVERYONE, audience
from portal.web.links.door import bp, private
from portal.web.links.forms import AgainForm
from portal.web.pages import show

HOUR = timedelta(hours=1)
LIMITS = {"address": Limit(3, HOUR), "network": Limit(30, HOUR)}  # the link is the address


@bp.post("/a/<string:secret>/again")
@audience(EVERYONE)
def ask_again(secret: str):
    """Somebody with an old mail asks for a new link."""
    return _asked(secret)


@bp.get("/closed")
@audience(EVERYONE)
def closed():
    """Nobody sits at this link any more, or it has ended."""
    _only_by_link()
    return private(show("links/dead.html", status=404, secret=None, form=AgainForm(formdata=None)))


@bp.post("/again")
@audience(EVERYONE)
def ask_again_here():
    """Somebody whose seat has ended asks for a new link."""
    _only_by_link()
    return _asked(cookies.seat())


@bp.get("/a/sent")
@audience(EVERYONE)
def sent():
    """If there was such a link, a mail is on its way."""
    return private(show("links/sent.html"))


def _asked(secret: str):
    with door(), transaction():
        people.throttle("link", LIMITS, people.digest(secret).hex(), network(), clock.now())
    with door(people.digest(secret)):
        link = people.by_link.issued_for()
    if link is not None:
        flow.within(link.owner, lambda: desk.linking.send_again(link.id))
    return redirect(linkroot.outside("/a/sent"), code=303)


def _only_by_link() -> None:
    if linkroot.link() is None:
        abort(404)
