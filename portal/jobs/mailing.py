"""Writing and sending notices, alone or several in one mail: words, links, that they were sent."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext

from portal import clock, desk, flow, ledger, mailroom, people
from portal.db import db, keeper, transaction
from portal.desk import Claimed, Letter, Mail, Notice
from portal.ledger import Draft, instant

SUBJECT, BODY, HTML = PARTS = "subject.txt", "body.txt", "body.html"
PERMANENT = 500  # what a server says from here on, it says again
SENDING = ("SMTP_URL", "MAIL_DIR", "MAIL_FROM")

Effects = Callable[[], None]


def mail(job: Claimed) -> Effects:
    """Write and send one notice. Its link, if any, is renewed and kept before it leaves.

    Where many wait for the same mailbox they go together, in a digest of their own.
    """
    ident = UUID(json.loads(job.args)["notice"])
    with transaction():
        notice = db.session.get_one(Notice, (job.owner, ident), with_for_update=True)
        if notice.state != desk.WAITING or desk.outgoing.together(notice):
            return nothing
        notice.tries += 1
        envelope, letter = _envelope(notice), desk.letter(notice)
    if letter is None:
        return lambda: _mark(job.owner, [ident], desk.NOBODY)
    letter = with_link(job.owner, letter, envelope)
    if not post(mail_of(letter, envelope), envelope):
        return nothing
    note_sent(job.owner, [letter])
    return lambda: _mark(job.owner, [ident], desk.SENT)


@dataclass(frozen=True)
class Envelope:
    """What of a notice is needed to send it, outside of any transaction."""

    owner: int
    name: str
    made_at: datetime
    template: str
    reader: UUID | None
    person: UUID | None
    address: str
    params: dict


def _envelope(notice: Notice) -> Envelope:
    return Envelope(
        notice.owner,
        notice.message_id,
        notice.made_at,
        notice.template,
        notice.reader,
        notice.person,
        notice.address,
        json.loads(notice.params),
    )


def digest(job: Claimed) -> Effects:
    """Write and send in one mail what waits for one reader."""
    reader = UUID(json.loads(job.args)["reader"])
    with transaction():
        bundle = desk.outgoing.bundle_for(job.id, reader)
        if bundle is None or bundle.state != desk.WAITING:
            return nothing
        bundle.tries += 1
        envelope, items = _envelope(bundle), desk.outgoing.bundled(job.id)
        found = [(_envelope(one), letter) for one in items if (letter := desk.letter(one))]
        idents = [job.id, *(one.id for one in items)]
    if not found:
        return lambda: _mark(job.owner, idents, desk.NOBODY)
    letters = [with_link(job.owner, letter, one) for one, letter in found]
    one = _digest_of(letters, envelope) if len(letters) > 1 else mail_of(letters[0], envelope)
    if not post(one, envelope):
        return nothing
    note_sent(job.owner, letters)
    return lambda: _mark(job.owner, idents, desk.SENT)


def _digest_of(letters: Sequence[Letter], envelope: Envelope) -> Mail:
    """Put several letters in one: each by its subject, with its own way on."""
    first = letters[0]
    with force_locale(first.locale):
        items = [_item(one) for one in letters]
    whole = replace(
        first,
        template=desk.outgoing.DIGEST,
        path="/notices",
        values={"house": first.values["house"]},
        until=None,
        mark=None,
        refs=(),
        linked=any(one.linked for one in letters),
    )
    return mail_of(whole, envelope, items=items)


def _item(letter: Letter) -> dict:
    values = _values(letter)
    subject = _render(letter.template, SUBJECT, values)
    return {"title": " ".join(subject.split()), "url": values["url"], "linked": letter.linked}


def post(mail: Mail, envelope: Envelope) -> bool:
    """Hand a mail over, as the settings say; False if the server knows no such mailbox.

    That is as if it had come back: another try would be told the same.
    """
    url, folder, sender = (str(current_app.config[name]) for name in SENDING)
    try:
        desk.sender(url, Path(folder), sender)(mail)
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        if min(codes) < PERMANENT:
            raise
        report = f"refused:{envelope.name}"
        flow.bounced(envelope.owner, envelope.name, f"5.{codes[0]}", report)
        return False
    return True


def with_link(owner: int, letter: Letter, envelope: Envelope) -> Letter:
    """Let a mail about an order open it without an account, if a partner's mailbox gets it."""
    if letter.order is None:
        return letter
    with keeper(owner):
        parties = ledger.parties_of(letter.order)
        whom = (envelope.person, envelope.address, envelope.params)
        to = desk.linking.recipient_for(*whom, parties)
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
    return letter if envelope.person else replace(letter, mark=None)


def mail_of(letter: Letter, envelope: Envelope, **more: object) -> Mail:
    """Put a letter in the words of its reader's language."""
    config = current_app.config
    reply_to, stop = mailroom.address_for(letter.mark, config), ""
    if envelope.template not in desk.outgoing.PERSONAL and envelope.reader:
        token = mailroom.stop_token(envelope.owner, envelope.reader, config)
        stop = f"{_public()}/mails/{token}"
    with force_locale(letter.locale):
        values = {**_values(letter), "reply": bool(reply_to), "stop": stop, **more}
        subject, body, html = (_render(letter.template, part, values) for part in PARTS)
        if stop:
            fewer = gettext("Fewer mails, or none")
            body = f"{body.rstrip()}\n{fewer}: {stop}\n"
    return Mail(
        envelope.name,
        letter.to,
        letter.name,
        subject,
        body,
        html,
        envelope.made_at,
        reply_to,
        letter.refs,
        stop,
    )


def _values(letter: Letter) -> dict:
    rule = letter.values.get("rule")
    return {
        **letter.values,
        "name": letter.name,
        "linked": letter.linked,
        "to": letter.to,
        "url": _public() + letter.path,
        "until": letter.until,
        "lang": letter.locale,
        "rule": gettext(rule) if rule else "",
    }


def _render(template: str, part: str, values: dict) -> str:
    return current_app.jinja_env.get_template(f"mail/{template}.{part}").render(values)


def _public() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")


def note_sent(owner: int, letters: Sequence[Letter]) -> None:
    """Record that orders reached the supplier, once each: their time to answer starts now."""
    sent = Draft("milestone", code="ORDER_SENT", when=instant(clock.now()), channel="mail")
    for order in [one.about for one in letters if one.template == "order"]:
        with keeper(owner):
            flow.tell(order, lambda read, _cases: [] if read.sent else [sent], people.system(owner))


def _mark(owner: int, notices: Sequence[UUID], state: str) -> None:
    for ident in notices:
        row = db.session.get_one(Notice, (owner, ident))
        row.state, row.sent_at = state, clock.now() if state == desk.SENT else None


def nothing() -> None:
    """It was done before; only the job is left to be marked."""
