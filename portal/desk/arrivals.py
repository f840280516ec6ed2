"""Mails that came in, noted; and telling a sender, once, that a mail was not taken."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from portal import clock, people
from portal.db import current, db, flush, uuid7
from portal.desk.concerned import orgs_told
from portal.desk.incoming import BOUNCED, HELD, Incoming
from portal.desk.notice import Notice
from portal.desk.outgoing import notify
from portal.ledger import Draft, Party

CAME_BACK = "bounced"  # the state of a notice
TOLD_EVERY = timedelta(days=30)  # a sender is told at most so often that a mail was not taken
KEPT_MAILS = timedelta(days=90)
LONGEST_SENDER = 320


def note_incoming(row: dict) -> None:
    """Write down a mail that came in, under the id in `row`, a new one if there is none.

    A mail of the same name is refused by the database. No commit.
    """
    row.setdefault("id", uuid7())
    made = Incoming(owner=current().org, received_at=clock.now(), answered=False, **row)
    db.session.add(made)
    flush()


def incoming_state(name: str) -> str:
    """Return what became of the mail of this name; empty if none came."""
    return db.session.scalar(select(Incoming.state).where(Incoming.message_id == name)) or ""


def tell_sender(mail: UUID, locale: str) -> bool:
    """Let the sender of a held mail know that it was not taken, unless they were told lately."""
    row = db.session.get_one(Incoming, (current().org, mail))
    told = select(func.count()).where(
        Incoming.sender == row.sender,
        Incoming.answered,
        Incoming.received_at > clock.now() - TOLD_EVERY,
    )
    if db.session.scalar(told):
        return False
    row.answered = True
    notify("mail_held", {"incoming": str(mail), "locale": locale}, address=row.sender)
    return True


def notice_of(notice: UUID) -> Notice | None:
    """Return a notice of the scope's owner."""
    return db.session.get(Notice, (current().org, notice))


def event_of(notice: Notice) -> str:
    """Return the message a notice is about."""
    return json.loads(notice.params).get("event", "")


def notice_called(name: str) -> Notice | None:
    """Return the scope's owner's notice that was mailed under this name."""
    return db.session.scalar(select(Notice).where(Notice.message_id == name))


def mark_bounced(notice: Notice, status: str, report: str) -> bool:
    """Mark a notice and its recipient's address; False if it was marked before. No commit."""
    if notice.bounced_at is not None:
        return False
    now = clock.now()
    notice.state, notice.bounced_at, notice.bounce = CAME_BACK, now, status
    if notice.person:
        people.mark_bounced(notice.person, now)
    row = {"message_id": report, "sender": notice.address, "notice": notice.id}
    row |= {"stream": notice.stream, "person": notice.person, "state": BOUNCED}
    note_incoming(row | {"reason": status, "text": ""})
    return True


def bounced(notice: Notice, order: UUID) -> Draft:
    """Return what an order is told of a mail about it that came back: for whom, not where to."""
    orgs = [org for org in parties_of(order) if org != notice.owner]
    if notice.person:
        org = people.works_for(notice.person, orgs)
    else:  # a contact, or the mailbox of a link
        org = next((one for one in orgs_told(notice) if one in orgs), (orgs or [0])[0])
    body = {"notice": str(notice.id), "status": notice.bounce}
    body |= {"org": org} if org else {}
    key = f"bounce:{notice.id}"
    return Draft("mail.bounced", key=key, channel="mail", only_for=notice.owner, body=body)


def parties_of(stream: UUID) -> Sequence[int]:
    """Return who takes part in an order, its owner too. In the keeper's scope."""
    return db.session.scalars(select(Party.org).where(Party.stream == stream).distinct()).all()


def arrived(states: Sequence[str], after: UUID | None = None, limit: int = 50) -> list[Incoming]:
    """Return mails of these states, the newest first; `after` is the last of the page before."""
    query = select(Incoming).where(Incoming.state.in_(states))
    if after is not None:
        query = query.where(Incoming.id < after)
    return list(db.session.scalars(query.order_by(Incoming.id.desc()).limit(limit)))


def forget_mails(before: datetime) -> int:
    """Forget mails that came in before that moment; return how many. What they said stays."""
    old = delete(Incoming).where(Incoming.received_at < before)
    return db.session.execute(old.execution_options(synchronize_session=False)).rowcount


TROUBLED = (HELD, BOUNCED)
