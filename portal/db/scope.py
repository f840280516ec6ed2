"""For whom we ask: the scope of a session, and the wall in front of every tenant table.

Six kinds of scope:

door      nobody known yet: sign-in, and people's own accounts; only what `people` needs
own       the owner's own people; rows of their organisation
partner   supplier, carrier, customer; rows they are a party to, of several owners; `narrow`:
          of some owners only, of orders assigned to them, or of the one order of a link
lens      one grant: one owner, perhaps one partner, a period, an order
keeper    one owner, all rows; only `flow`, `jobs` and `cli` take it, after the right was checked
worker    the job table of all owners; nothing else

The hook adds the scope's criterion to every query on a tenant table and refuses a query
that has no scope. On PostgreSQL the same rule stands again as row-level security.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Connection, Integer, and_, event, func, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import false, true
from sqlalchemy.util import LRUCache

from portal.db.handle import db
from portal.errors import ScopeMissing


@dataclass(frozen=True)
class Scope:
    """For whom rows are fetched. `org` is the viewer's organisation, or the keeper's owner.

    A narrow partner sees all orders of the owners in `whole`, of those in `some` only what is
    assigned to one of `people`; with `only`, no other order than that. `token` is the hash of
    the secret that somebody shows at the door.
    """

    kind: str
    org: int = 0
    owners: tuple[int, ...] = ()
    person: UUID | None = None
    narrow: bool = False
    whole: tuple[int, ...] = ()
    some: tuple[int, ...] = ()
    people: tuple[UUID, ...] = ()
    only: UUID | None = None
    token: bytes = b""
    lens_owner: int = 0
    lens_partner: int = 0
    lens_since: datetime | None = None
    lens_until: datetime | None = None
    lens_order: UUID | None = None
    lens_grant: UUID | None = None


class Tenant:
    """A table whose rows belong to one owner. `owner` is the first part of its key."""

    owner: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-100)

    @classmethod
    def seen_by(cls, scope: Scope) -> ColumnElement[bool]:
        """Return which rows this scope may see; the policies in `rls` say the same.

        Every key begins with the owner, so whose rows they can be is said first: without
        it a partner's question about one order walks through everybody's events.
        """
        if scope.kind in ("own", "keeper"):
            mine = cls.owner == scope.org
            return and_(mine, cls.seen_by_own(scope)) if scope.kind == "own" else mine
        if scope.kind == "partner":
            mine = cls.seen_by_partner(scope)
            if scope.narrow:
                return and_(cls.owner.in_(scope.owners), mine, cls.within(scope))
            return and_(cls.owner.in_(scope.owners), mine) if scope.owners else mine
        if scope.kind == "lens":
            return and_(cls.owner == scope.lens_owner, cls.seen_by_lens(scope))
        return cls.seen_by_worker() if scope.kind == "worker" else cls.seen_by_door(scope)

    @classmethod
    def seen_by_own(cls, scope: Scope) -> ColumnElement[bool]:
        """Everything of the owner, unless the table says otherwise."""
        return true()

    @classmethod
    def seen_by_partner(cls, scope: Scope) -> ColumnElement[bool]:
        """Nothing, unless the table says otherwise."""
        return false()

    @classmethod
    def within(cls, scope: Scope) -> ColumnElement[bool]:
        """What of a partner's rows a narrow one sees. Nothing, unless the table says otherwise."""
        return false()

    @classmethod
    def seen_by_lens(cls, scope: Scope) -> ColumnElement[bool]:
        """Nothing, unless the table says otherwise."""
        return false()

    @classmethod
    def seen_by_worker(cls) -> ColumnElement[bool]:
        """Nothing, unless the table says otherwise."""
        return false()

    @classmethod
    def seen_by_door(cls, scope: Scope) -> ColumnElement[bool]:
        """Nothing, unless the table says otherwise."""
        return false()


class OwnDesk(Tenant):
    """A row of somebody's own desk, whether they own orders or are a partner on them.

    Here `owner` is the organisation the `person` works for; its people see it, nobody else.
    Who is narrow sees their own only, and who comes by a link none.
    """

    @classmethod
    def seen_by(cls, scope: Scope) -> ColumnElement[bool]:
        """Return the rows of the viewer's own organisation."""
        if scope.kind not in ("own", "partner", "keeper"):
            return false()
        mine = cls.owner == scope.org
        return and_(mine, cls.within(scope)) if scope.narrow else mine

    @classmethod
    def within(cls, scope: Scope) -> ColumnElement[bool]:
        """Their own."""
        return false() if scope.only else cls.person.in_(scope.people)


def current() -> Scope | None:
    """Return the session's scope, if one was entered."""
    return db.session().info.get("scope")


def enter(scope: Scope | None) -> None:
    """Ask for this scope from now on, in this session."""
    session = db.session()
    session.info["scope"] = scope
    if session.in_transaction():
        _take_role(session.connection(), scope)


@contextmanager
def keeper(owner: int) -> Iterator[None]:
    """See and write all rows of one owner inside. The right to do so was checked before.

    Changes of role happen between transactions, never within one.
    """
    with taken(Scope("keeper", org=owner)):
        yield


@contextmanager
def worker() -> Iterator[None]:
    """See the jobs of all owners inside, and nothing else."""
    with taken(Scope("worker")):
        yield


@contextmanager
def door(token: bytes = b"") -> Iterator[None]:
    """See what sign-in needs inside: accounts, and who deals with whom.

    Args:
        token: the hash of the secret of an action link; what it opens is seen too.
    """
    with taken(Scope("door", token=token)):
        yield


@contextmanager
def taken(scope: Scope) -> Iterator[None]:
    """Take another scope inside; the one before comes back after."""
    before = current()
    db.session.rollback()
    enter(scope)
    try:
        yield
    finally:
        db.session.rollback()
        enter(before)


def tenants() -> dict[str, type[Tenant]]:
    """Return every tenant model by table name."""
    mappers = db.Model.registry.mappers
    return {m.local_table.name: m.class_ for m in mappers if issubclass(m.class_, Tenant)}


@event.listens_for(Session, "after_begin")
def _begun(session: Session, _transaction, connection: Connection) -> None:
    _take_role(connection, session.info.get("scope"))


def _take_role(connection: Connection, scope: Scope | None) -> None:
    if connection.dialect.name != "postgresql" or scope is None:
        return
    if scope.kind == "door":  # the session keeps the role it signed in with
        values = {"app.token": scope.token.hex()} if scope.token else {}
    else:
        values = {"role": _role(scope), **_settings(scope)}
    if not values:
        return
    calls = [func.set_config(name, value, True) for name, value in values.items()]
    connection.execute(select(*calls))


def _role(scope: Scope) -> str:
    return "portal_narrow" if scope.narrow else f"portal_{scope.kind}"


def _settings(scope: Scope) -> dict[str, str]:
    """Return what the policies read. Empty text means none (`nullif` in the policies)."""
    said = {"app.org": str(scope.org or "")}
    if scope.narrow:
        said |= {
            "app.owners": _list(scope.owners),
            "app.whole": _list(scope.whole),
            "app.some": _list(scope.some),
            "app.people": _list(scope.people),
            "app.only": str(scope.only or ""),
        }
    if scope.kind == "lens":
        said |= {
            "app.org": "",
            "app.lens_owner": str(scope.lens_owner),
            "app.lens_partner": str(scope.lens_partner or ""),
            "app.lens_since": scope.lens_since.isoformat() if scope.lens_since else "",
            "app.lens_until": scope.lens_until.isoformat() if scope.lens_until else "",
            "app.lens_order": str(scope.lens_order or ""),
        }
    return said


def _list(values) -> str:
    """Return values as PostgreSQL writes a list of them."""
    return "{" + ",".join(str(value) for value in values) + "}"


@event.listens_for(Session, "do_orm_execute")
def _wall(state: ORMExecuteState) -> None:
    found = _tenants_in(state.statement)
    if not found or state.session.info.get("wall_down"):
        return
    scope = state.session.info.get("scope")
    if scope is None:
        names = ", ".join(sorted(model.__name__ for model in found))
        raise ScopeMissing(f"asked for {names} without saying for whom")
    if state.is_insert or state.is_column_load:
        return
    if not state.is_orm_statement:
        raise ScopeMissing("a tenant table may only be asked for through its model")
    state.statement = state.statement.options(*(_criterion(model, scope) for model in found))


@lru_cache(maxsize=4096)
def _criterion(model: type[Tenant], scope: Scope):
    """Return the scope's rule for a model; the same people ask many times a minute."""
    return with_loader_criteria(model, model.seen_by(scope), include_aliases=True)


def _tenants_in(statement) -> frozenset[type[Tenant]]:
    """Return the tenant tables of a statement; equal statements are walked through once."""
    shape = statement._generate_cache_key()
    if shape is None:
        return _walked(statement)
    if shape.key not in _shapes:
        _shapes[shape.key] = _walked(statement)
    return _shapes[shape.key]


def _walked(statement) -> frozenset[type[Tenant]]:
    known, found = _known(), set()
    for element in visitors.iterate(statement):
        table = element if element.__visit_name__ == "table" else getattr(element, "table", None)
        name = getattr(getattr(table, "element", table), "name", None)
        if name in known:
            found.add(known[name])
    return frozenset(found)


_shapes: LRUCache = LRUCache(2000)
_cache: dict[str, type[Tenant]] = {}


def _known() -> dict[str, type[Tenant]]:
    if not _cache:
        _cache.update(tenants())
    return _cache
