"""A log: a file with one row per event. What its codes mean, and where a case begins. Values.

A log either tells its orders itself, or only what happened to orders that are known: the
second of two files. Where one thing is followed again and again under the same name (a
container), its rows are cut into cases: each begins with a row that says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.intake.forms import Cell, Cells, Form

BEGUN, OF_BEGINNING = "begun", "begin_"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code of the file means: a kind of event, of milestones which, and why."""

    kind: str = "milestone"
    code: str = ""
    reason: str = ""


UNMAPPED = Meaning(code="UNMAPPED")


@dataclass(frozen=True)
class Cases:
    """How the rows about one thing are cut: `begins` tells the rows that begin a case.

    of:    the column that names the thing.
    apart: beginnings no further apart than this are one, told twice.
    """

    of: str
    begins: Callable[[Cells], bool]
    apart: timedelta


@dataclass(frozen=True)
class Log:
    """How one row tells of one event.

    number:  the order's, by which it is known here; `line`: its line, all of it if left out.
    key:     what an event is known by within the file.
    codes:   columns that say what happened, the most exact first; the first that `means` knows
             counts. What none knows is kept as an unknown step.
    classes: (condition, class), the first that holds counts; else it happened.
    before:  days an event may lie before its order was placed and still be believed.
    """

    type: str
    number: Form
    line: Form | None
    key: Form
    codes: tuple[str, ...]
    means: Mapping[str, Meaning]
    classes: tuple[tuple[Callable[[Cells], bool], str], ...]
    date: str
    reported: str
    place: Form
    refs: tuple[tuple[str, Form], ...]
    before: int
    cases: Cases | None

    def klass(self, cells: Cells) -> str:
        """Return whether it happened (ACT), is expected (EST) or planned (PLN)."""
        return next((klass for holds, klass in self.classes if holds(cells)), "ACT")

    def meaning(self, cells: Cells) -> Meaning:
        """Return what happened, as the first of the columns that is known tells it."""
        for column in self.codes:
            if column in cells:
                found = self.means.get(" ".join(cells[column].text.split()).casefold())
                if found:
                    return found
        return UNMAPPED


class Beginnings:
    """When the cases of each thing begin, learnt from a whole file, in whatever order it is."""

    def __init__(self, log: Log, rows: Iterable[Cells]) -> None:
        self._log, self._cases = log, log.cases
        self._starts: dict[str, list[tuple[datetime, Cells]]] = {}
        first: dict[str, tuple[datetime, Cells]] = {}
        for cells in rows:
            self._learn(cells, first)
        for thing, start in first.items():
            self._starts[thing] = self._cut(start, self._starts.get(thing, []))

    def with_case(self, cells: Cells) -> Cells:
        """Return the cells of a row with those of the row that began its case.

        A row that lies before every beginning belongs to the first.
        """
        starts = self._starts[cells[self._cases.of].text]
        when = cells[self._log.date].when.start
        begun, row = next((s for s in reversed(starts) if s[0] <= when), starts[0])
        added = {f"{OF_BEGINNING}{name}": cell for name, cell in row.items()}
        when = row[self._log.date].when
        return {**cells, **added, BEGUN: Cell(begun.date().isoformat(), when=when)}

    def _learn(self, cells: Cells, first: dict) -> None:
        thing, when = cells[self._cases.of].text, cells[self._log.date].when.start
        begins = self._cases.begins(cells)
        if begins:
            self._starts.setdefault(thing, []).append((when, cells))
        # What is only expected begins nothing, unless there is nothing else.
        rank = (self._log.klass(cells) != "ACT", when)
        if thing not in first or rank < _rank(self._log, first[thing]):
            first[thing] = (when, cells)

    def _cut(self, first: tuple, starts: list) -> list[tuple[datetime, Cells]]:
        """Return the beginnings in order: the first thing that happened, then each that is new."""
        kept: list[tuple[datetime, Cells]] = []
        for start in sorted(starts, key=lambda one: one[0]):
            if not kept or start[0] - kept[-1][0] > self._cases.apart:
                kept.append(start)
        happened = self._log.klass(first[1]) == "ACT"
        if not kept or (happened and kept[0][0] - first[0] > self._cases.apart):
            kept.insert(0, first)
        return kept


def _rank(log: Log, start: tuple[datetime, Cells]) -> tuple:
    return log.klass(start[1]) != "ACT", start[0]
