"""Settings: what an installation may choose, and where each comes from.

Every setting is an environment variable of the same name; `create_app` may override it.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

# Numbers run on one thread a process: several only wait for each other where all are busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
INSTANCE = ROOT / "instance"

DEFAULTS = {
    "DATABASE_URL": "",  # empty: SQLite in the instance folder
    "MIGRATION_URL": "",  # empty: the same as DATABASE_URL
    "SECRET_KEY": "",  # empty: made once and kept in the instance folder
    "PORTAL_ENV": "development",  # production: secure cookies, HSTS
    "PUBLIC_URL": "http://localhost:8000",  # what links in mails start with
    "LOG_HOST": "portal.example",  # first part of each ledger's origin; never change it later
    "VAULT_DIR": "",  # empty: instance/files
    "MAIL_DIR": "",  # empty: instance/mail; where mails go when SMTP_URL is empty
    "SMTP_URL": "",  # smtp://user:password@host:port
    "MAIL_FROM": "portal@example.com",
    "REPLY_DOMAIN": "",  # where answers to mails go; empty: they are not asked for
    "REPLY_KEYS": "",  # sign reply addresses, the newest first; empty: made from SECRET_KEY
    "REPLY_DAYS": "90",  # how long a mail may be answered
    "MAIL_INBOX": "",  # a Maildir whose new mails the worker takes; empty: none
    "MAX_UPLOAD_MB": "25",
    "MAX_INTAKE_MB": "200",
    "SESSION_IDLE_MINUTES": "60",
    "SESSION_HOURS": "12",
    "INVITE_HOURS": "168",
    "RESET_MINUTES": "60",
    "ARGON2_MEMORY_KIB": "19456",  # what one password check costs in memory; OWASP's floor
    "ARGON2_ROUNDS": "2",
    "TRUSTED_PROXIES": "0",  # how many proxies in front may say who asks
    "WORKER_IN_WEB": "1",  # run the worker as a thread of the web process
}


def load(given: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return the settings: `given` first, then the environment, then the defaults."""
    settings: dict[str, object] = {
        name: os.environ.get(name, default) for name, default in DEFAULTS.items()
    }
    settings.update(given or {})
    settings["DATABASE_URL"] = _dialect(
        str(settings["DATABASE_URL"] or f"sqlite:///{_instance() / 'portal.db'}")
    )
    settings["MIGRATION_URL"] = _dialect(str(settings["MIGRATION_URL"] or settings["DATABASE_URL"]))
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or _kept_secret()
    settings["VAULT_DIR"] = Path(str(settings["VAULT_DIR"] or _instance() / "files"))
    settings["MAIL_DIR"] = Path(str(settings["MAIL_DIR"] or _instance() / "mail"))
    return settings


def _dialect(url: str) -> str:
    """Name the driver we ship, so that a plain postgresql:// address works."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _instance() -> Path:
    INSTANCE.mkdir(exist_ok=True)
    return INSTANCE


def _kept_secret() -> str:
    """Return the secret of this installation, made at the first start.

    Several processes may start at once: the first to link its file wins, whole.
    """
    path = _instance() / "secret"
    if not path.exists():
        mine = path.with_suffix(f".{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(mine, path)
        mine.unlink()
    return path.read_text()
