"""Contacts of partners: keeping them, and which of them a piece of news is for.

The more of it a contact names, the more it is meant: who has the site and the category
is written to before who has one of them, and those before who has everything.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import current, db, flush, uuid7
from portal.errors import N_, Conflict, NotFound, NotUnderstood
from portal.people.addresses import address
from portal.people.paging import having, part_of
from portal.people.tables import Contact, Relation

TOPICS = ("orders", "quality", "shipping", "invoices")
LOCALES = ("en", "de")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class About:
    """What a piece of news is about: the places and the item category it touches."""

    sites: frozenset[str] = frozenset()
    category: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A contact as it is given: by a form or a row of a file."""

    partner: int
    name: str
    email: str
    locale: str = "en"
    topic: str = ""
    site: str = ""
    category: str = ""


def fitting(contacts: Iterable[Contact], topic: str, about: Iterable[About]) -> list[Contact]:
    """Return whom news of this topic goes to: for each thing it is about those meant most."""
    contacts = [one for one in contacts if one.topic in ("", topic)]
    found: dict[UUID, Contact] = {}
    for each in about:
        fits = [one for one in contacts if _fits(one, each)]
        most = max((_named(one) for one in fits), default=0)
        found |= {one.id: one for one in fits if _named(one) == most}
    return list(found.values())


def contacts_of(partners: Collection[int]) -> dict[int, list[Contact]]:
    """Return the contacts in use of these partners, by partner, the oldest first."""
    query = select(Contact).where(Contact.partner.in_(partners), Contact.ended_at.is_(None))
    found: dict[int, list[Contact]] = {partner: [] for partner in partners}
    for row in db.session.scalars(query.order_by(Contact.made_at, Contact.id)):
        found[row.partner].append(row)
    return found


def contacts_page(words: str, start: int, most: int) -> tuple[list[tuple[Contact, str]], int]:
    """Return up to `most` contacts with their partner's name, by name, and how many there are."""
    fits = having(words, Relation.name, Contact.name, Contact.email, Contact.site, Contact.category)
    query = (
        select(Contact, Relation.name)
        .join(
            Relation,
            (Relation.owner == Contact.owner) & (Relation.partner == Contact.partner),
        )
        .where(fits)
        .order_by(Relation.name, Contact.name, Contact.id)
    )
    return part_of(query, start, most)


def contact(ident: UUID) -> Contact:
    """Return one contact of the scope's owner.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(Contact).where(Contact.id == ident))
    if found is None:
        raise NotFound(N_("There is no such contact."))
    return found


def checked(card: Card) -> Card:
    """Return a contact as we keep it.

    Raises:
        NotUnderstood: `field` says what cannot be meant.
    """
    if not card.name.strip():
        raise NotUnderstood(N_("Give the name."), field="name")
    for field in ("name", "site", "category"):
        if len(getattr(card, field)) > LONGEST:
            raise NotUnderstood(
                N_("At most %(most)s characters fit here."), field=field, most=LONGEST
            )
    if card.locale not in LOCALES:
        raise NotUnderstood(N_("We write in English (en) or German (de)."), field="locale")
    if card.topic and card.topic not in TOPICS:
        raise NotUnderstood(
            N_("A topic is one of %(topics)s, or empty."), field="topic", topics=", ".join(TOPICS)
        )
    return Card(
        card.partner,
        card.name.strip(),
        address(card.email),
        card.locale,
        card.topic,
        card.site.strip(),
        card.category.strip(),
    )


def keep_contact(card: Card) -> tuple[UUID, str]:
    """Keep a contact; return its id and what that was: added, changed, or same. Keeper's scope."""
    card = checked(card)
    known = db.session.scalar(_same(card))
    if known is None:
        made = Contact(owner=current().org, id=uuid7(), made_at=clock.now(), ended_at=None)
        _write(made, card)
        db.session.add(made)
        flush()
        return made.id, "added"
    before = (known.name, known.locale, known.ended_at)
    _write(known, card)
    known.ended_at = None
    return known.id, "same" if before == (card.name, card.locale, None) else "changed"


def change_contact(ident: UUID, card: Card) -> None:
    """Write another card over a contact. Keeper's scope.

    Raises:
        Conflict: there is one like that already.
    """
    found, card = contact(ident), checked(card)
    same = db.session.scalar(_same(card))
    if same is not None and same.id != ident:
        raise Conflict(N_("There is a contact like that already."), field="email")
    _write(found, card)


def end_contact(ident: UUID, ended: bool = True) -> None:
    """Write to it no more, or again."""
    contact(ident).ended_at = clock.now() if ended else None


def erase_contact(ident: UUID) -> None:
    """Forget name and address for good."""
    db.session.delete(contact(ident))


def _same(card: Card):
    names = ("partner", "email", "topic", "site", "category")
    return select(Contact).where(*(getattr(Contact, n) == getattr(card, n) for n in names))


def _write(row: Contact, card: Card) -> None:
    for name in ("partner", "name", "email", "locale", "topic", "site", "category"):
        setattr(row, name, getattr(card, name))


def _fits(one: Contact, about: About) -> bool:
    site = not one.site or one.site.casefold() in about.sites
    return site and (not one.category or one.category.casefold() == about.category)


def _named(one: Contact) -> int:
    return sum(map(bool, (one.topic, one.site, one.category)))
