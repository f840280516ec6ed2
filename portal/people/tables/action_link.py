"""Action links: one order, open to one mailbox without an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, column, exists, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Key, Moment, Org, Scope, Tenant
from portal.people.tables.link_key import LinkKey
from portal.people.tables.link_seat import LinkSeat


class ActionLink(Tenant, Base):
    """What a mailbox may do with one order, for the partner it belongs to.

    `address` and `name` can be erased; `person` is set if it is somebody with an account, who
    then may no more than their own rights allow. `shared`: several people read this mailbox.
    It is good for `idle_days` after its last use; `revoked`: somebody took it back, and no
    mail opens another one by itself.
    """

    __tablename__ = "action_link"
    __table_args__ = (
        ForeignKeyConstraint(["owner", "order"], ["stream.owner", "stream.id"]),
        Index(
            "ix_action_link_live",
            "owner",
            "order",
            "partner",
            "address",
            unique=True,
            postgresql_where=column("ended_at").is_(None),
            sqlite_where=column("ended_at").is_(None),
        ),
        Index("ix_action_link_order", "owner", "order", "issued_at"),
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    order: Mapped[UUID] = mapped_column(Id)
    partner: Mapped[int] = mapped_column(Org)
    side: Mapped[str] = mapped_column(Key)
    address: Mapped[str] = mapped_column(Key)
    name: Mapped[str]
    person: Mapped[UUID | None] = mapped_column(Id)
    shared: Mapped[bool]
    rights: Mapped[str] = mapped_column(Key)
    locale: Mapped[str] = mapped_column(Key)
    idle_days: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """The links of its own mailboxes."""
        return cls.partner == scope.org

    @classmethod
    def within(cls, scope: Scope):
        """Of the owners seen whole; whoever comes by a link sees no links."""
        return false() if scope.only else cls.owner.in_(scope.whole)

    @classmethod
    def seen_by_door(cls, scope: Scope):
        """The one that the secret shown at the door opens."""
        return or_(opens(LinkKey, scope, cls), opens(LinkSeat, scope, cls))


def opens(model: type, scope: Scope, link):
    """Return the rule that the secret shown at the door is a key, or the seat, of a link."""
    # The table, not the model: the wall must not put its own rule inside this one.
    kept = model.__table__.alias()
    return exists().where(
        kept.c.owner == link.owner, kept.c.link == link.id, kept.c.token == scope.token
    )
