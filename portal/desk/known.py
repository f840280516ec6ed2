"""An order as it is, or was known at a moment, without the texts beside it: for machines."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal import ledger, people
from portal.desk.sheet import NEVER, NOT_YET, of_order
from portal.journey import Journey, as_of, fold
from portal.ledger import Said


@dataclass(frozen=True, slots=True)
class Known:
    """What was said in an order, what it means, and the names of those who take part."""

    order: UUID
    said: list[Said]
    journey: Journey
    orgs: dict[int, str] = field(default_factory=dict)


def order_known(order: UUID, at: datetime | None = None) -> Known:
    """Return an order the scope may see, as it was known at a moment. Two statements.

    Raises:
        NotFound: there is none, or the asker may not know that there is; or not yet.
    """
    told = ledger.told(order)
    said = of_order(told, NEVER)
    if at is not None:
        told = as_of(told, at)
        said = of_order(told, NOT_YET)
    read = fold(told)
    orgs = {read.owner, read.partner} - {0}
    orgs |= {claim.org for one in read.conflicts for claim in one.claims}
    return Known(order, said, read, people.names(orgs))
