"""Supplier groups: made, named, ended, and who is in which. Needs a scope; nothing here commits."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update

from portal import clock
from portal.db import current, db, flush, folded, uuid7
from portal.errors import N_, Conflict, NotFound, NotUnderstood
from portal.people.tables import Group, Relation

LONGEST_GROUP = 60


@dataclass(frozen=True, slots=True)
class Grouped:
    """A group as pages show it, with how many partners are in it."""

    id: UUID
    name: str
    partners: int


def groups() -> list[Grouped]:
    """Return the owner's groups that have not ended, by name."""
    many = (
        select(Relation.group, func.count().label("n"))
        .where(Relation.group.is_not(None))
        .group_by(Relation.owner, Relation.group)
        .subquery()
    )
    query = (
        select(Group.id, Group.name, func.coalesce(many.c.n, 0))
        .outerjoin(many, many.c.group == Group.id)
        .where(Group.ended_at.is_(None))
        .order_by(Group.name, Group.id)
    )
    return [Grouped(*row) for row in db.session.execute(query)]


def group(ident: UUID) -> Group:
    """Return a group of the scope's owner that has not ended.

    Raises:
        NotFound: there is none.
    """
    query = select(Group).where(Group.id == ident, Group.ended_at.is_(None))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(N_("There is no such supplier group."))
    return found


def group_names(idents: set[UUID]) -> dict[UUID, str]:
    """Return what groups are called, those that ended too."""
    if not idents:
        return {}
    rows = db.session.execute(select(Group.id, Group.name).where(Group.id.in_(idents)))
    return {ident: name for ident, name in rows}


def group_of(partner: int) -> UUID | None:
    """Return which group a partner of the scope's owner is in."""
    return db.session.scalar(select(Relation.group).where(Relation.partner == partner))


def groups_of(partners: set[int]) -> dict[int, tuple[UUID, str]]:
    """Return which group, and its name, each of these partners is in, of those in one."""
    query = (
        select(Relation.partner, Group.id, Group.name)
        .join(Group, (Group.owner == Relation.owner) & (Group.id == Relation.group))
        .where(Relation.partner.in_(partners))
    )
    return {partner: (ident, name) for partner, ident, name in db.session.execute(query)}


def make_group(name: str) -> Group:
    """Make a group.

    Raises:
        Conflict: there is one of this name.
    """
    made = Group(owner=current().org, id=uuid7(), name=_free(name), made_at=clock.now())
    db.session.add(made)
    flush()
    return made


def rename_group(ident: UUID, name: str) -> Group:
    """Call a group otherwise.

    Raises:
        Conflict: another group has this name.
    """
    found = group(ident)
    found.name = _free(name, but=ident)
    flush()
    return found


def end_group(ident: UUID) -> list[int]:
    """End a group; return the partners that leave it."""
    found = group(ident)
    left = list(db.session.scalars(_members(ident)))
    db.session.execute(
        update(Relation)
        .where(Relation.owner == current().org, Relation.group == ident)
        .values(group=None)
    )
    found.ended_at = clock.now()
    flush()
    return left


def put_in_group(partner: int, ident: UUID | None) -> bool:
    """Put a partner in a group, out of the one it was in; None: in none. Did that change anything?

    Raises:
        NotFound: there is no such partner or group.
    """
    found = db.session.scalar(select(Relation).where(Relation.partner == partner))
    if found is None:
        raise NotFound(N_("There is no such partner."))
    if ident is not None:
        group(ident)
    if found.group == ident:
        return False
    found.group = ident
    flush()
    return True


def _members(ident: UUID):
    return select(Relation.partner).where(Relation.group == ident).order_by(Relation.partner)


def _free(name: str, but: UUID | None = None) -> str:
    """Return a name that no other group has, in any case."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_GROUP:
        raise NotUnderstood(
            N_("Give the group a name of at most %(most)s characters."),
            field="name",
            most=LONGEST_GROUP,
        )
    taken = select(Group.id).where(
        Group.ended_at.is_(None), folded(Group.name) == name.lower(), Group.id != but
    )
    if db.session.scalar(taken.limit(1)):
        raise Conflict(N_("There is a group called %(name)s already."), field="name", name=name)
    return name
