"""Reads one table of a spreadsheet, in the other process: values as they stand, no formulas.

A cell is given as a letter and its text: `t` text, `n` a number, `d` a day, `f` a formula
(which is not computed, nor is its last result believed); "" is blank.
"""

import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from portal.errors import N_, NotUnderstood, TooLarge
from portal.vault import archive, markup, office

MOST_CELLS = 4_000_000  # the area of a sheet
MOST_COLUMNS = 200
HEAD_ROWS = 20  # the head of the table is looked for in so many
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_UNREADABLE = N_("The spreadsheet cannot be read. Open it, save it again and send that.")


def read(data: bytes, wanted: Sequence[str], most: int) -> bytes:
    """Return as JSON the table under the head in which one of the `wanted` words stands.

    Raises:
        NotUnderstood: damaged, alive, or no sheet has such a head.
        TooLarge: it has more than `most` rows.
    """
    office.judge(data, "xlsx", MOST_CELLS)
    words = {_plain(word) for word in wanted}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for sheet in _sheets(book):
                rows = sheet.to_python(skip_empty_area=False)
                head = _head(rows, words)
                if head is not None:
                    return _told(data, sheet, rows, head, most)
            raise NotUnderstood(
                N_("No sheet of this file has the column “%(column)s”. Fill in the one you "
                   "downloaded, and send that. It has: %(sheets)s."),
                column=wanted[0], sheets=", ".join(name[:40] for name in book.sheet_names[:9]),
            )  # fmt: skip
    except (CalamineError, ValueError, OverflowError) as error:
        raise NotUnderstood(_UNREADABLE) from error


def _sheets(book: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for one in book.sheets_metadata:
        if one.typ == SheetTypeEnum.WorkSheet:
            yield book.get_sheet_by_name(one.name)


def _head(rows: Sequence[Sequence], words: set[str]) -> int | None:
    for number, row in enumerate(rows[:HEAD_ROWS]):
        if any(isinstance(cell, str) and _plain(cell) in words for cell in row):
            return number
    return None


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()


def _told(data: bytes, sheet: CalamineSheet, rows: list, head: int, most: int) -> bytes:
    below = [n for n in range(head + 1, len(rows)) if any(cell != "" for cell in rows[n])]
    if len(below) > most:
        raise TooLarge(
            N_("The file has %(count)s rows; we take up to %(most)s. Send it in parts."),
            count=len(below),
            most=most,
        )
    if len(rows[head]) > MOST_COLUMNS:
        raise NotUnderstood(
            N_("The file has %(count)s columns; we take up to %(most)s."),
            count=len(rows[head]),
            most=MOST_COLUMNS,
        )
    formulas = _formulas(data, sheet.name)
    told = {
        "head": [str(cell) for cell in rows[head]],
        "rows": [[n + 1, _row(rows[n], n, formulas)] for n in _also(below, formulas, head, rows)],
        "merged": [
            [top + 1, left, bottom + 1, right]
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _also(below: list[int], formulas: set[tuple[int, int]], head: int, rows: list) -> list[int]:
    """Return the rows that say something; one that holds only a formula does."""
    computed = {row for row, _ in formulas if head < row < len(rows)}
    return sorted(computed.union(below))


def _row(cells: Sequence, number: int, formulas: set[tuple[int, int]]) -> list[str]:
    return [
        "f" if formulas and (number, place) in formulas else _cell(cell)
        for place, cell in enumerate(cells)
    ]


def _cell(cell: object) -> str:
    if isinstance(cell, str):
        return f"t{cell}" if cell.strip() else ""
    if isinstance(cell, datetime):
        return f"d{cell.date().isoformat()}"
    if isinstance(cell, date):
        return f"d{cell.isoformat()}"
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return f"t{cell}"
    return f"n{cell:.15g}"  # as many digits as a spreadsheet keeps


def _formulas(data: bytes, name: str) -> set[tuple[int, int]]:
    """Return which cells of a sheet hold formulas, as (row, column) from 0."""
    parts = {}
    for part, content in archive.entries(data):
        if part in (_BOOK, _LINKS) or part.startswith("xl/worksheets/"):
            parts[part] = content
    book, links = _Book(), _Links()
    if _BOOK not in parts or _LINKS not in parts:
        raise NotUnderstood(_UNREADABLE)
    markup.walk(parts[_BOOK], book)
    markup.walk(parts[_LINKS], links)
    target = links.found.get(book.found.get(name, ""), "").lstrip("/")
    content = parts.get(target if target.startswith("xl/") else f"xl/{target}")
    if content is None:
        raise NotUnderstood(_UNREADABLE)
    if not re.search(rb"<(\w+:)?f[\s>/]", content):
        return set()
    cells = _Formulas()
    markup.walk(content, cells)
    return cells.found


class _Book(markup.Watcher):
    """Which link each sheet has."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" sheet"):
            self.found[attributes.get("name", "")] = attributes.get(_RELATED, "")


class _Links(markup.Watcher):
    """Where each link leads."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Formulas(markup.Watcher):
    """Cells with a formula in them."""

    def __init__(self) -> None:
        self.found: set[tuple[int, int]] = set()
        self._at: tuple[int, int] | None = None

    def element(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "c":
            place = _PLACE.match(attributes.get("r", ""))
            self._at = (int(place[2]) - 1, office.column(place[1]) - 1) if place else None
        elif kind == "f" and self._at:
            self.found.add(self._at)
