"""What one event is to others: which mail, and who reads it."""

from dataclasses import dataclass
from uuid import UUID

from portal.desk.routing import USUAL

BELL, AT_ONCE = "bell", "mail"  # only under the bell; by mail, and not in a digest
_TOPICS = {"return_asked": "quality", "receipt_differs": "quality"}


@dataclass(frozen=True, slots=True)
class News:
    """What one event is to others: a mail template, who reads it, and the ids it needs.

    Readers are persons, the mailbox of the link `to_link`, or everybody who works for the
    partner `org`, with and without an account. `how` is set where it is not theirs to choose.
    """

    template: str
    to: tuple[UUID, ...]
    params: dict[str, str]
    org: int = 0
    to_link: str = ""
    how: str = ""

    @property
    def topic(self) -> str:
        """Return what it is about, as contacts are chosen by."""
        return _TOPICS.get(self.template, USUAL)
