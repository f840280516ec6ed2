"""Who acts: the name every event and every page is signed with."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A person acting for an organisation in a role, or the system acting for an owner.

    `side` is owner, supplier, carrier, customer, auditor or system; `auth` says how we know
    them: session, system, api, link. `zone` is an IANA name.
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

    def get_id(self) -> str:
        """Return the person's id as text; Flask-Login asks for it."""
        return str(self.id)


def system(owner: int, name: str = "") -> Actor:
    """Return the system acting for `owner`; `name` is the organisation's, if at hand."""
    return Actor(
        None, "system", org=owner, org_name=name, side="system", role="system", auth="system"
    )
