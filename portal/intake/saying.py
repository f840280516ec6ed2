"""From the cells of a row to drafts: the header of the order, its line, what happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.db import moment_text
from portal.intake.entry import OrderKey, PartnerKey, Told
from portal.intake.forms import Cells
from portal.intake.profile import Happening, Kind, Partner, Profile
from portal.ledger import Draft, Qty, When

CHANNEL = "file"


class Sayer:
    """Makes the drafts of a row. Keys are the business numbers, so a row read again is known."""

    def __init__(self, profile: Profile, source: str, reported: datetime | None) -> None:
        self.profile = profile
        self.source = source
        self.reported = reported

    def told(
        self, row: int, kind: Kind, partner: PartnerKey, cells: Cells, raw: bytes = b""
    ) -> Told:
        """Return what a row with these cells tells of an order on `partner`."""
        number, no = self.profile.order.name(cells), self.profile.line.name(cells)
        parties = tuple(party for each in kind.parties if (party := named(each, cells)))
        of_order, of_line = f"{self.source}:{number}", f"{self.source}:{number}/{no}"
        placed, line = self._placed(kind, of_order, number, cells), self._line(of_line, no, cells)
        events = [event for event in self.profile.events if _told_of(event, kind, cells)]
        return Told(
            row,
            OrderKey(kind.type, number, partner, parties),
            no,
            (placed, *(self._event(e, of_order, cells) for e in events if not e.of_line)),
            (line, *(self._event(e, of_line, cells) for e in events if e.of_line)),
            raw,
        )

    def _placed(self, kind: Kind, key: str, number: str, cells: Cells) -> Draft:
        order = self.profile.order
        body = {"number": number, "type": kind.type, "revision": 1}
        return Draft(
            "order.placed",
            when=cells[kind.date].when if kind.date in cells else None,
            reported=self._reported(cells),
            source=self.source,
            key=key,
            ver=self._version(cells),
            channel=CHANNEL,
            refs=refs_of(order.refs + kind.refs, cells),
            details=order.details(cells) or {},
            body=body | (order.body(cells) or {}) | (kind.body(cells) or {}),
        )

    def _line(self, key: str, no: str, cells: Cells) -> Draft:
        line = self.profile.line
        return Draft(
            "line.placed",
            reported=self._reported(cells),
            source=self.source,
            key=key,
            ver=self._version(cells),
            channel=CHANNEL,
            refs=refs_of(line.refs, cells),
            details=line.details(cells) or {},
            body={"no": no} | line.body(cells),
        )

    def _event(self, event: Happening, key: str, cells: Cells) -> Draft:
        stated = cells.get(event.date)
        return Draft(
            event.kind,
            code=event.code,
            klass=event.klass,
            qty=tuple(self._qty(event, cells)),
            when=stated.when if stated else None,
            reported=self._reported(cells, event.reported),
            source=self.source,
            key=f"{key}:{_named(event, cells)}",
            channel=CHANNEL,
            raw=self._raw(event),
            reason=event.reason,
            place=event.place(cells) or {},
            refs=refs_of(event.refs, cells),
            body=event.body(cells) or {},
        )

    def _raw(self, event: Happening) -> dict:
        """Return where in the file it stands; the text itself is in `when`."""
        said = {"system": self.source, "element": event.date, "text": event.text}
        return {name: text for name, text in said.items() if text}

    def _qty(self, event: Happening, cells: Cells) -> Iterator[Qty]:
        if event.qty in cells:
            uom = self.profile.uom(cells)
            yield Qty(cells[event.qty].number, uom, event.what)

    def _reported(self, cells: Cells, column: str = "") -> datetime | None:
        """Return when the sender knew it: by the event's column, the row's, or the file."""
        cell = cells.get(column) or cells.get(self.profile.reported)
        return known_at(cell.when) if cell else self.reported

    def _version(self, cells: Cells) -> str:
        """Return when the row says it was last changed: what was so before may be so again."""
        cell = cells.get(self.profile.reported)
        return moment_text(known_at(cell.when)) if cell else ""


def named(partner: Partner, cells: Cells) -> PartnerKey | None:
    """Return the organisation a row names; None: neither its name nor its number stands there."""
    name, number = partner.name(cells), partner.number(cells)
    if not (name or number):
        return None
    return PartnerKey(partner.side, name or number, number or "", partner.country(cells) or "")


def _told_of(event: Happening, kind: Kind, cells: Cells) -> bool:
    if kind.type not in event.types or not event.condition.holds(cells):
        return False
    if not event.date and event.qty:
        return event.qty in cells and bool(cells[event.qty].number)
    return not event.date or event.date in cells


def _named(event: Happening, cells: Cells) -> str:
    """Return what an event of a row is known by. Another total of what has no day is another
    event: what had come before must not be replaced by what has come in the meantime."""
    return event.name if event.date or not event.qty else f"{event.name}:{cells[event.qty].text}"


def refs_of(forms: tuple, cells: Cells) -> tuple[tuple[str, str], ...]:
    """Return the references that a row names, by kind."""
    if not forms:
        return ()
    return tuple((kind, value) for kind, form in forms if (value := form(cells)))


def known_at(when: When) -> datetime:
    """Return the last moment of what was stated: on a day, it was known at its end."""
    return when.start if when.precision == "instant" else when.stop - timedelta(microseconds=1)
