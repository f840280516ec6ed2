"""Action links: issued for a mailbox and an order, given keys, taken back. Keeper's scope.

One link is what a mailbox may do with one order; each mail carries a key of its own to it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from portal import clock
from portal.db import current, db, uuid7
from portal.errors import N_, NotFound
from portal.people.rights import FULL, Rights, written
from portal.people.roles import ROLES
from portal.people.secret import digest, new_secret
from portal.people.tables import ActionLink, LinkCode, LinkKey, LinkSeat, Membership, Person

SIDES = ("supplier", "carrier")  # who may act by a link
LINKS_KEPT = timedelta(days=90)  # keys of links that ended, seats, codes


@dataclass(frozen=True)
class LinkRow:
    """A link as it was read; it stays as it is when the scope changes."""

    owner: int
    id: UUID
    order: UUID
    partner: int
    side: str
    address: str
    name: str
    person: UUID | None
    shared: bool
    rights: str
    locale: str
    idle_days: int
    issued_at: datetime
    used_at: datetime
    ended_at: datetime | None
    revoked: bool

    @property
    def ends_at(self) -> datetime:
        """Return when it ends by itself, unless it is used or mailed before."""
        return self.used_at + timedelta(days=self.idle_days)


LINK = tuple(getattr(ActionLink, field.name) for field in fields(LinkRow))


@dataclass(frozen=True)
class Recipient:
    """For whom a link is: a mailbox of a partner, and whom we know behind it.

    `person` has an account; `shared`: several people read it, so each says who they are.
    `locale` is empty if nobody knows which language is read there.
    """

    partner: int
    side: str
    address: str
    name: str = ""
    person: UUID | None = None
    shared: bool = False
    locale: str = ""
    rights: Rights = FULL


def alive(link: ActionLink | LinkRow, now: datetime) -> bool:
    """Is a link still good: not ended, and used or mailed lately? Pure."""
    return link.ended_at is None and now < link.used_at + timedelta(days=link.idle_days)


def live_link(order: UUID, to: Recipient, now: datetime) -> ActionLink | None:
    """Return the mailbox's link for this order, if it is still good."""
    found = _latest(order, to)
    return found if found is not None and alive(found, now) else None


def was_revoked(order: UUID, to: Recipient) -> bool:
    """Did somebody take this mailbox's link back, and give it no other since?"""
    found = _latest(order, to)
    return found is not None and found.revoked


def issue(order: UUID, to: Recipient, idle_days: int) -> ActionLink:
    """Make a link in place of one that is no longer good. The caller says so in the ledger."""
    now = clock.now()
    old = _latest(order, to)
    if old is not None and old.ended_at is None:
        old.ended_at = now
        db.session.flush()  # only one may be live
    made = ActionLink(
        owner=current().org,
        id=uuid7(),
        order=order,
        partner=to.partner,
        side=to.side,
        address=to.address,
        name=to.name,
        person=to.person,
        shared=to.shared,
        rights=written(to.rights),
        locale=to.locale,
        idle_days=idle_days,
        issued_at=now,
        used_at=now,
        ended_at=None,
        revoked=False,
    )
    db.session.add(made)
    db.session.flush()  # its keys need it
    return made


def new_key(link: ActionLink) -> str:
    """Give a link another key; return its secret, which is shown this once."""
    secret, now = new_secret(), clock.now()
    db.session.add(LinkKey(owner=link.owner, token=digest(secret), link=link.id, made_at=now))
    link.used_at = max(link.used_at, now)
    db.session.flush()
    return secret


def revoke(link: UUID, partner: int | None = None) -> ActionLink:
    """Take a link back: no key opens it, and whoever sits at it is out at the next click.

    Args:
        partner: only if it is a link of this partner.

    Raises:
        NotFound: there is none, or it has ended already.
    """
    row = db.session.get(ActionLink, (current().org, link), with_for_update=True)
    if row is None or row.ended_at or partner not in (None, row.partner):
        raise NotFound(N_("There is no such link, or it has ended already."))
    row.ended_at, row.revoked = clock.now(), True
    return row


def end_links(now: datetime) -> int:
    """End every link of the scope's owner, because it gives none any more; return how many."""
    ended = update(ActionLink).where(ActionLink.ended_at.is_(None)).values(ended_at=now)
    return db.session.execute(ended.execution_options(synchronize_session=False)).rowcount


def links_of(order: UUID) -> list[LinkRow]:
    """Return the links of an order that the scope may know of, the newest first."""
    query = select(*LINK).where(ActionLink.order == order)
    rows = db.session.execute(query.order_by(ActionLink.issued_at.desc(), ActionLink.id))
    return [LinkRow(*row) for row in rows]


def mailboxes(orders: Collection[UUID]) -> list[LinkRow]:
    """Return the links of mailboxes without an account that were not taken back, by order."""
    query = select(*LINK).where(
        ActionLink.order.in_(orders), ActionLink.person.is_(None), ActionLink.ended_at.is_(None)
    )
    return [LinkRow(*row) for row in db.session.execute(query.order_by(ActionLink.id))]


def link_of(link: UUID) -> ActionLink | None:
    """Return a link of the scope's owner."""
    return db.session.get(ActionLink, (current().org, link))


def known_recipient(person: UUID, parties: Iterable[tuple[int, str]]) -> Recipient | None:
    """Return the mailbox of somebody with an account who works for one of these parties.

    Args:
        parties: (organisation, role in the order) pairs.
    """
    sides = {org: role for org, role in parties if role in SIDES}
    query = (
        select(Membership.org, Membership.role, Person.email, Person.name, Person.locale)
        .join(Person, Person.id == Membership.person)
        .where(
            Membership.person == person,
            Membership.org.in_(sides),
            Membership.ended_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Membership.since, Membership.org)
    )
    for org, role, email, name, locale in db.session.execute(query):
        if ROLES[role].side in SIDES and email:
            return Recipient(org, ROLES[role].side, email, name, person, locale=locale)
    return None


def forget_links(before: datetime) -> int:
    """Throw away keys, seats and codes that open nothing any more; return how many rows.

    The links themselves stay: the ledger names them.
    """
    ended = select(ActionLink.id).where(ActionLink.ended_at < before)
    old = (
        delete(LinkCode).where(LinkCode.asked_at < before),
        delete(LinkSeat).where(LinkSeat.seen_at < before),
        delete(LinkKey).where(LinkKey.link.in_(ended)),
    )
    gone = (db.session.execute(one.execution_options(synchronize_session=False)) for one in old)
    return sum(one.rowcount for one in gone)


def _latest(order: UUID, to: Recipient) -> ActionLink | None:
    query = (
        select(ActionLink)
        .where(
            ActionLink.order == order,
            ActionLink.partner == to.partner,
            ActionLink.address == to.address,
        )
        .order_by(ActionLink.issued_at.desc(), ActionLink.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
