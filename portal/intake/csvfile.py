"""CSV files as they come: bytes in, numbered rows out, with the raw text of each kept beside it.

A file is read in a stream, twice: once to learn how it is encoded, once for its rows.
A row whose quotation marks do not match costs that one line, not the rest of the file.
A file packed by gzip is unpacked on the way, up to the same number of bytes.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.errors import N_, NotUnderstood
from portal.intake.packed import BLOCK, EMPTY, check_size, opened

LIMIT = 64 * 1024 * 1024
SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "cp1252")
COLUMNS = 500
LINES = 100  # a record that spans more lines has an open quotation mark

_OTHER = {
    b"%PDF": N_("This is a PDF, not a CSV file. Export the table itself as CSV."),
    b"PK\x03\x04": N_("This is an Excel workbook or a ZIP archive. Save the sheet as CSV."),
    b"\xd0\xcf\x11\xe0": N_("This is an old Excel workbook. Save the sheet as CSV."),
    b"\x89PNG": N_("This is a picture, not a CSV file."),
    b"\xff\xd8\xff": N_("This is a picture, not a CSV file."),
    b"<": N_("This is a web page or XML, not a CSV file."),
    codecs.BOM_UTF16_LE: N_("This file is in UTF-16. Save it as CSV UTF-8."),
    codecs.BOM_UTF16_BE: N_("This file is in UTF-16. Save it as CSV UTF-8."),
}
_NO_TEXT = N_("The file holds NUL characters, so it is not a text file. Save it as CSV UTF-8.")
_NO_ENCODING = N_("The file is neither UTF-8 nor Windows-1252 text. Save it as CSV UTF-8.")
_TWICE = N_("The column %(column)s stands there twice. Rename or remove one.")
_MISSING = N_("The file lacks the column %(columns)s. It has: %(found)s.")
_WIDE = N_("The file has %(count)s columns; we take up to %(most)s.")
_HEADER = N_("The first row, with the names of the columns, cannot be read as CSV.")
_QUOTES = N_("The quotation marks of this row do not match.")
_LONG = N_("A cell of this row has more than %(most)s characters.")
_RAGGED = N_("Cells in this row: %(count)s; in the header: %(expected)s.")


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` is as a spreadsheet shows it: the header is row 1.

    With a `fault` (template and values) the cells are not to be used.
    """

    number: int
    cells: list[str]
    raw: bytes
    fault: tuple[str, dict] | None = None


def plain(header: str) -> str:
    """Return a column's header as it is compared: lower case, single blanks, no separators.

    >>> plain(" PO_Number ")
    'po number'
    """
    return re.sub(r"[\s_.\-]+", " ", header).strip().casefold()


class Table:
    """A CSV file that has been looked at: its encoding, separator and header are known.

    Raises:
        TooLarge: more bytes than `limit`; nothing of it was read.
        NotUnderstood: it is no CSV file; the message says what it seems to be.
    """

    def __init__(
        self,
        source: bytes | Path,
        known: set[str],
        limit: int = LIMIT,
        separators: tuple[str, ...] = SEPARATORS,
        encodings: tuple[str, ...] = ENCODINGS,
    ) -> None:
        self.source = source
        check_size(source, limit)
        self.encoding = self._encoding(encodings)
        self.separator, self.header = self._look(known, separators)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows below the header, in file order; blank ones are left out."""
        with self._open() as binary:
            rows = _records(self._lines(binary), self.separator, self.encoding)
            header = next(row for row in rows if _says_something(row))
            for row in rows:
                if _says_something(row):
                    yield self._fitted(header.cells, row)

    def position(self, names: tuple[str, ...]) -> int | None:
        """Return where the column called one of `names` stands; None: nowhere.

        Raises:
            NotUnderstood: it stands there twice.
        """
        wanted = {plain(name) for name in names}
        places = [place for place, name in enumerate(self.header) if plain(name) in wanted]
        if len(places) > 1:
            raise NotUnderstood(_TWICE, column=self.header[places[1]].strip())
        return places[0] if places else None

    def lacks(self, columns: list[str]) -> NotUnderstood:
        """Return the error that says which columns are missing, and what was found instead."""
        found = [name.strip()[:40] for name in self.header if name.strip()]
        shown = ", ".join(found[:30]) + (" …" if len(found) > 30 else "")
        return NotUnderstood(_MISSING, field=columns[0], columns=", ".join(columns), found=shown)

    def _open(self) -> BinaryIO:
        return opened(self.source)

    def _lines(self, binary: BinaryIO) -> io.TextIOWrapper:
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        return io.TextIOWrapper(binary, encoding=encoding, newline="")

    def _encoding(self, encodings: tuple[str, ...]) -> str:
        with self._open() as binary:
            _refuse_other(binary.read(4096))
        for encoding in encodings:
            with self._open() as binary:
                if _decodes(binary, encoding):
                    return encoding
        raise NotUnderstood(_NO_ENCODING)

    def _look(self, known: set[str], separators: tuple[str, ...]) -> tuple[str, list[str]]:
        """Return the separator under which the header shows most of the columns we know."""
        headers = {separator: self._header(separator) for separator in separators}
        best = max(separators, key=lambda one: _familiar(headers[one].cells, known))
        if headers[best].fault:
            raise NotUnderstood(_HEADER)
        header = headers[best].cells
        if len(header) > COLUMNS:
            raise NotUnderstood(_WIDE, count=len(header), most=COLUMNS)
        return best, header

    def _header(self, separator: str) -> Row:
        with self._open() as binary:
            for row in _records(self._lines(binary), separator, self.encoding):
                if _says_something(row):
                    return row
        raise NotUnderstood(EMPTY)

    @staticmethod
    def _fitted(header: list[str], row: Row) -> Row:
        """Return `row` with as many cells as the header, or with a fault."""
        count, expected = len(row.cells), len(header)
        if row.fault or count == expected:
            return row
        if count > expected and not any(cell.strip() for cell in row.cells[expected:]):
            return Row(row.number, row.cells[:expected], row.raw)
        fault = (_RAGGED, {"count": count, "expected": expected})
        return Row(row.number, [], row.raw, fault)


class _NeverClosed(Exception):
    """A quotation mark was opened, and too many lines later it still is."""


class _Tape:
    """The lines of a file, remembering those taken since the last record ended."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LINES:
            raise _NeverClosed
        line = self._returned.pop() if self._returned else next(self._lines)
        self.taken.append(line)
        return line

    def record(self) -> str:
        """Return the raw text of the record that just ended."""
        text = "".join(self.taken)
        self.taken.clear()
        return text

    def first_line(self) -> str:
        """Return the first line taken and put the others back, to be read again."""
        first, *others = self.taken
        self._returned.extend(reversed(others))
        self.taken.clear()
        return first


def _records(lines: Iterator[str], separator: str, encoding: str) -> Iterator[Row]:
    tape = _Tape(lines)
    reader = csv.reader(tape, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _NeverClosed) as error:
            yield Row(number, [], tape.first_line().encode(encoding), _fault(error))
            continue
        raw = tape.record()
        if number == 1 and re.fullmatch(r"sep=.\s*", raw):
            number = 0  # Excel's hint about the separator; Excel does not show it as a row
            continue
        yield Row(number, cells, raw.encode(encoding))


def _says_something(row: Row) -> bool:
    return row.fault is not None or any(cell.strip() for cell in row.cells)


def _fault(error: Exception) -> tuple[str, dict]:
    if "field limit" in str(error):
        return _LONG, {"most": csv.field_size_limit()}
    return _QUOTES, {}


def _refuse_other(start: bytes) -> None:
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, words in _OTHER.items():
        if bare.startswith(magic):
            raise NotUnderstood(words)
    if not bare:
        raise NotUnderstood(EMPTY)
    if b"\x00" in bare.partition(b"\n")[0]:
        raise NotUnderstood(_NO_TEXT)


def _decodes(binary: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := binary.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _familiar(header: list[str], known: set[str]) -> tuple[int, int]:
    return sum(plain(name) in known for name in header), len(header)
