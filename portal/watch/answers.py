"""Rules about who owes whom an answer. Pure."""

from collections.abc import Iterator
from datetime import datetime

from portal.db import moment_text
from portal.errors import N_, NN_
from portal.journey import Journey, Part
from portal.ledger import number
from portal.watch.finding import LOW, MEDIUM, Finding
from portal.watch.rule import ASK, DECIDE, REPLY, Rule, known
from portal.watch.setting import RuleSetting, working_days_later

_OURS = ("ours", "rejected")


def not_acknowledged(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield one finding for the order: lines the partner was asked about and has not answered.

    The clock of a line starts when the order reached the partner, or when it was asked
    anew, whichever is later.
    """
    waiting = [part for part in journey.parts() if part.view == "to_answer" and part.asked_at]
    if not waiting:
        return
    starts = {_asked_at(journey, part): part.asked_by for part in waiting}
    asked_at = min(starts)
    yield Finding(
        "not_acknowledged",
        working_days_later(asked_at, setting.figures["working_days"], setting.calendar),
        severity=setting.severity,
        evidence=known(starts[asked_at]),
        words={
            "asked_at": moment_text(asked_at),
            "lines": str(len({part.line for part in waiting})),
        },
    )


def answer_differs(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line of which the answer is another than what was asked for."""
    for line in journey.lines.values():
        offered = [part for part in line.parts.values() if part.view in _OURS]
        if not offered:
            continue
        quantity = sum((_about(part) for part in offered), start=0)
        yield Finding(
            "answer_differs",
            min(_offered_at(journey, part) for part in offered),
            line.line,
            severity=setting.severity,
            evidence=known(*sorted({part.rejected or part.proposal for part in offered})),
            words={"qty": number(quantity), "uom": line.uom},
            told=True,
        )


def reply_owed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield one finding for the order: what the partner waits for from us, too long.

    Proposals, refusals, proposed visits and work entered; and questions in the conversation,
    which the caller hands in, since a journey knows nothing of what people wrote.
    """
    owed = [*_owed(journey), *setting.usual.questions]
    if owed and journey.open:
        asked_at, ident = min(owed)
        yield Finding(
            "reply_owed",
            working_days_later(asked_at, setting.figures["working_days"], setting.calendar),
            severity=setting.severity,
            evidence=known(ident),
            words={"asked_at": moment_text(asked_at), "matters": str(len(owed))},
        )


def _owed(journey: Journey) -> list[tuple[datetime, str]]:
    """Return what waits for the owner: when it was said, and by which event."""
    offers = {
        (part.line, part.proposal or part.rejected): _offered_at(journey, part)
        for part in journey.parts()
        if part.view in _OURS
    }
    visits = [one for one in journey.visits if one.state == "proposed" and not one.ours]
    entries = [one.work for one in journey.visits if one.work and one.work.state == "open"]
    return [
        *((at, ident) for (_line, ident), at in offers.items()),
        *((one.at, one.word) for one in visits),
        *((one.at, one.ident) for one in entries),
    ]


def _offered_at(journey: Journey, part: Part) -> datetime:
    return part.proposed_at or part.answered_at or part.asked_at or journey.placed_at


def _about(part: Part):
    return part.proposed_qty if part.tentative and part.proposed_qty else part.cap


def _asked_at(journey: Journey, part: Part) -> datetime:
    return max(part.asked_at, journey.clock_from or part.asked_at)


ANSWERS = (
    Rule(
        "not_acknowledged",
        not_acknowledged,
        MEDIUM,
        N_("Not acknowledged in time"),
        NN_(
            "No answer to %(lines)s line, asked on %(asked_at)s.",
            "No answer to %(lines)s lines, asked on %(asked_at)s.",
        ),
        NN_(
            "Was not answered in time: %(lines)s line, asked on %(asked_at)s.",
            "Was not answered in time: %(lines)s lines, asked on %(asked_at)s.",
        ),
        N_("Ask the supplier for an answer, or call."),
        {"working_days": 2},
        action=ASK,
    ),
    Rule(
        "answer_differs",
        answer_differs,
        LOW,
        N_("Answered otherwise than asked"),
        NN_(
            "%(qty)s %(uom)s is answered otherwise than asked, and waits for a decision.",
            "%(qty)s %(uom)s are answered otherwise than asked, and wait for a decision.",
        ),
        N_("Was answered otherwise than asked: %(qty)s %(uom)s."),
        N_("Compare and decide: accept, propose something else, or refuse."),
        action=DECIDE,
    ),
    Rule(
        "reply_owed",
        reply_owed,
        MEDIUM,
        N_("A reply of ours is due"),
        NN_(
            "The supplier waits for our word on %(matters)s matter since %(asked_at)s.",
            "The supplier waits for our word on %(matters)s matters since %(asked_at)s.",
        ),
        NN_(
            "The supplier had waited for our word on %(matters)s matter since %(asked_at)s.",
            "The supplier had waited for our word on %(matters)s matters since %(asked_at)s.",
        ),
        N_("Decide on what was proposed, or answer what was asked."),
        {"working_days": 2},
        action=REPLY,
    ),
)
