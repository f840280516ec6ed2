"""What people do on a case, as drafts. Pure: the check first, then the words.

Each act carries the key of its form, so that the same words may be said twice on
purpose and never by accident.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from portal.desk.causes import CAUSES, PARTIES, REASONS
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.ledger import Draft
from portal.people import Actor
from portal.watch import OPEN, Case

LONGEST = 4000
_MISSING = {
    "comment": N_("Write your note."),
    "ask": N_("Write what you want to know."),
    "answer": N_("Write your answer."),
    "reopen": N_("Say why the case is open again."),
}


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ended, why it began, whose part that was; `text` is for our own people."""

    reason: str
    cause: str
    accountable: str
    text: str = ""


def take(case: Case, by: Actor, key: str = "") -> Draft:
    """“This is mine now.” Taking over from somebody else is allowed and seen."""
    _check_ours(case, by)
    if case.person == by.id and case.state != OPEN:
        raise NotAllowed(N_("You have taken this case already."))
    return _inside("case.taken", case, by, key, person=str(by.id))


def hand_over(case: Case, by: Actor, to: UUID, key: str = "") -> Draft:
    """“This is yours.” `to` is a person of the same house; the door checked that."""
    _check_ours(case, by)
    return _inside("case.taken", case, by, key, person=str(to))


def give(case: Case, by: Actor, team: str = "", name: str = "", key: str = "") -> Draft:
    """“This is for them”: a team, called so, or with none nobody's again."""
    _check_ours(case, by)
    named = {"team": team, "team_name": name} if team else {}
    return _inside("case.assigned", case, by, key, **named)


def given(case: Case, org: int, person: UUID | None, team: str, name: str) -> Draft:
    """What a rule of the owner's gives to a team, and to somebody in it."""
    named = {"team": team, "team_name": name, "by_rule": "team"}
    body = {"case": str(case.id), **named, **_person(person)}
    return Draft(
        "case.assigned",
        line=case.line,
        part=case.part,
        source="desk",
        channel="system",
        body=body,
        only_for=org,
    )


def expect(case: Case, by: Actor, day: date | None, today: date, key: str = "") -> Draft:
    """“By then it should be over”: the day on which to look at it again."""
    _check_ours(case, by)
    if day is None:
        raise NotUnderstood(N_("Give the day."), field="day")
    if day < today:
        raise NotUnderstood(
            N_("%(day)s has passed. Give a day to come."), field="day", day=day.isoformat()
        )
    return _inside("case.dated", case, by, key, day=day.isoformat())


def comment(case: Case, by: Actor, text: str, key: str = "") -> Draft:
    """A note among the owner's people; the supplier never reads it."""
    _check_side(by, "owner")
    return _inside("case.commented", case, by, key, text=_words(text, "comment"))


def ask(case: Case, by: Actor, text: str, partner: int, key: str = "") -> Draft:
    """A question to the supplier, who reads it and the rule it is about."""
    _check_ours(case, by)
    if not partner:
        raise NotAllowed(N_("This order has no supplier who could be asked."))
    body = {"case": str(case.id), "rule": case.rule, "words": dict(case.words), "to": partner}
    asked = _said("case.asked", case.line, case.part, key, body, _words(text, "ask"))
    return replace(asked, shared_with=partner)


def answer(case: Case, by: Actor, text: str, key: str = "") -> Draft:
    """The supplier's answer to what it was asked about a case."""
    if by.side == "owner" or by.org != case.asked_to:
        raise NotAllowed(N_("Only the organisation that was asked can answer."))
    if case.answered_at:
        raise NotAllowed(N_("This question has been answered. The buyer will ask again if needed."))
    body = {"case": str(case.id)}
    words = _words(text, "answer")
    said = _said("case.answered", case.line, case.part, key, body, words)
    return replace(said, shared_with=by.org)


def resolve(case: Case, by: Actor, closing: Closing, key: str = "") -> Draft:
    """“It is dealt with, and this is why it happened.” A case never closes without a cause."""
    _check_ours(case, by)
    if closing.reason not in REASONS:
        raise NotUnderstood(N_("Say how it ended."), field="reason")
    check_blame(closing.cause, closing.accountable)
    if len(closing.text) > LONGEST:
        raise _too_long()
    named = {name: getattr(closing, name) for name in ("reason", "cause", "accountable")}
    return _inside("case.resolved", case, by, key, text=closing.text.strip(), **named)


def check_blame(cause: str, accountable: str) -> None:
    """Refuse a cause or a party that is none."""
    if cause not in CAUSES:
        raise NotUnderstood(N_("Say what caused it."), field="cause")
    if accountable not in PARTIES:
        raise NotUnderstood(N_("Say whose part it was."), field="accountable")


def reopen(case: Case, by: Actor, text: str, cases: Iterable[Case], key: str = "") -> Draft:
    """“It is not dealt with after all.” `cases` are all of the same order."""
    _check_side(by, "owner")
    if case.live:
        raise NotAllowed(N_("This case is open."))
    if any(other.live and other.subject == case.subject for other in cases):
        raise NotAllowed(N_("There is a newer case about the same trouble. Work on that one."))
    return _inside("case.reopened", case, by, key, text=_words(text, "reopen"))


def _person(person: UUID | None) -> dict[str, str]:
    return {"person": str(person)} if person else {}


def _check_ours(case: Case, by: Actor) -> None:
    _check_side(by, "owner")
    if not case.live:
        raise NotAllowed(N_("This case is resolved. Reopen it first."))


def _check_side(by: Actor, side: str) -> None:
    if by.side != side:
        raise NotAllowed(N_("Only the buyer's people work on cases."))


def _words(text: str, act: str) -> str:
    text = text.strip()
    if not text:
        raise NotUnderstood(_MISSING[act], field="text")
    if len(text) > LONGEST:
        raise _too_long()
    return text


def _too_long() -> NotUnderstood:
    limit = N_("The text is longer than %(most)s characters; shorten it.")
    return NotUnderstood(limit, field="text", most=LONGEST)


def _inside(kind: str, case: Case, by: Actor, key: str, text: str = "", **named: str) -> Draft:
    """An act only the owner's people may read."""
    body = {"case": str(case.id), **named}
    return _said(kind, case.line, case.part, key, body, text, only_for=by.org)


def _said(kind, line, part, key, body, text="", only_for=None) -> Draft:
    details = {"text": text} if text else {}
    return Draft(kind, line=line, part=part, key=key, body=body, details=details, only_for=only_for)
