"""The mark of what a page shows: the page carries it, and asks with it whether it still holds."""

from uuid import UUID

from flask import Response, make_response, render_template, request, url_for

from portal import desk
from portal.people import Actor

EVERY = 20  # seconds between two questions of one open page
UNCHANGED = 304


def of_order(by: Actor, order: UUID, said: int) -> dict | None:
    """Return what the page of an order asks with. Pure but for its address.

    Args:
        said: how many events the page was drawn from.
    """
    if by.side == "auditor":  # whatever they look at is noted; a page that looks by itself is not
        return None
    return _mark(url_for("live.order", order=order), str(said))


def of_list(by: Actor) -> dict | None:
    """Return what a list of orders, lines or cases asks with."""
    if by.side == "auditor":
        return None
    return _mark(url_for("live.lists"), desk.live.mark_of_all())


def answer(mark: dict, said: str) -> Response:
    """Return 304 while the mark that was sent still holds, else what there is to say."""
    if request.if_none_match.contains(mark["version"]):
        response = Response(status=UNCHANGED)
    else:
        response = make_response(render_template("live/_asks.html", live=mark, said=said))
    response.set_etag(mark["version"])
    return response


def seen() -> str:
    """Return the mark that was sent, or nothing."""
    marks = request.if_none_match.as_set()
    return next(iter(sorted(marks)), "")


def _mark(url: str, version: str) -> dict:
    return {"url": url, "version": version, "every": EVERY}
