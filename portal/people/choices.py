"""How readers want to be told: by mail at once, in a digest, or not; when they are left alone."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.db import db, upsert_rows
from portal.errors import N_, NotUnderstood
from portal.people.tables import Choice, Membership, Person

ONCE, DIGEST, NEVER = WAYS = ("once", "digest", "never")
MOST_SEVERE = 3
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """How one reader wants to be told. Hours are of the day in the reader's zone."""

    mail: str = ONCE
    hour: int = 7
    quiet_from: int | None = None
    quiet_until: int | None = None
    weekends: bool = True
    least: int = 1


USUAL_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Listener:
    """A person who is told something: their zone, for whom they work here, what they wish."""

    zone: str
    orgs: tuple[int, ...] = ()
    wish: Wish = USUAL_WISH


def listeners(persons: Collection[UUID], orgs: Collection[int]) -> dict[UUID, Listener]:
    """Return these persons as readers, of those who work for one of `orgs`. One statement."""
    if not persons:
        return {}
    query = (
        select(Person.id, Person.zone, Membership.org, Choice)
        .join(Membership, Membership.person == Person.id)
        .outerjoin(Choice, Choice.reader == Person.id)
        .where(
            Person.id.in_(persons),
            Membership.org.in_(orgs),
            Membership.ended_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.id, Membership.org)
    )
    found: dict[UUID, Listener] = {}
    for person, zone, org, choice in db.session.execute(query):
        before = found[person].orgs if person in found else ()
        found[person] = Listener(zone, (*before, org), _wish(choice))
    return found


def wishes(readers: Collection[UUID]) -> dict[UUID, Wish]:
    """Return what readers wish, of those who said something. One statement."""
    rows = db.session.scalars(select(Choice).where(Choice.reader.in_(readers))) if readers else ()
    return {row.reader: _wish(row) for row in rows}


def wish_of(reader: UUID) -> Wish:
    """Return what one reader wishes."""
    return wishes([reader]).get(reader, USUAL_WISH)


def set_wish(reader: UUID, wish: Wish) -> None:
    """Keep what a reader wishes, checked. No commit.

    Raises:
        NotUnderstood: a way, an hour or a severity that there is not; quiet all day.
    """
    hours = (wish.hour, wish.quiet_from, wish.quiet_until)
    if any(hour is not None and not 0 <= hour <= 23 for hour in hours):
        raise NotUnderstood(N_("Give an hour from 0 to 23."), field="hour")
    if (wish.quiet_from is None) != (wish.quiet_until is None):
        raise NotUnderstood(N_("Say from when to when it is quiet."), field="quiet_until")
    if wish.mail not in WAYS or not 1 <= wish.least <= MOST_SEVERE:
        raise NotUnderstood(N_("Choose one of those offered."), field="mail")
    upsert_rows(Choice, [{"reader": reader, **{one.name: getattr(wish, one.name) for one in _ALL}}])


def with_mail(wish: Wish, way: str) -> Wish:
    """Return a wish with another way of mails. Pure."""
    return replace(wish, mail=way)


def send_at(wish: Wish, zone: str, now: datetime) -> datetime:
    """Return when a mail may go: now, after the quiet hours, or with the next digest. Pure."""
    here = ZoneInfo(zone)
    local = now.astimezone(here)
    if wish.mail == DIGEST:
        local = _at(local, wish.hour, here)
    local = _after_weekend(wish, _after_quiet(wish, local, here), here)
    return local.astimezone(now.tzinfo)


def _after_quiet(wish: Wish, local: datetime, here: ZoneInfo) -> datetime:
    start, end = wish.quiet_from, wish.quiet_until
    if start is None or end is None or start == end:
        return local
    inside = start <= local.hour < end if start < end else not end <= local.hour < start
    return _at(local, end, here) if inside else local


def _after_weekend(wish: Wish, local: datetime, here: ZoneInfo) -> datetime:
    """A weekend ends on Monday when the quiet does; a digest keeps its hour."""
    if wish.weekends or local.weekday() < SATURDAY:
        return local
    monday = local.date() + timedelta(days=7 - local.weekday())
    hour = wish.hour if wish.mail == DIGEST else (wish.quiet_until or 0)
    return datetime.combine(monday, time(hour), here)


def _at(local: datetime, hour: int, here: ZoneInfo) -> datetime:
    """Return the next moment at which it is that hour; of an hour that is left out, the next."""
    day = local.date() + timedelta(days=local.hour >= hour)
    return datetime.combine(day, time(hour), here)


def _wish(row: Choice | None) -> Wish:
    return Wish(*(getattr(row, one.name) for one in _ALL)) if row else USUAL_WISH


_ALL = fields(Wish)
