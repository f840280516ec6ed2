"""What settings would have said to a past answer, and what really became of it. Pure.

Each answer is weighed against the order as it stood just before it, with whatever people
and rules had really decided until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.desk.tolerance.gate import Gate
from portal.desk.tolerance.store import Groups, House, rules_in
from portal.journey import Journey, fold, is_by_rule
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


def rehearse(
    order: UUID, told: Sequence[Said], house: House, key: str, groups: Groups, answers: set[str]
) -> list[Tried]:
    """Return what a house's settings say to some answers of an order.

    Args:
        told: all of the order, and of its shipments.
        key: the setting that is tried. Answers it could not concern are left out, and
            those that a person has to decide on whatever is set.
        answers: idents of the answers.
    """
    now, found = fold(told), []
    for answer in told:
        if answer.ident not in answers or answer.shipment:
            continue
        read = fold(_before(told, answer))
        line = read.lines.get(answer.facts.get("line", 0))
        rules = rules_in(house, order, read, groups)
        if line is None or key not in rules.subject(line).keys():
            continue
        gate = Gate(order, read, rules)
        weighed = gate.weigh(line, answer.facts["body"])
        if weighed is None:
            continue
        offer, verdict = weighed
        said = tuple(gate.told(line, offer, verdict))
        really = became(told, now, answer)
        number, partner = read.number, read.partner
        found.append(
            Tried(order, line.line, line.no, number, partner, answer, verdict.outcome, really, said)
        )
    return found


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
