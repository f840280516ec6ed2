"""The header of an order: what the owner said about it as a whole. Pure."""

from portal.journey.state import Journey
from portal.journey.times import spoken_at, start_of
from portal.ledger import Said

_TEXTS = ("number", "currency", "incoterm", "mode", "terms", "site")
_ENDS = ("order.cancelled", "order.reopened")
# Terms that are part of what the partner agreed to: a change asks for every line anew.
_HARD = ("currency", "incoterm", "terms", "basis", "site", "destination")
_SAID = frozenset({"currency", "incoterm", "terms", "basis", "site", "to"})  # as events name them


def read_header(journey: Journey, said: list[Said]) -> list[Said]:
    """Set the header from `order.placed` and its changes, oldest revision first.

    Returns:
        The changes that touch the terms the partner agrees to, or papers that go with them.
    """
    anew = []
    for one in sorted(said, key=_place):
        facts = one.facts
        body = facts.get("body") or {}
        before = _terms(journey)
        if facts["kind"] == "order.placed" and not journey.placed:
            _open(journey, one)
            _take(journey, body)
        elif facts["kind"] not in _ENDS:
            _take(journey, body)
            if facts["kind"] == "order.changed" and (
                _terms(journey) != before or body.get("papers")
            ):
                anew.append(one)
        journey.refs += [tuple(ref) for ref in facts.get("refs", ())]
    journey.refs = sorted(set(journey.refs))
    _end(journey, [one for one in said if one.facts["kind"] in _ENDS])
    return anew


def touches(one: Said, line: int) -> bool:
    """Say whether a change of the order asks for a line anew: papers of others alone do not."""
    body = one.facts.get("body") or {}
    lines = {paper.get("line", 0) for paper in body.get("papers", ())}
    return not lines or not _SAID.isdisjoint(body) or bool({0, line} & lines)


def _end(journey: Journey, said: list[Said]) -> None:
    """Set whether the order stands cancelled: the last word on it counts."""
    last = max(said, key=_ending, default=None)
    if last and last.facts["kind"] == "order.cancelled":
        journey.cancelled, journey.cancelled_by = True, last.ident


def _ending(one: Said) -> tuple:
    """Order words on the end of an order; said at one moment, the cancellation stands."""
    return spoken_at(one), one.facts["kind"] == "order.cancelled", one.ident


def _terms(journey: Journey) -> tuple:
    return tuple(getattr(journey, name) for name in _HARD)


def _place(one: Said) -> tuple:
    body = one.facts.get("body") or {}
    rank = 0 if one.facts["kind"] == "order.placed" else 1
    return rank, body.get("revision", 1), spoken_at(one), one.ident


def _open(journey: Journey, one: Said) -> None:
    journey.placed = one.ident
    journey.owner = one.facts["by"]["org"]
    journey.placed_at = one.at
    journey.ordered_at = start_of(one.facts)
    journey.opened_at = journey.ordered_at or one.at


def _take(journey: Journey, body: dict) -> None:
    for name in _TEXTS:
        if name in body:
            setattr(journey, name, body[name])
    journey.kind = body.get("type", journey.kind)
    journey.partner = body.get("partner", journey.partner)
    named = {party["org"] for party in body.get("parties", ())} | {journey.partner}
    journey.parties = tuple(sorted({*journey.parties, *named} - {0}))
    journey.basis = body.get("basis", journey.basis)
    journey.named = body.get("journey", journey.named)
    journey.cutover = body.get("agreed", journey.cutover)
    journey.origin = body.get("from", journey.origin)
    journey.destination = body.get("to", journey.destination)
    journey.revision = max(journey.revision, body.get("revision", 1))
