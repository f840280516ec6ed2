"""The blueprint of a person's own affairs, and what its views share."""

from flask import Blueprint, Response, make_response, request

from portal import clock, people
from portal.db import door, transaction
from portal.web import cookies

bp = Blueprint("account", __name__)


def private(answer) -> Response:
    """Send a page whose address holds a secret: told to nobody, found by nobody."""
    response = make_response(answer)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def count_try(what: str, limits: dict[str, people.Limit], email: str) -> None:
    """Count a try of this browser's network for this address.

    Raises:
        TooOften: says when to try again.
    """
    with door(), transaction():
        people.throttle(what, limits, email, network(), clock.now())


def network() -> str:
    """Return the network the request came from."""
    return people.network_of(request.remote_addr or "")


def begin_session(person, org: int) -> str:
    """Open a session in place of whatever this browser had; return its secret."""
    now = clock.now()
    with door(), transaction():
        people.end_session(people.digest(cookies.secret()), now)
        return people.open_session(person, org, now, request.user_agent.string)
