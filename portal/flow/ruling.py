"""Which rules hold for each of some orders: the owner's settings, working days, what is usual."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from portal import desk, insight, ledger, people, watch
from portal.db import db
from portal.journey import Journey
from portal.ledger import Held
from portal.people import Organisation
from portal.watch import Chance, Settings


def rulings(
    held: Sequence[Held],
    journeys: Sequence[Journey],
    likely: Mapping[UUID, Chance] | None = None,
) -> dict[UUID, Settings]:
    """Return what holds for each of these orders. Four statements, however many there are.

    Args:
        likely: of these orders, those that are likely late; None: nobody ranked them just now.
    """
    found = _rulings(held, journeys, likely or {})
    if likely is not None:
        return found
    return {one: watch.unforeseen(settings) for one, settings in found.items()}


def _rulings(
    held: Sequence[Held], journeys: Sequence[Journey], likely: Mapping[UUID, Chance]
) -> dict[UUID, Settings]:
    subjects = subjects_of(held, journeys)
    sites = {read.site for read in journeys}
    wanted = {key for one in subjects.values() for key in one.keys} | desk.calendars.keys(sites)
    docs = ledger.settings_called(wanted)
    lanes = {one.id: subjects[one.id].way for one in held}
    times = insight.usual_of({read.kind for read in journeys}, set(lanes.values()))
    return {
        one.id: watch.scope.resolve(
            watch.DEFAULTS,
            docs,
            subjects[one.id],
            desk.calendars.at(read.site, docs),
            watch.Usual(
                times.get(read.kind, {}), _questions(one), lanes[one.id], likely.get(one.id)
            ),
        )
        for one, read in zip(held, journeys, strict=True)
    }


def rulings_tried(
    journeys: Mapping[UUID, Journey], tries: Sequence[Settings]
) -> dict[UUID, list[Settings]]:
    """Return what would hold for each of these orders if the owner set rules so, by try.

    What is set for a supplier, a lane, a group or a kind goes before it, as it would then. What
    is usual is left out: it was learnt from what came later. Three statements.
    """
    subjects = _subjects(journeys)
    sites = {read.site for read in journeys.values()}
    wanted = {key for one in subjects.values() for key in one.keys} | desk.calendars.keys(sites)
    docs = ledger.settings_called(wanted - {watch.KEY})
    return {
        order: [
            watch.scope.resolve(
                one, docs, subjects[order], desk.calendars.at(read.site, docs), watch.Usual()
            )
            for one in tries
        ]
        for order, read in journeys.items()
    }


def subjects_of(
    held: Sequence[Held], journeys: Sequence[Journey]
) -> dict[UUID, watch.scope.Subject]:
    """Return what settings about each of these orders can be about. Two statements."""
    return _subjects({one.id: read for one, read in zip(held, journeys, strict=True)})


def _subjects(journeys: Mapping[UUID, Journey]) -> dict[UUID, watch.scope.Subject]:
    partners = {read.partner for read in journeys.values()}
    groups, homes = people.groups_of(partners), _homes(partners)
    return {
        order: watch.scope.subject_of(
            str(order),
            read,
            str(groups[read.partner][0]) if read.partner in groups else "",
            homes.get(read.partner, ""),
        )
        for order, read in journeys.items()
    }


def _homes(partners: set[int]) -> dict[int, str]:
    """Return in which country each partner is at home."""
    query = select(Organisation.id, Organisation.country).where(Organisation.id.in_(partners))
    return dict(db.session.execute(query).all())


def _questions(held: Held) -> tuple:
    """Return what the owner was asked in an order's conversation and has not answered."""
    asked = desk.question_rows(held.id, held.history)
    waiting = (one for one in asked if one["to_owner"] and one["answered_at"] is None)
    return tuple(sorted((one["asked_at"], one["id"].hex) for one in waiting))
