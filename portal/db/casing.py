"""Texts compared in any case, Ü as well as U, on both engines."""

from sqlalchemy import ColumnElement, String, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class folded(GenericFunction):  # noqa: N801 -- it is read as the function it is
    """A text in lower case: a function of ours on PostgreSQL, on SQLite `lower` as we open it."""

    type = String()
    inherit_cache = True


@compiles(folded, "sqlite")
def _lower(element, compiler, **words) -> str:
    return compiler.process(func.lower(*element.clauses), **words)


def holds(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Say that a column has a text somewhere in it, in any case."""
    return folded(column).contains(text.lower(), autoescape=True)


def begins(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Say that a column begins with a text, in any case."""
    return folded(column).startswith(text.lower(), autoescape=True)
