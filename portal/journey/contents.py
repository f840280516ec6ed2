"""What of an order travels in which shipment, as the order's own events say it. Pure.

The event with the highest version speaks for a shipment: `goods.assigned` with all its rows,
`goods.unassigned` with none. It also says which earlier reports on the order were about the
same goods, and which about others, so that nothing is counted twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from portal.journey.shipment import Shipment, fold_shipment
from portal.journey.state import ZERO
from portal.ledger import Said, norm

GOODS = ("goods.assigned", "goods.unassigned")
RECEIPTS = frozenset({"RECEIVED", "RECEIPT_ACCEPTED"})
_NUMBERS = frozenset({"delivery_note", "asn", "shipment"})


@dataclass(frozen=True, slots=True)
class Row:
    """So much of a schedule line, in a package (0: in none). `part` 0 is any of the line."""

    line: int
    part: int
    package: int
    n: Decimal
    uom: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A shipment and what is in it of one order.

    `same` and `other` are idents of reports on the order: about these goods, or about other
    ones. `asked` are lines of which more than ordered is in it, about which the owner is to be
    asked; `at` is when that was said. `shipment` is None where the reader may not know what was
    said in its stream. `received` are lines of which a receipt names it, 0 for all.
    """

    name: str
    ident: str
    version: int
    assigned: bool
    rows: tuple[Row, ...] = ()
    same: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
    asked: frozenset[int] = frozenset()
    at: datetime | None = None
    shipment: Shipment | None = None
    received: frozenset[int] = frozenset()

    @property
    def counts(self) -> bool:
        """Return whether goods of the order are in it, as far as we know."""
        return self.assigned and not (self.shipment and self.shipment.cancelled)

    def was_received(self, line: int) -> bool:
        """Return whether a receipt of a line names it, or it says itself that it was received."""
        said = bool(self.shipment and self.shipment.received)
        return said or bool(self.received & {line, 0})

    def of_line(self, line: int) -> dict[int, Decimal]:
        """Return part → quantity of one line that is in it."""
        found: dict[int, Decimal] = {}
        for row in self.rows:
            if row.line == line:
                found[row.part] = found.get(row.part, ZERO) + row.n
        return found


@dataclass(slots=True)
class Contents:
    """Everything an order says about shipments: by the shipment's id."""

    carried: dict[str, Carried] = field(default_factory=dict)

    def counting(self) -> list[Carried]:
        """Return the shipments that have goods of the order in them, by id."""
        return [one for _, one in sorted(self.carried.items()) if one.counts]

    def named_by(self, facts: dict) -> str:
        """Return the shipment that a report on the order is about, if it says so.

        By its id, or by a delivery-note number that just one of the shipments has.
        """
        if named := facts.get("shipment"):
            return named if named in self.carried else ""
        said = {norm(value) for kind, value in facts.get("refs", ()) if kind in _NUMBERS}
        if not said:
            return ""
        known = [
            one.name
            for one in self.counting()
            if one.shipment and norm(one.shipment.number) in said
        ]
        return known[0] if len(known) == 1 else ""

    def beside(self, one: Said, line: int) -> tuple[str, ...]:
        """Return the shipments whose goods a report on the order may be about as well.

        Those of which nobody said that they hold other goods. A report that says of itself
        that its goods are in no shipment, or came before the portal, is about none of them.
        """
        body = one.facts.get("body") or {}
        if body.get("apart") or body.get("before"):
            return ()
        return tuple(
            each.name
            for each in self.counting()
            if one.ident not in each.other or one.ident in each.same
            if any(row.line == line for row in each.rows)
        )


def read_contents(
    said: Iterable[Said], carried: Iterable[Said], reports: Iterable[Said] = ()
) -> Contents:
    """Return what an order's events in force say of shipments, each with what it tells itself.

    Args:
        carried: the events of its shipments' own streams, as far as they may be read.
        reports: the order's own steps in force; receipts among them may name a shipment.
    """
    newest: dict[str, Said] = {}
    for one in sorted(said, key=_age):
        if one.facts["kind"] in GOODS:
            newest[one.facts["shipment"]] = one
    by_stream: dict[str, list[Said]] = {}
    for one in carried:
        by_stream.setdefault(one.shipment, []).append(one)
    found = Contents({name: _carried(one, by_stream.get(name)) for name, one in newest.items()})
    _note_received(found, reports)
    return found


def _note_received(contents: Contents, reports: Iterable[Said]) -> None:
    """Mark of which lines a receipt in force names a shipment."""
    for one in reports:
        if one.facts.get("code") in RECEIPTS and (name := contents.named_by(one.facts)):
            about = one.facts.get("line", 0)
            lines = {row.get("line") or about for row in one.facts.get("qty", ())} or {about}
            carried = contents.carried[name]
            contents.carried[name] = replace(carried, received=carried.received | lines)


def _age(one: Said) -> tuple[int, str, str]:
    body = one.facts.get("body") or {}
    return body.get("version", 0), one.facts["kind"], one.ident


def _carried(one: Said, told: list[Said] | None) -> Carried:
    body = one.facts["body"]
    assigned = one.facts["kind"] == "goods.assigned"
    return Carried(
        one.facts["shipment"],
        one.ident,
        body["version"],
        assigned,
        tuple(_row(entry) for entry in one.facts["qty"]) if assigned else (),
        frozenset(body.get("same", ())),
        frozenset(body.get("other", ())),
        frozenset(row["line"] for row in body.get("over", ()) if row["says"] == "ask"),
        one.at,
        fold_shipment(told) if told else None,
    )


def _row(entry: dict) -> Row:
    return Row(
        entry["line"],
        entry.get("part", 0),
        entry.get("package", 0),
        Decimal(entry["n"]),
        entry.get("uom", ""),
    )
