"""What a supplier answers to what it was asked: yes, otherwise, or no. Pure.

accept      day and quantity as the buyer wants them
change      another day, quantity or price, several deliveries: a proposal to the buyer
backorder   some of it comes later, on a day that may be unknown yet: a proposal
substitute  another item: a proposal
reject      nothing of it, with a reason

An answer names the line's revision and stamp: what it answers. What is offered below the
ordered quantity needs a word on the rest: `open` (it comes later) or `none` (it will not).
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from portal.desk.say import checks, offer
from portal.desk.say.offer import Note, Offer
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, number
from portal.people import Actor

TO_ANSWER = frozenset({"to_answer", "theirs"})


def waiting(journey: Journey) -> list[Line]:
    """Return the lines whose answer the supplier owes, in order."""
    return [
        line
        for line in journey.lines.values()
        if any(part.view in TO_ANSWER for part in line.parts.values())
    ]


def asked_stamp(journey: Journey) -> str:
    """Return one stamp for all lines that wait for an answer: what “accept all” answers."""
    stamps = "|".join(f"{line.line}:{line.stamp}" for line in waiting(journey))
    return hashlib.sha256(stamps.encode()).hexdigest()[:24]


def accept_all(journey: Journey, by: Actor, key: str, stamp: str, ref: str = "") -> list[Draft]:
    """“All as you want it.” One answer for every line that waits.

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


def accept_line(
    journey: Journey,
    by: Actor,
    key: str,
    number: int,
    stamp: str,
    note: Note | None = None,
    typed: Sequence[Offer] = (),
) -> list[Draft]:
    """“As you want it.” To one line: what was asked, or what the buyer countered.

    Args:
        typed: the deliveries on the form beside it, if there was one.

    Raises:
        Conflict: the line changed since the page was shown.
        NotUnderstood: something else was typed: which of both is meant?
    """
    note = note or Note()
    line = answerable(journey, by, number, stamp)
    _check_owed(line)
    _check_untouched(line, typed, note)
    refs = checks.check_refs({"supplier_order": note.ref})
    texts = checks.details(text=checks.check_text(note.text))
    return checks.keyed(key, [replace(_accept(line, refs), details=texts)])


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

    What equals the buyer's wish is an acceptance; anything else is a proposal.

    Raises:
        Conflict: the line changed since the page was shown.
        NotUnderstood: quantities or days that cannot be meant; `field` is parts-N-qty or -day.
    """
    note = note or Note()
    line = answerable(journey, by, number, stamp)
    offers = [checked(journey, line, one, n, today) for n, one in enumerate(offers)]
    if not offers:
        raise NotUnderstood(N_("Give at least one quantity and day."), field="parts")
    if len(offers) > offer.MOST_PARTS:
        raise NotUnderstood(N_("At most %(most)s deliveries for one line."), most=offer.MOST_PARTS)
    refs, terms = checks.check_refs({"supplier_order": note.ref}), offer.terms(line, note)
    if not terms and _is_wanted(line, offers):
        _check_owed(line)
        return checks.keyed(key, [_accept(line, refs)])
    _check_new(line, offers, note, terms)
    change = _change(line, offers, note, refs, terms)
    checks.check_allowed(journey, line, change.body)
    return checks.keyed(key, [change])


def reject(
    journey: Journey, by: Actor, key: str, number: int, stamp: str, note: Note
) -> list[Draft]:
    """“We cannot deliver this.” Needs a reason; the buyer has to act then."""
    line = answerable(journey, by, number, stamp)
    if not owed(line):
        raise NotAllowed(
            N_(
                "Line %(no)s was agreed. Offer another day or quantity instead, report a delay, "
                "or ask to give it up."
            ),
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
        body=body_of(line, "reject"),
    )
    return checks.keyed(key, [draft])


def answerable(journey: Journey, by: Actor, number: int, stamp: str) -> Line:
    """Return a line that this supplier may answer just now.

    Raises:
        NotAllowed: it is blocked, cancelled, closed or complete, or not theirs to answer.
        Conflict: it is not what the supplier saw.
    """
    checks.check_partner(journey, by)
    line = checks.any_line_of(journey, number)
    checks.check_wanted(journey, line)
    checks.check_stamp(line, stamp)
    if not line.open:
        raise NotAllowed(N_("Line %(no)s is complete; there is nothing to answer."), no=line.no)
    return line


def owed(line: Line) -> bool:
    """Say whether a line waits for an answer, or for a decision on one."""
    return any(part.view in TO_ANSWER or part.proposal for part in line.parts.values())


def _check_owed(line: Line) -> None:
    if not owed(line):
        raise NotAllowed(N_("You have agreed to line %(no)s already."), no=line.no)


def _check_new(line: Line, offers: Sequence[Offer], note: Note, terms: dict) -> None:
    """Refuse to offer once more what stands already, as somebody does who went back in history."""
    owed = {part.part for part in line.parts.values() if part.view in TO_ANSWER}
    if owed & {one.part for one in offers}:
        return  # it answers one delivery, and says once more what it offered for another
    same = Counter(offers) == Counter(offer.standing(line)) and not line.counter
    same = same and terms == offer.standing_terms(line)
    if same and not (note.reason or note.text or note.rest):
        raise NotAllowed(
            N_("This is what you have offered for line %(no)s already. The buyer decides now."),
            no=line.no,
        )


def checked(journey: Journey, line: Line, one: Offer, n: int, today: date) -> Offer:
    """Return an offered delivery that can be meant; a day left empty is the one wanted."""
    qty = checks.check_qty(one.qty, f"parts-{n}-qty")
    part = line.parts.get(one.part)
    wish = part.want_day if part else None
    if one.later and one.day is None:
        return replace(one, qty=qty)
    if one.day is None and part is not None:
        return replace(one, qty=qty, day=wish)
    given = checks.check_day(journey, one.day, today, f"parts-{n}-day")
    if given < today and given != wish:
        raise NotUnderstood(
            N_("%(day)s has passed. Give a day to come."),
            field=f"parts-{n}-day",
            day=given.isoformat(),
        )
    return replace(one, qty=qty, day=given)


def _check_untouched(line: Line, typed: Sequence[Offer], note: Note) -> None:
    """Nothing that was typed may be lost: an acceptance says none of it."""
    shown = offer.standing(line) or [Offer(p.cap, p.want_day, p.part) for p in offer.asked(line)]
    same = _places(typed) == _places(shown) or _is_wanted(line, typed)
    terms = {name: offer.terms(line, note).get(name) for name in ("item", "price", "per")}
    stands = {name: offer.standing_terms(line).get(name) for name in terms}
    if (typed and not same) or (any(terms.values()) and terms != stands):
        raise NotUnderstood(
            N_(
                "You typed something else than what is wanted. Send the answer to offer that, or "
                "cancel and open the line anew to accept what is wanted."
            ),
            field="parts",
        )


def _places(offers: Sequence[Offer]) -> list[tuple]:
    return sorted((one.part, one.qty, str(one.day)) for one in offers)


def _is_wanted(line: Line, offers: Sequence[Offer]) -> bool:
    """Say whether just what the buyer wants is offered: what it countered, else what it asked."""
    if line.counter:
        return line.counter.price is None and offer.as_countered(line, offers)
    return offer.as_wanted(line, offers)


def _accept(line: Line, refs: tuple) -> Draft:
    parts = [part for part in line.parts.values() if part.counter] or offer.asked(line)
    rows = [row for part in parts if (row := _wanted(part))]
    body = body_of(line, "accept") | ({"parts": rows} if rows else {})
    if line.counter:
        body["counter"] = line.counter.ident
    return Draft("response", line=line.line, refs=refs, body=body)


def _wanted(part: Part) -> dict:
    """Return what the buyer wants of a delivery; nothing where it names no day."""
    if part.counter:
        qty, day = part.counter_qty, part.counter_day
    else:
        qty, day = part.cap, part.want_day
    return {"part": part.part, "qty": number(qty), "day": day.isoformat()} if day else {}


def _change(line: Line, offers: Sequence[Offer], note: Note, refs: tuple, terms: dict) -> Draft:
    offers, rest = offer.completed(line, offers, note.rest)
    later = any(one.later for one in offers)
    verdict = "substitute" if "item" in terms else "backorder" if later else "change"
    body = body_of(line, verdict) | {"parts": offer.rows(line, offers)} | terms
    return Draft(
        "response",
        line=line.line,
        reason=checks.check_reason(note.reason, "change", needed=False),
        refs=refs,
        details=checks.details(text=checks.check_text(note.text)),
        body=body | ({"rest": rest} if rest else {}),
    )


def body_of(line: Line, verdict: str) -> dict:
    """Return what every answer carries: the revision and the stamp it answers, and what it is."""
    return {"revision": line.revision, "stamp": line.stamp, "answer": verdict}
