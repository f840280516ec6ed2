"""What goes out by mail: a notice and the job that sends it, in the transaction of the news.

waiting ──mail job──▶ sent              later ──digest job──▶ grouped ──▶ sent
   │  (more than a few for one mailbox)   ▲
   └──────────────────────────────────────┘
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from portal import clock
from portal.db import current, db, flush, moment_text, uuid7
from portal.desk.job import MAIL
from portal.desk.notice import Notice
from portal.desk.work import enqueue, unqueue
from portal.ledger import canonical

WAITING, LATER, GROUPED, SENT, FAILED, NOBODY = (
    "waiting", "later", "grouped", "sent", "failed", "nobody",
)  # fmt: skip
MAIL_JOB, DIGEST_JOB = "mail", "digest"
# Of these nobody can opt out, and none waits for another: somebody asked for each.
PERSONAL = frozenset({"invitation", "reset", "code", "link", "mail_held"})
# What can be answered by mail goes alone, unless its reader wished for a digest.
ANSWERABLE = frozenset({"message", "case_asked", "case_answered"})
DIGEST = "digest"  # the template of a notice that tells of several
MOST = 200  # things in one digest
FEW = 3  # mails for one mailbox that wait together; of more, one digest is made
_MAILBOX = UUID("5b0a1c1e-7f0d-5c52-9c0e-3d6b7f1f6a10")  # never change it: choices come from it


def notify(
    template: str,
    params: dict,
    person: UUID | None = None,
    address: str = "",
    stream: UUID | None = None,
    contact: UUID | None = None,
    at: datetime | None = None,
    later: bool = False,
) -> UUID:
    """Write one notice and the job that sends it; return the notice's id. No commit.

    Args:
        template: its words are templates/mail/<template>.*.
        params: ids only; words are looked up when it is sent, so that nothing
            personal stays behind here.
        person, address, contact: one of them; an address only for somebody we do not know
            yet. A contact is looked up when it is sent: it may have been erased.
        at: when it goes; now if it is not said.
        later: it goes with everything else that this reader is told by then.
    """
    made, now = uuid7(), clock.now()
    params = params | ({"contact": str(contact)} if contact else {})
    row = _row(made, template, canonical(params), now)
    row.person, row.address, row.stream = person, address, stream
    row.reader, row.send_at = person or contact or mailbox(address), at or now
    db.session.add(row)
    if later:
        row.state = LATER
        gather(row.reader, row.send_at)
    else:
        enqueue(MAIL_JOB, made.hex, {"notice": str(made)}, lane=MAIL, run_at=at)
    return made


def gather(reader: UUID, at: datetime) -> None:
    """Queue the digest of a reader at a moment; what is told until then goes with it."""
    enqueue(DIGEST_JOB, f"{reader}/{moment_text(at)}", {"reader": str(reader)}, MAIL, at)


def mailbox(address: str) -> UUID:
    """Return what the mailbox at an address is called, where no account stands behind it."""
    return uuid5(_MAILBOX, address)


def together(notice: Notice) -> bool:
    """Let a notice go in one digest with others that wait for its reader, if they are many.

    Inside the transaction that claimed it. What was tried before is left out: it may have
    arrived, and nobody is told the same twice.
    """
    alone = PERSONAL | ANSWERABLE | {DIGEST}
    if notice.template in alone or notice.tries or notice.reader is None:
        return False
    now = clock.now()
    rows = select(Notice).where(
        Notice.reader == notice.reader,
        Notice.state == WAITING,
        Notice.tries == 0,
        Notice.send_at <= now,
        Notice.template.not_in(alone),
    )
    found = db.session.scalars(rows.order_by(Notice.id).with_for_update(skip_locked=True)).all()
    if len(found) <= FEW:
        return False
    for one in found:
        one.state, one.send_at = LATER, now
    unqueue(MAIL_JOB, [one.id.hex for one in found])
    gather(notice.reader, now)
    return True


def bundle_for(job: UUID, reader: UUID) -> Notice | None:
    """Return the digest that a job sends: the one it made before, or a new one of all that waits.

    None if nothing waits. Its name is the job's, so it is the same at every try.
    """
    made = db.session.get(Notice, (current().org, job), with_for_update=True)
    if made is not None:
        return made
    now = clock.now()
    rows = select(Notice).where(
        Notice.reader == reader, Notice.state == LATER, Notice.send_at <= now
    )
    rows = rows.order_by(Notice.id).limit(MOST).with_for_update(skip_locked=True)
    found = db.session.scalars(rows).all()
    if not found:
        return None
    if len(found) == MOST:
        gather(reader, now + timedelta(seconds=1))  # what there is more of
    for one in found:
        one.state, one.bundle = GROUPED, job
    made = _digest(job, found[0], now)
    db.session.add(made)
    flush()
    return made


def bundled(bundle: UUID) -> list[Notice]:
    """Return what goes, or went, with a digest, the oldest first."""
    query = select(Notice).where(Notice.bundle == bundle).order_by(Notice.id)
    return list(db.session.scalars(query))


def orders_in(notice: Notice) -> list[UUID]:
    """Return the orders a mail was about: one, or those of everything in a digest."""
    if notice.template != DIGEST:
        return [notice.stream] if notice.stream else []
    return sorted({one.stream for one in bundled(notice.id) if one.stream})


def _digest(job: UUID, first: Notice, now: datetime) -> Notice:
    made = _row(job, DIGEST, first.params, now)
    made.person, made.address = first.person, first.address
    made.reader, made.send_at = first.reader, now
    return made


def _row(ident: UUID, template: str, params: str, now: datetime) -> Notice:
    return Notice(
        owner=current().org,
        id=ident,
        channel="mail",
        template=template,
        params=params,
        state=WAITING,
        tries=0,
        message_id=ident.hex,
        made_at=now,
    )
