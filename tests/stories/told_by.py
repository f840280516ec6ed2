"""What somebody was told: the mails to them, and the number on their bell."""

from email import message_from_bytes, policy

from portal import flow, jobs
from portal.people import choices


def mails(app, who):
    """Let the worker send what waits; return the mails to somebody, the oldest first."""
    jobs.run(app, once=True)
    files = sorted(app.config["MAIL_DIR"].glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [one for one in read if one["To"].addresses[0].addr_spec == who.email]


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def wish(who, **said):
    flow.within(who.org, lambda: choices.set_wish(who.id, choices.Wish(**said)))


def bell(page):
    """Return how much is new, as the bell says it."""
    inside = page.text.partition('id="bell"')[2].partition("</a>")[0]
    assert inside, "there is no bell"
    return int(inside.partition('class="count">')[2].partition("<")[0] or 0)
