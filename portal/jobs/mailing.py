"""Writing and sending one notice: its words, its link, and that it was sent."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext

from portal import clock, desk, flow, ledger, mailroom, people
from portal.db import db, keeper, transaction
from portal.desk import Claimed, Letter, Mail, Notice
from portal.ledger import Draft, instant

SUBJECT, BODY, HTML = "subject.txt", "body.txt", "body.html"
SENDING = ("SMTP_URL", "MAIL_DIR", "MAIL_FROM")

Effects = Callable[[], None]


def mail(job: Claimed) -> Effects:
    """Write and send one notice. Its link, if any, is renewed and kept before it leaves."""
    ident = UUID(json.loads(job.args)["notice"])
    with transaction():
        notice = db.session.get_one(Notice, (job.owner, ident), with_for_update=True)
        if notice.state == desk.SENT:
            return nothing
        letter = desk.letter(notice)
        notice.tries += 1
        name, made_at, stream = notice.message_id, notice.made_at, notice.stream
        whom = (notice.person, notice.address, json.loads(notice.params))
    if letter is None:
        return lambda: _mark(job.owner, ident, desk.NOBODY)
    url, folder, sender = (str(current_app.config[name]) for name in SENDING)
    letter = _with_link(job.owner, letter, *whom)
    desk.sender(url, Path(folder), sender)(_mail_of(letter, name, made_at))
    if letter.template == "order":
        _note_sent(job.owner, stream)
    return lambda: _mark(job.owner, ident, desk.SENT)


def _with_link(
    owner: int, letter: Letter, person: UUID | None, address: str, params: dict
) -> Letter:
    """Let a mail about an order open it without an account, if a partner's mailbox gets it."""
    if letter.order is None:
        return letter
    with keeper(owner):
        parties = ledger.parties_of(letter.order)
        to = desk.linking.recipient_for(person, address, params, parties)
    if to is None:
        return letter
    secret = flow.about(
        letter.order,
        people.system(owner),
        lambda _read: desk.linking.hand_out(letter.order, to),
        owner,
    )
    post = f"?post={letter.post}" if letter.post else ""
    if secret:
        return replace(letter, path=f"/a/{secret}{post}", linked=True)
    # Without an account an answer is taken through the link: no link, no answer.
    return letter if person else replace(letter, mark=None)


def _mail_of(letter: Letter, name: str, made_at: datetime) -> Mail:
    """Put a letter in the words of its reader's language."""
    reply_to = mailroom.address_for(letter.mark, current_app.config)
    with force_locale(letter.locale):
        values = {
            **letter.values,
            "name": letter.name,
            "linked": letter.linked,
            "to": letter.to,
            "url": str(current_app.config["PUBLIC_URL"]).rstrip("/") + letter.path,
            "until": letter.until,
            "lang": letter.locale,
            "reply": bool(reply_to),
            "rule": gettext(letter.values["rule"]) if letter.values.get("rule") else "",
        }
        subject, body, html = (
            current_app.jinja_env.get_template(f"mail/{letter.template}.{part}").render(values)
            for part in (SUBJECT, BODY, HTML)
        )
    return Mail(name, letter.to, letter.name, subject, body, html, made_at, reply_to, letter.refs)


def _note_sent(owner: int, order: UUID) -> None:
    """Record that the order reached the supplier, once: its time to answer starts now."""
    sent = Draft("milestone", code="ORDER_SENT", when=instant(clock.now()), channel="mail")
    with keeper(owner):
        flow.tell(order, lambda read, _cases: [] if read.sent else [sent], people.system(owner))


def _mark(owner: int, notice: UUID, state: str) -> None:
    row = db.session.get_one(Notice, (owner, notice))
    row.state, row.sent_at = state, clock.now() if state == desk.SENT else None


def nothing() -> None:
    """It was done before; only the job is left to be marked."""
