"""Who of a partner's people looks after an order. From the facts; what they see hangs on it."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, and_, exists, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Org, Scope, Tenant


class Assignment(Tenant, Base):
    """A person of `org` looks after an order, or did (`active`). `seq` is the event that said so.

    Somebody who sees assigned orders only is shown those in which they stand here.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "stream"], ["stream.owner", "stream.id"]),
        Index("ix_assignment_person", "person", "owner", "stream"),
    )

    stream: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person: Mapped[UUID] = mapped_column(Id, primary_key=True)
    org: Mapped[int] = mapped_column(Org)
    active: Mapped[bool]
    seq: Mapped[int]

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """Its own people's; whom others chose is not told."""
        return cls.org == scope.org

    @classmethod
    def within(cls, scope: Scope):
        """Their own, and everybody's of an owner seen whole."""
        mine = or_(cls.owner.in_(scope.whole), cls.person.in_(scope.people))
        return and_(mine, cls.stream == scope.only) if scope.only else mine


def part_of(scope: Scope, owner, order):
    """Return the rule for rows of an order: a narrow partner sees this one.

    Args:
        owner, order: the columns that say whose row it is, and of which order.
    """
    found = []
    if scope.whole:
        found.append(owner.in_(scope.whole))
    if scope.some:
        found.append(and_(owner.in_(scope.some), _assigned(scope, owner, order)))
    rule = or_(*found) if found else false()
    return and_(order == scope.only, rule) if scope.only else rule


def part_of_stream(scope: Scope, owner, stream):
    """Return the rule for rows of a stream: a narrow partner sees its order, or one it carries."""
    if not (scope.whole or scope.some):
        return false()
    link = Base.metadata.tables["link"].alias()  # by its name: that table's own rule stands on this
    carried = and_(
        link.c.owner == owner,
        link.c.shipment == stream,
        part_of(scope, link.c.owner, link.c.order),
    )
    return or_(part_of(scope, owner, stream), exists().where(carried))


def _assigned(scope: Scope, owner, order):
    # The table, not the model: the wall must not put its own rule inside this one.
    given = Assignment.__table__.alias()
    return exists().where(
        and_(
            given.c.owner == owner,
            given.c.stream == order,
            given.c.org == scope.org,
            given.c.person.in_(scope.people),
            given.c.active,
        )
    )
