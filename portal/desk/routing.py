"""To which addresses news about an order goes: people with an account, and contacts without."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal import people
from portal.db import db
from portal.journey import Journey, Line
from portal.people import About, Contact, Person

USUAL = "orders"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One mailbox to write to: of a person who can sign in, or of a contact who cannot."""

    address: str
    name: str
    locale: str
    person: UUID | None = None
    contact: UUID | None = None


def addressees(
    journey: Journey,
    persons: Sequence[UUID],
    topic: str = USUAL,
    lines: Collection[int] = (),
    contacts: Iterable[Contact] | None = None,
) -> list[Addressee]:
    """Return to whom news about an order, or some of its lines, goes; each address once.

    Args:
        persons: who works for the partner and is told anyway.
        topic: one of `people.TOPICS`.
        lines: only what these lines are about; none is all of them.
        contacts: those of the partner, if they were asked for many orders at once.
    """
    if contacts is None:
        contacts = people.contacts_of([journey.partner])[journey.partner]
    meant = people.fitting(contacts, topic, about(journey, lines))
    found = _persons(persons)
    taken = {one.address for one in found}
    for one in meant:
        if one.email not in taken:
            taken.add(one.email)
            found.append(Addressee(one.email, one.name, one.locale, contact=one.id))
    return found


def contacts_told(
    journey: Journey,
    persons: Sequence[UUID],
    topic: str,
    lines: Collection[int],
    contacts: Sequence[Contact],
) -> list[UUID]:
    """Return the contacts among the addressees; nothing is asked where there are none."""
    if not contacts:
        return []
    told = addressees(journey, persons, topic, lines, contacts)
    return [one.contact for one in told if one.contact]


def about(journey: Journey, lines: Collection[int] = ()) -> list[About]:
    """Return what an order's lines are about, each once: where they go, and their category."""
    whole = _names(journey.site, journey.destination)
    chosen = [line for line in journey.lines.values() if not lines or line.line in lines]
    found = [About(_sites(line) or whole, _category(line)) for line in chosen]
    return list(dict.fromkeys(found)) or [About(whole)]


def _sites(line: Line) -> frozenset[str]:
    return _names("", line.site)


def _names(site: str, place: dict) -> frozenset[str]:
    names = (site, place.get("name"), place.get("unlocode"), place.get("city"))
    return frozenset(name.casefold() for name in names if name)


def _category(line: Line) -> str:
    return line.item.get("category", "").casefold()


def _persons(persons: Sequence[UUID]) -> list[Addressee]:
    if not persons:
        return []
    query = select(Person.email, Person.name, Person.locale, Person.id)
    rows = db.session.execute(query.where(Person.id.in_(persons)).order_by(Person.id))
    return [Addressee(*row) for row in rows]
