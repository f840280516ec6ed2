"""One thing told to one reader: what of, and by which name it is known that it was told."""

from dataclasses import dataclass, field
from uuid import UUID

from portal.desk.readers import Reader
from portal.ledger import Said


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader is told, of an order or of a shipment.

    `about` names it: nobody is told the same twice. `severity` and `rule` are those of its
    case, if it is about one. `how` is set where its reader does not choose, see `news`.
    """

    template: str
    reader: Reader
    params: dict[str, str] = field(hash=False)
    order: UUID | None
    about: str
    severity: int = 0
    rule: str = ""
    how: str = ""


def name_of(template: str, event: Said) -> str:
    """Return the name of what an event tells: a case is opened once, all else is its event."""
    if event.facts["kind"] == "case.opened":
        return f"{template}/{event.facts['body']['case']}"
    return f"{template}/{event.ident}"
