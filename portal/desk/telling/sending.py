"""To each reader as they wish: under the bell, and by mail at once, in a digest, or not."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from portal import clock
from portal.desk.news import AT_ONCE, BELL
from portal.desk.outgoing import mailbox, notify
from portal.desk.telling.bell import ring
from portal.desk.telling.following import Act
from portal.desk.telling.told import Told
from portal.people import choices

UTC = "UTC"  # contacts and mailboxes have no zone of their own


def send(told: Sequence[Told], orgs: Collection[int]) -> None:
    """Ring people's bells and write the mails that are wished for. No commit.

    Args:
        orgs: the organisations that may hear of it; who works for none of them (any more) is
            told nothing.
    """
    persons = {one.reader.person for one in told if one.reader.person}
    listeners = choices.listeners(persons, orgs)
    fresh = set(ring([one for one in told if one.reader.person], listeners))
    others = choices.wishes({_mailbox(one) for one in told if not one.reader.person})
    for one in told:
        if one.how == BELL:
            continue
        if one.reader.person is None:
            _mail(one, others.get(_mailbox(one), choices.USUAL_WISH), UTC)
        elif one in fresh and one.reader.person in listeners:
            _mail(one, *_wished(listeners[one.reader.person], one.how))


def parties_in(act: Act) -> set[int]:
    """Return whose people may hear of what was said in an order."""
    spoke = {said.facts["by"]["org"] for said in act.said}
    return ({act.held.owner, act.journey.partner, *act.journey.parties} | spoke) - {0}


def _wished(listener: choices.Listener, how: str) -> tuple[choices.Wish, str]:
    """Return how somebody wants to be written to; what must not wait is not kept for a digest."""
    wish = listener.wish
    if how == AT_ONCE and wish.mail == choices.DIGEST:
        wish = replace(wish, mail=choices.ONCE)
    return wish, listener.zone


def _mailbox(one: Told) -> UUID:
    reader = one.reader
    return reader.contact or mailbox(reader.link.address)


def _mail(one: Told, wish: choices.Wish, zone: str) -> None:
    """Write the mail, unless its reader wants none of it."""
    if wish.mail == choices.NEVER or 0 < one.severity < wish.least:
        return
    now = clock.now()
    at = choices.send_at(wish, zone, now)
    when = {"at": None if at == now else at, "later": wish.mail == choices.DIGEST}
    link, params = one.reader.link, one.params
    if link is None:
        reader, contact = one.reader.person, one.reader.contact
        notify(one.template, params, reader, stream=one.order, contact=contact, **when)
        return
    params = params | {"link": str(link.id), "locale": link.locale or "en"}
    notify(one.template, params, address=link.address, stream=one.order, **when)
