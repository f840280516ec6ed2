"""Which mails belong together: what a mail's own program shows as one conversation."""

import json
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from portal import ledger
from portal.db import db
from portal.desk.incoming import TAKEN, Incoming
from portal.desk.notice import Notice
from portal.desk.outgoing import ANSWERABLE
from portal.desk.reply import Mark
from portal.desk.talk import Talk, talk

MOST = 20  # mails named as those before


def threading(notice: Notice) -> tuple[Mark | None, tuple[str, ...]]:
    """Return what an answer to this notice belongs to, and the mails before it.

    The first of them was never sent: it is the same for every mail of one conversation to
    one reader, so that all of them stand together.
    """
    if notice.template == "mail_held":
        row = db.session.get(Incoming, (notice.owner, UUID(json.loads(notice.params)["incoming"])))
        return None, (row.message_id,) if row and "@" in row.message_id else ()
    reader = reader_of(notice)
    if notice.template not in ANSWERABLE or reader is None:
        return None, ()
    told = talk(ledger.history(notice.stream))
    thread = thread_of(told, notice)
    mark = Mark(notice.owner, notice.id, notice.stream, thread, reader)
    root = sha256(f"{notice.stream}/{thread}/{reader}".encode()).hexdigest()[:32]
    return mark, (root, *_before(told, notice, thread))


def reader_of(notice: Notice) -> UUID | None:
    """Return who answers a notice: a person, else a contact, else the link of a mailbox."""
    if notice.person:
        return notice.person
    params = json.loads(notice.params)
    known = params.get("contact") or params.get("link")
    return UUID(known) if known else None


def mark_of(notice: Notice) -> Mark | None:
    """Return what an answer to a notice belongs to; None if it cannot be answered."""
    return threading(notice)[0]


def thread_of(told: Talk, notice: Notice) -> str:
    """Return the thread a notice is about, as an address signs it: line and case."""
    post = told.posts.get(json.loads(notice.params)["event"])
    return f"{post.thread.line}/{post.thread.case}" if post else ""


def _before(told: Talk, notice: Notice, thread: str) -> list[str]:
    earlier = select(Notice).where(
        Notice.stream == notice.stream,
        Notice.person == notice.person,
        Notice.template.in_(ANSWERABLE),
        Notice.made_at <= notice.made_at,
        Notice.id != notice.id,
    )
    ours = {
        one.id: one
        for one in db.session.scalars(earlier.order_by(Notice.made_at.desc()).limit(MOST))
        if thread_of(told, one) == thread and reader_of(one) == reader_of(notice)
    }
    theirs = select(Incoming).where(
        Incoming.notice.in_(ours),
        Incoming.state == TAKEN,
        Incoming.received_at <= notice.made_at,
    )
    mails = [(one.made_at, one.id, one.message_id) for one in ours.values()]
    mails += [(one.received_at, one.id, one.message_id) for one in db.session.scalars(theirs)]
    return [name for _at, _id, name in sorted(mails)][-MOST:]
