"""What intake hands over: a row told, or a problem with it. Values only."""

from dataclasses import dataclass, field

from portal import ledger


@dataclass(frozen=True, slots=True)
class PartnerKey:
    """An organisation in the words of the file. `side` is supplier, customer or carrier."""

    side: str
    name: str
    number: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class OrderKey:
    """An order in the words of the file. `parties` are others who take part in it.

    Without a partner it must be known: the file only adds to it.
    """

    type: str
    number: str
    partner: PartnerKey | None
    parties: tuple[PartnerKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What one row tells of an order.

    `header` is about the order; `line` is about one line, the one called `line_no`. Their
    drafts carry line 0: who records them gives the line its small number, the same for all.
    The bodies name no partner: who records them knows its number. `raw` is the row as it
    came, for the case that it cannot be recorded. `notes` are what somebody should know of a
    row that is taken nevertheless.
    """

    row: int
    order: OrderKey
    line_no: str
    header: tuple[ledger.Draft, ...]
    line: tuple[ledger.Draft, ...]
    raw: bytes = field(default=b"", compare=False, repr=False)
    notes: tuple["Fault", ...] = ()

    @property
    def drafts(self) -> tuple[ledger.Draft, ...]:
        """Return all of them, the order's placing first."""
        return self.header + self.line


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: an English template, the values in it, and what was found."""

    column: str
    template: str
    given: dict = field(default_factory=dict)
    found: str = ""

    @property
    def words(self) -> str:
        """Return the message in English."""
        return self.template % self.given if self.given else self.template


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be understood, with all that is wrong with it, and as it came.

    `raw` are the bytes of the file; a very long row is cut, the file itself is kept whole.
    """

    row: int
    faults: tuple[Fault, ...]
    raw: bytes

    @property
    def column(self) -> str:
        """Return the first column at fault; empty: the row as a whole."""
        return self.faults[0].column

    @property
    def found(self) -> str:
        """Return what stood there."""
        return self.faults[0].found

    @property
    def words(self) -> str:
        """Return the first message, in English."""
        return self.faults[0].words
