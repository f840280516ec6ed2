"""How migrations run: as the migrating user, in one transaction."""

from logging.config import fileConfig

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, event, pool

from portal.db import db

config = context.config
if config.config_file_name:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def _ours(_object, name, kind, _reflected, _compare_to) -> bool:
    """Leave out the tables of the search index, which the models do not know."""
    return not (kind == "table" and name.startswith("find_"))


def _run() -> None:
    url = current_app.config["MIGRATION_URL"]
    engine = create_engine(url, poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":
        _like_the_portal(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=_ours,
            compare_type=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def _like_the_portal(engine) -> None:
    """Create the file with the page size the portal uses; it cannot be changed later."""

    @event.listens_for(engine, "connect")
    def _opened(connection, _record) -> None:
        connection.execute("PRAGMA page_size=8192")
        connection.execute("PRAGMA journal_mode=WAL")


_run()
