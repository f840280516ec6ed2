"""A letter: what one notice says to one reader, and where that reader goes on. Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.desk.reply import Mark

_ORDER = re.compile(r"/orders/([0-9a-f-]{36})\b")
_POST = re.compile(r"/messages#m-([0-9a-f]+)$")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice with its words' values. `path` is where the reader goes on; `until` its expiry.

    `mark` is what an answer by mail belongs to, where one may be given. `refs` are the mails
    before it in the same conversation, oldest first: ours by their notice, others' as they are.
    `linked`: the path opens the order without an account; `about` is the order itself.
    """

    template: str
    to: str
    name: str
    locale: str
    path: str
    values: dict[str, str] = field(default_factory=dict)
    until: datetime | None = None
    mark: Mark | None = None
    refs: tuple[str, ...] = ()
    linked: bool = False
    about: UUID | None = None

    @property
    def order(self) -> UUID | None:
        """Return the order on which the reader goes on, if it is one."""
        found = _ORDER.match(self.path)
        return UUID(found[1]) if found else None

    @property
    def post(self) -> str:
        """Return the message the reader is led to, by its event; empty if to none."""
        found = _POST.search(self.path)
        return found[1] if found else ""


def post_path(order: UUID | None, event: str) -> str:
    """Return where one message of an order's conversation stands."""
    return f"/orders/{order}/messages#m-{event}"
