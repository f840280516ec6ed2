"""The post of a test: what was mailed, and answers to it as a mail program writes them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.policy import default as modern
from pathlib import Path

from portal import jobs, mailroom

DOMAIN = "in.portal.example"


def post_on(app):
    """Let answers by mail come in."""
    app.config.update(REPLY_DOMAIN=DOMAIN)


def mailed(app, to=None) -> list[EmailMessage]:
    """Send what waits; return all mails, or those to somebody, the oldest first."""
    jobs.run(app, once=True)
    files = sorted(
        Path(app.config["MAIL_DIR"]).glob("*.eml"), key=lambda one: one.stat().st_mtime_ns
    )
    found = [message_from_bytes(one.read_bytes(), policy=modern) for one in files]
    return [one for one in found if to is None or one["To"].addresses[0].addr_spec == to.email]


def words(mail) -> str:
    """Return the plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


def answer(mail, text="On Friday.", files=(), html="", **headers) -> bytes:
    """Return an answer to a mail of ours, with what it answers quoted below."""
    reply = EmailMessage(policy=SMTP)
    said = {
        "From": mail["To"],
        "To": mail["Reply-To"] or mail["From"],
        "Subject": f"Re: {mail['Subject']}",
        "Message-ID": f"<answer-{abs(hash(text + str(headers)))}@mail.example>",
        "In-Reply-To": mail["Message-ID"],
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in said.items():
        if value is not None:
            reply[name] = str(value)
    quoted = "\n".join(f"> {line}" for line in words(mail).splitlines())
    reply.set_content(f"{text}\n\nOn Mon, 2 Mar 2026 at 10:00, Portal wrote:\n{quoted}\n")
    if html:
        reply.add_alternative(html, subtype="html")
    for name, content in files:
        reply.add_attachment(content, "application", "octet-stream", filename=name)
    return reply.as_bytes()


def take(app, raw: bytes) -> mailroom.Taken:
    """Take a mail that came in."""
    return mailroom.take(raw, app.config)
