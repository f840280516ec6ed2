"""The order's pages under a link's own address: /a/-/<link>/orders/<order>/…

What stands before /orders becomes the root of the application, as if the portal were mounted
there for this link alone. So every view and template works under a link as it is, and every
address they make stays under it; the cookie of a seat is sent to this root and nowhere else.
"""

import re
from collections.abc import Callable
from uuid import UUID

from flask import Flask, Response, request

_UNDER = re.compile(r"(/a/-/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))(/.*)", re.DOTALL)
_LINK, _OUTER = "portal.link", "portal.outer"


def init_app(app: Flask) -> None:
    """Mount the application once more under each link."""
    app.wsgi_app = _mounted(app.wsgi_app)
    app.after_request(_private)


def link() -> UUID | None:
    """Return the link under whose address the request came, if it did."""
    return request.environ.get(_LINK)


def outside(path: str) -> str:
    """Return the address of one of our paths outside of any link."""
    return request.environ.get(_OUTER, request.script_root) + path


def root_of(link: UUID) -> str:
    """Return the path under which a link's pages lie."""
    return outside(f"/a/-/{link}")


def _mounted(inner: Callable) -> Callable:
    def answer(environ: dict, start_response: Callable):
        found = _UNDER.fullmatch(environ.get("PATH_INFO", ""))
        if found:
            outer = environ.get("SCRIPT_NAME", "")
            environ = {
                **environ,
                "SCRIPT_NAME": outer + found[1],
                "PATH_INFO": found[3],
                _LINK: UUID(found[2]),
                _OUTER: outer,
            }
        return inner(environ, start_response)

    return answer


def _private(response: Response) -> Response:
    """What lies under a link is told to nobody and found by nobody."""
    if link() is not None:
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
