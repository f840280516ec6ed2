"""What went wrong on the way, and the documents of an order. Pure."""

from portal.journey.milestones import milestone
from portal.journey.quantities import Move
from portal.journey.state import Journey, Paper, Part, Trouble
from portal.journey.times import spoken_at
from portal.ledger import Said


def read_troubles(journey: Journey, moves: list[Move]) -> None:
    """Collect exceptions; one that a full delivery came after is overcome."""
    for one in moves:
        if one.step.exception:
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


def read_documents(journey: Journey, said: list[Said]) -> None:
    """Collect documents, each with the owner's newest verdict on it."""
    papers: dict[str, Paper] = {}
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        body = one.facts.get("body") or {}
        if one.facts["kind"] == "document.attached":
            papers[body["document"]] = Paper(
                body["document"],
                body.get("type", "other"),
                one.facts.get("line", 0),
                one.ident,
                spoken_at(one),
            )
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        body = one.facts.get("body") or {}
        paper = papers.get(body.get("document", ""))
        if paper and one.facts["kind"] == "document.judged":
            paper.verdict, paper.judged = body["verdict"], one.ident
            paper.condition = body.get("condition", "")
    journey.documents = list(papers.values())
