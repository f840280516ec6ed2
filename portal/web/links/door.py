"""The blueprint of action links, and what its views share."""

from uuid import UUID

from flask import Blueprint, Response, make_response

from portal import clock, people
from portal.db import door

bp = Blueprint("links", __name__)


def private(answer) -> Response:
    """Send a page whose address holds a secret: told to nobody, found by nobody."""
    response = make_response(answer)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def opened(secret: str) -> people.Opened | None:
    """Return the link this key opens, if it is still good."""
    with door(people.digest(secret)):
        return people.by_link.opened_by(clock.now())


def link_called(text: str) -> UUID | None:
    """Return the link that an address names instead of a key, as a closed page does."""
    try:
        return UUID(text)
    except ValueError:
        return None
