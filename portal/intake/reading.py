"""Reading a file by a profile: each row becomes an order told of, or a problem.

Nothing is written and nobody is looked up: an order names its partner in the file's own
words, and a line by the business number; whoever records it finds the numbers we use.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.errors import N_
from portal.intake import csvfile
from portal.intake.cells import BLANK, Placed, cells_of, placed_at
from portal.intake.entry import Fault, Problem, Told
from portal.intake.forms import Cells
from portal.intake.log import Beginnings, Log
from portal.intake.profile import Profile
from portal.intake.profilefile import profile as profile_called
from portal.intake.saying import Sayer, named
from portal.intake.saying_log import LogSayer

RAW = 16_384
Tell = Callable[[csvfile.Row, Cells], Told | Problem]

_NO_TYPE = N_("“%(found)s” does not tell which type of order this is.")


@dataclass(frozen=True)
class Reading:
    """A file opened with a profile; walk it to get its entries, in file order.

    `unknown` are columns the profile says nothing about: they are left out, and somebody
    should be told. It can be walked again.
    """

    profile: Profile
    source: str
    table: csvfile.Table
    placed: tuple[Placed, ...]
    unknown: tuple[str, ...]
    reported: datetime | None

    def __iter__(self) -> Iterator[Told | Problem]:
        tell = self._teller()
        for row in self.table:
            if row.fault:
                yield _problem(row, Fault("", *row.fault))
                continue
            cells, faults = cells_of(row.cells, self.placed)
            yield _problem(row, *faults) if faults else tell(row, cells)

    def _teller(self) -> Tell:
        """Return what turns the cells of a row into what it tells."""
        sayer, log = Sayer(self.profile, self.source, self.reported), self.profile.log
        if log is None:
            return lambda row, cells: self._entry(row, cells, sayer)
        events = self._events(log)
        if self.profile.order is None:
            return lambda row, cells: events.told(row.number, cells, row.raw[:RAW])
        cut = Beginnings(log, self._sound_rows()).with_case if log.cases else lambda cells: cells

        def tell(row: csvfile.Row, cells: Cells) -> Told | Problem:
            cells = cut(cells)
            entry = self._entry(row, cells, sayer)
            return events.added(entry, cells) if isinstance(entry, Told) else entry

        return tell

    def judged(self, told: Told, began: datetime, came: datetime) -> Told | Problem:
        """Return a row of a log once it is known when its order was placed, and the file came."""
        return self._events(self.profile.log).judged(told, began, came)

    def _events(self, log: Log) -> LogSayer:
        return LogSayer(log, self.source, self._headers())

    def _sound_rows(self) -> Iterator[Cells]:
        """Give the cells of each row that can be read."""
        for row in self.table:
            cells, faults = ({}, True) if row.fault else cells_of(row.cells, self.placed)
            if not faults:
                yield cells

    def _headers(self) -> dict[str, str]:
        return {placed.key: placed.header for placed in self.placed}

    def _entry(self, row: csvfile.Row, cells: Cells, sayer: Sayer) -> Told | Problem:
        kind = next((kind for kind in self.profile.kinds if kind.condition.holds(cells)), None)
        if kind is None:
            return _problem(row, self._typeless(cells))
        partner = named(kind.partner, cells)
        if partner is None:
            header = self._header(kind.partner.columns)
            return _problem(row, Fault(header, BLANK, {"column": header}))
        return sayer.told(row.number, kind, partner, cells, row.raw[:RAW])

    def _typeless(self, cells: Cells) -> Fault:
        """Return the fault of a row whose type of order no condition of the profile tells."""
        columns = [name for kind in self.profile.kinds for name in kind.condition.texts]
        found = next((cells[name].text for name in columns if name in cells), "")
        return Fault(self._header(columns), _NO_TYPE, {"found": found}, found)

    def _header(self, columns: Sequence[str]) -> str:
        """Return what the file calls the first of these columns that it has."""
        headers = self._headers()
        return next((headers[name] for name in columns if name in headers), "")


def read(
    source: bytes | Path,
    profile: Profile | str,
    *,
    limit: int = csvfile.LIMIT,
    name: str | None = None,
    reported: datetime | None = None,
) -> Reading:
    """Return the file, ready to be walked.

    Args:
        source: its bytes, or where it lies; a path is read in a stream.
        profile: how to read it, or the name of a profile that comes with the portal.
        limit: the most bytes we take; a larger file is refused unread.
        name: what the source is called, if not as the profile says.
        reported: when the sender wrote the file, or when it came. Counts for rows that do not
            say it themselves, if the profile says that such files are `current`.

    Raises:
        TooLarge: it has more bytes than `limit`.
        NotFound: there is no such file or no such profile.
        NotUnderstood: it is no CSV file, or lacks a column; the message names both.
    """
    profile = profile_called(profile) if isinstance(profile, str) else profile
    known = {csvfile.plain(header) for column in profile.columns for header in column.names}
    table = csvfile.Table(source, known, limit, profile.separators, profile.encodings)
    return Reading(
        profile=profile,
        source=name or profile.source,
        table=table,
        placed=_placed(table, profile),
        unknown=_unknown(table.header, known | profile.ignored),
        reported=reported if profile.current else None,
    )


def _placed(table: csvfile.Table, profile: Profile) -> tuple[Placed, ...]:
    """Return each column of the profile with its position in the file."""
    placed = [(table.position(column.names), column) for column in profile.columns]
    lacking = [column for place, column in placed if place is None and not column.optional]
    if lacking:
        raise table.lacks([column.names[0] for column in lacking])
    return tuple(
        placed_at(place, table.header[place].strip(), column)
        for place, column in placed
        if place is not None
    )


def _unknown(header: list[str], known: set[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in header if csvfile.plain(name) not in known | {""})


def _problem(row: csvfile.Row, *faults: Fault) -> Problem:
    return Problem(row.number, faults, row.raw[:RAW])
