"""The other side of an order: a partner for its owner, an owner for its partner.

There may be thousands, so they are never all read: some are offered, those on a page are
named, and the one somebody means is found by what they typed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, case, func, literal, or_, select, union

from portal import people
from portal.db import begins, current, db, folded, holds
from portal.journey import OrderReading
from portal.people import Organisation, Relation

OFFERED = 50  # suggested at most
NEAR = 10  # named at most when it is not clear which one is meant
LATEST = 200  # orders whose partners are suggested first
LONGEST = 200
EXACT, BEGINS, HAS = range(3)


@dataclass(frozen=True, slots=True)
class Other:
    """One of them: `name` is what the viewer calls it, `number` the viewer's number for it."""

    org: int
    public_id: UUID
    name: str
    number: str = ""

    @property
    def label(self) -> str:
        """Return it as it is offered and may be typed, such as "Brenner (V-1001)"."""
        return f"{self.name} ({self.number})" if self.number else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means: `one`, or nobody for certain and those that come `near`.

    `many`: several fit equally well. `more`: not all that come near are named.
    """

    one: Other | None = None
    near: tuple[Other, ...] = ()
    many: bool = False
    more: bool = False


def offered() -> list[Other]:
    """Return up to `OFFERED` others to suggest, by name.

    Where there are more it is those of the latest orders, then those known longest.
    """
    query = _others()
    if current().kind == "own":
        latest = _latest()
        query = query.where(Relation.partner.in_(union(latest, _known_longest())))
        query = query.order_by(Relation.partner.in_(latest).desc(), Relation.partner)
    rows = db.session.execute(query.limit(OFFERED))
    return sorted((Other(*row) for row in rows), key=lambda one: (one.name.casefold(), one.org))


def names_of_others(
    readings: Iterable[OrderReading], known: Iterable[Other] = ()
) -> dict[int, str]:
    """Return the names of the other sides of these orders; `known` are not asked for again."""
    names = {one.org: one.name for one in known}
    for_partner = current().kind == "partner"
    orgs = {one.owner if for_partner else one.partner for one in readings} - names.keys()
    return names | (people.names(orgs) if for_partner else people.called(orgs))


def others_among(orgs: Iterable[int]) -> list[Other]:
    """Return the other sides with these numbers; the viewer has them before it already."""
    wanted = sorted(orgs)
    query = _others().where(_columns()[0].in_(wanted))
    return [Other(*row) for row in db.session.execute(query)] if wanted else []


def find_other(text: str) -> Found:
    """Return whom a text means: by the id in an address, the whole name or number, or their begin.

    What is only somewhere in a name or number is not taken for meant, but comes near.
    """
    typed = " ".join(text.split())[:LONGEST]
    if not typed:
        return Found()
    if ref := _ref(typed):
        row = db.session.execute(_others().where(Organisation.public_id == ref)).one_or_none()
        return Found(Other(*row)) if row else Found()
    return _meant(db.session.execute(_like(typed).limit(NEAR + 1)).all())


def _meant(rows: list[Row]) -> Found:
    """Take the best one if no other is as good; rows end with their rank, best first."""
    others = tuple(Other(*row[:-1]) for row in rows)
    ranks = [row[-1] for row in rows]
    best = ranks[0] if ranks else HAS
    if best != HAS and ranks.count(best) == 1:
        return Found(others[0])
    return Found(near=others[:NEAR], many=best != HAS, more=len(others) > NEAR)


def _like(typed: str) -> Select:
    org, _ref, name, number = _columns()
    whole = (name, number, name + " (" + number + ")")
    exact = or_(*(folded(column) == typed.lower() for column in whole))
    starts = or_(*(begins(column, typed) for column in (name, number)))
    has = or_(*(holds(column, typed) for column in (name, number)))
    rank = case((exact, EXACT), (starts, BEGINS), else_=HAS)
    query = _others().add_columns(rank).where(or_(has, exact))
    return query.order_by(rank, folded(name), org)


def _others() -> Select:
    """Select everybody on the other side of the scope's orders, as `Other` wants them."""
    scope = current()
    if scope.kind == "partner":
        return select(*_columns()).where(Organisation.id.in_(scope.owners))
    return select(*_columns()).join(Relation, Relation.partner == Organisation.id)


def _columns() -> tuple:
    """An owner calls its partners as it likes; a partner knows its owners by their own names."""
    if current().kind == "partner":
        return Organisation.id, Organisation.public_id, Organisation.name, literal("")
    number = func.coalesce(Relation.number, "")
    return Relation.partner, Organisation.public_id, Relation.name, number


def _known_longest() -> Select:
    mine = Relation.owner == current().org
    first = select(Relation.partner).where(mine).order_by(Relation.partner).limit(OFFERED)
    return select(first.subquery().c.partner)


def _latest() -> Select:
    newest = (OrderReading.opened_at.desc(), OrderReading.order.desc())
    mine = OrderReading.owner == current().org
    orders = select(OrderReading.partner).where(mine).order_by(*newest).limit(LATEST).subquery()
    return select(orders.c.partner)


def _ref(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
