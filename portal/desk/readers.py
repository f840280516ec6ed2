"""Who reads a piece of news about an order: people with an account, contacts, mailboxes.

A mailbox has no account but a link to this very order, from an earlier mail or by hand. Whoever
is written to as a contact is not written to once more as a mailbox.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from portal import people
from portal.desk.routing import contacts_told
from portal.desk.staff import Staff, staff_of
from portal.journey import Journey
from portal.people import Actor, Contact, LinkRow


@dataclass(frozen=True, slots=True)
class Reader:
    """One of: a person, a contact, the mailbox of a link."""

    person: UUID | None = None
    contact: UUID | None = None
    link: LinkRow | None = None

    def is_(self, by: Actor) -> bool:
        """Is this whoever said it? Nobody is told what they did themselves."""
        if self.link is not None:
            return by.via is not None and by.via.link == self.link.id
        return self.person is not None and self.person == by.id


def partners_readers(
    order: UUID,
    journey: Journey,
    org: int,
    topic: str,
    lines: Collection[int],
    staff: Staff | None = None,
    contacts: dict[int, list[Contact]] | None = None,
) -> list[Reader]:
    """Return everybody at a partner who is told, each mailbox once.

    Args:
        lines: of the order that the news is about; none is all of them.
        staff, contacts: of some partners, if they were asked for many orders at once.
    """
    if staff is None or org not in staff.rights:
        staff = staff_of([org], [order])
    persons = staff.readers(org, order)
    known = _contacts(journey, org, contacts)
    told = contacts_told(journey, persons, topic, lines, known)
    taken = {one.email for one in known if one.id in told}
    links = (one for one in staff.links(org, order) if one.address not in taken)
    return [
        *(Reader(person=one) for one in persons),
        *(Reader(contact=one) for one in told),
        *(Reader(link=one) for one in links),
    ]


def linked_reader(order: UUID, link: str) -> list[Reader]:
    """Return the mailbox of a link to an order, if it has not ended."""
    return [Reader(link=one) for one in people.by_link.mailboxes([order]) if str(one.id) == link]


def _contacts(journey: Journey, org: int, known: dict[int, list[Contact]] | None) -> list[Contact]:
    if org != journey.partner:
        return []
    return (known if known and org in known else people.contacts_of([org]))[org]
