"""Rows of a bundle as values: from a schedule line, and to what is stored. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from portal.bundles.tables import BAD, IDLE, READY, WRONG
from portal.desk import LineRow, say
from portal.errors import N_, NotFound, NotUnderstood, PortalError
from portal.people import Actor

SHIPPING = ("note", "ship_qty", "ship_day", "carrier", "tracking", "container", "reported")
WHOLE = "row"  # among what could not be read: the row as a whole
GONE = N_("There is no such line, or you may not answer it.")


@dataclass(slots=True)
class Row:
    """One row; its fields are those of the table `bundle_row`.

    `asked` and `asked_day` are what an acceptance would agree to, as it was shown.
    """

    row: int
    org: int | None = None
    order: UUID | None = None
    line: int = 0
    part: int = 0
    stamp: str = ""
    other: int | None = None
    number: str = ""
    no: str = ""
    item: str = ""
    item_name: str = ""
    uom: str = ""
    asked: Decimal | None = None
    asked_day: date | None = None
    verb: str = ""
    qty: Decimal | None = None
    day: date | None = None
    rest: str = ""
    reason: str = ""
    text: str = ""
    ref: str = ""
    note: str = ""
    ship_qty: Decimal | None = None
    ship_day: date | None = None
    carrier: str = ""
    tracking: str = ""
    container: str = ""
    reported: str = ""
    state: str = IDLE
    means: str = ""
    days: int | None = None
    fault: str = ""
    given: str = ""
    follows: str = ""
    answered: bool = False
    shipment: UUID | None = None

    @property
    def place(self) -> tuple[UUID, int, int] | None:
        """Return which schedule line it is about; None where that is not known."""
        return (self.order, self.line, self.part) if self.order else None

    @property
    def changed(self) -> bool:
        """Return whether it says another day or quantity than was asked for."""
        other_qty = self.qty is not None and self.qty != self.asked
        return other_qty or (self.day is not None and self.day != self.asked_day)

    @property
    def answers(self) -> bool:
        """Return whether a day or quantity stands there, even one that cannot be read."""
        return self.qty is not None or self.day is not None or bool({"qty", "day"} & {*self.unread})

    @property
    def says_something(self) -> bool:
        """Return whether it says anything to its line, even if that cannot be read."""
        said = bool(self.verb) or self.answers or self.ships
        return said or bool({"verb", WHOLE} & {*self.unread})

    @property
    def asks(self) -> bool:
        """Return whether it has an answer that is still to be told."""
        return bool(self.verb) and not self.answered

    @property
    def ships(self) -> bool:
        """Return whether anything of a shipment stands there that is not announced yet."""
        if self.shipment:
            return False
        return any(getattr(self, name) for name in SHIPPING) or bool({*SHIPPING} & {*self.unread})

    def wish(self) -> say.Wish:
        """Return what it says, as the builders of answers want it."""
        return say.Wish(
            self.row,
            self.line,
            self.part,
            self.stamp,
            self.verb,
            self.qty,
            self.day,
            self.rest,
            self.reason,
            self.text,
            self.ref,
        )

    def refuse(self, error: PortalError, state: str = WRONG) -> None:
        """Note what is wrong with it."""
        self.state, self.means, self.days, self.follows = state, "", None, ""
        self.fault = fault_text(error)

    def misread(self, unread: dict[str, str], error: PortalError) -> None:
        """Keep what could not be read, by field, and why: it must be mended first."""
        self.given = json.dumps(unread, ensure_ascii=False)
        self.refuse(error)

    @property
    def unread(self) -> dict[str, str]:
        """Return what could not be read, by field."""
        return json.loads(self.given) if self.given else {}

    def problem(self) -> PortalError | None:
        """Return what is wrong with it, if anything."""
        return fault_of(self.fault)

    def as_dict(self) -> dict:
        """Return it as a row of the table, but for owner and bundle."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(one.name for one in fields(Row))
MENDED = frozenset({IDLE, READY, WRONG, BAD})  # the states in which a row can be changed


def known(row: Row, line: LineRow | None, by: Actor) -> Row:
    """Return the row with what is known of its line; of a line that is not theirs nothing is."""
    if line is None:
        return row
    return replace(
        row,
        org=line.owner,
        order=line.order,
        line=line.line,
        part=line.part,
        other=line.owner if by.org == line.partner else line.partner,
        number=line.number,
        no=line.no,
        item=line.item,
        item_name=line.item_name,
        uom=line.uom,
        asked=line.cap,
        asked_day=line.want_day,
    )


def check_verb(row: Row) -> None:
    """Refuse a row that contradicts itself.

    Raises:
        NotUnderstood: it accepts, and yet says another day or quantity; or rejects, and sends.
    """
    if row.verb == "reject" and row.ships:
        raise NotUnderstood(
            N_("This rejects the line, and yet something is sent. Leave one of the two out."),
            field="verb",
        )
    if row.verb == "accept" and row.changed:
        raise NotUnderstood(
            N_("This accepts, but the day or quantity is changed. Propose it, or put it back."),
            field="verb",
        )


def gone() -> NotFound:
    """Return what is said of a line that is not there, or is not for this person."""
    return NotFound(GONE)


def fault_text(error: PortalError) -> str:
    """Return an error as it is stored."""
    given = {name: str(value) for name, value in error.values.items()}
    said = {"field": error.field or "", "words": error.template, "given": given}
    return json.dumps(said | {"status": error.status}, ensure_ascii=False)


def fault_of(text: str) -> PortalError | None:
    """Return a stored error; "" is none."""
    if not text:
        return None
    said = json.loads(text)
    error = PortalError(said["words"], said["field"] or None, **said["given"])
    error.status = said["status"]
    return error


def by_order(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    """Return rows by the order they are about."""
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        if row.order:
            found.setdefault(row.order, []).append(row)
    return found
