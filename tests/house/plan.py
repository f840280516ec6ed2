"""The plan of the house as data: floors, what is done in one place only, and who may.

To add a room, give it a floor here. To allow a pattern in one more file, say why beside it.
"""

import ast
import io
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
MODULES = sorted(PORTAL.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TEXTS = sorted((ROOT / "templates").rglob("*.txt"))

FLOORS = (
    {"config", "clock", "errors", "db", "vault"},
    {"people"},
    {"ledger"},
    {"intake", "journey"},
    {"watch"},
    {"desk", "evidence", "insight"},
    {"flow"},
    {"loading", "mailroom", "bundles"},  # a file, a mail, many answers: bytes and rows to flow
    {"web", "jobs", "cli", "demo"},  # demo acts through flow like anybody, and runs the jobs
    {""},  # portal/__init__: puts the house together
)
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
BESIDE = {  # the only neighbours on one floor that may know each other
    *((a, b) for a in FLOORS[0] for b in FLOORS[0] if a != b),
    ("cli", "jobs"),  # `flask jobs run`
    ("cli", "demo"),  # `flask demo`
    ("demo", "jobs"),  # every simulated day ends with the day's jobs
}

WEB_LIBRARIES = {"flask", "werkzeug", "wtforms", "htmx_flask", "click"}
DOORS = {"web", "jobs", "cli", "demo", ""}
HANDLE = {"flask_sqlalchemy", "flask_migrate", "flask"}  # what portal/db is made of

# pattern in code (not in strings or comments), where it may stand, what to do instead
PLACES = (
    (r"\bdatetime\.now\(|\butcnow\(|\.today\(|\btime\.time\(", ("clock.py",), "ask portal.clock"),
    (r"\.commit\(", ("db/",), "use portal.db.transaction, in flow or at a door"),
    (r"\bprint\(", ("cli.py", "cli/"), "only commands print; rooms return values"),
    (r"\bos\.environ\b|\bgetenv\(", ("config.py",), "make it a setting of portal.config"),
    (
        r"\bkeeper\(",
        ("flow/", "jobs/", "cli.py", "cli/", "demo/", "db/scope.py"),
        "only flow, jobs and commands take the keeper's role",
    ),
    # People: a link is seen by whoever shows its key, and the wall must not ask that in itself.
    (
        r"__table__\b",
        ("db/", "ledger/", "people/tables/action_link.py", "bundles/tables.py"),
        "use portal.db.insert_rows or the model",
    ),
    (
        r"\bexec_driver_sql\(|\bsa\.text\(|\bsqlalchemy\.text\(",
        ("db/", "journey/search/"),
        "say it with select()",
    ),
    (r"\bMarkup\(", (), "templates escape; leave it to them"),
)
CATCH_ALL = ("jobs/",)  # the loop logs, keeps the error with the job and goes on
RAW_SQL = ("db/", "journey/search/")  # the search index: one adapter per engine


def rel(path: Path) -> str:
    """Return a path as it is said in messages."""
    return str(path.relative_to(ROOT))


def inside(path: Path) -> str:
    """Return a module's path within portal/."""
    return path.relative_to(PORTAL).as_posix()


def room_of(path: Path) -> str:
    """Return the room a module belongs to; "" for portal/__init__ itself."""
    first = path.relative_to(PORTAL).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def code_only(text: str) -> str:
    """Return the source with strings and comments blanked, line by line."""
    lines = text.splitlines(keepends=True)
    kept = [list(line) for line in lines]
    blank = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in blank:
            _blank(kept, token.start, token.end)
    return "".join("".join(line) for line in kept)


def _blank(lines: list[list[str]], start: tuple[int, int], end: tuple[int, int]) -> None:
    for row in range(start[0], end[0] + 1):
        line = lines[row - 1]
        stop = end[1] if row == end[0] else len(line)
        for column in range(start[1] if row == start[0] else 0, min(stop, len(line))):
            if line[column] != "\n":
                line[column] = " "


def exported(room: str) -> set[str] | None:
    """Return the names in a room's `__all__`; None if the room is one file."""
    door = PORTAL / room / "__init__.py"
    if not door.is_file():
        return None
    for node in ast.parse(door.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()
