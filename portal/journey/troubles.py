"""What went wrong on the way. Pure."""

from portal.journey.milestones import milestone
from portal.journey.quantities import Move
from portal.journey.state import Journey, Part, Trouble


def read_troubles(journey: Journey, moves: list[Move], carried: list[Trouble]) -> None:
    """Collect exceptions; one that a full delivery came after is overcome.

    Args:
        carried: those of its shipments, which know themselves whether they are.
    """
    journey.troubles += carried
    for one in moves:
        if one.step.exception and not one.shipment:
            facts = one.said.facts
            trouble = Trouble(
                one.step.code,
                facts.get("line", 0),
                facts.get("part", 0),
                one.at,
                one.ident,
                facts.get("reason", ""),
            )
            trouble.open = not _overcome(journey, trouble)
            journey.troubles.append(trouble)


def _overcome(journey: Journey, trouble: Trouble) -> bool:
    if not milestone(trouble.code).overcome:
        return False
    struck = [part for part in journey.parts() if _is_struck(part, trouble)]
    return bool(struck) and all(_came_after(part, trouble) for part in struck)


def _is_struck(part: Part, trouble: Trouble) -> bool:
    same_line = trouble.line in (0, part.line)
    return same_line and trouble.part in (0, part.part) and not part.tentative and part.cap > 0


def _came_after(part: Part, trouble: Trouble) -> bool:
    reached = part.reached.get("delivered")
    if reached is None or not reached.full:
        return bool(reached) and reached.inferred and reached.n >= part.cap
    if trouble.at is None or reached.full_at is None:
        return True
    # A delivery known by the day only may have come after a failed attempt of that day.
    return reached.full_at >= trouble.at or reached.full_day == trouble.at.date()
