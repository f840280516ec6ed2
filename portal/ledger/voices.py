"""Who speaks by action links: names and addresses that stand in details, so they can be erased.

A link's address and its reader's name are said when it is issued; whoever else sits there says
their name when they sit down. Every later event names the link and the seat only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NAMING = frozenset({"link.issued", "link.opened"})


@dataclass(frozen=True, slots=True)
class Voices:
    """By a link's or a seat's id: to which mailbox it was sent, and who reads it."""

    addresses: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, by: Mapping) -> str:
        """Return who said something by a link; "" if it was none, or the name is erased."""
        if "seat" in by:
            return self.names.get(by["seat"], "")
        return self.names.get(by.get("link", ""), "")

    def address(self, by: Mapping) -> str:
        """Return to which mailbox the link was sent by which something was said."""
        return self.addresses.get(by.get("link", ""), "")


def voices(told: Iterable[tuple[Mapping, Mapping[str, str]]]) -> Voices:
    """Return the voices of a stream.

    Args:
        told: facts and details, by name, of its events of the kinds in `NAMING`.
    """
    found = Voices()
    for facts, details in told:
        body = facts["body"]
        if facts["kind"] == "link.issued":
            found.addresses[body["link"]] = details.get("recipient", "")
        if name := details.get("name"):
            found.names[body.get("seat") or body["link"]] = name
    return found
