"""Who comes by an action link: what a key opens, and who sits at it in which browser."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Row, Select, select, update
from sqlalchemy.orm import aliased

from portal import clock
from portal.db import Scope, current, db
from portal.people.absences import standing_in
from portal.people.actor import Actor, Via
from portal.people.by_link.issuing import LINK, LinkRow, alive
from portal.people.rights import NOTHING, Rights, all_read, read, rights_with
from portal.people.scopes import partner
from portal.people.secret import digest, new_secret
from portal.people.sessions import NOTED_EVERY, Limits, bars_text, numbers, rights_text
from portal.people.tables import ActionLink, LinkKey, LinkSeat, Membership, Organisation, Person


@dataclass(frozen=True)
class Opened:
    """A link that somebody holds the key of. `house` and `firm` are owner's and partner's names.

    `country` is the partner's; `actor` is the one it was sent to; `scope` shows the one order.
    """

    link: LinkRow
    house: str
    firm: str
    country: str
    actor: Actor
    scope: Scope
    stale: bool = False


def opened_by(now: datetime) -> Opened | None:
    """Return the link a key opens; None if it is no key, or the link is no longer good.

    At the door with the key's hash.
    """
    row = _row(_held(LinkKey))
    return _opened(row, now) if row else None


def answering(link: UUID, now: datetime) -> Opened | None:
    """Return a link by which somebody answers a mail; None if it is no longer good.

    In the keeper's scope: the signed address of the mail stands for the key.
    """
    row = _row(_asked().where(ActionLink.id == link))
    return _opened(row, now) if row else None


def issued_for() -> LinkRow | None:
    """Return the link a key or a seat belongs to, good or not. At the door with its hash."""
    row = _row(_held(LinkKey)) or _row(_held(LinkSeat))
    return _link(row) if row else None


def seat_at(link: UUID, now: datetime, limits: Limits) -> Opened | None:
    """Return who sits at this link; None if nobody (any more) does.

    At the door with the seat's hash. `stale`: it was not noted for a minute.
    """
    row = _row(_held(LinkSeat, *_SEAT))
    if row is None or row.id != link or row.left_at:
        return None
    if row.seen_at + limits.idle <= now or row.opened_at + limits.absolute <= now:
        return None
    found = _opened(row, now)
    if found is None:
        return None
    actor = seated(found.actor, row.calls, row.seat)
    return replace(found, actor=actor, stale=now - row.seen_at >= NOTED_EVERY)


def seated(actor: Actor, name: str, seat: UUID | None) -> Actor:
    """Return the one a link was sent to, or whoever else says that they sit there. Pure."""
    if seat is None:
        return actor
    return replace(actor, id=None, name=name, via=replace(actor.via, seat=seat))


def seat_called(link: UUID, name: str) -> UUID:
    """Return what the ledger calls somebody of this name at this link: always the same. Pure."""
    return uuid5(link, " ".join(name.casefold().split()))


def take_seat(link: ActionLink, name: str, seat: UUID | None) -> str:
    """Let somebody sit down at a link; return the secret their browser keeps. Keeper's scope."""
    secret, now = new_secret(), clock.now()
    db.session.add(
        LinkSeat(
            owner=link.owner,
            token=digest(secret),
            link=link.id,
            seat=seat,
            name=name,
            opened_at=now,
            seen_at=now,
            ended_at=None,
        )
    )
    link.used_at = max(link.used_at, now)
    db.session.flush()
    return secret


def touch_seat(secret: str, now: datetime) -> None:
    """Note that a seat and its link are in use. Keeper's scope."""
    row = db.session.get(LinkSeat, (current().org, digest(secret)))
    if row is not None:
        row.seen_at = now
        used = update(ActionLink).where(ActionLink.id == row.link).values(used_at=now)
        db.session.execute(used)


def leave_seat(secret: str, now: datetime) -> None:
    """Let nobody sit there any more. Keeper's scope."""
    row = db.session.get(LinkSeat, (current().org, digest(secret)))
    if row is not None:
        row.ended_at = row.ended_at or now


_SEAT = (
    LinkSeat.seat,
    LinkSeat.name.label("calls"),
    LinkSeat.opened_at,
    LinkSeat.seen_at,
    LinkSeat.ended_at.label("left_at"),
)


def _held(model: type, *more) -> Select:
    """Return the question for the link whose key, or seat, is shown at the door."""
    held = (model.owner == ActionLink.owner) & (model.link == ActionLink.id)
    return _asked(*more).join(model, held).where(model.token == current().token)


def _asked(*more) -> Select:
    """Return the question for links with what is known of owner, partner and person."""
    house, firm = aliased(Organisation), aliased(Organisation)
    return (
        select(
            *LINK,
            *more,
            house.name.label("house"),
            firm.name.label("firm"),
            firm.country,
            Person.name.label("called"),
            Person.locale.label("speaks"),
            Person.zone,
            Person.deactivated_at,
            Membership.org.label("member"),
            Membership.ended_at.label("left_firm"),
            rights_text(ActionLink.partner, ActionLink.person).label("allowed"),
            bars_text(ActionLink.partner, ActionLink.person).label("bars"),
        )
        .join(house, house.id == ActionLink.owner)
        .join(firm, firm.id == ActionLink.partner)
        .outerjoin(Person, Person.id == ActionLink.person)
        .outerjoin(
            Membership,
            (Membership.org == ActionLink.partner) & (Membership.person == ActionLink.person),
        )
    )


def _row(query: Select) -> Row | None:
    return db.session.execute(query).one_or_none()


def _opened(row: Row, now: datetime) -> Opened | None:
    link, rights = _link(row), _rights(row)
    if not alive(link, now) or rights.orders == "none":
        return None
    actor = Actor(
        link.person,
        row.called or link.name,
        org=link.partner,
        org_name=row.firm,
        side=link.side,
        role=link.side,
        auth="link",
        locale=row.speaks or link.locale,
        zone=row.zone or "UTC",
        rights={link.owner: rights},
        via=Via(link.id, link.order, link.address),
    )
    return Opened(link, row.house, row.firm, row.country, actor, _scope(actor, link, now))


def _link(row: Row) -> LinkRow:
    return LinkRow(*(getattr(row, field.name) for field in fields(LinkRow)))


def _rights(row: Row) -> Rights:
    """Return what a link allows: no more than its person may, and nothing once they left."""
    if row.person is None:
        return read(row.rights)
    left = row.member is None or row.left_firm or row.deactivated_at
    if left or row.owner in numbers(row.bars):
        return NOTHING
    return read(row.rights).shared(rights_with(all_read(row.allowed or ""), row.owner))


def _scope(actor: Actor, link: LinkRow, now: datetime) -> Scope:
    away = standing_in(link.partner, link.person, now.date()) if link.person else ()
    seen = partner(actor, (link.owner,), away=away)
    if not seen.narrow:
        seen = replace(seen, narrow=True, whole=(link.owner,), people=())
    return replace(seen, only=link.order)
