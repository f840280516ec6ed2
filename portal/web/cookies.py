"""The session's cookie: reading, writing, and what is found behind it.

The cookie holds a random secret; the database holds its hash. In production its name
starts with __Host-, so only this host over TLS can have set it.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import Flask, Response, current_app, request

from portal import clock, evidence, flow, people
from portal.db import door, enter, transaction
from portal.web import linkroot

# Asked by the page itself: nobody is at work for it.
ALONE = frozenset({"notices.ring", "live.order", "live.lists"})


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
    """Return who asks, and let the database answer for their scope from now on.

    Under a link's address it is whoever sits at that link, whoever else is signed in.
    """
    if request.endpoint == "static":
        return None
    if (link := linkroot.link()) is not None:
        return _seated(link)
    given = secret()
    if not given:
        return None
    now = clock.now()
    found = people.session_of(given, now, limits())
    if found is None:
        return None
    if found.stale and request.endpoint not in ALONE:
        with transaction():
            people.touch(given, now)
    enter(found.scope)
    return found.actor


def _seated(link: UUID) -> people.Actor | None:
    given, now = seat(), clock.now()
    if not given:
        return None
    with door(people.digest(given)):
        found = people.by_link.seat_at(link, now, limits())
    if found is None:
        return None
    if found.stale and request.endpoint not in ALONE:
        flow.within(found.link.owner, lambda: people.by_link.touch_seat(given, now))
    enter(found.scope)
    if found.actor.id is not None:
        return found.actor
    return replace(found.actor, zone=evidence.zone_of(found.country, now))


def seat() -> str:
    """Return the secret of the seat at a link that this browser sent, or nothing."""
    return request.cookies.get(_seat_name(current_app), "")


def keep_seat(response: Response, value: str, root: str) -> Response:
    """Give the browser the secret of a seat, for the addresses under one link's root only."""
    response.set_cookie(
        _seat_name(current_app),
        value,
        httponly=True,
        samesite="Lax",
        secure=production(current_app),
        path=root,
    )
    return response


def drop_seat(response: Response, root: str) -> Response:
    """Take the secret of a seat away from the browser."""
    response.delete_cookie(
        _seat_name(current_app),
        httponly=True,
        samesite="Lax",
        secure=production(current_app),
        path=root,
    )
    return response


def _seat_name(app: Flask) -> str:
    """A cookie with a path of its own cannot have the name prefix that forbids one."""
    return "__Secure-seat" if production(app) else "seat"


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
