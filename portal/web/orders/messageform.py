"""What people fill in to write about an order, and how it starts out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from portal import desk
from portal.db import door
from portal.desk import Other, Post, Sheet, Thread, say
from portal.errors import N_, NotUnderstood
from portal.people import OWNER_ROLES, PARTNER_ROLES, Actor
from portal.web.forms import PortalForm, choices
from portal.web.orders.conversation import about_words, place_of, rules_of

ALL, US, OWNER = "all", "us", "owner"  # who reads it; another partner by its public id


class MessageForm(PortalForm):
    """One message."""

    answers = HiddenField(validators=[Length(max=32)])
    about = SelectField(_l("About"), default="order", validate_choice=False)
    to = RadioField(_l("Who reads it"), validate_choice=False)
    text = TextAreaField(
        _l("Message"),
        [
            InputRequired(_l("Write your message.")),
            Length(max=4000, message=_l("Shorten the text to 4,000 characters.")),
        ],
        filters=[lambda text: text.replace("\r\n", "\n") if text else text],
    )
    done = BooleanField(_l("This answers the question"))
    question = BooleanField(_l("I need an answer"))
    mentions = SelectMultipleField(_l("Mention"), validate_choice=False)
    files = MultipleFileField(_l("Files"))

    @property
    def sent_files(self) -> list[FileStorage]:
        """Return the files that were chosen; an empty field sends one without a name."""
        return [one for one in self.files.data or () if isinstance(one, FileStorage) and one]


@dataclass(frozen=True)
class Readers:
    """Whom a viewer may write to: choices of the form, and the organisations behind them."""

    choices: tuple[tuple[str, str], ...]
    orgs: dict[str, int]

    def org(self, value: str) -> int:
        """Return who reads it, as `say.post` takes it.

        Raises:
            NotUnderstood: there is no such choice.
        """
        if value not in self.orgs:
            raise NotUnderstood(N_("Choose who reads it."), field="to")
        return self.orgs[value]

    def value(self, org: int) -> str:
        """Return the choice that stands for an organisation, the first if there is none."""
        found = (value for value, one in self.orgs.items() if one == org)
        return next(found, self.choices[0][0])


@dataclass(frozen=True)
class Team:
    """Whom a viewer may mention: people of the own side, and those of others who spoke."""

    ours: dict[UUID, str]
    theirs: dict[UUID, str]

    @property
    def known(self) -> dict[UUID, str]:
        """Return all of them."""
        return {**self.theirs, **self.ours}


def team_of(sheet: Sheet, by: Actor) -> Team:
    """Return whom this viewer may mention. Asks at the door who the colleagues are."""
    roles = OWNER_ROLES if by.side == "owner" else PARTNER_ROLES
    with door():
        ours = dict(desk.colleagues(by.org, roles))
    ours.pop(by.id, None)
    spoke = sheet.talk.known_to(by.org)
    theirs = {
        person: sheet.people[person]
        for person, org in spoke.items()
        if org != by.org and person in sheet.people
    }
    return Team(ours, theirs)


def readers_of(sheet: Sheet, by: Actor) -> Readers:
    """Return whom this viewer may write to, the most likely first."""
    note = (US, _("Only %(org)s: a note", org=by.org_name))
    owner = sheet.journey.owner
    if by.org != owner:
        names = ((OWNER, sheet.orgs.get(owner, "")), (ALL, _("Everybody on this order")), note)
        return Readers(names, {OWNER: owner, ALL: say.EVERYBODY, US: by.org})
    others = desk.others_among(sheet.talk.parties - {owner})
    others = sorted(others, key=lambda one: (one.org != sheet.journey.partner, one.name))
    return _written_to(others, note, by)


def _written_to(others: Sequence[Other], note: tuple[str, str], by: Actor) -> Readers:
    named = [(str(one.public_id), one.name) for one in others]
    orgs = {str(one.public_id): one.org for one in others} | {US: by.org}
    if len(others) > 1:
        named.append((ALL, _("Everybody on this order")))
        orgs[ALL] = say.EVERYBODY
    return Readers((*named, note), orgs)


def fill(form: MessageForm, sheet: Sheet, readers: Readers, team: Team) -> None:
    """Fill what can be chosen: what it is about, who reads it, who is mentioned."""
    form.about.choices = choices(_abouts(sheet))
    form.to.choices = choices(readers.choices)
    form.mentions.choices = choices(
        (str(person), name)
        for part in (team.ours, team.theirs)
        for person, name in sorted(part.items(), key=lambda one: one[1].casefold())
    )


def fresh(
    sheet: Sheet, readers: Readers, by: Actor, about: str, re: str, note: bool
) -> MessageForm:
    """Return an empty form: a reply to `re`, a note, or a message about something.

    Args:
        re: a message by its event, or a case whose newest question is meant.
    """
    target = sheet.talk.posts.get(re) or sheet.talk.asked_about(re)
    data = {"about": about, "to": US if note else readers.choices[0][0]}
    if target is not None:
        data = _reply(target, readers, by)
    return MessageForm(None, data=data)


def _reply(target: Post, readers: Readers, by: Actor) -> dict:
    org = target.only_for or target.shared_with
    if org and org == target.shared_with == by.org:
        org = readers.orgs[OWNER]  # a partner's side of what it shares with the owner
    return {
        "answers": target.ident,
        "about": place_of(target.thread),
        "to": readers.value(org or say.EVERYBODY),
        "done": target.waits and target.asked == by.org,
    }


def written(
    form: MessageForm, readers: Readers, team: Team, sheet: Sheet, by: Actor
) -> say.Message:
    """Return what was typed, as the builder takes it; files come later.

    Raises:
        NotUnderstood: a choice that is none.
    """
    target = sheet.talk.posts.get(form.answers.data or "")
    open_to_us = target is not None and target.waits and target.asked == by.org
    text = form.text.data or ""
    message = say.Message(
        text=text,
        thread=thread_of(form.about.data),
        to=readers.org(form.to.data or ""),
        question=form.question.data,
        answers=form.answers.data or "",
        mentions=tuple(sorted(_mentions(form, team, text))),
    )
    if open_to_us and not form.done.data:
        message = replace(message, answers="")
    return message


def thread_of(value: str | None) -> Thread:
    """Return the thread that a choice names; what is no number is a line that no order has."""
    kind, _colon, name = (value or "order").partition(":")
    if kind == "case":
        return Thread(case=name)
    if kind == "line":
        return Thread(line=int(name) if name.isdecimal() and len(name) < 9 else -1)
    return Thread()


def _mentions(form: MessageForm, team: Team, text: str) -> set[UUID]:
    try:
        chosen = {UUID(one) for one in form.mentions.data or ()}
    except ValueError as error:
        raise NotUnderstood(N_("Choose whom you mention."), field="mentions") from error
    return chosen | say.mentioned(text, team.known)


def _abouts(sheet: Sheet) -> list[tuple[str, str]]:
    rules = rules_of(sheet)
    threads = [Thread(), *(Thread(line) for line in sheet.journey.lines)]
    cases = {
        one.facts["body"]["case"]: one.facts.get("line", 0)
        for one in sheet.said
        if one.facts["kind"] in ("case.opened", "case.asked")
    }
    threads += [Thread(line, case) for case, line in cases.items()]
    return [(place_of(one), about_words(sheet, one, rules)) for one in threads]
