"""One click out of mails: the link in every mail, for whoever it was sent to.

GET shows what would change and changes nothing: mail programs follow links before people do.
POST, also by a mail program itself (RFC 8058), ends the mails. The link is the proof: it is
signed for one reader, and all that can be done with it is to be written to less, or again.
"""

from uuid import UUID, uuid4

from flask import current_app, request

from portal import flow, mailroom, people
from portal.db import door
from portal.errors import N_, NotFound
from portal.ledger import Draft
from portal.people import choices
from portal.web.account.door import private
from portal.web.guard import EVERYONE, audience
from portal.web.notices.door import bp
from portal.web.notices.forms import WAYS
from portal.web.pages import show


@bp.get("/mails/<string:token>")
@audience(EVERYONE)
def look(token: str):
    """What would end, and what could be instead?"""
    owner, reader = _named(token)
    with door():
        wished = choices.wish_of(reader)
    return _page(token, owner, wished)


@bp.post("/mails/<string:token>")
@audience(EVERYONE)
def stop(token: str):
    """No more mails; or, if that was chosen on the page, once a day, or again."""
    owner, reader = _named(token)
    way = request.form.get("mail", choices.NEVER)
    if way not in choices.WAYS:
        way = choices.NEVER
    by = people.system(owner)
    return _page(token, owner, flow.manage(owner, by, lambda: _changed(reader, way)), changed=True)


def _changed(reader: UUID, way: str) -> tuple[choices.Wish, list[Draft]]:
    wished = choices.wish_of(reader)
    if wished.mail == way:
        return wished, []
    wished = choices.with_mail(wished, way)
    choices.set_wish(reader, wished)
    body = {"what": "mails", "reader": str(reader)}
    return wished, [Draft("contact.changed", key=uuid4().hex, body=body)]


def _named(token: str) -> tuple[int, UUID]:
    named = mailroom.stopping(token, current_app.config)
    if named is None:
        raise NotFound(N_("This link is none of ours. Use the one in the newest mail."))
    return named


def _page(token: str, owner: int, wished: choices.Wish, changed: bool = False):
    with door():
        house = people.names([owner]).get(owner, "")
    return private(
        show(
            "notices/stop.html",
            token=token,
            house=house,
            way=wished.mail,
            said=str(WAYS[wished.mail]),
            ways=WAYS.items(),
            changed=changed,
        )
    )
