"""Absences: who is away, and who stands in meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal import clock
from portal.db import db, uuid7
from portal.errors import N_, NotFound, NotUnderstood
from portal.people.tables import Absence, Membership, Person

LONGEST_CHAIN = 3  # a deputy's deputy's deputy; who is then away too is written to nevertheless


@dataclass(frozen=True)
class Away:
    """An absence as pages show it: who, from when to when, and who stands in."""

    id: UUID
    person: UUID
    name: str
    deputy: UUID
    deputy_name: str
    first: date
    last: date


def add_absence(org: int, person: UUID, deputy: UUID, first: date, last: date) -> UUID:
    """Let `deputy` stand in for `person`, both members of `org`, from `first` to `last`.

    Raises:
        NotFound: one of them does not work there.
        NotUnderstood: the days or the deputy cannot be meant.
    """
    if deputy == person:
        raise NotUnderstood(N_("Choose a colleague to stand in."), field="deputy")
    if last < first:
        raise NotUnderstood(N_("The absence ends before it begins."), field="last")
    if last < clock.now().date():
        raise NotUnderstood(N_("The absence is over already. Check the year."), field="last")
    working = set(db.session.scalars(_working(org, (person, deputy))))
    if working != {person, deputy}:
        raise NotFound(N_("There is no such person."), field="deputy")
    made = Absence(
        id=uuid7(),
        org=org,
        person=person,
        deputy=deputy,
        first=first,
        last=last,
        made_at=clock.now(),
        ended_at=None,
    )
    db.session.add(made)
    return made.id


def end_absence(org: int, absence: UUID, person: UUID | None = None) -> UUID:
    """End an absence at once; return whose it was. With `person`, only if it is theirs.

    Raises:
        NotFound: there is no such absence.
    """
    row = db.session.get(Absence, absence)
    mine = row is not None and person in (None, row.person)
    if not mine or row.org != org or row.ended_at:
        raise NotFound(N_("There is no such absence."))
    row.ended_at = clock.now()
    return row.person


def absences(org: int, today: date, person: UUID | None = None) -> list[Away]:
    """Return the absences of an organisation that are not over, the next first."""
    away, deputy = aliased(Person), aliased(Person)
    query = (
        select(
            Absence.id,
            Absence.person,
            away.name,
            Absence.deputy,
            deputy.name,
            Absence.first,
            Absence.last,
        )
        .join(away, away.id == Absence.person)
        .join(deputy, deputy.id == Absence.deputy)
        .where(Absence.org == org, Absence.ended_at.is_(None), Absence.last >= today)
        .order_by(Absence.first, Absence.id)
    )
    if person is not None:
        query = query.where(Absence.person == person)
    return [Away(*row) for row in db.session.execute(query)]


def standing_in(org: int, deputy: UUID, today: date) -> tuple[UUID, ...]:
    """Return for whom somebody stands in on a day."""
    query = select(Absence.person).where(Absence.deputy == deputy, *_on(org, today))
    return tuple(sorted(set(db.session.scalars(query))))


def deputies(orgs: Collection[int], today: date) -> dict[UUID, UUID]:
    """Return who is away on a day and who stands in, in these organisations."""
    query = select(Absence.person, Absence.deputy).where(*_on(None, today), Absence.org.in_(orgs))
    return dict(db.session.execute(query.order_by(Absence.made_at)).all())


def in_place_of(person: UUID, away: Mapping[UUID, UUID]) -> UUID:
    """Return who is to be told instead of somebody: their deputy, or the deputy's. Pure."""
    found = person
    for _ in range(LONGEST_CHAIN):
        if found not in away:
            return found
        found = away[found]
    return person if found in away else found


def _on(org: int | None, today: date) -> list:
    rules = [Absence.ended_at.is_(None), Absence.first <= today, Absence.last >= today]
    return rules if org is None else [Absence.org == org, *rules]


def _working(org: int, people: Collection[UUID]):
    return select(Membership.person).where(
        Membership.org == org, Membership.person.in_(people), Membership.ended_at.is_(None)
    )
