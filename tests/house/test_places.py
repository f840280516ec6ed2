"""Some things are done in one place only."""

import ast
import re

import pytest

from tests.house.plan import CATCH_ALL, MODULES, PLACES, RAW_SQL, code_only, inside, rel


def misplaced(where, text):
    """Return what this module (a path within portal/) does that belongs elsewhere."""
    code = code_only(text)
    return [
        f"line {code[: found.start()].count(chr(10)) + 1}: {found.group().strip()!r}: {instead}"
        for pattern, homes, instead in PLACES
        if not where.startswith(homes)
        for found in re.finditer(pattern, code)
    ]


def raw_sql(where, text):
    """Return calls of SQLAlchemy's text() but for the condition of a partial index."""
    tree = ast.parse(text)
    if where.startswith(RAW_SQL) or not _imports_text(tree):
        return []
    conditions = {id(value) for name, value in _named_values(tree) if name.endswith("_where")}
    return [
        f"line {node.lineno}: say it with select() instead of text()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "text"
        and id(node) not in conditions
    ]


def _imports_text(tree):
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and any(alias.name == "text" for alias in node.names)
        for node in ast.walk(tree)
    )


def _named_values(tree):
    """Yield every name=value of a call and every "name": value of a dictionary."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield str(key.value), value


def swallowed(where, text):
    """Return handlers that catch everything and do not raise it again."""
    return [
        f"line {node.lineno}: catch what you can answer"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ExceptHandler)
        and not where.startswith(CATCH_ALL)
        and (node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type)))
        and not isinstance(node.body[-1], ast.Raise)
    ]


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_some_things_are_done_in_one_place(path):
    where, text = inside(path), path.read_text()

    assert misplaced(where, text) + raw_sql(where, text) + swallowed(where, text) == []


@pytest.mark.parametrize(
    ("where", "planted"),
    [
        ("desk/mail.py", "datetime.now(UTC)"),
        ("desk/mail.py", "date.today()"),
        ("desk/mail.py", "time.time()"),
        ("flow/freight.py", "db.session.commit()"),
        ("ledger/book.py", "print(1)"),
        ("web/orders.py", "os.environ['X']"),
        ("web/orders.py", "with db.keeper(1): pass"),
        ("journey/store.py", "Reading.__table__.insert()"),
        ("web/orders.py", "connection.exec_driver_sql('x')"),
        ("web/words.py", "Markup('<b>')"),
    ],
)
def test_a_misplaced_thing_is_found(where, planted):
    assert misplaced(where, planted)


@pytest.mark.parametrize(
    ("where", "allowed"),
    [
        ("clock.py", "datetime.now(UTC)"),
        ("cli.py", "print(1)"),
        ("flow/freight.py", "with db.keeper(1): pass"),
        ("desk/mail.py", "'print(1)'  # os.environ, datetime.now()"),
    ],
)
def test_the_right_place_passes(where, allowed):
    assert misplaced(where, allowed) == []


def test_raw_sql_is_found():
    said = "from sqlalchemy import text\n"

    assert raw_sql("web/orders.py", said + "db.session.execute(text('SELECT 1'))")
    assert not raw_sql("db/rls.py", said + "db.session.execute(text('SELECT 1'))")
    assert not raw_sql("desk/job.py", said + "Index('i', sqlite_where=text('done_at IS NULL'))")


@pytest.mark.parametrize("caught", ["", " Exception", " (KeyError, Exception)", " BaseException"])
def test_a_swallowed_error_is_found(caught):
    assert swallowed("desk/mail.py", f"try:\n    x()\nexcept{caught}:\n    pass")
    assert not swallowed("desk/mail.py", f"try:\n    x()\nexcept{caught}:\n    y()\n    raise")
    assert not swallowed("desk/mail.py", "try:\n    x()\nexcept OSError:\n    pass")
