"""What a mail says, written into the conversation that it answers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from portal import flow, vault
from portal.db import taken, uuid7
from portal.desk import Post, Talk, say
from portal.errors import N_, NotUnderstood, TooLarge
from portal.intake import Attachment, ReadMail
from portal.ledger import Doc
from portal.mailroom.writers import Writer
from portal.people import Actor

_MEGABYTE = 1024 * 1024
LONGEST = 4000  # characters of a message; a longer mail comes with all of it as a file
_WHOLE = "message.txt"


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a mail belongs: the owner, the order, the message it answers, its own name."""

    owner: int
    order: UUID
    event: str
    name: str


def write(
    answer: Answer,
    mail: ReadMail,
    writer: Writer,
    config: Mapping,
    note: Callable[[], None],
) -> bool:
    """Say what a mail says, in the scope of its writer; False if it says nothing.

    Args:
        note: called in the same transaction, so that a mail is taken and noted or neither.

    Raises:
        PortalError: it cannot be said any more, or not by this person.
    """
    files, refused = _files(answer.owner, mail, config)
    text = _text(mail, files, refused)
    if not text:
        return False
    message = say.Message(text, files=files, refused=refused, channel="mail")
    who = writer.who
    key = f"mail:{hashlib.sha256(answer.name.encode()).hexdigest()[:32]}"

    def _write(talk: Talk, read, cases):
        note()
        target = talk.posts.get(answer.event)
        if target is None:
            raise NotUnderstood(N_("There is no such message here."))
        said = _as_answer(message, target, who.actor, talk)
        return [*writer.first, *say.post(talk, read, cases, who.actor, key, said)]

    with taken(who.scope):
        flow.discuss(answer.order, _write, who.actor)
    return True


def _as_answer(message: say.Message, target: Post, by: Actor, talk: Talk) -> say.Message:
    """Return the message as an answer to another: in its thread, for whoever read that one."""
    to = target.only_for or say.EVERYBODY
    if target.shared_with:
        to = target.shared_with if by.org == talk.owner else talk.owner
    answered_already = target.asked == by.org and not target.waits
    return replace(
        message,
        thread=target.thread,
        to=to,
        answers="" if answered_already else target.ident,
    )


def _text(mail: ReadMail, files: list, refused: list) -> str:
    """Return what was written; of a mail that only brings files, what they are called."""
    if len(mail.text) > LONGEST:
        return mail.text[: LONGEST - 1].rstrip() + "…"
    names = [file.name for _document, file in files] + [name for name, _why in refused]
    return mail.text or ", ".join(names)


def _files(owner: int, mail: ReadMail, config: Mapping) -> tuple[tuple, tuple]:
    """Judge what came with a mail: what is kept, and what is not, with why."""
    kept, refused = [], []
    sent = list(mail.attachments)
    if len(mail.text) > LONGEST:
        sent.insert(0, Attachment(_WHOLE, mail.text.encode()))
    for number, one in enumerate(sent):
        name = vault.safe_name(one.name)
        try:
            if number >= say.MOST_FILES:
                raise NotUnderstood(
                    N_("Attach at most %(most)s files at once."), most=say.MOST_FILES
                )
            kept.append((uuid7(), _kept(owner, name, one.content, config)))
        except (NotUnderstood, TooLarge) as error:
            refused.append((name, error))
    return tuple(kept), tuple(refused)


def _kept(owner: int, name: str, content: bytes, config: Mapping) -> Doc:
    limit = int(config["MAX_UPLOAD_MB"]) * _MEGABYTE
    verdict = vault.look(name, content)
    file = vault.keep(Path(config["VAULT_DIR"]), owner, content, limit)
    return Doc(file.sha256, verdict.media, file.bytes, name)
