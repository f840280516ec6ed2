"""Taking one mail: whose it is, whether it is good, and what it says.

taken    in the conversation            held     not taken; the row says why
again    this mail was taken before     passed   a machine wrote it; nothing is said
bounced  one of ours came back          unknown  no address of ours; the server should say so
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from portal import clock, desk, flow, intake, people
from portal.db import door
from portal.desk import Claim
from portal.errors import N_, Conflict, PortalError, TooLarge
from portal.intake import ReadMail
from portal.mailroom.addresses import claim_of, is_own
from portal.mailroom.writers import Writer, spoken_by, writer_of
from portal.mailroom.writing import Answer, write

TAKEN, AGAIN, HELD, PASSED, BOUNCED, UNKNOWN = (
    "taken", "again", "held", "passed", "bounced", "unknown",
)  # fmt: skip
_MEGABYTE = 1_000_000
_WRAPPED = 1.5  # what base64 and headers add to the files of a mail


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail, and why if it was not taken."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Letterhead:
    """A notice that a mail answers, read once: who was written to, about what, and when."""

    claim: Claim
    stream: UUID
    person: UUID | None
    event: str
    expired: bool
    locale: str


def take(raw: bytes, config: Mapping) -> Taken:
    """Take one mail.

    Raises:
        NotUnderstood, TooLarge: it is no mail, or a longer one than we take.
    """
    most = int(int(config["MAX_UPLOAD_MB"]) * _MEGABYTE * _WRAPPED)
    if len(raw) > most:
        raise TooLarge(N_("The mail is larger than %(limit)s MB."), limit=most // _MEGABYTE)
    mail = intake.read_mail(raw)
    name = mail.message_id or f"sha256:{hashlib.sha256(raw).hexdigest()}"
    if mail.bounce:
        return _came_back(mail, name)
    claim = claim_of(mail.to, config)
    known = claim is not None and claim.owner in _owners()
    head = flow.within(claim.owner, lambda: _letterhead(claim, config)) if known else None
    if head is None:
        return Taken(UNKNOWN)
    if before := flow.within(head.claim.owner, lambda: desk.incoming_state(name)):
        return Taken(AGAIN, before)
    if mail.machine or is_own(mail.sender, config) or not mail.sender:
        return _note(head, mail, name, PASSED, mail.machine or "own")
    return _taken_from_a_person(head, mail, name, config)


def _taken_from_a_person(head: _Letterhead, mail: ReadMail, name: str, config: Mapping) -> Taken:
    who = flow.within(head.claim.owner, lambda: _writer(head, mail))
    reason = "expired" if head.expired else who if isinstance(who, str) else ""
    if reason:
        return _hold(head, mail, name, reason)
    answer = Answer(head.claim.owner, head.stream, head.event, name)
    try:
        said = write(
            answer, mail, who, config, lambda: desk.note_incoming(_row(head, mail, name, TAKEN))
        )
    except Conflict:
        return Taken(AGAIN)  # the same mail, by another way and a moment earlier
    except PortalError as error:
        return _hold(head, mail, name, "refused", str(error))
    if not said:
        return _hold(head, mail, name, "empty")
    if head.person:
        flow.within(head.claim.owner, lambda: people.mark_reached(head.person))
    return Taken(TAKEN)


def _letterhead(claim: Claim, config: Mapping) -> _Letterhead | None:
    """Return what a mail answers, if the address is one that we made."""
    notice = desk.notice_of(claim.notice)
    mark = desk.mark_of(notice) if notice else None
    if mark is None or not claim.holds(mark):
        return None
    lasts = timedelta(days=int(config["REPLY_DAYS"]))
    return _Letterhead(
        claim,
        notice.stream,
        notice.person,
        desk.event_of(notice),
        notice.made_at + lasts < clock.now(),
        spoken_by(notice),
    )


def _owners() -> list[int]:
    with door():
        return people.owners()


def _writer(head: _Letterhead, mail: ReadMail) -> Writer | str:
    notice = desk.notice_of(head.claim.notice)
    return writer_of(notice, mail) if notice else "gone"


def _came_back(mail: ReadMail, name: str) -> Taken:
    """A mail of ours was not delivered; one that is only late is waited for."""
    if not mail.bounce.failed:
        return Taken(PASSED, "late")
    for said in mail.bounce.mails:
        ours = said.partition("@")[0]
        for owner in _owners():
            if flow.bounced(owner, ours, mail.bounce.status, name):
                return Taken(BOUNCED, mail.bounce.status)
    return Taken(UNKNOWN)


def _hold(head: _Letterhead, mail: ReadMail, name: str, reason: str, words: str = "") -> Taken:
    """Keep what was not taken where an administrator sees it; tell its sender, once."""
    row = _row(head, mail, name, HELD, reason) | {"text": words or mail.text}
    return _kept(head, row, reason, tell=True)


def _note(head: _Letterhead, mail: ReadMail, name: str, state: str, reason: str) -> Taken:
    return _kept(head, _row(head, mail, name, state, reason), reason, tell=False)


def _kept(head: _Letterhead, row: dict, reason: str, tell: bool) -> Taken:
    def _keep() -> None:
        desk.note_incoming(row)
        if tell:
            desk.tell_sender(row["id"], head.locale)

    try:
        flow.within(head.claim.owner, _keep)
    except Conflict:
        return Taken(AGAIN)
    return Taken(row["state"], reason)


def _row(head: _Letterhead, mail: ReadMail, name: str, state: str, reason: str = "") -> dict:
    return {
        "message_id": name,
        "sender": mail.sender[: desk.LONGEST_SENDER],
        "notice": head.claim.notice,
        "stream": head.stream,
        "person": head.person,
        "state": state,
        "reason": reason,
        "text": "",
    }
