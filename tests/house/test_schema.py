"""The migrations make exactly the tables the models describe, on both engines."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from portal.db import db, tenants
from tests.engines import migrate


@pytest.fixture
def owner(app, settings):
    """A connection with every right, as the one that migrates has."""
    engine = create_engine(settings["MIGRATION_URL"])
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def differences(connection):
    """Return what a new migration would have to change. The search index has no models."""

    def ours(name, kind, _parents):
        return kind != "table" or not name.startswith("find_")

    options = {"compare_type": True, "include_name": ours}
    return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)


def unguarded(connection, tables):
    """Return the tables without forced row-level security or without any policy."""
    question = """
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
          AND c.relforcerowsecurity
          AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
    """
    guarded = {name for (name,) in connection.exec_driver_sql(question)}
    return sorted(set(tables) - guarded)


def test_migrations_and_models_agree(owner):
    assert differences(owner) == []


def test_a_stray_column_is_found(owner):
    owner.exec_driver_sql("ALTER TABLE person ADD COLUMN stray TEXT")

    assert differences(owner)


def test_migrating_twice_changes_nothing(owner, settings):
    migrate(settings)

    assert differences(owner) == []


@pytest.mark.postgresql
def test_every_tenant_table_has_its_wall(owner):
    assert unguarded(owner, tenants()) == []


@pytest.mark.postgresql
def test_a_missing_wall_is_found(owner):
    name = sorted(tenants())[0]

    owner.exec_driver_sql(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY')

    assert unguarded(owner, tenants()) == [name]


@pytest.mark.postgresql
def test_the_application_is_no_owner_of_its_tables(owner, settings):
    question = """
        SELECT tablename FROM pg_tables WHERE tableowner = 'portal_app'
        UNION SELECT rolname FROM pg_roles
        WHERE rolname = 'portal_app' AND (rolsuper OR rolbypassrls OR rolcreaterole)
    """

    assert owner.exec_driver_sql(question).all() == []


def test_every_tenant_key_starts_with_the_owner(app):
    tables = [model.__table__ for model in tenants().values()]

    assert [t.name for t in tables if list(t.primary_key)[0].name != "owner"] == []
