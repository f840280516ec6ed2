"""After every upgrade the guards are all there: policies, roles, append-only triggers."""

import pytest
import sqlalchemy as sa

from portal import create_app
from portal.db import WallsMissing, db, tenants

APPEND_ONLY = {"access", "event", "setting"}


def asked(sql):
    """Return the first column of an answer, as a set."""
    with db.engine.connect() as connection:
        return set(connection.execute(sa.text(sql)).scalars())


@pytest.mark.postgresql
def test_every_tenant_table_has_forced_policies(app):
    forced = asked("select relname from pg_class where relrowsecurity and relforcerowsecurity")
    with_policy = asked("select tablename from pg_policies where policyname like '%_keeper'")

    assert set(tenants()) <= forced
    assert set(tenants()) <= with_policy


@pytest.mark.postgresql
def test_every_policy_is_for_one_role(app):
    assert "{public}" not in asked("select roles::text from pg_policies")


@pytest.mark.postgresql
def test_what_a_partner_sees_is_narrowed_for_who_sees_less(app):
    """Whoever comes by a link has the partner's policies: each needs one that narrows it."""
    shown = asked("select tablename from pg_policies where 'portal_partner' = any(roles)")
    narrowed = asked(
        "select tablename from pg_policies"
        " where 'portal_narrow' = any(roles) and permissive = 'RESTRICTIVE'"
    )

    assert shown == narrowed, "give the table a policy for portal_narrow, and its model `within`"


@pytest.mark.postgresql
def test_the_portal_runs_as_somebody_who_owns_nothing(app):
    assert asked("select current_user") == {"portal_app"}
    assert asked("select rolsuper or rolbypassrls from pg_roles where rolname = 'portal_app'") == {
        False
    }
    assert asked("select tablename from pg_tables where tableowner = 'portal_app'") == set()


@pytest.mark.postgresql
def test_the_second_wall_has_no_view_that_looks_over_it(app):
    assert asked("select viewname from pg_views where schemaname = 'public'") == set()
    assert asked("select matviewname from pg_matviews") == set()


@pytest.mark.postgresql
def test_append_only_tables_have_their_triggers(app):
    found = asked("select tgrelid::regclass::text from pg_trigger where tgname like '%append_only'")

    assert found == APPEND_ONLY


@pytest.mark.sqlite
def test_append_only_tables_have_both_triggers(app):
    found = asked("select name from sqlite_master where type = 'trigger'")

    assert {f"{t}_no_{act}" for t in APPEND_ONLY for act in ("update", "delete")} <= found


@pytest.mark.postgresql
@pytest.mark.parametrize("role", ["own", "partner", "lens", "worker"])
def test_a_viewer_may_not_write_in_the_ledger(app, role):
    rights = asked(
        "select privilege_type from information_schema.role_table_grants"
        f" where grantee = 'portal_{role}' and table_name = 'event'"
    )

    assert rights <= {"SELECT"}


@pytest.mark.postgresql
@pytest.mark.parametrize("role", ["own", "partner", "lens", "worker"])
def test_a_viewer_may_not_read_passwords(app, role):
    columns = asked(
        "select column_name from information_schema.column_privileges"
        f" where grantee = 'portal_{role}' and table_name = 'person'"
    )

    assert columns <= {"id", "name"}


@pytest.mark.postgresql
def test_the_portal_does_not_start_as_somebody_no_wall_holds(app, settings):
    with pytest.raises(WallsMissing, match="portal_app"):
        create_app({**settings, "DATABASE_URL": settings["MIGRATION_URL"]})


@pytest.mark.postgresql
def test_the_portal_does_not_start_without_its_policies(app, settings):
    bind = sa.create_engine(settings["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    with bind.begin() as connection:
        connection.execute(sa.text("ALTER TABLE event NO FORCE ROW LEVEL SECURITY"))
    bind.dispose()

    with pytest.raises(WallsMissing, match="event"):
        create_app(settings)
