"""A profile: how one kind of file is read. Written as data in `profiles/*.toml`.

columns   what each column holds and how it is written
order     what the order is called, which rows are which type of order, on whom it is
line      what was asked for
events    which columns say that something happened, or should
log       how each row is one event
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.intake.forms import Form
from portal.intake.log import Log
from portal.intake.values import Amounts, DateFormat, Zone


@dataclass(frozen=True)
class Column:
    """One column of the file: how its texts become cells.

    A text that holds several things is `split` into as many columns, `by` what stands between.
    """

    key: str
    names: tuple[str, ...]
    type: str = "text"
    required: bool = False
    optional: bool = False
    default: str = ""
    blank: frozenset[str] = frozenset()
    allowed: Mapping[str, str] = field(default_factory=dict)
    most: int = 300
    amounts: Amounts = Amounts()
    dates: tuple[DateFormat, ...] = ()
    zone: Zone = Zone()
    split: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Condition:
    """Holds for rows in which each column says one of the texts, whatever its case."""

    texts: Mapping[str, frozenset[str]]

    def holds(self, cells: Mapping) -> bool:
        """Say whether it holds for a row with these cells."""
        return all(
            column in cells and cells[column].text.casefold() in texts
            for column, texts in self.texts.items()
        )


@dataclass(frozen=True)
class Partner:
    """How a row names an organisation; `columns` are those that say it."""

    side: str
    name: Form
    number: Form
    country: Form
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """Which rows are which type of order, and what is peculiar to them."""

    condition: Condition
    type: str
    partner: Partner
    parties: tuple[Partner, ...]
    date: str
    refs: tuple[tuple[str, Form], ...]
    body: Form


@dataclass(frozen=True)
class Fixed:
    """What makes the header or a line: its name within the file, references, details, body."""

    name: Form
    refs: tuple[tuple[str, Form], ...]
    details: Form
    body: Form


@dataclass(frozen=True)
class Happening:
    """One event that a row may tell of. Where its date column is blank, it tells nothing.

    Without a date column it tells of a quantity, and nothing where there is none.
    """

    name: str
    kind: str
    code: str
    klass: str
    of_line: bool
    types: frozenset[str]
    condition: Condition
    date: str
    reported: str
    qty: str
    what: str
    reason: str
    text: str
    refs: tuple[tuple[str, Form], ...]
    place: Form
    body: Form


@dataclass(frozen=True)
class Profile:
    """All that is needed to read one kind of file. `ignored` columns are known and left out.

    reported: the column that says when the sender wrote the row.
    order, line, uom: None where the file tells only what happened to orders that are known.
    current:  the file tells how things stand as it is sent, so where no column says when a
              row was written, the time of the file counts; history is not reported anew.
    """

    name: str
    about: str
    source: str
    separators: tuple[str, ...]
    encodings: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: frozenset[str]
    reported: str
    current: bool
    kinds: tuple[Kind, ...]
    order: Fixed | None
    line: Fixed | None
    uom: Form | None
    events: tuple[Happening, ...]
    log: Log | None = None
