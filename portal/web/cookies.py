"""The session's cookie: reading, writing, and what is found behind it.

The cookie holds a random secret; the database holds its hash. In production its name
starts with __Host-, so only this host over TLS can have set it.
"""

from datetime import timedelta

from flask import Flask, Response, current_app, request

from portal import clock, people
from portal.db import enter, transaction


def production(app: Flask) -> bool:
    """Is this an installation on the network, not one to try things on?"""
    return app.config["PORTAL_ENV"] == "production"


def name(app: Flask) -> str:
    """Return what the session's cookie is called."""
    return "__Host-portal" if production(app) else "portal"


def secret() -> str:
    """Return the secret this browser sent, or nothing."""
    return request.cookies.get(name(current_app), "")


def actor() -> people.Actor | None:
    """Return who asks, and let the database answer for their scope from now on."""
    given = secret()
    if not given or request.endpoint == "static":
        return None
    now = clock.now()
    found = people.session_of(given, now, limits())
    if found is None:
        return None
    if found.stale:
        with transaction():
            people.touch(given, now)
    enter(found.scope)
    return found.actor


def limits() -> people.Limits:
    """Return how long a session lives."""
    config = current_app.config
    return people.Limits(
        idle=timedelta(minutes=int(config["SESSION_IDLE_MINUTES"])),
        absolute=timedelta(hours=int(config["SESSION_HOURS"])),
    )


def keep(response: Response, value: str) -> Response:
    """Give the browser the secret of its new session."""
    response.set_cookie(
        name(current_app),
        value,
        httponly=True,
        samesite="Lax",
        secure=production(current_app),
        path="/",
    )
    return response


def drop(response: Response) -> Response:
    """Take the secret away from the browser."""
    response.delete_cookie(
        name(current_app), httponly=True, samesite="Lax", secure=production(current_app), path="/"
    )
    return response
