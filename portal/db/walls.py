"""The second wall must stand before anybody is served: PostgreSQL's policies and our role."""

from sqlalchemy import inspect, text

from portal.db.handle import db
from portal.db.scope import tenants

_ROLE = text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
_FORCED = text(
    "select relname from pg_class where relkind = 'r' and relrowsecurity and relforcerowsecurity"
)


class TablesMissing(RuntimeError):
    """The database is new; nothing can be asked of it."""


class WallsMissing(RuntimeError):
    """The database would let one tenant see another; the portal does not start."""


def check_tables() -> None:
    """Refuse to go on with a database that nobody has prepared.

    Raises:
        TablesMissing: says what to do.
    """
    if not inspect(db.engine).has_table("organisation"):
        raise TablesMissing("The database has no tables yet. Run: flask --app wsgi db upgrade")


def check_walls() -> None:
    """Refuse to go on if PostgreSQL would not keep tenants apart. SQLite has no second wall.

    Raises:
        WallsMissing: says what is missing and what to do.
    """
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect() as connection:
        if connection.execute(_ROLE).scalar():
            raise WallsMissing(
                "DATABASE_URL names a user whom row-level security does not hold. "
                "Use portal_app there, and the owner of the tables in MIGRATION_URL."
            )
        bare = set(tenants()) - set(connection.execute(_FORCED).scalars())
    if bare:
        raise WallsMissing(
            f"No policies on {', '.join(sorted(bare))}. Run: flask --app wsgi db upgrade"
        )
