"""The post: mails by SMTP, or as files in a folder where no server is named."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from ssl import create_default_context
from urllib.parse import unquote, urlsplit

TIMEOUT = 20  # seconds; a server that is silent for longer is tried again later


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, ready to go. `id` is the same at every try, so a repeat can be known.

    `refs` are the mails before it in its conversation; those without an "@" are our own.
    `stop` is where a mail program ends such mails with one click (RFC 8058).
    """

    id: str
    to: str
    name: str
    subject: str
    body: str
    html: str
    made_at: datetime
    reply_to: str = ""
    refs: tuple[str, ...] = ()
    stop: str = ""


Send = Callable[[Mail], None]


def sender(smtp_url: str, folder: Path, mail_from: str) -> Send:
    """Return how mails leave: by the server at `smtp_url`, or into `folder` if it is empty."""
    if not smtp_url:
        return lambda mail: _drop(_written(mail, mail_from), folder, mail.id)
    return lambda mail: _hand_over(_written(mail, mail_from), smtp_url, _host(mail_from))


def _written(mail: Mail, mail_from: str) -> EmailMessage:
    """Return the message: text first, the same in HTML beside it."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(mail.subject.split())
    message["From"] = mail_from
    message["To"] = Address(mail.name, addr_spec=mail.to)
    message["Date"] = format_datetime(mail.made_at)
    host = _host(mail_from)
    message["Message-ID"] = f"<{mail.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if refs := [f"<{one}>" if "@" in one else f"<{one}@{host}>" for one in mail.refs]:
        message["In-Reply-To"], message["References"] = refs[-1], " ".join(refs)
    if mail.stop:
        message["List-Unsubscribe"] = f"<{mail.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    message.add_alternative(mail.html, subtype="html")
    message.set_boundary(f"=-{mail.id}")  # fixed, so the same mail is the same bytes
    return message


def _host(mail_from: str) -> str:
    return parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"


def _drop(message: EmailMessage, folder: Path, name: str) -> None:
    """Write the mail beside its place and move it there: never half a mail, never two."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(folder / f"{name}.eml")


def _hand_over(message: EmailMessage, smtp_url: str, me: str) -> None:
    """Give the mail to the server. smtps:// speaks TLS at once, smtp:// as soon as offered.

    Args:
        me: what we call ourselves; without it smtplib would ask the network for our name.

    Raises:
        OSError, SMTPException: the server did not take it.
    """
    where = urlsplit(smtp_url)
    host = where.hostname or "localhost"
    if where.scheme == "smtps":
        secure = create_default_context()
        server = smtplib.SMTP_SSL(host, where.port or 465, me, timeout=TIMEOUT, context=secure)
    else:
        server = smtplib.SMTP(host, where.port or 25, me, timeout=TIMEOUT)
    with server:
        server.ehlo()
        if where.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=create_default_context())
        if where.username:
            server.login(unquote(where.username), unquote(where.password or ""))
        server.send_message(message)
