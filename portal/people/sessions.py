"""Sessions: opened at sign-in, looked up once per request, ended at once when told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Row, String, bindparam, cast, func, select, update

from portal.db import db
from portal.errors import N_, NotFound
from portal.people.absences import standing_in
from portal.people.actor import Actor
from portal.people.rights import EVERY_BUYER, FULL, all_read
from portal.people.roles import ROLES
from portal.people.scopes import SignedIn, scope_of, valid
from portal.people.secret import digest, new_secret
from portal.people.tables import (
    Absence,
    Bar,
    Dealing,
    Grant,
    Membership,
    Organisation,
    Permit,
    Person,
    Session,
    Tiding,
)

NOTED_EVERY = timedelta(minutes=1)
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Limits:
    """How long a session lives: without a click, and at all."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Browser:
    """One place where somebody is signed in. `token` is the hash that names the session."""

    token: bytes
    created_at: datetime
    seen_at: datetime
    agent: str


_OWNERS = (
    select(func.aggregate_strings(cast(Dealing.owner, String), ","))
    .where(Dealing.partner == Session.org)
    .scalar_subquery()
)


def rights_text(org: ColumnElement, person: ColumnElement) -> ColumnElement[str]:
    """Return the question for a member's rights, as one text; see `rights.all_read`."""
    one = cast(Permit.owner, String) + "=" + Permit.rights
    told = select(func.aggregate_strings(one, ";"))
    return told.where(Permit.org == org, Permit.person == person).scalar_subquery()


def bars_text(org: ColumnElement, person: ColumnElement) -> ColumnElement[str]:
    """Return the question for the owners who barred a member, as one text of numbers."""
    told = select(func.aggregate_strings(cast(Bar.owner, String), ","))
    return told.where(Bar.org == org, Bar.person == person).scalar_subquery()


_STANDS_IN = (
    select(func.count())
    .where(
        Absence.org == Session.org,
        Absence.deputy == Session.person,
        Absence.ended_at.is_(None),
        Absence.first <= bindparam("day"),
        Absence.last >= bindparam("day"),
    )
    .scalar_subquery()
)
_UNREAD = (
    select(func.count())
    .where(Tiding.person == Session.person, Tiding.org == Session.org, Tiding.read_at.is_(None))
    .scalar_subquery()
)
_LOOKED_UP = (
    select(
        Session.person,
        Session.org,
        Session.created_at,
        Session.seen_at,
        Membership.role,
        Membership.manages,
        Person.name.label("called"),
        Person.locale,
        Person.zone,
        Organisation.name.label("company"),
        Grant.id.label("grant"),
        Grant.owner.label("lens_owner"),
        Grant.partner,
        Grant.since,
        Grant.until,
        Grant.order,
        Grant.expires_at,
        Grant.revoked_at,
        _OWNERS.label("owners"),
        rights_text(Session.org, Session.person).label("rights"),
        bars_text(Session.org, Session.person).label("bars"),
        _STANDS_IN.label("stands_in"),
        _UNREAD.label("unread"),
    )
    .join(Person, Person.id == Session.person)
    .join(Organisation, Organisation.id == Session.org)
    .join(Membership, (Membership.org == Session.org) & (Membership.person == Session.person))
    .outerjoin(Grant, (Grant.id == Session.grant) & (Grant.person == Session.person))
    .where(
        Session.token == bindparam("token"),
        Session.ended_at.is_(None),
        Person.deactivated_at.is_(None),
        Membership.ended_at.is_(None),
    )
)


def open_session(
    person: UUID, org: int, now: datetime, agent: str = "", grant: UUID | None = None
) -> str:
    """Sign a person in for one organisation; return the secret of the new session."""
    secret = new_secret()
    db.session.add(
        Session(
            token=digest(secret),
            person=person,
            org=org,
            grant=grant,
            created_at=now,
            seen_at=now,
            ended_at=None,
            agent=agent[:LONGEST_AGENT],
        )
    )
    return secret


def session_of(secret: str, now: datetime, limits: Limits) -> SignedIn | None:
    """Return who holds this secret, in one statement; None if nobody (any more) does."""
    # Straight on the connection: no tenant table is asked, and it is asked at every click.
    given = {"token": digest(secret), "day": now.date()}
    row = db.session.connection().execute(_LOOKED_UP, given).one_or_none()
    if row is None:
        return None
    if row.created_at + limits.absolute <= now or row.seen_at + limits.idle <= now:
        return None
    actor, grant = _actor(row), None
    if actor.role == "auditor":
        grant = _chosen(row, now) or first_grant(actor.id, now)
    away = standing_in(row.org, row.person, now.date()) if row.stands_in else ()
    return SignedIn(
        actor,
        scope_of(actor, numbers(row.owners), grant, numbers(row.bars), away),
        stale=now - row.seen_at >= NOTED_EVERY,
        grant=grant.id if grant else None,
    )


def numbers(text: str | None) -> tuple[int, ...]:
    """Return the numbers in a text such as "3,7", the smallest first."""
    return tuple(sorted(int(number) for number in (text or "").split(",") if number))


def first_grant(person: UUID, now: datetime) -> Grant | None:
    """Return the grant an auditor looks through if none was chosen: the newest valid one."""
    return db.session.scalar(
        select(Grant)
        .where(Grant.person == person, Grant.revoked_at.is_(None), Grant.expires_at > now)
        .order_by(Grant.given_at.desc(), Grant.id)
        .limit(1)
    )


def touch(secret: str, now: datetime) -> None:
    """Note that the session is in use."""
    db.session.execute(update(Session).where(Session.token == digest(secret)).values(seen_at=now))


def rotate(secret: str, now: datetime, org: int | None = None, grant: UUID | None = None) -> str:
    """Replace a session by a new one of the same person; return its secret.

    Args:
        org: the organisation to act for from now on; the caller checked the membership.
        grant: the grant to look through from now on; the caller checked it.
    """
    old = db.session.get(Session, digest(secret))
    if old is None or old.ended_at is not None:
        raise NotFound(N_("This session has ended. Sign in again."))
    old.ended_at = now
    kept = old.grant if org is None else None
    return open_session(old.person, org or old.org, now, old.agent, grant or kept)


def open_sessions(person: UUID, now: datetime, limits: Limits) -> list[Browser]:
    """Return where a person is signed in, the latest used first."""
    rows = db.session.execute(
        select(Session.token, Session.created_at, Session.seen_at, Session.agent)
        .where(
            Session.person == person,
            Session.ended_at.is_(None),
            Session.seen_at > now - limits.idle,
            Session.created_at > now - limits.absolute,
        )
        .order_by(Session.seen_at.desc(), Session.created_at.desc(), Session.token)
    )
    return [Browser(*row) for row in rows]


def end_session(token: bytes, now: datetime, person: UUID | None = None) -> None:
    """End one session; with `person`, only if it is theirs.

    Raises:
        NotFound: this person has no such open session.
    """
    mine = True if person is None else Session.person == person
    ended = db.session.execute(
        update(Session)
        .where(Session.token == token, Session.ended_at.is_(None), mine)
        .values(ended_at=now)
    )
    if person is not None and ended.rowcount == 0:
        raise NotFound(N_("This session has already ended."))


def end_all(person: UUID, now: datetime, org: int | None = None, but: bytes | None = None) -> int:
    """End every session of a person, or those for `org`; return how many there were."""
    conditions = [Session.person == person, Session.ended_at.is_(None)]
    if org is not None:
        conditions.append(Session.org == org)
    if but is not None:
        conditions.append(Session.token != but)
    return db.session.execute(update(Session).where(*conditions).values(ended_at=now)).rowcount


def _chosen(row: Row, now: datetime) -> Grant | None:
    """Return the grant the session was opened through, if it is still good."""
    chosen = Grant(
        id=row.grant,
        owner=row.lens_owner,
        partner=row.partner,
        since=row.since,
        until=row.until,
        order=row.order,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
    return chosen if row.grant and valid(chosen, now) else None


def _actor(row: Row) -> Actor:
    partner = ROLES[row.role].scope == "partner"
    return Actor(
        row.person,
        row.called,
        org=row.org,
        org_name=row.company,
        side=ROLES[row.role].side,
        role=row.role,
        auth="session",
        locale=row.locale,
        zone=row.zone,
        manages=partner and row.manages,
        rights=all_read(row.rights or "") if partner else {EVERY_BUYER: FULL},
        unread=row.unread,
    )
