"""A closed case that was put down to the partner: it hears so, may contest it, and is answered.

case.attributed   the partner hears what it was, why, and that this was its part
case.contested    it sees it otherwise, says why, and may attach what shows it
case.judged       the owner decides: it stays as it was, or cause and party are changed

All of it stays in the history of the order, and both sides read it. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.desk.say import checks
from portal.desk.workflow import Closing, check_blame
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey
from portal.ledger import Doc, Draft, Said
from portal.people import Actor
from portal.watch import Case

# As what an owner's partner is accountable, by the kind of order; a supplier where none is named.
PARTNER_IS = {"sales": "customer", "transport": "carrier"}
UPHELD, CHANGED = VERDICTS = ("upheld", "changed")
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Charge:
    """What a partner knows of a case that was put down to it.

    `state` is told, contested or judged. `steps` are the events of it that it may read.
    """

    case: str
    rule: str
    line: int
    part: int
    words: dict
    cause: str
    accountable: str
    state: str
    told_at: datetime
    steps: tuple[Said, ...]

    @property
    def contestable(self) -> bool:
        """Return whether it may be contested now; once judged, that is the last word."""
        return self.state == "told"


def charged(journey: Journey, accountable: str) -> int:
    """Return the partner whose part it was; 0 if it was another's."""
    is_partner = PARTNER_IS.get(journey.kind, "supplier") == accountable
    return journey.partner if is_partner else 0


def attribute(case: Case, journey: Journey, closing: Closing, key: str = "") -> list[Draft]:
    """“This was put down to you”: said with the closing of a case, if it is the partner's part."""
    partner = charged(journey, closing.accountable)
    if not partner:
        return []
    body = {
        "case": str(case.id),
        "rule": case.rule,
        "words": dict(case.words),
        "cause": closing.cause,
        "accountable": closing.accountable,
        "to": partner,
    }
    told = Draft("case.attributed", line=case.line, part=case.part, body=body, shared_with=partner)
    return [replace(told, key=f"{key}/told" if key else "")]


def contest(
    case: Case, by: Actor, text: str, key: str, files: Sequence[tuple[UUID, Doc]] = ()
) -> list[Draft]:
    """“It was otherwise”: why, with what shows it. The owner decides.

    Args:
        files: each with its new id; they lie in the vault.
    """
    if not case.told_to or by.org != case.told_to:
        raise NotAllowed(N_("Only whoever it was put down to can contest it."))
    if case.live:
        raise Conflict(N_("The buyer opened this case again; nothing is put down to you now."))
    if case.contested_at:
        raise Conflict(N_("This is contested already. The buyer has to answer first."))
    if case.verdict:
        raise NotAllowed(N_("The buyer has decided about this already."))
    if len(files) > MOST_FILES:
        raise NotUnderstood(N_("Attach at most %(most)s files."), field="files", most=MOST_FILES)
    words = checks.check_text(text, needed=N_("Say how it was."))
    shown = [str(document) for document, _file in files]
    body = {"case": str(case.id)} | ({"documents": shown} if shown else {})
    said = Draft(
        "case.contested",
        line=case.line,
        part=case.part,
        body=body,
        details={"text": words},
        shared_with=by.org,
    )
    return checks.keyed(key, [said, *(_attached(case, by, *one) for one in files)])


def judge(
    case: Case,
    by: Actor,
    verdict: str,
    text: str,
    key: str,
    cause: str = "",
    accountable: str = "",
) -> list[Draft]:
    """What the owner says to a contest; the partner reads it. `cause` and party if they change."""
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people work on cases."))
    if not case.contested_at:
        raise Conflict(N_("Nothing is contested here any more."))
    if verdict not in VERDICTS:
        raise NotUnderstood(N_("Say whether it stays as it was."), field="verdict")
    body = {"case": str(case.id), "verdict": verdict}
    if verdict == CHANGED:
        check_blame(cause, accountable)
        if (cause, accountable) == (case.cause, case.accountable):
            raise NotUnderstood(N_("Change the cause or whose part it was."), field="cause")
        body |= {"cause": cause, "accountable": accountable}
    words = checks.check_text(text, needed=N_("Say why; the other side reads it."))
    said = Draft(
        "case.judged",
        line=case.line,
        part=case.part,
        body=body,
        details={"text": words},
        shared_with=case.told_to,
    )
    return checks.keyed(key, [said])


def charges(said: Sequence[Said]) -> dict[str, Charge]:
    """Return what was put down to the partner, by case, as these events tell it to it."""
    found: dict[str, Charge] = {}
    for event in sorted(said, key=lambda one: one.seq):
        kind, body = event.facts["kind"], event.facts.get("body", {})
        if kind == "case.attributed":
            found[body["case"]] = _told(event, found.get(body["case"]))
        elif kind in _TURNS and body["case"] in found:
            before = found[body["case"]]
            named = {name: body[name] for name in ("cause", "accountable") if name in body}
            steps = (*before.steps, event)
            found[body["case"]] = replace(before, state=_TURNS[kind], steps=steps, **named)
    return found


_TURNS = {"case.contested": "contested", "case.judged": "judged"}


def _told(event: Said, before: Charge | None) -> Charge:
    facts, body = event.facts, event.facts["body"]
    return Charge(
        case=body["case"],
        rule=body["rule"],
        line=facts.get("line", 0),
        part=facts.get("part", 0),
        words=body.get("words", {}),
        cause=body["cause"],
        accountable=body["accountable"],
        state="told",
        told_at=event.at,
        steps=(*(before.steps if before else ()), event),
    )


def _attached(case: Case, by: Actor, document: UUID, file: Doc) -> Draft:
    return Draft(
        "document.attached",
        line=case.line,
        docs=(file,),
        details=checks.details(name=file.name),
        body={"type": "other", "document": str(document)},
        shared_with=by.org,
    )
