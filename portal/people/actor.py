"""Who acts: the name every event and every page is signed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from portal.people.rights import EVERY_BUYER, FULL, Rights, rights_with


@dataclass(frozen=True)
class Via:
    """The action link by which somebody acts: to which mailbox it was sent, for which order.

    `seat` tells apart the people who use one link, each under the name they gave; None is
    the one it was sent to.
    """

    link: UUID
    order: UUID
    address: str
    seat: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """A person acting for an organisation in a role, or the system acting for an owner.

    `side` is owner, supplier, carrier, customer, auditor or system; `auth` says how we know
    them: session, system, api, link. `zone` is an IANA name. `rights` are what a partner's
    person may do, by buyer; `manages` that they look after their own organisation's people.
    Who comes by an action link may have no account, and then no id. `scopes` are what a machine
    may do by its key. `unread` is how much they were told and have not read.
    """

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    id: UUID | None
    name: str
    org: int
    org_name: str
    side: str
    role: str
    auth: str
    locale: str = "en"
    zone: str = "UTC"
    manages: bool = False
    rights: Mapping[int, Rights] = field(
        default_factory=lambda: {EVERY_BUYER: FULL}, compare=False, repr=False
    )
    via: Via | None = None
    scopes: frozenset[str] = frozenset()
    unread: int = field(default=0, compare=False)

    @property
    def mark(self) -> UUID | None:
        """Return what tells this actor's forms from everybody else's."""
        return self.id or (self.via and (self.via.seat or self.via.link))

    def get_id(self) -> str:
        """Return the person's id as text; Flask-Login asks for it."""
        return str(self.mark)

    def with_(self, owner: int) -> Rights:
        """Return what this actor may do with the orders of one buyer."""
        return rights_with(self.rights, owner)

    def may(self, act: str, owner: int) -> bool:
        """May this actor do something (see `rights.ACTS`) with a buyer's orders?"""
        return self.with_(owner).may(act)

    def sees_prices(self, owner: int) -> bool:
        """May this actor see what a buyer's orders cost?"""
        return self.with_(owner).prices


def system(owner: int, name: str = "") -> Actor:
    """Return the system acting for `owner`; `name` is the organisation's, if at hand."""
    return Actor(
        None, "system", org=owner, org_name=name, side="system", role="system", auth="system"
    )
