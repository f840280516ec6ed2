"""One message from its bytes: headers, what was newly written, attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr

from portal.errors import N_, NotUnderstood
from portal.intake.mail.markup import text_of_html
from portal.intake.mail.quoted import newly_written
from portal.intake.mail.report import Bounce, bounce_of
from portal.intake.mail.texts import decoded, header, one_line, plain

MOST_PARTS = 200
LONGEST_ID = 400
LONGEST_NAME = 80
_SENT_TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_NAME = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable, without brackets
_MACHINES = ("x-autoreply", "x-autorespond", "x-auto-response-suppress", "list-id", "feedback-id")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail, as its sender called it; not judged yet."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says. Addresses are in small letters.

    `text` is what was newly written, without what it quotes; `whole` all of its text.
    `machine` says how we know that no person wrote it; empty where one may have.
    """

    message_id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    whole: str
    machine: str = ""
    attachments: tuple[Attachment, ...] = ()
    bounce: Bounce | None = None
    sender_name: str = ""


def read_mail(raw: bytes) -> ReadMail:
    """Read one message.

    Raises:
        NotUnderstood: it is no mail: no header at all, or nested without end.
    """
    try:
        found = BytesParser(policy=policy.compat32).parsebytes(raw)
        parts = [part for part, _ in zip(found.walk(), range(MOST_PARTS), strict=False)]
    except (RecursionError, MessageError) as error:
        raise NotUnderstood(N_("This mail cannot be read: it is nested too deeply.")) from error
    if not found.keys():
        raise NotUnderstood(N_("This is no mail: it has no header."))
    whole = _text(parts)
    return ReadMail(
        message_id=_message_id(found),
        sender=parseaddr(header(found, "from"))[1].lower(),
        sender_name=one_line(parseaddr(header(found, "from"))[0])[:LONGEST_NAME],
        to=tuple(_recipients(found)),
        subject=one_line(header(found, "subject")),
        text=newly_written(whole),
        whole=whole,
        machine=_machine(found),
        attachments=tuple(_attachments(parts)),
        bounce=bounce_of(found, parts),
    )


def _message_id(found: Message) -> str:
    """Return a mail's own name; empty if it has none that may stand in a header of ours."""
    said = "".join(header(found, "message-id").split()).strip("<>")
    return said if len(said) <= LONGEST_ID and _NAME.fullmatch(said) else ""


def _recipients(found: Message) -> Iterator[str]:
    said = [value for name in _SENT_TO for value in found.get_all(name, [])]
    for _name, address in getaddresses([str(value) for value in said]):
        if "@" in address:
            yield address.lower()


def _machine(found: Message) -> str:
    """Return the header by which a machine gives itself away (RFC 3834), or nothing."""
    submitted = header(found, "auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto-submitted"
    if header(found, "precedence").strip().lower() in _BULK:
        return "precedence"
    if "return-path" in found and header(found, "return-path").strip() in ("<>", ""):
        return "return-path"
    for name in _MACHINES:
        if name in found and not _harmless(name, header(found, name)):
            return name
    return ""


def _harmless(name: str, value: str) -> bool:
    """Exchange lets people's own mails say which automatic answers they do not want."""
    return name == "x-auto-response-suppress" and "all" not in value.lower().split(", ")


def _text(parts: list[Message]) -> str:
    """Return the text of the first readable part: plain text before HTML."""
    bodies = [part for part in parts if not _is_file(part) and not part.is_multipart()]
    for kind, read in (("text/plain", plain), ("text/html", text_of_html)):
        for part in bodies:
            if part.get_content_type() == kind and (text := read(decoded(part))).strip():
                return text
    return ""


def _attachments(parts: list[Message]) -> Iterator[Attachment]:
    for part in parts:
        if not part.is_multipart() and _is_file(part):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                yield Attachment(_name(part), content)


def _is_file(part: Message) -> bool:
    """Whatever has a name, or is called one, is a file; but for pictures within the text."""
    disposition = (part.get_content_disposition() or "").lower()
    if "content-id" in part and disposition != "attachment":
        return False  # the logo of a signature
    if disposition == "attachment" or part.get_filename():
        return True
    return part.get_content_maintype() not in ("text", "multipart", "message")


def _name(part: Message) -> str:
    return one_line(str(part.get_filename() or "")) or f"attachment.{part.get_content_subtype()}"
