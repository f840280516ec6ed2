"""Mails that came back: what a delivery report says (RFC 3464), or a server's own letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from portal.intake.mail.texts import decoded, header, one_line

_ID = re.compile(r"message-id:\s*<?([^<>\s]{1,400})>?", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_SAYS_SO = re.compile(
    r"undeliver|delivery (status|failure|has failed)|returned mail|mail delivery failed|"
    r"unzustellbar|nicht zugestellt|failure notice",
    re.IGNORECASE,
)
_SERVERS = ("mailer-daemon", "postmaster")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What came back. `mails` are Message-IDs it is about, the likeliest first.

    `failed` is False for a mail that is only late. `status` as RFC 3463 writes it, "" unknown.
    """

    mails: tuple[str, ...]
    failed: bool
    status: str = ""
    recipient: str = ""


def bounce_of(found: Message, parts: list[Message]) -> Bounce | None:
    """Return what a delivery report says; None for every other mail."""
    reports = [one for one in parts if one.get_content_type() == "message/delivery-status"]
    if reports:
        return _reported(found, parts, list(_fields(reports)))
    sender = header(found, "from").lower()
    if any(name in sender for name in _SERVERS) and _SAYS_SO.search(header(found, "subject")):
        text = " ".join(decoded(one) for one in parts if one.get_content_maintype() == "text")
        status = next(iter(_STATUS.findall(text)), "")
        failed_to = one_line(header(found, "x-failed-recipients")).lower()
        return Bounce(
            tuple(_mails(found, parts)), not status.startswith(("2", "4")), status, failed_to
        )
    return None


def _fields(reports: list[Message]) -> Iterator[Message]:
    """Yield each block of fields: the first is about the mail, the others about a recipient."""
    for report in reports:
        payload = report.get_payload()
        if isinstance(payload, list):
            yield from (one for one in payload if isinstance(one, Message))


def _reported(found: Message, parts: list[Message], blocks: list[Message]) -> Bounce:
    told = [one for one in blocks if one.get("action")]
    failed = [one for one in told if header(one, "action").strip().lower() == "failed"]
    about = next(iter(failed or told), None)
    status = next(iter(_STATUS.findall(header(about, "status"))), "") if about else ""
    named = header(about, "final-recipient") if about else ""
    recipient = one_line(named.partition(";")[2] or named).lower()
    return Bounce(tuple(_mails(found, parts)), bool(failed), status, recipient)


def _mails(found: Message, parts: list[Message]) -> Iterator[str]:
    """Yield the ids of the mail that came back: from its own head, then from the report's."""
    for part in parts:
        if part is not found and part.get_content_type() == "message/rfc822":
            for inner in part.get_payload():
                yield from _ids(header(inner, "message-id"))
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            yield from _ID.findall(_raw(part))
    yield from _ids(header(found, "in-reply-to"))
    yield from _ids(header(found, "references"))
    for part in parts:
        if part.get_content_type() == "text/plain":
            yield from _ID.findall(decoded(part))


def _ids(text: str) -> list[str]:
    return re.findall(r"<([^<>\s]{1,400})>", text)


def _raw(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(one) for one in payload)
    return decoded(part) or str(payload)
