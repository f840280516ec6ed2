"""The database handle: one session per request or job, and how each engine is opened."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

from portal.db.settling import Settler
from portal.db.turn import Line
from portal.db.types import Amount, Day, Digest, Id, Json, Key, Moment, Org

__all__ = ["Base", "Amount", "Day", "Digest", "Id", "Json", "Key", "Moment", "Org", "db"]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# page_size and wal_autocheckpoint were measured: -21 % size, +14 % rate. synchronous=FULL is
# what makes an acknowledged write survive a power loss; NORMAL loses some.
_PRAGMAS = (
    "page_size=8192",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "wal_autocheckpoint=16000",
    "recursive_triggers=ON",  # else INSERT OR REPLACE passes the append-only triggers
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "cache_size=-32000",
)


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False, "autoflush": False},
    disable_autonaming=True,
)
migrate = Migrate()


def init_app(app: Flask, settings: dict[str, object]) -> None:
    """Bind the handle to `app`; prepare each connection for its engine."""
    url = str(settings["DATABASE_URL"])
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _options(url)
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations", compare_type=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)


def _options(url: str) -> dict[str, object]:
    if url.startswith("sqlite"):
        return {"connect_args": {"check_same_thread": False, "timeout": 10}}
    return {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": False, "pool_recycle": 1800}


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _opened(connection, _record) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, and say which
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own knows only A to Z; no index is made of it, so it may be another one.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails or loses updates when
        # two do it at once, so whoever means to write says so first.
        write = connection.get_execution_options().get("portal_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _lower(value: object) -> object:
    """Return a text in lower case, as PostgreSQL says it: Ü is ü."""
    return value.lower() if isinstance(value, str) else value


@dataclass(frozen=True)
class SqliteFile:
    """What the writers of one database file share: their line, and who settles its log."""

    line: Line
    settler: Settler


def one_writer() -> bool:
    """Say whether this engine lets only one write at a time."""
    return db.engine.dialect.name == "sqlite"


def sqlite_file(engine: Engine) -> SqliteFile | None:
    """Return what writers of this engine's file share; None where there is no file."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return None
    return _shared(str(Path(path).absolute()))


@lru_cache(maxsize=16)  # one in an installation; tests have many, each with an open file
def _shared(path: str) -> SqliteFile:
    return SqliteFile(Line(Path(path)), Settler(Path(path)))
