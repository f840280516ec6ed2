"""Who writes a mail that answers one of ours: a person, a contact, or somebody at a mailbox.

Whoever has no account speaks through the link of their mailbox to this very order, with what
it allows now: a link that was taken back, or has ended, takes no answer either.
"""

import json
from dataclasses import dataclass

from portal import clock, desk, ledger, people
from portal.desk import Notice
from portal.intake import ReadMail
from portal.ledger import Draft
from portal.people import Actor, SignedIn


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, and what the order is told first: that somebody new came by a link."""

    who: SignedIn
    first: tuple[Draft, ...] = ()


def writer_of(notice: Notice, mail: ReadMail) -> Writer | str:
    """Return who writes; or why it is nobody we can let speak. In the keeper's scope."""
    orgs = desk.parties_of(notice.stream)
    if notice.person:
        if people.mailbox_of(notice.person) != mail.sender:
            return "sender"
        known = people.by_mail(notice.person, orgs)
        return Writer(known) if known else "gone"
    return _by_link(notice, mail)


def _by_link(notice: Notice, mail: ReadMail) -> Writer | str:
    params, now = json.loads(notice.params), clock.now()
    parties = ledger.parties_of(notice.stream)
    to = desk.linking.recipient_for(None, notice.address, params, parties)
    link = people.by_link.live_link(notice.stream, to, now) if to else None
    found = people.by_link.answering(link.id, now) if link else None
    if found is None or not desk.linking.link_settings().on:
        return "gone"
    if found.link.address.lower() != mail.sender:
        return "sender"
    called = _called(found.actor, mail)
    seat = people.by_link.seat_called(found.link.id, called) if called else None
    actor = people.by_link.seated(found.actor, called, seat)
    return Writer(SignedIn(actor, found.scope), (desk.linking.opened(found.link, called),))


def _called(actor: Actor, mail: ReadMail) -> str:
    """Return what somebody calls themselves, unless that is the one the link was sent to."""
    name = mail.sender_name
    known = {actor.name.casefold(), mail.sender.casefold(), ""}
    return "" if name.casefold() in known else name


def spoken_by(notice: Notice) -> str:
    """Return the language of whoever was written to."""
    if notice.person:
        return people.locale_of(notice.person)
    return json.loads(notice.params).get("locale") or "en"
