"""The portal, put together: settings, database, people at the doors, pages, commands.

In:   settings (see `config`).
Out:  a Flask application.
Rule: nothing is decided here; each part prepares itself.
"""

import gc

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import portal.config as config  # before anything that loads numpy: it says on how many threads
from portal import cli, db, jobs, people, web

__all__ = ["create_app", "settle"]


def create_app(settings: dict[str, object] | None = None) -> Flask:
    """Return the portal, ready to serve. `settings` win over the environment."""
    loaded = config.load(settings)
    app = Flask(
        __name__,
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
    )
    app.config.from_mapping(loaded)
    app.extensions["hasher"] = people.Hasher(
        memory_kib=int(loaded.get("ARGON2_MEMORY_KIB", 19456)),
        rounds=int(loaded.get("ARGON2_ROUNDS", 2)),
    )
    proxies = int(loaded.get("TRUSTED_PROXIES", 0))
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
    db.init_app(app, loaded)
    web.init_app(app)
    jobs.init_app(app)
    cli.init_app(app)
    if click.get_current_context(silent=True) is None:  # serving, not migrating
        with app.app_context():
            db.check_tables()
            db.check_walls()
    return app


def settle() -> None:
    """Search for garbage seldom, and not at all in what lives as long as the process.

    An import makes a hundred thousand objects that all stay until its batch is written;
    looking through them again and again took a fifth of its time.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
