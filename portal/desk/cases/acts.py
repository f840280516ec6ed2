"""What can be done about a trouble from its case: words, when it is offered, what it takes.

To add an act, add a line here, say in `doing` what it tells, and name it in `web/said_cases`
if it tells a kind of its own. Each is an event of the order, and one of the case beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.errors import N_
from portal.journey import Journey, Line, Part
from portal.watch import Case

ANSWERING = frozenset({"purchase", "service", "transfer", "transport"})
INBOUND = frozenset({"purchase", "service", "transfer"})  # what comes to the owner
FASTER = {
    "overtime": N_("Work longer"),
    "first": N_("Make it before other orders"),
    "air": N_("Send it by air"),
    "express": N_("Send it by express"),
    "direct": N_("Send it without stops"),
    "part": N_("Send what is ready at once"),
}
CLAIMS = {
    "price": N_("Lower price"),
    "credit": N_("Credit"),
    "replacement": N_("Replacement without charge"),
    "repair": N_("Repair"),
    "penalty": N_("Agreed penalty for lateness"),
    "costs": N_("Costs caused by it"),
}


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One thing to do. `takes` are the fields of its form, `reasons` where its are offered."""

    name: str
    says: str
    done: str
    offered: Callable[[Case, Journey], bool]
    takes: tuple[str, ...] = ()
    reasons: str = ""


def line_of(case: Case, journey: Journey) -> Line | None:
    """Return the line a case is about; of a case on the whole order its line, if there is one."""
    if case.line:
        return journey.lines.get(case.line)
    return next(iter(journey.lines.values())) if len(journey.lines) == 1 else None


def part_of(case: Case, journey: Journey) -> Part | None:
    """Return the delivery it is about: the one named, else the open one due first."""
    line = line_of(case, journey)
    if line is None:
        return None
    if case.part:
        return line.parts.get(case.part)
    parts = [part for part in line.parts.values() if part.open and not part.tentative]
    return parts[0] if parts else None


def proposals(case: Case, journey: Journey) -> list[str]:
    """Return the supplier's answers that wait for a decision on what a case is about."""
    lines = [journey.lines[case.line]] if case.line in journey.lines else journey.lines.values()
    found = {part.proposal for line in lines for part in line.parts.values() if part.proposal}
    return sorted(found)


def _asked(case: Case, journey: Journey) -> bool:
    return bool(journey.partner) and journey.kind in ANSWERING


def _open(case: Case, journey: Journey) -> bool:
    part = part_of(case, journey)
    return part is not None and part.open and part.open_qty > 0


def _not_sent(case: Case, journey: Journey) -> bool:
    part = part_of(case, journey)
    return part is not None and part.open and part.cap > part.sent


def _some_sent(case: Case, journey: Journey) -> bool:
    line = line_of(case, journey)
    return line is not None and line.open and any(part.sent for part in line.parts.values())


def _receives(case: Case, journey: Journey) -> bool:
    return journey.kind in INBOUND and not journey.visits and line_of(case, journey) is not None


ACTS = {
    one.name: one
    for one in (
        CaseAct("new_date", N_("Ask for a new date"), N_("asked for a new date"),
                lambda case, read: _asked(case, read) and _open(case, read), ("day", "text")),
        CaseAct("accept", N_("Accept the proposal"), N_("accepted the proposal"),
                lambda case, read: bool(proposals(case, read)), ("text",)),
        CaseAct("split", N_("Split the delivery"), N_("split the delivery"),
                _not_sent, ("qty", "day", "later", "text")),
        CaseAct("expedite", N_("Expedite it"), N_("asked to expedite it"),
                lambda case, read: _asked(case, read) and _open(case, read),
                ("how", "day", "text")),
        CaseAct("cover", N_("Get it from elsewhere"), N_("got it from elsewhere"),
                _open, ("qty", "day", "source", "text")),
        CaseAct("reallocate", N_("Take it from another order"), N_("took it from another order"),
                _open, ("qty", "order", "text")),
        CaseAct("cancel", N_("Cancel the rest"), N_("cancelled the rest"),
                _not_sent, ("reason", "text"), "cancel"),
        CaseAct("close", N_("Wait for no more"), N_("waits for no more of it"),
                _some_sent, ("reason", "transit", "text"), "close"),
        CaseAct("claim", N_("Make a claim"), N_("made a claim"),
                _asked, ("claim", "qty", "amount", "text")),
        CaseAct("redeliver", N_("Arrange another delivery"), N_("arranged another delivery"),
                _open, ("day", "window", "text")),
        CaseAct("receipt", N_("Post what was received"), N_("posted what was received"),
                _receives, ("qty", "rejected", "damaged", "day", "reason", "text"), "receipt"),
        CaseAct("expect", N_("Look again on a day"), N_("set a day"),
                lambda _case, _read: True, ("day",)),
    )
}  # fmt: skip


def offered(case: Case, journey: Journey) -> list[CaseAct]:
    """Return what makes sense to do about a live case now."""
    return [act for act in ACTS.values() if case.live and act.offered(case, journey)]
