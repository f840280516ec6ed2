"""The blueprint of a person's own affairs, and what its views share."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from flask import Blueprint, Response, make_response, request

from portal import clock, flow, people
from portal.db import door, transaction
from portal.ledger import Draft
from portal.web import cookies
from portal.web.guard import viewer

bp = Blueprint("account", __name__)


def change_own(change: Callable[[], tuple[object, Sequence[str]]]) -> object:
    """Do what the viewer changes about themselves, and say what it was; return its result.

    Args:
        change: gives its result and what is another now than before; if that is nothing,
            nothing is said.
    """
    me = viewer()
    with door():
        house = people.house_of(me.id, me.org)
    return changed(house, me, change)


def changed(
    house: int, by: people.Actor, change: Callable[[], tuple[object, Sequence[str]]]
) -> object:
    """Do `change` to the account of `by`, and say in the house that let them in what it was."""

    def told() -> tuple[object, list[Draft]]:
        result, what = change()
        return result, [_said(what)] if what else []

    return flow.manage(house, by, told)


def _said(what: Sequence[str]) -> Draft:
    """The key is made here: with one from a form, the same one again would silence the news."""
    return Draft("account.changed", key=uuid4().hex, body={"what": list(what)})


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
