"""What a supplier answers to what it was asked: yes, otherwise, or no. Pure.

accept   day and quantity as asked
change   another day, a smaller quantity, or several deliveries: a proposal to the buyer
reject   nothing of it, with a reason

An answer names the line's stamp: what it answers. What is offered below the ordered
quantity needs a word on the rest: `open` (its day will follow) or `none` (it will not come).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, number
from portal.people import Actor

TO_ANSWER = frozenset({"to_answer", "theirs"})
RESTS = ("open", "none")
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One delivery a supplier can make. `part` 0 is a new one, split from another."""

    qty: Decimal | None
    day: date | None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What may stand beside an answer: the supplier's own order number, a reason, words."""

    ref: str = ""
    reason: str = ""
    text: str = ""
    rest: str = ""


def waiting(journey: Journey) -> list[Line]:
    """Return the lines whose answer the supplier owes, in order."""
    return [
        line
        for line in journey.lines.values()
        if any(part.view in TO_ANSWER for part in line.parts.values())
    ]


def standing(line: Line) -> list[Offer]:
    """Return what was offered and waits for the buyer, with what else is asked; or nothing."""
    if not any(part.proposal for part in line.parts.values()):
        return []
    return [
        Offer(
            part.proposed_qty if part.proposal else part.cap,
            part.proposed_day or part.want_day,
            0 if part.tentative else part.part,
        )
        for part in line.parts.values()
        if part.open
    ]


def asked_stamp(journey: Journey) -> str:
    """Return one stamp for all lines that wait for an answer: what “accept all” answers."""
    stamps = "|".join(f"{line.line}:{line.stamp}" for line in waiting(journey))
    return hashlib.sha256(stamps.encode()).hexdigest()[:24]


def accept_all(journey: Journey, by: Actor, key: str, stamp: str, ref: str = "") -> list[Draft]:
    """“All as asked.” One answer for every line that waits.

    Raises:
        Conflict: the buyer changed something since the page was shown.
    """
    checks.check_partner(journey, by)
    lines = waiting(journey)
    if not lines:
        raise NotAllowed(N_("Every line of this order has been answered."))
    if stamp != asked_stamp(journey):
        raise Conflict(
            N_("The buyer changed the order while you were reading it. Look at it once more.")
        )
    refs = checks.check_refs({"supplier_order": ref})
    return checks.keyed(key, [_accept(line, refs) for line in lines])


def answer(
    journey: Journey,
    by: Actor,
    key: str,
    number: int,
    stamp: str,
    offers: Sequence[Offer],
    today: date,
    note: Note | None = None,
) -> list[Draft]:
    """Answer one line with the deliveries the supplier can make.

    What equals the question is an acceptance; anything else is a proposal.

    Raises:
        Conflict: the line changed since the page was shown.
        NotUnderstood: quantities or days that cannot be meant; `field` is parts-N-qty or -day.
    """
    note = note or Note()
    line = _answerable(journey, by, number, stamp)
    offers = [_checked(journey, line, offer, n, today) for n, offer in enumerate(offers)]
    if not offers:
        raise NotUnderstood(N_("Give at least one quantity and day."), field="parts")
    if len(offers) > MOST_PARTS:
        raise NotUnderstood(N_("At most %(most)s deliveries for one line."), most=MOST_PARTS)
    refs = checks.check_refs({"supplier_order": note.ref})
    if _as_asked(line, offers):
        _check_owed(line)
        return checks.keyed(key, [_accept(line, refs)])
    _check_new(line, offers, note)
    change = _change(line, offers, note, refs)
    checks.check_allowed(journey, line, change.body)
    return checks.keyed(key, [change])


def reject(
    journey: Journey, by: Actor, key: str, number: int, stamp: str, note: Note
) -> list[Draft]:
    """“We cannot deliver this.” Needs a reason; the buyer has to act then."""
    line = _answerable(journey, by, number, stamp)
    if not any(part.view in TO_ANSWER or part.proposal for part in line.parts.values()):
        raise NotAllowed(
            N_("Line %(no)s was agreed. Offer another day or quantity instead, or report a delay."),
            no=line.no,
        )
    reason = checks.check_reason(note.reason, "reject")
    texts = checks.details(text=checks.check_text(note.text))
    refs = checks.check_refs({"supplier_order": note.ref})
    draft = Draft(
        "response",
        line=line.line,
        reason=reason,
        refs=refs,
        details=texts,
        body=_body(line, "reject"),
    )
    return checks.keyed(key, [draft])


def _answerable(journey: Journey, by: Actor, number: int, stamp: str) -> Line:
    checks.check_partner(journey, by)
    line = checks.line_of(journey, number)
    checks.check_stamp(line, stamp)
    if not line.open:
        raise NotAllowed(N_("Line %(no)s is complete; there is nothing to answer."), no=line.no)
    return line


def _check_owed(line: Line) -> None:
    if not any(part.view in TO_ANSWER or part.proposal for part in line.parts.values()):
        raise NotAllowed(N_("You have agreed to line %(no)s already."), no=line.no)


def _check_new(line: Line, offers: Sequence[Offer], note: Note) -> None:
    """Refuse to offer once more what stands already, as somebody does who went back in history."""
    owed = {part.part for part in line.parts.values() if part.view in TO_ANSWER}
    if owed & {offer.part for offer in offers}:
        return  # it answers one delivery, and says once more what it offered for another
    same = Counter(offers) == Counter(standing(line))
    if same and not (note.reason or note.text or note.rest):
        raise NotAllowed(
            N_("This is what you have offered for line %(no)s already. The buyer decides now."),
            no=line.no,
        )


def _checked(journey: Journey, line: Line, offer: Offer, n: int, today: date) -> Offer:
    qty = checks.check_qty(offer.qty, f"parts-{n}-qty")
    part = line.parts.get(offer.part)
    wish = part.want_day if part else None
    if offer.day is None and part is not None:
        return Offer(qty, wish, offer.part)
    given = checks.check_day(journey, offer.day, today, f"parts-{n}-day")
    if given < today and given != wish:
        raise NotUnderstood(
            N_("%(day)s has passed. Give a day to come."),
            field=f"parts-{n}-day",
            day=given.isoformat(),
        )
    return Offer(qty, given, offer.part)


def _as_asked(line: Line, offers: Iterable[Offer]) -> bool:
    """Say whether every schedule line is offered exactly as it is asked for."""
    said = {(offer.part, offer.qty, offer.day) for offer in offers}
    return said == {(part.part, part.cap, part.want_day) for part in _asked(line)}


def _asked(line: Line) -> list[Part]:
    return [part for part in line.parts.values() if part.open and not part.tentative]


def _accept(line: Line, refs: tuple) -> Draft:
    rows = [
        {"part": part.part, "qty": number(part.cap), "day": part.want_day.isoformat()}
        for part in _asked(line)
        if part.want_day
    ]
    body = _body(line, "accept") | ({"parts": rows} if rows else {})
    return Draft("response", line=line.line, refs=refs, body=body)


def _change(line: Line, offers: Sequence[Offer], note: Note, refs: tuple) -> Draft:
    rest = _rest(line, offers, note.rest)
    body = _body(line, "change") | {"parts": _rows(line, offers)}
    return Draft(
        "response",
        line=line.line,
        reason=checks.check_reason(note.reason, "change", needed=False),
        refs=refs,
        details=checks.details(text=checks.check_text(note.text)),
        body=body | ({"rest": rest} if rest else {}),
    )


def _rest(line: Line, offers: Sequence[Offer], rest: str) -> str:
    """Return what is said about the rest; refuse more than was ordered, or silence on less."""
    ordered = sum((part.cap for part in _asked(line)), Decimal(0))
    offered = sum((offer.qty for offer in offers), Decimal(0))
    named = {offer.part for offer in offers}
    left_out = sum((p.cap for p in _asked(line) if p.part not in named), Decimal(0))
    missing = ordered - left_out - offered
    if missing < 0:
        raise NotUnderstood(
            N_(
                "That is %(offered)s %(uom)s, more than the %(ordered)s ordered. "
                "Offer no more than was ordered."
            ),
            field="parts",
            offered=number(offered + left_out),
            ordered=number(ordered),
            uom=line.uom,
        )
    if missing and rest not in RESTS:
        raise NotUnderstood(
            N_(
                "That leaves %(missing)s %(uom)s of the ordered quantity. "
                "Say what happens to the rest, or split it into another delivery."
            ),
            field="rest",
            missing=number(missing),
            uom=line.uom,
        )
    return rest if missing else ""


def _rows(line: Line, offers: Sequence[Offer]) -> list[dict]:
    """Return the deliveries as the answer carries them; new ones name what they come from."""
    known = {offer.part: offer for offer in offers if offer.part}
    if known.keys() - {part.part for part in _asked(line)}:
        raise Conflict(N_("A delivery of this line is gone. Look at the line once more."))
    free, parent = max(line.parts, default=0) + 1, _parent(line, known, offers)
    rows = []
    for offer in offers:
        row = {"part": offer.part, "qty": number(offer.qty)}
        if offer.day:
            row["day"] = offer.day.isoformat()
        if not offer.part:
            row |= {"part": free, "from": parent}
            free += 1
        rows.append(row)
    return rows


def _parent(line: Line, known: dict[int, Offer], offers: Sequence[Offer]) -> int:
    """Return the schedule line that new deliveries take their quantity from."""
    new = sum((offer.qty for offer in offers if not offer.part), Decimal(0))
    if not new:
        return 0
    freed = {
        part.part: part.cap - known[part.part].qty for part in _asked(line) if part.part in known
    }
    parent = max(freed, key=lambda one: (freed[one], -one), default=0)
    if not parent or freed[parent] < new:
        raise NotUnderstood(
            N_("Take the new delivery from one schedule line, and lower that one's quantity."),
            field="parts",
        )
    return parent


def _body(line: Line, verdict: str) -> dict:
    return {"revision": line.revision, "stamp": line.stamp, "answer": verdict}
