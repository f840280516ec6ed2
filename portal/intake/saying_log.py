"""From a row of a log to its event, beside what it tells of the order itself."""

from dataclasses import replace
from datetime import datetime, timedelta

from portal.errors import N_
from portal.intake.entry import Fault, OrderKey, Problem, Told
from portal.intake.forms import Cells
from portal.intake.log import BEGUN, UNMAPPED, Log
from portal.intake.saying import CHANNEL, known_at, refs_of
from portal.ledger import Draft, When

CLOCKS = timedelta(hours=26)  # a time without a zone may be anywhere on the globe's day

_UNKNOWN = N_("“%(found)s” is no step we know. It is kept as it came; its meaning is still owed.")
_BEFORE = N_("“%(found)s” lies %(days)s days before the order was placed (%(placed)s).")
_FUTURE = N_("“%(found)s” lies in the future. It counts once that day has come.")


class LogSayer:
    """Makes the event of a row. Its key is what the file calls it, so it is known again.

    `headers` is what the file calls each of its columns.
    """

    def __init__(self, log: Log, source: str, headers: dict[str, str]) -> None:
        self.log, self.source, self.headers = log, source, headers

    def added(self, told: Told, cells: Cells) -> Told | Problem:
        """Return what a row tells of its order, with its event."""
        event, notes = self._event(cells)
        of_line = self.log.line is not None
        told = replace(
            told,
            header=told.header if of_line else (*told.header, event),
            line=(*told.line, event) if of_line else told.line,
            notes=notes,
        )
        return self.judged(told, cells[BEGUN].when.start) if BEGUN in cells else told

    def told(self, row: int, cells: Cells, raw: bytes) -> Told | Problem:
        """Return what a row tells of an order that is known by another file."""
        log = self.log
        order = OrderKey(log.type, log.number(cells), None)
        return self.added(Told(row, order, log.line(cells) if log.line else "", (), (), raw), cells)

    def judged(self, told: Told, began: datetime, came: datetime | None = None) -> Told | Problem:
        """Return a row with a note on its date if that is doubtful; a problem if impossible.

        Args:
            began: when its order was placed.
            came: when the file came; nothing can have happened after that.
        """
        event = (told.line if self.log.line else told.header)[-1]
        header = self.headers[self.log.date]
        days = (began.date() - event.when.start.date()).days
        if days > 0:
            given = {"days": days, "placed": f"{began:%Y-%m-%d}"}
            fault = _fault(header, _BEFORE, event.when, given)
            if days > self.log.before:
                return Problem(told.row, (fault,), told.raw)
            return replace(told, notes=(*told.notes, fault))
        if came and event.klass == "ACT" and event.when.start > came + CLOCKS:
            return replace(told, notes=(*told.notes, _fault(header, _FUTURE, event.when, {})))
        return told

    def _event(self, cells: Cells) -> tuple[Draft, tuple[Fault, ...]]:
        """Return the event of a row, and what somebody should know of it."""
        log, means = self.log, self.log.meaning(cells)
        column = next((one for one in log.codes if one in cells), log.codes[-1])
        found = cells[column].text if column in cells else ""
        header, reported = self.headers.get(column, column), cells.get(log.reported)
        draft = Draft(
            means.kind,
            code=means.code,
            klass=log.klass(cells) if means.kind == "milestone" else "ACT",
            when=cells[log.date].when,
            reported=known_at(reported.when) if reported else None,
            source=self.source,
            key=f"{self.source}:{log.key(cells)}",
            channel=CHANNEL,
            raw={"system": self.source, "element": header, "text": found},
            reason=means.reason,
            place=log.place(cells) or {},
            refs=refs_of(log.refs, cells),
        )
        if means is not UNMAPPED:
            return draft, ()
        return draft, (Fault(header, _UNKNOWN, {"found": found[:80]}, found[:80]),)


def _fault(header: str, words: str, when: When, given: dict) -> Fault:
    return Fault(header, words, {"found": when.said, **given}, when.said)
