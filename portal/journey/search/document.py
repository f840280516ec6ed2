"""What is written in the search index of an order, the same on both engines. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.journey.rows import search_words
from portal.journey.state import Journey

SHORTEST_PART = 3  # what trigrams can find
LONGEST_WORD = 60
MOST_REFS = 2000
# What stands in the index for a kind of order. Never change one: the index would have to be
# made anew.
KINDS = {"purchase": 1, "sales": 2, "service": 3, "transfer": 4, "transport": 5}


@dataclass(frozen=True, slots=True)
class Document:
    """One order in the index. `parties` are who may find it beside its owner.

    `kind` and `partner` are no words of it, but searches may be narrowed by them.
    """

    order: UUID
    opened_at: datetime
    parties: tuple[int, ...]
    refs: tuple[str, ...]
    names: tuple[str, ...]
    kind: str
    partner: int


def document(order: UUID, journey: Journey) -> Document:
    """Return what an order is found by."""
    refs, names = search_words(journey)
    opened_at = journey.opened_at or journey.changed_at
    said = tuple(refs[:MOST_REFS]), tuple(names)
    return Document(order, opened_at, journey.parties, *said, journey.kind, journey.partner)


def words(texts: Iterable[str]) -> list[str]:
    """Return the words of some texts, as they are compared: lower case, without accents.

    >>> words(["Käse, 2x M8-Bolt", "2x"])
    ['kase', '2x', 'm8', 'bolt']
    """
    found: dict[str, None] = {}
    for text in texts:
        bare = "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
        found |= {word[:LONGEST_WORD]: None for word in re.findall(r"[^\W_]+", bare.casefold())}
    return list(found)


def owner_token(owner: int) -> str:
    """Return the word that marks an owner's orders; no text can hold it."""
    return f"~o{owner}~"


def party_token(org: int) -> str:
    """Return the word that marks the orders an organisation takes part in."""
    return f"~p{org}~"


def kind_token(kind: str) -> str:
    """Return the word that marks the orders of a kind: short, as it stands in all of them."""
    return f"~k{KINDS.get(kind, 0)}~"


def placed_token(partner: int) -> str:
    """Return the word that marks the orders placed with a partner."""
    return f"~w{partner}~"


def tokens(owner: int, doc: Document) -> list[str]:
    """Return the words that say who may find an order, and by what a search is narrowed."""
    parties = [party_token(org) for org in doc.parties]
    return [owner_token(owner), *parties, kind_token(doc.kind), placed_token(doc.partner)]
