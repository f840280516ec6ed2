"""How much of a line had left, and how much had come for good, by a moment. Pure.

A cancellation never takes what had left by the moment it was said.
"""

from decimal import Decimal

from portal.journey.contents import Contents
from portal.journey.counts import tally
from portal.journey.milestones import BESIDE, MILESTONES, SHOWN
from portal.journey.part import ZERO, Part
from portal.journey.quantities import Move, count, open_with, put_on_tracks
from portal.journey.state import Line

_LEFT = MILESTONES["DISPATCHED"].rank
_AWAY = sorted(
    {one.what for one in MILESTONES.values() if one.rank >= _LEFT} - BESIDE - SHOWN - {""}
)


def come_by(
    line: Line,
    moves: list[Move],
    ends: tuple[str, ...],
    contents: Contents | None = None,
    several: bool = False,
) -> dict[int, tuple[Decimal, Decimal]]:
    """Return by part how much had left by these moves, and how much was there for good.

    Args:
        ends: the quantities that fulfil a line; the first one anybody reported counts.
        several: whether the order has other lines; what names no line is not of this one then.
    """
    bare = Line(line.line, uom=line.uom)
    for part in line.parts.values():
        if not part.tentative:
            bare.parts[part.part] = _bare(part)
    tallies = {line.line: tally(bare)} | ({0: tally(Line(0))} if several else {})
    open_with(tallies, moves)
    if contents and contents.carried:
        put_on_tracks(tallies, contents, [])
    for one in moves:
        count(tallies, one, [])
    return {part.part: _come(part, ends) for part in bare.parts.values()}


def _bare(part: Part) -> Part:
    """Return a part as quantities are counted into it, with nothing in it."""
    return Part(
        part.line,
        part.part,
        ordered=part.ordered,
        withdrawn=part.withdrawn,
        since=part.since,
        ask_day=part.ask_day,
        agreed_day=part.agreed_day,
    )


def _come(part: Part, ends: tuple[str, ...]) -> tuple[Decimal, Decimal]:
    there = next((part.moved(what) for what in ends if part.moved(what)), ZERO)
    return max([there, *(part.moved(what) for what in _AWAY)]), there
