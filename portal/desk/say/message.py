"""What people write to each other about an order. Pure.

A message is about the order, a line or a case. It is read by everybody who takes part, by
the owner and one partner, or only by the writer's own people: a note. In the thread of a
case, asking, answering and noting are what the case's own page does too.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from portal.desk import workflow
from portal.desk.say import checks
from portal.desk.talk import Post, Talk, Thread
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood, PortalError
from portal.journey import Journey
from portal.ledger import Doc, Draft
from portal.people import Actor
from portal.watch import Case

EVERYBODY = 0
MOST_MENTIONS = 20
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote.

    `to` is EVERYBODY, the writer's own organisation (a note), or the other one who reads it.
    `files` lie in the vault; each has its new id. `refused` were sent and not taken, with why.
    """

    text: str
    thread: Thread = Thread()
    to: int = EVERYBODY
    question: bool = False
    answers: str = ""
    mentions: tuple[UUID, ...] = ()
    files: tuple[tuple[UUID, Doc], ...] = ()
    refused: tuple[tuple[str, PortalError], ...] = ()
    channel: str = "web"


def post(
    talk: Talk,
    journey: Journey,
    cases: Iterable[Case],
    by: Actor,
    key: str,
    message: Message,
    colleagues: Collection[UUID] = (),
) -> list[Draft]:
    """Return the message and its attachments, as drafts.

    Args:
        talk, cases: everything in the order, also what `by` may not read; see `_target`.
        colleagues: the people of the writer's side who may be mentioned.

    Raises:
        NotUnderstood: something in it cannot be meant; `field` names it.
        NotAllowed: this side may not write that.
        Conflict: somebody answered the question a moment earlier.
    """
    if by.side not in ("owner", "supplier", "carrier", "customer", "system"):
        raise NotAllowed(N_("Your organisation may read here, but not write."))
    text = checks.check_text(message.text, needed=N_("Write your message."))
    target = _target(talk, by, message.answers)
    readers = _readers(talk, by, message, target)
    case = _case(talk, journey, cases, by, message) if message.thread.case else None
    _check_line(journey, case, message.thread.line)
    _check_mentions(talk, by, message, readers, colleagues)
    said = _said(by, key, text, message, readers, case, target)
    body = {**said.body, **_marks(message, target)}
    details = {**said.details, **checks.details(refused=_refused(message.refused))}
    said = replace(said, body=body, details=details, channel=message.channel, **readers)
    return checks.keyed(key, [said, *_files(message, said, readers)])


def settle(talk: Talk, by: Actor, key: str, ident: str) -> list[Draft]:
    """“This needs no answer any more.” Only whoever asked can say so."""
    asked = talk.posts.get(ident)
    if asked is None or not asked.read_by(by.org, talk.owner):
        raise NotUnderstood(N_("There is no such message here."))
    if asked.org != by.org or not asked.asked:
        raise NotAllowed(N_("Only whoever asked can say that no answer is needed."))
    if not asked.waits:
        raise Conflict(N_("This question has been answered already."))
    body = {"answers": ident}
    body |= {"case": asked.thread.case} if asked.thread.case else {}
    draft = Draft(
        "message.settled",
        line=asked.thread.line,
        body=body,
        shared_with=asked.shared_with or None,
    )
    return checks.keyed(key, [draft])


def _target(talk: Talk, by: Actor, ident: str) -> Post | None:
    """Return the message that is answered; what one may not read is not there."""
    if not ident:
        return None
    found = talk.posts.get(ident)
    if found is None or not found.read_by(by.org, talk.owner):
        raise NotUnderstood(N_("There is no such message here."), field="answers")
    if found.asked == by.org and not found.waits:
        raise Conflict(
            N_("Somebody answered this a moment ago. Read it below, and write again if needed."),
            field="answers",
        )
    return found


def _readers(talk: Talk, by: Actor, message: Message, target: Post | None) -> dict[str, int]:
    """Return who may read it, as the draft says it."""
    ours = by.org == talk.owner
    if message.to == EVERYBODY:
        if message.thread.case:
            raise NotUnderstood(N_("A case is not for everybody. Choose who reads it."), field="to")
        return {}
    if message.to == by.org:
        if message.question:
            raise NotUnderstood(
                N_("A note asks nobody. Mention a colleague, or choose who reads it."), field="to"
            )
        if target is not None and target.org != by.org:
            raise NotUnderstood(
                N_("A note is not read by whoever asked. Choose who reads your answer."),
                field="to",
            )
        return {"only_for": by.org}
    if ours and message.to in talk.parties:
        return {"shared_with": message.to}
    if not ours and message.to == talk.owner:
        return {"shared_with": by.org}
    raise NotUnderstood(N_("Choose who reads it."), field="to")


def _case(talk: Talk, journey: Journey, cases: Iterable[Case], by: Actor, message: Message) -> Case:
    """Return the case that is written about; a partner knows of it once it was asked."""
    found = next((one for one in cases if str(one.id) == message.thread.case), None)
    asked = talk.asked_about(message.thread.case)
    knows = by.org == talk.owner or (asked is not None and asked.asked == by.org)
    if found is None or not knows:
        raise NotUnderstood(N_("There is no such case here."), field="about")
    outside = journey.kind == "sales" or message.to != talk.partner
    if by.org == talk.owner and message.to != by.org and outside:
        raise NotUnderstood(
            N_("Only the supplier is asked about a case. Write about the line instead."), field="to"
        )
    told = asked is not None and asked.asked == message.to
    if by.org == talk.owner and message.to != by.org and not (told or message.question):
        raise NotUnderstood(
            N_("They do not know of this case yet. Ask something, or write a note."), field="to"
        )
    return found


def _check_line(journey: Journey, case: Case | None, line: int) -> None:
    if line and case is None and line not in journey.lines:
        raise NotUnderstood(N_("Choose a line of this order."), field="about")


def _check_mentions(
    talk: Talk,
    by: Actor,
    message: Message,
    readers: dict[str, int],
    colleagues: Collection[UUID],
) -> None:
    """Only people the writer knows of, and who can read what they are pointed to."""
    if len(message.mentions) > MOST_MENTIONS:
        raise NotUnderstood(
            N_("Mention at most %(most)s people."), field="mentions", most=MOST_MENTIONS
        )
    known = talk.known_to(by.org)
    for person in message.mentions:
        org = by.org if person in colleagues else known.get(person)
        if org is None or not _reads(talk, org, readers):
            raise NotUnderstood(
                N_("Somebody you mention cannot read this. Choose again."), field="mentions"
            )


def _reads(talk: Talk, org: int, readers: dict[str, int]) -> bool:
    if "only_for" in readers:
        return org == readers["only_for"]
    return "shared_with" not in readers or org in (talk.owner, readers["shared_with"])


def _said(by, key, text, message: Message, readers, case: Case | None, target) -> Draft:
    """Return the draft without its marks: in a case's thread, as the case's own page says it."""
    if case is not None and by.side == "owner":
        if "only_for" in readers:
            return workflow.comment(case, by, text, key)
        if message.question:
            return workflow.ask(case, by, text, message.to, key)
    if case is not None and target is not None and target.kind == "case.asked" and target.waits:
        if target.asked == by.org:
            return workflow.answer(case, by, text, key)
    place = {"line": case.line, "part": case.part} if case else {"line": message.thread.line}
    body = {"case": str(case.id)} if case else {}
    return Draft("message.posted", body=body, details={"text": text}, **place)


def _marks(message: Message, target: Post | None) -> dict:
    marks = {
        "question": message.question,
        "answers": target.ident if target else "",
        "mentions": sorted({str(person) for person in message.mentions}),
        "documents": [str(document) for document, _file in message.files],
    }
    return {name: value for name, value in marks.items() if value}


def _files(message: Message, said: Draft, readers: dict[str, int]) -> list[Draft]:
    if len(message.files) > MOST_FILES:
        raise NotUnderstood(
            N_("Attach at most %(most)s files at once."), field="files", most=MOST_FILES
        )
    return [
        Draft(
            "document.attached",
            line=said.line,
            channel=message.channel,
            docs=(file,),
            details=checks.details(name=file.name),
            body={"type": "other", "document": str(document)},
            **readers,
        )
        for document, file in message.files
    ]


def _refused(files: Collection[tuple[str, PortalError]]) -> str:
    """Return what was not taken and why, as the page reads it: in each reader's language."""
    told = [
        [name, why.template, {key: str(value) for key, value in why.values.items()}]
        for name, why in files
    ]
    return json.dumps(told, ensure_ascii=False) if told else ""
