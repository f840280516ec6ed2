"""A case as its events tell it. Pure: fold the case events of one stream."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from portal.db import moment_of
from portal.ledger import Said
from portal.watch.stake import NOTHING, Stake

GONE, JOINED = "gone", "joined"  # how a case ended that no person closed
OPEN, TAKEN, WAITING, ANSWERED, CLEARED, RESOLVED = STATES = (
    "open", "taken", "waiting", "answered", "cleared", "resolved",
)  # fmt: skip
_TURNS = ("case.cleared", "case.reopened")  # the trouble went away, or came back
_STILL = ("case.commented", "case.repeated", "case.escalated")
FAMILY = UUID("8c8f3f0e-3f0c-5e43-9d1a-6d1f0c9a2b11")  # never change it: case ids come from it


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done on a case; its words, if any, stand in the event `ident`."""

    kind: str
    at: datetime
    ident: str
    org: int
    person: UUID | None


@dataclass(frozen=True, slots=True)
class Case:
    """One trouble that needs a person, from opening to its cause.

    `reason` is how it ended, `cause` why it began, `accountable` whose part that was; `told_to`
    is the partner who heard that it was its own, and may have contested it: `contested_at`
    until the owner said its `verdict`. `day` is by when it should be over, `shared` the cause
    it has in common with others. `stake` and `partner` are not told in its events: `weighed`.
    `shipment` is the shipment whose trouble it is, with goods of its order and of others.
    `seen` is how often the trouble was found, `seen_at` when last. `rungs` are those it climbed
    since it was opened last, see `ladder`.
    """

    id: UUID
    rule: str
    line: int
    part: int
    nth: int
    severity: int
    since: datetime
    opened_at: datetime
    due_at: datetime
    state: str = OPEN
    person: UUID | None = None
    evidence: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    asked_to: int = 0
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    cause: str = ""
    accountable: str = ""
    reason: str = ""
    team: str = ""
    day: date | None = None
    shared: UUID | None = None
    told_to: int = 0
    contested_at: datetime | None = None
    verdict: str = ""
    stake: Stake = NOTHING
    partner: int = 0
    shipment: str = ""
    seen: int = 1
    seen_at: datetime | None = None
    rungs: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()

    @property
    def live(self) -> bool:
        """Somebody still owes something: work, or the cause."""
        return self.state != RESOLVED

    @property
    def over_at(self) -> datetime | None:
        """When its trouble went away; None while it lasts, or where a person closed it before."""
        last = next((step for step in self.history[::-1] if step.kind in _TURNS), None)
        return last.at if last and last.kind == "case.cleared" else None

    @property
    def begun_at(self) -> datetime:
        """When it was opened, or opened again, last."""
        again = (step.at for step in self.history[::-1] if step.kind == "case.reopened")
        return next(again, self.opened_at)

    @property
    def subject(self) -> tuple[int, int, str, str]:
        """What it is about; one live case per subject."""
        return self.line, self.part, self.rule, self.shipment

    @property
    def moves(self) -> int:
        """Return how often something was done on it; notes and repeats move nothing."""
        return sum(step.kind not in _STILL for step in self.history)

    @property
    def changed_at(self) -> datetime:
        """When something was last done on it."""
        return self.history[-1].at


def case_id(stream: UUID, line: int, part: int, rule: str, nth: int) -> UUID:
    """Return the id of the nth case of a rule on a subject: the same after every replay."""
    return uuid5(FAMILY, f"{stream}/{line}/{part}/{rule}/{nth}")


def shipment_case_id(shipment: str, rule: str, nth: int) -> UUID:
    """Return the id of the nth case of a rule on a shipment, whichever order it stands in."""
    return uuid5(FAMILY, f"{shipment}/{rule}/{nth}")


def fold(said: Iterable[Said]) -> tuple[Case, ...]:
    """Return every case of a stream, oldest first. Events of other kinds are passed over.

    An event about a case that was never opened changes nothing.
    """
    cases: dict[UUID, Case] = {}
    about = (event for event in said if _is_about_a_case(event.facts))
    for event in sorted(about, key=lambda one: one.seq):
        _apply(cases, event)
    return tuple(cases.values())


def _is_about_a_case(facts: dict) -> bool:
    """A question about a case may also be settled in its order's conversation."""
    return facts["kind"].startswith("case.") or (
        facts["kind"] == "message.settled" and "case" in facts["body"]
    )


def _apply(cases: dict[UUID, Case], event: Said) -> None:
    kind, body = event.facts["kind"], event.facts["body"]
    name = UUID(body["case"])
    if kind == "case.opened":
        cases.setdefault(name, _opened(name, event))
    elif name not in cases:
        return
    step = _step(event)
    case = _CHANGES[kind](cases[name], step, body)
    cases[name] = replace(case, history=(*case.history, step))


def _opened(name: UUID, event: Said) -> Case:
    facts, body = event.facts, event.facts["body"]
    return Case(
        id=name,
        rule=body["rule"],
        line=facts.get("line", 0),
        part=facts.get("part", 0),
        nth=body["nth"],
        severity=body["severity"],
        since=moment_of(body["since"]),
        opened_at=event.at,
        due_at=moment_of(body["due"]) if "due" in body else event.at,
        evidence=tuple(body.get("evidence", ())),
        words=body.get("words", {}),
        shipment=body.get("shipment", ""),
        seen_at=event.at,
    )


def _step(event: Said) -> Step:
    by = event.facts["by"]
    person = UUID(by["person"]) if by.get("person") else None
    return Step(event.facts["kind"], event.at, event.ident, by["org"], person)


def _nothing(case: Case, _step: Step, _body: dict) -> Case:
    return case


def _taken(case: Case, step: Step, body: dict) -> Case:
    person = UUID(body["person"]) if "person" in body else step.person
    state = TAKEN if case.state == OPEN else case.state
    return replace(case, person=person, state=state)


def _asked(case: Case, step: Step, body: dict) -> Case:
    state = case.state if case.state in (CLEARED, RESOLVED) else WAITING
    to = body.get("to", 0)
    return replace(case, asked_to=to, asked_at=step.at, answered_at=None, state=state)


def _answered(case: Case, step: Step, _body: dict) -> Case:
    state = ANSWERED if case.state == WAITING else case.state
    return replace(case, answered_at=step.at, state=state)


def _cleared(case: Case, step: Step, body: dict) -> Case:
    if body.get("closed") and case.live:
        return replace(case, state=RESOLVED, resolved_at=step.at, reason=GONE)
    return replace(case, state=CLEARED) if case.live else case


def _repeated(case: Case, step: Step, body: dict) -> Case:
    return replace(_resting_on(case, body), seen=case.seen + 1, seen_at=step.at)


def _lifted(case: Case, _step: Step, body: dict) -> Case:
    return replace(_resting_on(case, body), line=0, part=0, shipment=body["shipment"])


def _resting_on(case: Case, body: dict) -> Case:
    """Return it with what a finding rests on now beside what it rested on before."""
    evidence = tuple(dict.fromkeys((*case.evidence, *body.get("evidence", ()))))
    return replace(case, evidence=evidence, words=body.get("words", case.words))


def _joined(case: Case, step: Step, _body: dict) -> Case:
    return replace(case, state=RESOLVED, resolved_at=step.at, reason=JOINED)


def _resolved(case: Case, step: Step, body: dict) -> Case:
    return replace(
        case,
        state=RESOLVED,
        resolved_at=step.at,
        cause=body["cause"],
        accountable=body.get("accountable", ""),
        reason=body.get("reason", ""),
        told_to=0,
        verdict="",
    )


def _reopened(case: Case, step: Step, body: dict) -> Case:
    return replace(
        _resting_on(case, body),
        state=TAKEN if case.person else OPEN,
        since=moment_of(body["since"]) if "since" in body else case.since,
        seen=case.seen + ("since" in body),  # found again by its rule, not opened by a person
        seen_at=step.at if "since" in body else case.seen_at,
        resolved_at=None,
        cause="",
        accountable="",
        reason="",
        contested_at=None,
        rungs=(),
    )


def _escalated(case: Case, _step: Step, body: dict) -> Case:
    return replace(case, rungs=(*case.rungs, body["rung"]))


def _assigned(case: Case, _step: Step, body: dict) -> Case:
    person = UUID(body["person"]) if body.get("person") else None
    return replace(case, person=person, team=body.get("team", ""))


def _dated(case: Case, _step: Step, body: dict) -> Case:
    return replace(case, day=date.fromisoformat(body["day"]))


def _linked(case: Case, _step: Step, body: dict) -> Case:
    return replace(case, shared=UUID(body["shared"]))


def _attributed(case: Case, _step: Step, body: dict) -> Case:
    return replace(case, told_to=body["to"])


def _judged(case: Case, _step: Step, body: dict) -> Case:
    named = {name: body[name] for name in ("cause", "accountable") if name in body}
    return replace(case, contested_at=None, verdict=body["verdict"], **named)


_CHANGES: dict[str, Callable[[Case, Step, dict], Case]] = {
    "case.opened": _nothing,
    "case.taken": _taken,
    "case.commented": _nothing,
    "case.asked": _asked,
    "case.answered": _answered,
    "case.cleared": _cleared,
    "case.repeated": _repeated,
    "case.lifted": _lifted,
    "case.joined": _joined,
    "case.resolved": _resolved,
    "case.reopened": _reopened,
    "case.assigned": _assigned,
    "case.acted": _nothing,
    "case.escalated": _escalated,
    "case.dated": _dated,
    "case.linked": _linked,
    "case.unlinked": lambda case, _step, _body: replace(case, shared=None),
    "case.attributed": _attributed,
    "case.contested": lambda case, step, _body: replace(case, contested_at=step.at),
    "case.judged": _judged,
    "message.settled": _answered,
}
