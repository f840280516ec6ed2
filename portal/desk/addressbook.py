"""Reads a file of contacts: each row becomes a card, or is set aside with what is wrong."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from portal import intake, people
from portal.errors import N_, NotUnderstood, PortalError, TooLarge
from portal.people import Card, Partner

MOST_ROWS = 5000
LIMIT = 1024 * 1024
COLUMNS = {
    "partner": ("partner", "partner number", "supplier number", "lieferantennummer", "supplier"),
    "name": ("name", "contact", "ansprechpartner"),
    "email": ("e-mail", "email", "mail", "mail address", "e mail adresse"),
    "locale": ("language", "sprache"),
    "topic": ("topic", "role", "thema"),
    "site": ("site", "plant", "ship to", "werk", "lieferort"),
    "category": ("category", "item category", "material group", "warengruppe"),
}
NEEDED = ("partner", "name", "email")
_LANGUAGES = {"deutsch": "de", "german": "de", "english": "en", "englisch": "en"}

Finder = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it says, and what is wrong with it (a template and its values)."""

    row: int
    said: dict[str, str]
    card: Card | None = None
    wrong: PortalError | None = None


@dataclass(slots=True)
class Book:
    """A file of contacts, read."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def cards(self) -> list[Card]:
        """Return what can be kept."""
        return [one.card for one in self.entries if one.card]

    @property
    def problems(self) -> list[Entry]:
        """Return the rows that are set aside."""
        return [one for one in self.entries if one.wrong]


def read_contacts(content: bytes, partner_of: Finder, usual: str = "en") -> Book:
    """Return what a file says, row by row.

    Args:
        partner_of: finds a partner by its number or name; None where there is none for certain.
        usual: the language of rows that name none.

    Raises:
        NotUnderstood, TooLarge: it is no such file as a whole.
    """
    known = {intake.plain(name) for names in COLUMNS.values() for name in names}
    table = intake.Table(content, known, LIMIT)
    places = {key: table.position(names) for key, names in COLUMNS.items()}
    lacking = [COLUMNS[key][0] for key in NEEDED if places[key] is None]
    if lacking:
        raise table.lacks(lacking)
    book = Book()
    for row in table:
        if len(book.entries) >= MOST_ROWS:
            raise TooLarge(N_("More than %(most)s rows; send them in parts."), most=MOST_ROWS)
        book.entries.append(_entry(row, places, partner_of, usual))
    return _once(book)


def finder(partners: Iterable[Partner]) -> Finder:
    """Return how a partner is found by its number, else by its name where only one has it."""
    numbers, names = {}, {}
    for one in partners:
        names.setdefault(one.name.casefold(), set()).add(one.org)
        if one.number:
            numbers[one.number.casefold()] = one.org

    def find(text: str) -> int | None:
        called = names.get(text.casefold(), set())
        return numbers.get(text.casefold()) or (next(iter(called)) if len(called) == 1 else None)

    return find


def _entry(row, places: dict, partner_of: Finder, usual: str) -> Entry:
    if row.fault:
        return Entry(row.number, {}, wrong=NotUnderstood(row.fault[0], **row.fault[1]))
    said = {key: row.cells[at].strip() for key, at in places.items() if at is not None}
    try:
        return Entry(row.number, said, _card(said, partner_of, usual))
    except PortalError as error:
        return Entry(row.number, said, wrong=error)


def _card(said: dict[str, str], partner_of: Finder, usual: str) -> Card:
    partner = partner_of(said["partner"])
    if partner is None:
        raise NotUnderstood(
            N_("You have no partner called “%(found)s”, or several."),
            "partner",
            found=said["partner"],
        )
    language = said.get("locale", "").casefold()
    card = Card(partner, said["name"], said["email"], _LANGUAGES.get(language, language) or usual)
    rest = {name: said.get(name, "") for name in ("site", "category")}
    return people.checked_contact(replace(card, topic=said.get("topic", "").casefold(), **rest))


def _once(book: Book) -> Book:
    """Set aside rows that say the same as an earlier one."""
    seen: dict[tuple, int] = {}
    entries: list[Entry] = []
    for one in book.entries:
        if one.card:
            key = _key(one.card)
            if key in seen:
                wrong = NotUnderstood(N_("Row %(row)s says the same."), row=seen[key])
                one = replace(one, card=None, wrong=wrong)
            seen.setdefault(key, one.row)
        entries.append(one)
    return Book(entries)


def _key(card: Card) -> Sequence:
    return (card.partner, card.email, card.topic, card.site, card.category)
