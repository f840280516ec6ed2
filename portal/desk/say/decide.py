"""What the buyer says to a supplier's proposal or refusal. Pure.

accepted    it is agreed as proposed
refused     what was agreed before stays, and the question stands
countered   this is what the buyer wants instead; the supplier accepts it or offers anew
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from portal.desk.say import checks, offer
from portal.desk.say.answer import checked
from portal.desk.say.offer import Note, Offer
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line
from portal.ledger import Draft, number
from portal.people import Actor

VERDICTS = ("accepted", "refused")
DECIDERS = frozenset({"owner", "system"})  # the system, where the owner set a rule for it


def decide(
    journey: Journey,
    by: Actor,
    key: str,
    proposal: str,
    verdict: str,
    reason: str = "",
    text: str = "",
) -> list[Draft]:
    """Accept or refuse what the supplier proposed (or that it will not deliver).

    Args:
        proposal: ident, in hex, of the answer that is decided on.

    Raises:
        Conflict: the supplier has answered anew, or a colleague has decided.
    """
    line = _asking(journey, by, proposal)
    if verdict not in VERDICTS:
        raise NotUnderstood(N_("Accept or refuse the proposal."), field="verdict")
    draft = Draft(
        "decision",
        line=line.line,
        reason=checks.check_reason(reason, "refuse", needed=False),
        details=checks.details(text=_words(text, verdict)),
        body=_body(line, proposal, verdict),
    )
    return checks.keyed(key, [draft])


def counter(
    journey: Journey,
    by: Actor,
    key: str,
    proposal: str,
    offers: Sequence[Offer],
    today: date,
    note: Note | None = None,
) -> list[Draft]:
    """“Not so, but so”: what the buyer wants instead of what was proposed or refused.

    What was proposed stays open beside it. A substitute that was proposed stays the item.

    Args:
        offers: the deliveries wanted; less than was ordered takes the rest back (`rest` none).

    Raises:
        Conflict: the supplier has answered anew, or a colleague has decided.
        NotUnderstood: `field` is parts-N-qty, parts-N-day, rest, price.
    """
    note = note or Note()
    line = _asking(journey, by, proposal)
    offers = [checked(journey, line, one, n, today) for n, one in enumerate(offers)]
    _check_days(offers)
    said = _wanted(line, offers, note)
    if _is_proposed(line, proposal, offers, said):
        raise NotUnderstood(
            N_("This is what the supplier proposed. Accept it, or change something."),
            field="parts",
        )
    draft = Draft(
        "decision",
        line=line.line,
        reason=checks.check_reason(note.reason, "refuse", needed=False),
        details=checks.details(text=checks.check_text(note.text)),
        body=_body(line, proposal, "countered") | said,
    )
    return checks.keyed(key, [draft])


def _check_days(offers: Sequence[Offer]) -> None:
    if not offers:
        raise NotUnderstood(N_("Give at least one quantity and day."), field="parts")
    for n, one in enumerate(offers):
        if one.later or one.day is None:
            raise NotUnderstood(N_("Give the day on which you want it."), field=f"parts-{n}-day")


def _wanted(line: Line, offers: Sequence[Offer], note: Note) -> dict:
    """Return what the buyer wants, as the event carries it."""
    offers, rest = offer.completed(line, offers, "none" if note.rest == "none" else "")
    said = {"parts": offer.rows(line, offers)} | ({"rest": rest} if rest else {})
    said |= offer.terms(line, replace(note, item={}))
    if line.offer and line.offer.item:
        said["item"] = line.offer.item
    if line.offer and line.offer.price is not None and "price" not in said:
        price, per = offer.in_force(line)
        said |= {"price": number(price), "per": number(per)} if price is not None else {}
    return said


def _is_proposed(line: Line, proposal: str, offers: Sequence[Offer], said: dict) -> bool:
    """Say whether a counter differs in nothing from the proposal."""
    proposed = [part for part in line.parts.values() if part.proposal == proposal]
    same = sorted((one.qty, one.day) for one in offers) == sorted(
        (part.proposed_qty, part.proposed_day or date.max) for part in proposed
    )
    offered = line.offer.price if line.offer else None
    price = None if offered is None else number(offered)
    return same and bool(proposed) and said.get("price", price) == price and "rest" not in said


def _words(text: str, verdict: str) -> str:
    """Return the note; a refusal needs one, or the supplier cannot answer."""
    if verdict == "accepted":
        return checks.check_text(text)
    needed = N_("Say what you need instead, so that the supplier can answer.")
    return checks.check_text(text, needed=needed)


def _body(line: Line, proposal: str, verdict: str) -> dict:
    said = {"proposal": proposal, "verdict": verdict}
    return {"revision": line.revision, "stamp": line.stamp, **said}


def _asking(journey: Journey, by: Actor, proposal: str) -> Line:
    """Return the line on which this very answer still waits for a decision."""
    if by.side not in DECIDERS:
        raise NotAllowed(N_("Only the buyer decides on a proposal."))
    for line in journey.lines.values():
        for part in line.parts.values():
            if proposal and proposal in (part.proposal, part.rejected):
                checks.check_wanted(journey, line)
                return line
    raise Conflict(
        N_("This proposal is no longer open: the supplier or a colleague was a moment earlier.")
    )
