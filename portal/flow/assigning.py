"""New cases go to somebody at once, by the owner's teams and routes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal import desk, ledger, people, watch
from portal.journey import Journey
from portal.ledger import Held, Said


def assign_new(
    held: Sequence[Held], journeys: Sequence[Journey], news: dict[UUID, list[Said]], today: date
) -> None:
    """Give the cases that were opened just now to whom they go; adds to `news`.

    Nothing is asked where none was opened. Under the orders' locks, in the keeper's scope.
    """
    opened = {
        one.id: {said.facts["body"]["case"] for said in news[one.id] if _opens(said)}
        for one in held
    }
    if not any(opened.values()):
        return
    found = desk.cases.assignment()
    if not found.routes:
        return
    crew = desk.cases.crew_of(held[0].owner, found.teams, today)
    for one, read in zip(held, journeys, strict=True):
        cases = [case for case in watch.fold(one.history) if str(case.id) in opened[one.id]]
        drafts = desk.cases.assigned_by(found, cases, read, crew, one.owner)
        if drafts:
            news[one.id] += ledger.record(one, drafts, people.system(one.owner))


def _opens(said: Said) -> bool:
    return said.facts["kind"] == "case.opened"
