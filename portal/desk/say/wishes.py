"""Many answers at once: what rows of a list or a spreadsheet say, line by line. Pure.

Rows of one line are one answer: all of them are told, or none. To add a verb, add it to
`verbs` and say below how it is told.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.desk.say import checks
from portal.desk.say.answer import TO_ANSWER, Note, Offer, accept_line, answer, reject
from portal.desk.say.decide import counter, decide
from portal.desk.say.halt import cancel, close
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood, PortalError
from portal.journey import Journey, Line, Part
from portal.ledger import Draft
from portal.people import Actor

_OFFERS = frozenset({"accept", "propose"})
_VERDICTS = {"agree": "accepted", "refuse": "refused"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What one row says to one delivery. `qty` and `day` None: as they are asked for.

    The first row of a delivery is about it, each further one splits a new one from it.
    """

    row: int
    line: int
    part: int
    stamp: str
    verb: str
    qty: Decimal | None = None
    day: date | None = None
    rest: str = ""
    reason: str = ""
    text: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The drafts, and why some rows are not among them."""

    drafts: tuple[Draft, ...]
    faults: dict[int, PortalError]


def tell_wishes(journey: Journey, by: Actor, key: str, wishes: Iterable[Wish], today: date) -> Told:
    """Return what these rows tell of one order. A line that cannot be told spoils no other."""
    drafts: list[Draft] = []
    faults: dict[int, PortalError] = {}
    for number, rows in _by_line(wishes).items():
        try:
            drafts += _tell_line(journey, by, f"{key}:{number}", rows, today)
        except PortalError as error:
            faults |= _blame(journey, rows, error)
    return Told(tuple(drafts), faults)


def _by_line(wishes: Iterable[Wish]) -> dict[int, list[Wish]]:
    found: dict[int, list[Wish]] = {}
    for wish in sorted(wishes, key=lambda one: (one.line, one.row)):
        found.setdefault(wish.line, []).append(wish)
    return found


def _tell_line(
    journey: Journey, by: Actor, key: str, rows: Sequence[Wish], today: date
) -> list[Draft]:
    line = checks.line_of(journey, rows[0].line)
    for wish in rows:
        checks.check_stamp(line, wish.stamp)
        if wish.part not in line.parts:
            raise Conflict(N_("A delivery of this line is gone. Look at the line once more."))
    said = {wish.verb for wish in rows}
    tell = next((how for verbs, how in _HOW if said <= verbs), None)
    if tell is None:
        raise _differing(line)
    return tell(journey, by, key, line, rows, today)


def _differing(line: Line) -> NotUnderstood:
    return NotUnderstood(
        N_("The rows of line %(no)s say different things. Say the same for all of them."),
        field="verb",
        no=line.no,
    )


def _offer(journey: Journey, by: Actor, key: str, line: Line, rows, today: date) -> list[Draft]:
    if line.counter and {wish.verb for wish in rows} == {"accept"}:
        note = Note(ref=_said_first(rows, "ref"))
        return accept_line(journey, by, key, line.line, line.stamp, note)
    named: set[int] = set()
    offers = []
    for wish in rows:
        offers.append(_offer_of(line, wish, new=wish.part in named))
        named.add(wish.part)
    offers += _stands(line, named)
    note = Note(*(_said_first(rows, name) for name in ("ref", "reason", "text", "rest")))
    return answer(journey, by, key, line.line, line.stamp, offers, today, note)


def _offer_of(line: Line, wish: Wish, new: bool) -> Offer:
    part = line.parts[wish.part]
    if wish.verb == "accept":
        if new:
            raise NotUnderstood(
                N_("Line %(no)s stands here twice. To split it, propose a quantity in each row."),
                field="verb",
                no=line.no,
            )
        if part.view not in TO_ANSWER and not part.proposal:
            raise NotAllowed(N_("You have agreed to line %(no)s already."), no=line.no)
        return Offer(part.cap, part.want_day, part.part)
    if new:
        return Offer(wish.qty, wish.day, 0)
    return Offer(part.cap if wish.qty is None else wish.qty, wish.day or part.want_day, part.part)


def _stands(line: Line, named: set[int]) -> list[Offer]:
    """Say once more what is proposed for other deliveries, or this answer would withdraw it."""
    return [
        Offer(_proposed(part), part.proposed_day, 0 if part.tentative else part.part)
        for part in line.parts.values()
        if part.proposal and not {part.part, part.parent if part.tentative else 0} & named
    ]


def _proposed(part: Part) -> Decimal:
    return part.cap if part.proposed_qty is None else part.proposed_qty


def _said_first(rows: Sequence[Wish], name: str) -> str:
    """Several rows of a line are one answer: what only one of them says counts for it."""
    return next((getattr(wish, name) for wish in rows if getattr(wish, name)), "")


def _reject(journey: Journey, by: Actor, key: str, line: Line, rows, _today: date) -> list[Draft]:
    left = {part.part for part in line.parts.values() if part.view in TO_ANSWER}
    if left - {wish.part for wish in rows}:
        raise NotUnderstood(
            N_("A rejection is for the whole line %(no)s. Reject all its deliveries, or none."),
            field="verb",
            no=line.no,
        )
    note = Note(reason=_said_first(rows, "reason"), text=_said_first(rows, "text"))
    return reject(journey, by, key, line.line, line.stamp, note)


def _decide(journey: Journey, by: Actor, key: str, line: Line, rows, _today: date) -> list[Draft]:
    answers = _answers(line, rows)
    if len({wish.verb for wish in rows}) > 1:
        raise _differing(line)
    verdict = _VERDICTS[rows[0].verb]
    why = (_said_first(rows, "reason"), _said_first(rows, "text"))
    return [
        draft
        for n, proposal in enumerate(sorted(answers), start=1)
        for draft in decide(journey, by, f"{key}.{n}", proposal, verdict, *why)
    ]


def _counter(journey: Journey, by: Actor, key: str, line: Line, rows, today: date) -> list[Draft]:
    proposal, *others = _answers(line, rows)
    if others:
        raise _differing(line)
    named: set[int] = set()
    offers = []
    for wish in rows:
        part = line.parts[wish.part]
        if wish.part in named:
            offers.append(Offer(wish.qty, wish.day, 0))
            continue
        named.add(wish.part)
        qty = _proposed(part) if wish.qty is None else wish.qty
        day = wish.day or part.proposed_day or part.want_day
        offers.append(Offer(qty, day, 0 if part.tentative else part.part))
    offers += _stands(line, named)
    note = Note(reason=_said_first(rows, "reason"), text=_said_first(rows, "text"))
    return counter(journey, by, key, proposal, offers, today, note)


def _answers(line: Line, rows: Sequence[Wish]) -> set[str]:
    """Return the answers of the supplier that these rows are about."""
    answers = {line.parts[wish.part].proposal or line.parts[wish.part].rejected for wish in rows}
    if "" in answers:
        raise NotAllowed(N_("Nothing is proposed for line %(no)s just now."), no=line.no)
    return answers


def _cancel(journey: Journey, by: Actor, key: str, line: Line, rows, _today: date) -> list[Draft]:
    named = [wish.part for wish in rows]
    if len(set(named)) < len(named):
        raise NotUnderstood(
            N_("Line %(no)s stands here twice. Cancel a delivery in one row."),
            field="verb",
            no=line.no,
        )
    why = _said_first(rows, "reason"), _said_first(rows, "text")
    common = (line.line, line.stamp, *why)
    some = [(w.part, w.qty) for w in rows if w.qty is not None and w.qty < line.parts[w.part].cap]
    if not some and {part.part for part in line.parts.values() if part.open} <= set(named):
        return cancel(journey, by, key, *common)
    left = dict(some)
    return [
        draft
        for part in named
        for draft in cancel(journey, by, f"{key}.{part}", *common, left.get(part), part)
    ]


def _close(journey: Journey, by: Actor, key: str, line: Line, rows, _today: date) -> list[Draft]:
    """What is on its way still comes: whoever gave that up says so in the order."""
    if {part.part for part in line.parts.values() if part.open} - {wish.part for wish in rows}:
        raise NotUnderstood(
            N_("The rest is closed for the whole line %(no)s. Tick all its deliveries, or cancel "
               "one of them."),
            field="verb",
            no=line.no,
        )  # fmt: skip
    why = _said_first(rows, "reason"), "comes", _said_first(rows, "text")
    return close(journey, by, key, line.line, line.stamp, *why)


_Tell = Callable[[Journey, Actor, str, Line, Sequence[Wish], date], list[Draft]]
_HOW: tuple[tuple[frozenset[str], _Tell], ...] = (
    (_OFFERS, _offer),
    (frozenset({"reject"}), _reject),
    (frozenset(_VERDICTS), _decide),
    (frozenset({"counter"}), _counter),
    (frozenset({"cancel"}), _cancel),
    (frozenset({"close"}), _close),
)


def _blame(journey: Journey, rows: Sequence[Wish], error: PortalError) -> dict[int, PortalError]:
    """Say what is wrong at the row it is wrong in; the others of the line only wait for it."""
    name, _dash, rest = (error.field or "").partition("-")
    place, _dash, column = rest.partition("-")
    if name != "parts" or not place.isdecimal() or int(place) >= len(rows):
        return dict.fromkeys((wish.row for wish in rows), error)
    error.field = column
    waits = waits_for(journey.lines[rows[0].line].no)
    faults: dict[int, PortalError] = dict.fromkeys((wish.row for wish in rows), waits)
    return faults | {rows[int(place)].row: error}


def waits_for(no: str) -> NotUnderstood:
    """Return what is said of a row that is right, on a line where another one is wrong."""
    return NotUnderstood(N_("Another row of line %(no)s is wrong; this one waits for it."), no=no)
