"""Lines as a file to be filled in: a spreadsheet, or a CSV file.

Every text is written as text, whatever it begins with. In the spreadsheet what names a line
cannot be overtyped by accident; there is no password, so that whoever wants to may.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.bundles.columns import CHOICE, DAY, MOST_WRITTEN, NUMBER, Column, Speak, choices_for
from portal.bundles.filled import MARKS
from portal.errors import N_

SPARE = 2_000  # rows below the table whose cells offer the same choices, for copies
LONGEST = 32_000  # characters of a cell; a spreadsheet takes 32,767
_INK, _PALE, _FILL, _EDGE = "#1F2933", "#EEF1F4", "#FFFBEA", "#C9D1D9"
_UNLOCKED = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
HOW = (
    N_("1. Fill in the yellow columns of the sheet “%(sheet)s”. All others only tell you which "
       "line it is."),
    N_("2. Choose an answer for each line you want to answer. A row without an answer, and "
       "without another day or quantity, stays unanswered."),
    N_("3. Another day or quantity is a proposal. Empty means: as asked for."),
    N_("4. To split a delivery, copy its whole row below the table, and give each copy its "
       "quantity and day. Together they make up the quantity; or say what happens to the rest."),
    N_("5. Leave the key as it is. Rows may be sorted, if whole rows are, and rows you do not "
       "need may be deleted."),
    N_("6. Type values, not formulas. Dates as dates, or as 2026-03-31."),
    N_("7. Save, and send the file where you downloaded it. You see what each row would say "
       "before anything is sent; and what could not be sent can be downloaded again."),
)  # fmt: skip

SHIP = N_(
    "8. What you send: fill in delivery note, quantity and day. Rows with the same delivery note "
    "are one shipment, also over several orders. A row may answer, or ship, or both."
)
MORE = N_(
    "These are the first %(most)s lines of the view; there are more. Narrow the view to get them."
)


@dataclass(frozen=True)
class Paper:
    """What is written besides the rows: the columns, the words, the side that answers."""

    columns: Sequence[Column]
    side: str
    speak: Speak
    comma: bool = False  # a decimal comma, and so semicolons between cells
    more: bool = False  # there are more lines than could be written


def as_csv(paper: Paper, rows: Iterable[Mapping[str, object]]) -> BinaryIO:
    """Return rows as a CSV file, open at its beginning."""
    file = TemporaryFile()
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";" if paper.comma else ",")
    writer.writerow([paper.speak(column.says) for column in paper.columns])
    for row in rows:
        writer.writerow([_text(row.get(column.key), paper) for column in paper.columns])
    text.flush()
    text.detach()
    file.seek(0)
    return file


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(MARKS) else text


def _text(value: object, paper: Paper) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.replace(".", ",") if paper.comma else plain
    return harmless(str(value))


def as_workbook(paper: Paper, rows: Iterable[Mapping[str, object]]) -> BinaryIO:
    """Return rows as a spreadsheet, open at its beginning."""
    file = TemporaryFile()
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with Workbook(file, options) as book:
        _Book(book, paper).write(rows)
    file.seek(0)
    return file


class _Book:
    """One workbook on its way: how to fill it in, the lines, and the words to choose from."""

    def __init__(self, book: Workbook, paper: Paper) -> None:
        self.paper = paper
        self.book = book
        self.how = book.add_worksheet(paper.speak(N_("How to fill this in")))
        self.name = paper.speak(N_("Lines"))
        self.lines = book.add_worksheet(self.name)
        self.lists = book.add_worksheet(paper.speak(N_("Choices")))
        self.formats = {
            (column.kind, bool(column.takes)): self._format(column) for column in paper.columns
        }

    def write(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write all of it."""
        self._explain()
        self._head()
        last = 0
        for last, row in enumerate(rows, start=1):
            self._row(last, row)
        self._choices(last + SPARE)
        self.lines.autofilter(0, 0, max(last, 1), len(self.paper.columns) - 1)
        self.lines.protect("", _UNLOCKED)
        self.lines.activate()

    def _format(self, column: Column) -> Format:
        fill = {"bg_color": _FILL} if column.takes else {"font_color": "#52606D"}
        shape = {DAY: {"num_format": "yyyy-mm-dd"}, NUMBER: {"num_format": "#,##0.######"}}
        base = {"border": 1, "border_color": _EDGE, "valign": "top", "locked": not column.takes}
        return self.book.add_format(base | fill | shape.get(column.kind, {"num_format": "@"}))

    def _explain(self) -> None:
        speak, wrap = self.paper.speak, self.book.add_format({"text_wrap": True, "valign": "top"})
        bold = self.book.add_format({"bold": True, "font_size": 14})
        self.how.set_column(0, 0, 100)
        self.how.write_string(0, 0, speak(N_("How to fill this in")), bold)
        ships = any(column.key == "ship_qty" for column in self.paper.columns)
        told = (*HOW, *([SHIP] if ships else []), *([MORE] if self.paper.more else []))
        for number, text in enumerate(told, start=2):
            words = speak(text) % {"sheet": self.name, "most": MOST_WRITTEN}
            self.how.write_string(number, 0, words, wrap)

    def _head(self) -> None:
        for at, column in enumerate(self.paper.columns):
            free = self.book.add_format({"locked": False, **_shape(column)})
            self.lines.set_column(at, at, column.width, free)
        for at, column in enumerate(self.paper.columns):
            tone = {"bg_color": "#F7C948" if column.takes else _PALE}
            head = {"bold": True, "font_color": _INK, "border": 1, "border_color": _EDGE}
            style = self.book.add_format(head | tone | {"text_wrap": True, "valign": "top"})
            self.lines.write_string(0, at, self.paper.speak(column.says), style)
            if column.about:
                size = {"x_scale": 2, "y_scale": 1.4}
                self.lines.write_comment(0, at, self.paper.speak(column.about), size)
        self.lines.freeze_panes(1, 2)

    def _row(self, number: int, row: Mapping[str, object]) -> None:
        for at, column in enumerate(self.paper.columns):
            style = self.formats[column.kind, bool(column.takes)]
            _write(self.lines, (number, at), row.get(column.key), style)

    def _choices(self, last: int) -> None:
        """Offer the words of a column's list; they stand on a sheet of their own."""
        offered = choices_for(self.paper.side)
        columns = [(at, one) for at, one in enumerate(self.paper.columns) if one.takes]
        words = {
            column.key: [self.paper.speak(says) for says in offered[column.key].values()]
            for _, column in columns
            if column.kind == CHOICE
        }
        self._lists(words)
        for at, column in columns:
            rule = _rule(column, list(words), words, self.lists.get_name())
            if rule:
                tip = {"input_title": self.paper.speak(column.says)[:32],
                       "input_message": self.paper.speak(column.about)[:255]}  # fmt: skip
                self.lines.data_validation(1, at, last, at, rule | tip)
        self.lists.hide()

    def _lists(self, words: dict[str, list[str]]) -> None:
        for number in range(max(map(len, words.values()), default=0)):
            for at, offered in enumerate(words.values()):
                if number < len(offered):
                    self.lists.write_string(number, at, offered[number])


def _shape(column: Column) -> dict[str, str]:
    shapes = {DAY: "yyyy-mm-dd", NUMBER: "#,##0.######"}
    return {"num_format": shapes.get(column.kind, "@")}


def _rule(column: Column, order: list[str], words: Mapping[str, list[str]], sheet: str) -> dict:
    if column.kind == CHOICE:
        letter = chr(ord("A") + order.index(column.key))
        last = max(len(words[column.key]), 1)
        return {"validate": "list", "source": f"='{sheet}'!${letter}$1:${letter}${last}"}
    if column.kind == DAY:
        return {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    if column.kind == NUMBER:
        return {"validate": "decimal", "criteria": ">=", "value": 0}
    return {}


def _write(sheet: Worksheet, at: tuple[int, int], value: object, style: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(*at, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, style)
    elif isinstance(value, Decimal):
        sheet.write_number(*at, float(value), style)
    else:
        sheet.write_string(*at, str(value)[:LONGEST], style)
