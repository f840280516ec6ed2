"""A file that somebody filled in, as rows of cells. Formulas are not computed, nothing is guessed.

Spreadsheets are read by another process with little memory; a CSV file as intake reads it.
A cell is a letter and its text, whichever file it comes from: see `portal.vault.table`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal import vault
from portal.bundles.columns import BY_KEY, MOST_READ, Words
from portal.errors import N_, NotUnderstood, TooLarge
from portal.intake import Table, plain

KINDS = ("xlsx", "csv")
NEEDED = ("key", "verb")
MARKS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula
MERGED = N_("Cells of this row are merged. Undo that, and fill in each row.")


@dataclass(frozen=True, slots=True)
class Filled:
    """One row: its number as a spreadsheet shows it, what stands in which column.

    With a `fault` the cells may mean something else than they seem to.
    """

    number: int
    cells: dict[str, str]
    fault: NotUnderstood | None = None


def check_kind(name: str) -> str:
    """Return the ending of a file that we read here.

    Raises:
        NotUnderstood: it is another kind of file.
    """
    ending = vault.extension(name)
    if ending not in KINDS:
        raise NotUnderstood(
            N_("We read .xlsx and .csv here, not .%(ext)s. Save the table as one of these."),
            field="file",
            ext=ending or "?",
        )
    return ending


def read_filled(path: Path, ending: str, words: Words, limit: int) -> list[Filled]:
    """Return the rows of a file that say something.

    Raises:
        NotUnderstood, TooLarge: as a whole it cannot be read, or has too many rows.
    """
    known = [word for word, key in words.headings.items() if key == "key"]
    if ending == "xlsx":
        return list(_of_sheet(vault.table(path, [BY_KEY["key"].says, *known], MOST_READ), words))
    vault.look("table.csv", path)
    return list(_of_csv(Table(path, set(words.headings), limit), words))


def _of_sheet(table: vault.Table, words: Words) -> Iterator[Filled]:
    places = _places(table.head, words)
    merged = _merged(table, places.values())
    for number, cells in table.rows:
        found = {key: cells[at] for key, at in places.items() if at < len(cells) and cells[at]}
        if found:
            yield Filled(number, found, NotUnderstood(MERGED) if number in merged else None)


def _merged(table: vault.Table, columns) -> set[int]:
    """Return the rows in which cells that we read are merged with others."""
    wanted, numbers = set(columns), {number for number, _ in table.rows}
    found: set[int] = set()
    for top, left, bottom, right in table.merged:
        if wanted.intersection(range(left, right + 1)):
            found |= numbers.intersection(range(top, bottom + 1))
    return found


def _of_csv(table: Table, words: Words) -> Iterator[Filled]:
    places = _places(table.header, words)
    for count, row in enumerate(table, start=1):
        if count > MOST_READ:
            raise TooLarge(
                N_("The file has more than %(most)s rows. Send it in parts."), most=MOST_READ
            )
        if row.fault:
            template, given = row.fault
            yield Filled(row.number, {}, NotUnderstood(template, **given))
            continue
        cells = {key: _cell(row.cells[at]) for key, at in places.items()}
        if found := {key: cell for key, cell in cells.items() if cell}:
            yield Filled(row.number, found)


def _cell(text: str) -> str:
    """Return a cell of a CSV file; the mark is taken off that keeps a text from being computed."""
    text = text.strip()
    if text.startswith("="):
        return "f"
    bare = text[1:] if text.startswith("'") and text[1:].startswith(MARKS) else text
    return f"t{bare}" if bare else ""


def _places(head: Sequence[str], words: Words) -> dict[str, int]:
    """Return where each column that we know stands.

    Raises:
        NotUnderstood: one stands there twice, or one is missing that we need.
    """
    places: dict[str, int] = {}
    for at, heading in enumerate(head):
        key = words.headings.get(plain(heading))
        if key in places:
            raise NotUnderstood(
                N_("The column %(column)s stands there twice. Rename or remove one."),
                column=heading.strip()[:40],
            )
        if key:
            places[key] = at
    missing = [BY_KEY[key].says for key in NEEDED if key not in places]
    if missing:
        raise NotUnderstood(
            N_("The file lacks the column “%(column)s”. Fill in the one you downloaded."),
            column=missing[0],
        )
    return places
