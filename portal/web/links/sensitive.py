"""Which steps by a link ask a mailed code first. Pure.

Refusing or giving up a line cannot be taken back once the buyer acts on it; whoever accepts an
order of high value binds the company; and so does whoever answers what would change terms that
were agreed, or agrees to another price or quantity than was ordered, or to a credit, or stands
by such an answer that the buyer entered. What only takes an order as it was sent asks nothing.
To ask for more, add a line to `STEPS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from portal.desk import LinkSettings, OrderHead, say
from portal.journey import Entered, Journey, Line
from portal.web.orders.forms import number_of


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody wants to send, about which order, and what its owner allows links."""

    sent: MultiDict[str, str]
    order: OrderHead
    journey: Journey
    settings: LinkSettings


Asks = Callable[[Step], bool]
GIVEN_UP = frozenset({"reject", "cancel"})  # answers that cannot be taken back


def of_high_value(step: Step) -> bool:
    """Is it an order for which the owner wants a code before it is accepted?

    Of an order in another currency nobody can say that it is small, so it asks too.
    """
    order, settings = step.order, step.settings
    if settings.code_from is None:
        return False
    value = order.value or Decimal(0)
    return order.currency != settings.currency or value >= settings.code_from


def changes_terms(line: Line, verdict: str = "accept") -> bool:
    """Would this answer touch what was agreed, or agree to other money than was ordered?

    An offer counts where something was agreed: the owner's tolerances may take it at once.
    """
    was_agreed = any(part.agreed_at or part.agreed_day for part in line.parts.values())
    if verdict != "accept":
        return was_agreed or _of_money(line)
    waits = any(part.view in say.TO_ANSWER or part.counter for part in line.parts.values())
    return waits and (was_agreed or _of_money(line))


def _of_money(line: Line) -> bool:
    """Does the buyer want a line at another price, of another item, or another quantity?"""
    terms = line.counter
    if terms is None:
        return False
    wanted = [part for part in line.parts.values() if part.counter]
    asked = sum(part.cap for part in wanted if not part.tentative)
    many = sum(part.cap if part.counter_qty is None else part.counter_qty for part in wanted)
    return bool(terms.item) or terms.price is not None or many != asked


def _answer(step: Step) -> bool:
    verdict = step.sent.get("verdict", "offer")
    if verdict == "reject" or of_high_value(step):
        return True
    line = step.journey.lines.get(number_of(step.sent.get("line")))
    return line is not None and changes_terms(line, verdict)


def _accept(step: Step) -> bool:
    return of_high_value(step) or any(changes_terms(line) for line in say.waiting(step.journey))


def _give_up(_step: Step) -> bool:
    return True


def _take_back_goods(step: Step) -> bool:
    """Whoever takes goods back for a credit owes money by it."""
    ident, said = step.sent.get("asked", ""), step.sent.get("verdict", "")
    return said == "accepted" and any(
        one.ident == ident and one.remedy == "credit" and not one.verdict
        for one in step.journey.returns
    )


def _confirm(step: Step) -> bool:
    """Whoever stands by an answer the buyer entered is bound by it, as by one of their own."""
    chosen = set(step.sent.getlist("confirms"))
    answers = [one for one in step.journey.entered if one.ident in chosen and one.answer]
    return bool(answers) and (
        of_high_value(step)
        or any(one.answer in GIVEN_UP or _otherwise(step.journey, one) for one in answers)
    )


def _otherwise(journey: Journey, one: Entered) -> bool:
    line = journey.lines.get(one.line)
    return one.answer == "change" and line is not None and changes_terms(line, "offer")


STEPS: dict[str, Asks] = {
    "orders.answer": _answer,
    "orders.accept_all": _accept,
    "orders.forgo": _give_up,
    "orders.confirm": _confirm,
    "orders.answer_return": _take_back_goods,
}
