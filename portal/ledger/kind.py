"""What a kind of event is, and the sides that may say something."""

from dataclasses import dataclass

OWNER = frozenset({"owner", "system"})
SUPPLIER = frozenset({"supplier", "carrier"})  # whoever the order was placed with
CHARGED = SUPPLIER | {"customer"}  # to whom the owner may put down what went wrong
MOVERS = frozenset({"supplier", "carrier", "owner", "system"})
# What the owner may enter for its partner, who told it on the telephone.
ENTERED = frozenset({"response", "milestone", "delay.reported", "work.entered"})
ANYONE = frozenset({"owner", "supplier", "carrier", "customer", "system"})
WHOEVER_SIGNS_IN = ANYONE - {"system"} | {"auditor"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event. `needs` are the facts an event of this kind must have.

    `stream` is where it may stand; several kinds of stream have a space between them.
    """

    name: str
    stream: str
    said_by: frozenset[str]
    needs: tuple[str, ...]
    means: str

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the kinds of stream in which it may stand."""
        return tuple(self.stream.split())

    def may_be_said(self, side: str, on_behalf: bool) -> bool:
        """Say whether this side may say it; the owner may enter for others what is theirs."""
        return side in self.said_by or (on_behalf and side == "owner" and self.entered)

    @property
    def entered(self) -> bool:
        """Return whether the owner may enter it for its partner."""
        return self.name in ENTERED
