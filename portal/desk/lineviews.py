"""A person's own views of the list of lines: what they narrowed it to, under a name of theirs."""

import json
from uuid import UUID

from sqlalchemy import UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Json, Key, OwnDesk, current, db, uuid7
from portal.errors import N_, NotFound, NotUnderstood
from portal.ledger import canonical

MOST_VIEWS = 20
LONGEST_NAME = 40


class LineView(OwnDesk, Base):
    """One view. `fields` is what its address says. `owner` is who the person works for."""

    __tablename__ = "line_view"
    __table_args__ = (UniqueConstraint("owner", "person", "name"),)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(Key)
    fields: Mapped[str] = mapped_column(Json)


def line_views(person: UUID) -> list[tuple[UUID, str, dict[str, str]]]:
    """Return (id, name, fields of the address) of a person's views, by name."""
    query = select(LineView.id, LineView.name, LineView.fields).where(LineView.person == person)
    rows = db.session.execute(query.order_by(LineView.name))
    return [(ident, name, json.loads(fields)) for ident, name, fields in rows]


def keep_line_view(person: UUID, name: str, fields: dict[str, str]) -> UUID:
    """Keep a view, or give the one of this name other fields; return its id. Does not commit.

    Raises:
        NotUnderstood: no name, one too long, or too many views.
    """
    name = " ".join(name.split())
    if not name:
        raise NotUnderstood(N_("Give the view a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise NotUnderstood(
            N_("The name of a view has at most %(most)s characters."),
            field="name",
            most=LONGEST_NAME,
        )
    found = db.session.scalar(_of(person).where(LineView.name == name))
    if found is None:
        _check_room(person)
        found = LineView(owner=current().org, id=uuid7(), person=person, name=name)
        db.session.add(found)
    found.fields = canonical(fields)
    return found.id


def drop_line_view(person: UUID, view: UUID) -> None:
    """Throw a person's view away. Does not commit.

    Raises:
        NotFound: this person has no such view.
    """
    gone = delete(LineView).where(LineView.person == person, LineView.id == view)
    if not db.session.execute(gone).rowcount:
        raise NotFound(N_("There is no such view."))


def _of(person: UUID):
    return select(LineView).where(LineView.person == person)


def _check_room(person: UUID) -> None:
    many = db.session.scalar(
        select(func.count()).select_from(LineView).where(LineView.person == person)
    )
    if many >= MOST_VIEWS:
        raise NotUnderstood(
            N_("You have %(most)s views. Delete one of them first."), field="name", most=MOST_VIEWS
        )
