"""Tidings: what a person was told under their bell, and whether they read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Index, SmallInteger, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, Moment, Org, Scope, Tenant


class Tiding(Tenant, Base):
    """One piece of an owner's news for one person, who works for `org`.

    It stands among people's own things because the unread ones are counted when a session is
    looked up. `about` names what it tells: nobody is told the same twice. `params` hold ids
    only. `severity` is that of its case, 0 where there is none.
    """

    __tablename__ = "tiding"
    __table_args__ = (UniqueConstraint("owner", "person", "org", "about"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    org: Mapped[int] = mapped_column(Org)
    person: Mapped[UUID] = mapped_column(Id)
    template: Mapped[str] = mapped_column(Key)
    params: Mapped[str] = mapped_column(Json)
    stream: Mapped[UUID | None] = mapped_column(Id)
    about: Mapped[str] = mapped_column(Key)
    severity: Mapped[int] = mapped_column(SmallInteger)
    made_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def seen_by_own(cls, scope: Scope) -> ColumnElement[bool]:
        """What the owner's own people were told."""
        return cls.org == scope.org

    @classmethod
    def seen_by_partner(cls, scope: Scope) -> ColumnElement[bool]:
        """What its own people were told."""
        return cls.org == scope.org

    @classmethod
    def within(cls, scope: Scope) -> ColumnElement[bool]:
        """Their own; whoever comes by a link has no bell."""
        return false() if scope.only else cls.person.in_(scope.people)


_UNREAD = {"sqlite_where": text("read_at IS NULL"), "postgresql_where": text("read_at IS NULL")}
Index("ix_tiding_unread", Tiding.person, Tiding.org, **_UNREAD)
Index("ix_tiding_person", Tiding.person, Tiding.org, Tiding.made_at, Tiding.id)
Index("ix_tiding_made", Tiding.owner, Tiding.made_at)
