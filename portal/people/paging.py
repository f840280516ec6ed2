"""Long lists of people and companies: a part of them, and how many there are."""

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true

from portal.db import db, holds


def part_of(query: Select, start: int, most: int) -> tuple[list[Row], int]:
    """Return up to `most` rows from the `start`th on, and how many there are in all."""
    many = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    return list(db.session.execute(query.offset(start).limit(most))), many


def having(words: str, *columns) -> ColumnElement[bool]:
    """Return the rule that one of the columns has `words` in it, in any case; none if empty."""
    if not words:
        return true()
    return or_(*(holds(column, words) for column in columns))
