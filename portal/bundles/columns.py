"""The columns of a worklist as a file: what each is called, and how its cells are read.

To add a column, add a line to `COLUMNS`, and say in `portal.bundles.cells` how it is read
if somebody fills it in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.support import Translations

from portal.bundles.rows import SHIPPING
from portal.desk import say
from portal.errors import N_
from portal.intake import plain

TEXT, NUMBER, DAY, CHOICE = "text", "number", "day", "choice"
SHIPPERS = frozenset({"supplier", "carrier"})
MOST_WRITTEN = 10_000  # rows of a download
MOST_READ = 20_000  # rows of an upload

Speak = Callable[[str], str]
_CATALOGUES = Path(__file__).parents[1] / "translations"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `takes`: it is filled in, where something that can be said takes this field."""

    key: str
    says: str
    kind: str = TEXT
    width: int = 12
    takes: str = ""
    about: str = ""


COLUMNS = (
    Column("order", N_("Order"), width=16),
    Column("line", N_("Line"), width=8),
    Column("other", N_("Partner"), width=20),
    Column("item", N_("Item number"), width=16),
    Column("name", N_("Item"), width=28),
    Column("site", N_("Deliver to"), width=12),
    Column("asked", N_("Quantity asked for"), NUMBER),
    Column("uom", N_("Unit"), width=8),
    Column("asked_day", N_("Day asked for"), DAY),
    Column("agreed_day", N_("Agreed day"), DAY),
    Column("offered", N_("Proposed"), width=22),
    Column("state", N_("State"), width=22),
    Column("verb", N_("Your answer"), CHOICE, 20, "verb",
           N_("Choose what you say to this line. A row without an answer stays unanswered.")),
    Column("qty", N_("New quantity"), NUMBER, 14, "qty",
           N_("Only if it is another one. A changed quantity is a proposal. Copy a row to split "
              "the delivery: each copy has its own quantity and day.")),
    Column("day", N_("New day"), DAY, 14, "day",
           N_("Only if it is another one, as a date such as 2026-03-31. A changed day is a "
              "proposal.")),
    Column("rest", N_("What happens to the rest"), CHOICE, 28, "rest",
           N_("If you propose less than was asked for: what becomes of the rest?")),
    Column("reason", N_("Reason"), CHOICE, 24, "reason",
           N_("Why. A rejection needs one.")),
    Column("text", N_("Note"), TEXT, 30, "text",
           N_("In your own words, for the other side to read.")),
    Column("ref", N_("Your order number"), TEXT, 18, "ref",
           N_("How you call this order, if you want to say so.")),
    Column("note", N_("Delivery note"), TEXT, 16, "note",
           N_("Only if you send something: the number of its delivery note. Rows with the same "
              "one are one shipment, also over several orders.")),
    Column("ship_qty", N_("Quantity sent"), NUMBER, 14, "ship_qty",
           N_("How much of this row is in the shipment.")),
    Column("ship_day", N_("Sent on"), DAY, 14, "ship_day",
           N_("The day it left, or a day to come on which it will leave. Once for each delivery "
              "note is enough.")),
    Column("carrier", N_("Carrier"), TEXT, 18, "carrier", N_("Who carries it, if you know.")),
    Column("tracking", N_("Tracking number"), TEXT, 20, "tracking",
           N_("If there is one; several with commas between them.")),
    Column("container", N_("Container"), TEXT, 16, "container",
           N_("Such as CSQU3054383; several with commas between them.")),
    Column("reported", N_("Reported before"), CHOICE, 28, "reported",
           N_("Only if you reported goods of this line as sent before: are they the ones in this "
              "shipment?")),
    Column("fault", N_("What is wrong"), width=50),
    Column("key", N_("Key (leave as it is)"), width=10,
           about=N_("It says which line this is, and in which version you saw it.")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
RESTS = {
    "open": N_("The rest comes later; the day will follow"),
    "none": N_("The rest will not be delivered"),
}
REPORTED = {
    say.SAME_GOODS: N_("Yes, these were reported"),
    say.OTHER_GOODS: N_("No, those were other goods"),
}


@dataclass(frozen=True)
class Words:
    """What headings and choices are called in every language we speak: word to code."""

    headings: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    def choice(self, column: str, word: str) -> str | None:
        """Return the code of a word that was chosen; None: it is none of them."""
        return self.choices[column].get(plain(word))


def columns_for(side: str, faults: bool = False) -> list[Column]:
    """Return the columns for who answers on this side; `faults`: with what is wrong."""
    takes = takes_of(side)
    return [
        one for one in COLUMNS
        if (not one.takes or one.takes in takes) and (one.key != "fault" or faults)
    ]  # fmt: skip


def takes_of(side: str) -> set[str]:
    """Return the fields that this side fills in: what answers take, and for who ships, that."""
    takes = {name for verb in say.verbs_of(side) for name in verb.takes} | {"verb"}
    return takes | (set(SHIPPING) if side in SHIPPERS else set())


def choices_for(side: str) -> dict[str, dict[str, str]]:
    """Return what can be chosen in which column on this side: code to template."""
    verbs = say.verbs_of(side)
    places = dict.fromkeys(verb.reasons for verb in verbs if verb.reasons)
    return {
        "verb": {verb.code: verb.says for verb in verbs},
        "rest": RESTS,
        "reported": REPORTED,
        "reason": {one.code: one.says for place in places for one in say.reasons_for(place)},
    }


@cache
def words_for(side: str) -> Words:
    """Return the words of all languages, to read a file in any of them. Codes do, too."""
    words = Words()
    choices = choices_for(side)
    for speak in (*_speakers(), str):
        for column in COLUMNS:
            words.headings[plain(speak(column.says))] = column.key
        for name, offered in choices.items():
            words.choices.setdefault(name, {}).update(_spoken(offered, speak))
    return words


def _speakers() -> list[Speak]:
    """Return what says a template in each language that is not English."""
    languages = sorted(path.parent.name for path in _CATALOGUES.glob("*/LC_MESSAGES"))
    return [Translations.load(_CATALOGUES, [one]).gettext for one in languages]


def _spoken(offered: Mapping[str, str], speak: Speak) -> dict[str, str]:
    codes = {plain(code): code for code in offered}
    return codes | {plain(speak(says)): code for code, says in offered.items()}
