"""What settings would have said to a past answer, and what really became of it. Pure.

Each answer is weighed against the order as it stood just before it, with whatever people
and rules had really decided until then.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.desk.tolerance.gate import Gate
from portal.desk.tolerance.judge import Verdict
from portal.desk.tolerance.measure import Offer
from portal.desk.tolerance.store import Groups, House, rules_in
from portal.desk.tolerance.vocabulary import ACCEPT
from portal.journey import Journey, Line, fold, is_by_rule
from portal.ledger import Said

ACCEPTED, BY_RULE, REFUSED, COUNTERED, WAITING, OVERTAKEN, TAKEN_BACK = ENDS = (
    "accepted",
    "by_rule",
    "refused",
    "countered",
    "waiting",
    "overtaken",
    "taken_back",
)

# Why an answer is not weighed: it says what was asked for; it is no offer, so a person decides;
# the buyer had just asked for something else, so a person decides; the setting is for others;
# the line it speaks of is not there.
AS_ASKED, BY_HAND, TO_COUNTER, NOT_FOR, NO_LINE = LEFT = (
    "as_asked",
    "by_hand",
    "to_counter",
    "not_for",
    "no_line",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """What the settings say to one answer, with the rulings as facts hold them."""

    order: UUID
    line: int
    no: str
    number: str
    partner: int
    answer: Said
    says: str
    really: str
    rules: tuple[dict, ...]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of some answers: those that were weighed, and why each other one was not."""

    tried: tuple[Tried, ...]
    left: Mapping[str, int]


def rehearse(
    order: UUID, told: Sequence[Said], house: House, key: str, groups: Groups, answers: set[str]
) -> Rehearsed:
    """Return what a house's settings say to some answers of an order.

    Args:
        told: all of the order, and of its shipments.
        key: the setting that is tried. Answers it could not concern are left out, and
            those that a person has to decide on whatever is set.
        answers: idents of the answers.
    """
    now, tried, left = fold(told), [], Counter[str]()
    for answer in told:
        if answer.ident not in answers or answer.shipment:
            continue
        read = fold(_before(told, answer))
        found = _weighed(Gate(order, read, rules_in(house, order, read, groups)), key, answer)
        if isinstance(found, str):
            left[found] += 1
            continue
        line, offer, verdict, said = found
        really = became(told, now, answer)
        says, number, partner = verdict.outcome, read.number, read.partner
        tried.append(Tried(order, line.line, line.no, number, partner, answer, says, really, said))
    return Rehearsed(tuple(tried), left)


def _weighed(
    gate: Gate, key: str, answer: Said
) -> tuple[Line, Offer, Verdict, tuple[dict, ...]] | str:
    """Return what the settings say to an answer, or why nothing that is set says anything."""
    body = answer.facts["body"]
    line = gate.journey.lines.get(answer.facts.get("line", 0))
    if line is None:
        return NO_LINE
    if body.get("answer") == "accept":
        return AS_ASKED
    if key not in gate.rules.subject(line).keys():
        return NOT_FOR
    weighed = gate.weigh(line, body)
    if weighed is None:
        return BY_HAND
    offer, verdict = weighed
    if line.counter and verdict.outcome == ACCEPT:
        return TO_COUNTER
    return line, offer, verdict, tuple(gate.told(line, offer, verdict))


def became(told: Sequence[Said], now: Journey, answer: Said) -> str:
    """Return what became of an answer."""
    if answer.ident in now.gone:
        return TAKEN_BACK
    decided = [one for one in told if _decides(one, answer.ident)]
    if decided:
        last = decided[-1]
        verdict = last.facts["body"]["verdict"]
        if is_by_rule(last):
            return BY_RULE
        return verdict if verdict in ENDS else REFUSED
    waits = any(part.proposal == answer.ident for part in now.parts())
    return WAITING if waits else OVERTAKEN


def _before(told: Sequence[Said], answer: Said) -> list[Said]:
    """Return what was known when an answer was given."""
    return [one for one in told if (one.at < answer.at if one.shipment else one.seq < answer.seq)]


def _decides(one: Said, ident: str) -> bool:
    return one.facts["kind"] == "decision" and one.facts["body"]["proposal"] == ident
