"""Forms: how a profile says what goes where. `"{country|country}"` in, a filled-in text out.

A form is text with columns in braces, or a table or list of forms. Where a column is
blank the whole text is left out, and so is a table or list in which nothing is left.
After a bar stands a change from the closed list `CHANGES`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal import ledger
from portal.intake.vocabulary import countries


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says: its `text` for forms, and its number or time if it is one."""

    text: str
    number: Decimal | None = None
    when: ledger.When | None = None


Cells = Mapping[str, Cell]
Form = Callable[[Cells], object]

_CONTAINER = re.compile(r"[A-Za-z]{3}[UJZujz][0-9]{7}")  # ISO 6346: three letters say whose it is
CHANGES: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "owner": lambda text: text[:4].upper() if _CONTAINER.fullmatch(text) else "",
    "country": lambda text: countries().get(text.casefold(), ""),
}
_REFERENCE = re.compile(r"\{([^{}|]+)(?:\|([a-z]+))?\}")


class BadForm(ValueError):
    """A form names a column or a change that there is not, or has a stray brace."""


def compiled(form: object, columns: set[str]) -> Form:
    """Return `form` as a function of a row's cells; None means: nothing to say.

    Raises:
        BadForm: says what is wrong in it.
    """
    if isinstance(form, str):
        return _text(form, columns)
    if isinstance(form, dict):
        return _table(form, columns)
    if isinstance(form, list):
        return _list([compiled(part, columns) for part in form])
    if isinstance(form, bool | int):
        return lambda cells: form
    raise BadForm(f"{form!r} is no form; write text, true, false, a whole number, or a table")


def columns_of(form: object) -> list[str]:
    """Return the columns that `form` names, in order."""
    if isinstance(form, str):
        return [column for column, _ in _REFERENCE.findall(form)]
    parts = form.values() if isinstance(form, dict) else form if isinstance(form, list) else ()
    return [column for part in parts for column in columns_of(part)]


def _text(form: str, columns: set[str]) -> Form:
    if not form:
        raise BadForm("an empty text says nothing; leave the key out")
    parts = _REFERENCE.split(form)
    literals, names, changes = parts[0::3], parts[1::3], parts[2::3]
    _check(form, literals, names, changes, columns)
    if not names:
        return lambda cells: form
    if len(names) == 1 and not any(literals):
        return _one(names[0], CHANGES.get(changes[0]))
    references = [(name, CHANGES.get(change)) for name, change in zip(names, changes, strict=True)]
    return _several(literals, references)


def _check(form: str, literals: list, names: list, changes: list, columns: set[str]) -> None:
    if any(brace in literal for literal in literals for brace in "{}"):
        raise BadForm(f"{form!r} has a brace without its partner")
    for name in names:
        if name not in columns:
            raise BadForm(f"{form!r} names the column {name!r}, which is not under [columns]")
    for change in changes:
        if change and change not in CHANGES:
            raise BadForm(f"{form!r} asks for the change {change!r}; there is {', '.join(CHANGES)}")


def _one(name: str, change: Callable[[str], str] | None) -> Form:
    def fill(cells: Cells) -> str | None:
        cell = cells.get(name)
        if cell is None:
            return None
        return (change(cell.text) or None) if change else cell.text

    return fill


def _several(literals: list[str], references: list[tuple]) -> Form:
    fills = [_one(name, change) for name, change in references]
    pattern = "%s".join(literal.replace("%", "%%") for literal in literals)

    def fill(cells: Cells) -> str | None:
        said = tuple(part(cells) for part in fills)
        return None if None in said else pattern % said

    return fill


def _table(table: dict, columns: set[str]) -> Form:
    fixed = {key: part for key, part in table.items() if not columns_of(part)}
    constant = {key: compiled(part, columns)({}) for key, part in fixed.items()}
    parts = [(key, compiled(part, columns)) for key, part in table.items() if key not in fixed]
    if not table:
        return lambda cells: None

    def fill(cells: Cells) -> dict | None:
        said = {key: value for key, part in parts if (value := part(cells)) is not None}
        return (said | constant) or None

    return fill


def _list(parts: list[Form]) -> Form:
    def fill(cells: Cells) -> list | None:
        said = [part(cells) for part in parts]
        return [value for value in said if value is not None] or None

    return fill
