"""Walls: append-only triggers, roles and row-level policies."""

from alembic import op
from sqlalchemy import text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("event", "setting", "access")

ROLES = ("portal_own", "portal_partner", "portal_lens", "portal_keeper", "portal_worker")

ACCOUNTS = ("organisation", "person", "membership", "session", "token", "attempt", "grant",
            "dealing")  # fmt: skip

ME = "(select nullif(current_setting('app.org', true), '')::int)"


def _lens(name: str, type_: str) -> str:
    return f"(select nullif(current_setting('app.lens_{name}', true), '')::{type_})"


def _party(stream: str) -> str:
    return (
        "exists (select 1 from party p where p.owner = {table}.owner"
        f" and p.stream = {{table}}.{stream} and p.org = {ME})"
    )


def _granted(table: str, stream: str) -> str:
    """Return the grant's rule over a row of `table` with an owner, a stream id and opened_at."""
    owner, partner = _lens("owner", "int"), _lens("partner", "int")
    since, until = _lens("since", "timestamptz"), _lens("until", "timestamptz")
    order = _lens("order", "uuid")
    return (
        f"{table}.owner = {owner}"
        f" and ({since} is null or {table}.opened_at >= {since})"
        f" and ({until} is null or {table}.opened_at < {until})"
        f" and ({order} is null or {table}.{stream} = {order})"
        f" and ({partner} is null or exists (select 1 from party p where p.owner = {table}.owner"
        f" and p.stream = {table}.{stream} and p.org = {partner} and p.role <> 'owner'))"
    )


def _covered(stream: str) -> str:
    rule = _granted("s", "id")
    return (
        "exists (select 1 from stream s where s.owner = {table}.owner"
        f" and s.id = {{table}}.{stream} and s.kind = 'order' and {rule})"
    )


ORDER = '"order"'
FOR_ALL = "{table}.only_for is null"
MINE_TOO = f"({FOR_ALL} or {{table}}.only_for = {ME})"

# The partner of an order is seen by its own row; only another party is looked up.
TAKES_PART = f"({{table}}.partner = {ME} or {_party(ORDER)})"

# table → (what a partner sees, what a grant covers); None is nothing.
RULES = {
    "stream": (_party("id"), "{table}.kind = 'order' and " + _granted("{table}", "id")),
    "event": (f"{_party('stream')} and {MINE_TOO}", f"{FOR_ALL} and {_covered('stream')}"),
    "event_detail": (f"{_party('stream')} and {MINE_TOO}", f"{FOR_ALL} and {_covered('stream')}"),
    "document": (f"{_party('stream')} and {MINE_TOO}", f"{FOR_ALL} and {_covered('stream')}"),
    "ref": (_party("stream"), _covered("stream")),
    # A grant for one partner asks who takes part, so its rows must be there to be asked.
    "party": (f"{{table}}.org = {ME}", f"{{table}}.owner = {_lens('owner', 'int')}"),
    "message": (None, None),
    "row_problem": (None, None),
    "setting": (None, None),
    "order_reading": (TAKES_PART, _covered(ORDER)),
    "line_reading": (TAKES_PART, _covered(ORDER)),
    "case_reading": (None, None),
    "due": (None, None),
    "shadow_hit": (None, None),
    "question": (f"{{table}}.partner = {ME}", None),
    "job": (None, None),
    "notice": (None, None),
    "idempotency": (None, None),
    "relation": (
        f"{{table}}.partner = {ME}",
        f"{{table}}.owner = {_lens('owner', 'int')} and ({_lens('partner', 'int')} is null"
        f" and {_lens('order', 'uuid')} is null or {{table}}.partner = {_lens('partner', 'int')})",
    ),
    "access": (None, None),
}

WORKER = {"job": "select, update", "due": "select"}


def upgrade() -> None:
    """Put up the walls of the engine we are on."""
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
        return
    _make_roles()
    _guard_postgresql()
    for table, rules in RULES.items():
        _put_policies(table, *rules)
    _let_accounts()


def downgrade() -> None:
    """Refuse: without its walls the portal would not start."""
    raise RuntimeError("The walls cannot be taken down. Restore a backup instead.")


def _guard_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _make_roles() -> None:
    """Make the portal's roles, or say what an administrator has to run."""
    bind = op.get_bind()
    missing = [
        role
        for role in (*ROLES, "portal_app")
        if not bind.execute(text("select 1 from pg_roles where rolname = :r"), {"r": role}).scalar()
    ]
    statements = [_role(role) for role in missing]
    if set(missing) & {"portal_app", *ROLES}:
        statements.append(f"GRANT {', '.join(ROLES)} TO portal_app")
    able = bind.execute(
        text("select rolsuper or rolcreaterole from pg_roles where rolname = current_user")
    ).scalar()
    if statements and not able:
        lines = ";\n  ".join(statements)
        raise SystemExit(
            "The migrating user may not create roles. Have an administrator run this, "
            f"then migrate again:\n  {lines};"
        )
    for statement in statements:
        op.execute(statement)
    op.execute(f"GRANT USAGE ON SCHEMA public TO {', '.join(ROLES)}, portal_app")


def _role(name: str) -> str:
    login = "LOGIN NOINHERIT" if name == "portal_app" else "NOLOGIN"
    return f"CREATE ROLE {name} {login} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"


def _put_policies(table: str, partner: str | None, lens: str | None) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, rule in (("partner", partner), ("lens", lens)):
        if rule:
            _policy(table, name, "SELECT", f"USING ({rule.format(table=table)})")
            op.execute(f"GRANT SELECT ON {table} TO portal_{name}")
    mine = f"{table}.owner = {ME}"
    _policy(table, "own", "SELECT", f"USING ({mine})")
    op.execute(f"GRANT SELECT ON {table} TO portal_own")
    _policy(table, "keeper", "ALL", f"USING ({mine}) WITH CHECK ({mine})")
    rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
    op.execute(f"GRANT {rights} ON {table} TO portal_keeper")
    if table in WORKER:
        _policy(table, "worker", "ALL", "USING (true) WITH CHECK (true)")
        op.execute(f"GRANT {WORKER[table]} ON {table} TO portal_worker")


def _policy(table: str, role: str, act: str, rule: str) -> None:
    op.execute(f"CREATE POLICY {table}_{role} ON {table} FOR {act} TO portal_{role} {rule}")


def _let_accounts() -> None:
    """Accounts are read before anybody is known: by the login role and the keeper only."""
    for table in ACCOUNTS:
        op.execute(
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO portal_app, portal_keeper'
        )
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO portal_app, portal_keeper")
    readers = "portal_own, portal_partner, portal_lens"
    op.execute(f"GRANT SELECT (id, name) ON person TO {readers}")
    op.execute(f"GRANT SELECT (id, public_id, name, country, origin) ON organisation TO {readers}")
