"""Organisations, and which of them an owner deals with."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.db import db, flush, uuid7
from portal.errors import N_, Conflict, NotFound, NotUnderstood
from portal.people.paging import having, part_of
from portal.people.tables import Dealing, Organisation, Relation

KINDS = ("supplier", "carrier", "customer")


@dataclass(frozen=True)
class Partner:
    """A partner as pages show it: `name` and `number` are the owner's, `ref` names it outside."""

    org: int
    ref: UUID
    name: str
    country: str
    kinds: str
    number: str | None


_PARTNERS = (
    select(
        Relation.partner,
        Organisation.public_id,
        Relation.name,
        Organisation.country,
        Relation.kinds,
        Relation.number,
    )
    .join(Organisation, Organisation.id == Relation.partner)
    .order_by(Relation.name, Relation.partner)
)


def add_organisation(name: str, country: str, log_host: str, owner: bool = False) -> Organisation:
    """Add a company; return it with its number.

    Args:
        log_host: first part of its ledger's origin, from the settings. Never changed later.
        owner: does it own orders here (a tenant)?
    """
    public = uuid7()
    made = Organisation(
        public_id=public,
        name=name,
        country=country,
        origin=f"{log_host}/t/{public}",
        owner=owner,
        created_at=clock.now(),
    )
    db.session.add(made)
    flush()  # the relation needs its number
    return made


def found_house(name: str, country: str, log_host: str) -> Organisation:
    """Add an organisation that owns orders: a tenant."""
    return add_organisation(name, country, log_host, owner=True)


def owners() -> list[int]:
    """Return the numbers of all organisations that own orders, the oldest first."""
    query = select(Organisation.id).where(Organisation.owner).order_by(Organisation.id)
    return list(db.session.scalars(query))


def organisation_named(name: str) -> Organisation | None:
    """Return the oldest company of exactly this name. For commands; names are not unique."""
    return db.session.scalar(
        select(Organisation).where(Organisation.name == name).order_by(Organisation.id).limit(1)
    )


def organisation(org: int) -> Organisation:
    """Return a company by its number.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Organisation, org)
    if found is None:
        raise NotFound(N_("There is no such organisation."))
    return found


def origin(org: int) -> str:
    """Return the name of an organisation's ledger. Set once, never changed."""
    return db.session.scalars(select(Organisation.origin).where(Organisation.id == org)).one()


def names(orgs: Iterable[int]) -> dict[int, str]:
    """Return the names of companies the caller already knows the numbers of."""
    wanted = set(orgs)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
    )
    return {number: name for number, name in rows}


def relate(
    owner: int, partner: int, kinds: str, number: str | None = None, name: str = ""
) -> Relation:
    """Make `partner` a partner of `owner`, or add to what it already is. Needs the scope.

    Args:
        kinds: comma list of supplier, carrier, customer.
        number: the partner's number in the owner's system.
        name: what the owner calls it; its own name if empty.

    Raises:
        Conflict: the number belongs to another partner of this owner.
    """
    wanted = _kinds(kinds)
    _check_number(owner, partner, number)
    known = db.session.get(Relation, (owner, partner))
    if known is not None:
        known.kinds = ",".join(k for k in KINDS if k in wanted | set(known.kinds.split(",")))
        known.number = known.number or number
        return known
    made = Relation(
        owner=owner,
        partner=partner,
        kinds=",".join(k for k in KINDS if k in wanted),
        number=number or None,
        name=name or organisation(partner).name,
        created_at=clock.now(),
    )
    db.session.add_all([made, Dealing(partner=partner, owner=owner)])
    flush()
    return made


def partner_called(
    owner: int, kind: str, name: str, number: str = "", country: str = ""
) -> tuple[int, bool]:
    """Return the owner's partner with this number, else of this name, and whether it is new.

    A partner nobody knows yet is added. Partners of other owners are never looked at: a
    name is no proof that it is the same company.
    """
    mine = select(Relation).where(Relation.owner == owner).order_by(Relation.partner).limit(1)
    same = Relation.number == number if number else Relation.name == name
    known = db.session.scalar(mine.where(same))
    if known is None:
        host = origin(owner).partition("/t/")[0]
        made = add_organisation(name, country, host)
        relate(owner, made.id, kind, number)
        return made.id, True
    if kind not in known.kinds.split(","):
        relate(owner, known.partner, kind)
    return known.partner, False


def partners(kind: str = "") -> list[Partner]:
    """Return the partners the scope may see, by name; with `kind`, only such ones."""
    found = [Partner(*row) for row in db.session.execute(_PARTNERS)]
    return [one for one in found if not kind or kind in one.kinds.split(",")]


def partners_page(
    words: str, start: int, most: int, group: UUID | None = None
) -> tuple[list[Partner], int]:
    """Return up to `most` partners from the `start`th on, by name, and how many there are.

    Args:
        words: part of a name or number, in any case; empty for all of them.
        group: only those in this supplier group.
    """
    query = _PARTNERS.where(having(words, Relation.name, Relation.number))
    rows, many = part_of(query.where(Relation.group == group) if group else query, start, most)
    return [Partner(*row) for row in rows], many


def partners_called(orgs: Iterable[int]) -> dict[int, Partner]:
    """Return these partners of the scope's owner by their numbers, of those it deals with."""
    wanted = set(orgs)
    if not wanted:
        return {}
    rows = db.session.execute(_PARTNERS.where(Relation.partner.in_(wanted)))
    return {row.partner: Partner(*row) for row in rows}


def called(partners: Iterable[int]) -> dict[int, str]:
    """Return what the scope's owner calls these partners; those it may not see are left out."""
    wanted = set(partners)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Relation.partner, Relation.name).where(Relation.partner.in_(wanted))
    )
    return {number: name for number, name in rows}


def partner(org: int) -> Partner:
    """Return one partner of the scope's owner by its number.

    Raises:
        NotFound: the owner does not deal with it.
    """
    return _only(_PARTNERS.where(Relation.partner == org))


def partner_at(ref: UUID) -> Partner:
    """Return one partner of the scope's owner by what it is called outside.

    Raises:
        NotFound: there is none, or the owner does not deal with it.
    """
    return _only(_PARTNERS.where(Organisation.public_id == ref))


def _only(query) -> Partner:
    row = db.session.execute(query.limit(1)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such partner."))
    return Partner(*row)


def _kinds(kinds: str) -> set[str]:
    wanted = {kind.strip() for kind in kinds.split(",") if kind.strip()}
    if not wanted or wanted - set(KINDS):
        raise NotUnderstood(N_("Say what the partner is: supplier, carrier or customer."), "kinds")
    return wanted


def _check_number(owner: int, partner: int, number: str | None) -> None:
    if not number:
        return
    other = db.session.scalar(
        select(Relation.partner).where(
            Relation.owner == owner, Relation.number == number, Relation.partner != partner
        )
    )
    if other is not None:
        raise Conflict(
            N_("The number %(number)s already belongs to another partner."),
            field="number",
            number=number,
        )
