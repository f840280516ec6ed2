"""Who at a partner is told about an order: whoever looks after it, else all who see it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from portal import clock, people
from portal.db import current, db
from portal.ledger import Assignment
from portal.people import LinkRow, Rights


@dataclass(frozen=True)
class Staff:
    """The people of some partners: what each may, who looks after which order, who is away.

    `mailboxes` are those without an account that have a link to one of the orders.
    """

    rights: dict[int, dict[UUID, Rights]] = field(default_factory=dict)
    assigned: dict[UUID, set[UUID]] = field(default_factory=dict)
    mailboxes: tuple[LinkRow, ...] = ()
    away: dict[UUID, UUID] = field(default_factory=dict)

    def readers(self, org: int, order: UUID) -> tuple[UUID, ...]:
        """Return whom to tell, deputies in place of those who are away."""
        rights = self.rights.get(org, {})
        chosen = self.assigned.get(order, set()) & rights.keys()
        chosen = chosen or {one for one, given in rights.items() if given.orders == "all"}
        return tuple(sorted({self._present(one, rights) for one in chosen}))

    def links(self, org: int, order: UUID) -> tuple[LinkRow, ...]:
        """Return the mailboxes to tell as well."""
        return tuple(one for one in self.mailboxes if (one.partner, one.order) == (org, order))

    def _present(self, person: UUID, rights: dict[UUID, Rights]) -> UUID:
        """Return a person's deputy, if there is one who sees this owner's orders too."""
        deputy = people.team.in_place_of(person, self.away)
        return deputy if deputy in rights else person


def assigned_to(order: UUID) -> tuple[UUID, ...]:
    """Return who looks after an order, as far as the scope may know."""
    query = select(Assignment.person).where(Assignment.stream == order, Assignment.active)
    return tuple(db.session.scalars(query.order_by(Assignment.person)))


def staff_of(partners: Collection[int], orders: Collection[UUID]) -> Staff:
    """Return the people of these partners, as far as they see the keeper's owner's orders."""
    rights = people.permits.readers(current().org, partners)
    query = select(Assignment.stream, Assignment.person).where(
        Assignment.stream.in_(orders), Assignment.org.in_(partners), Assignment.active
    )
    assigned: dict[UUID, set[UUID]] = {}
    for order, person in db.session.execute(query):
        assigned.setdefault(order, set()).add(person)
    away = people.team.deputies(partners, clock.now().date())
    return Staff(rights, assigned, tuple(people.by_link.mailboxes(orders)), away)
