"""Who may knock at which door. A door without a name on it stays shut.

Each request, in this order: forget what came before → how large may it be, and can it be
read → is it from our own pages → who is it (and from then on the database answers for that
scope) → may they come in.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user

from portal import people
from portal.db import db, enter
from portal.errors import N_, NotAllowed
from portal.web import cookies, keys, linkroot
from portal.web.pages import wants_part

EVERYONE = "everyone"
MACHINE = "machine"  # whoever holds a key of an organisation; asks the API and nothing else
SIGNED_IN = frozenset(people.ROLES)
# What is there under a link besides the pages of its order.
BY_LINK = frozenset(
    {"static", "account.choose_language", "links.leave", "links.closed", "links.ask_again_here"}
)
OF_ORDER = frozenset({"shipments"})  # of them a link's scope shows those of its order
KNOWN = SIGNED_IN | {EVERYONE, MACHINE}
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MEGABYTE = 1024 * 1024


class KeyMissing(Exception):
    """A machine asked without a key, or with one that is not good (any more)."""


class Nobody(AnonymousUserMixin):
    """Somebody who has not signed in."""

    role = ""


def audience(*roles: str) -> Callable:
    """Name the roles that may call a view. Goes directly above the function.

    `@audience(*SIGNED_IN)` lets every signed-in person in, `@audience(EVERYONE)` anybody.
    """

    def mark(view):
        view.audience = frozenset(roles)
        return view

    return mark


def needs_scope(scope: str) -> Callable:
    """Let only those keys ask a view that have this scope."""

    def mark(view):
        view.scope = scope
        return view

    return mark


def takes_up_to(setting: str) -> Callable:
    """Let a view take files of that many megabytes; `setting` names it in the settings."""

    def mark(view):
        view.takes_up_to = setting
        return view

    return mark


def viewer() -> people.Actor:
    """Return who is asking. Only behind an audience; `current_user` is the same, by proxy."""
    return current_user._get_current_object()


def greet(app: Flask) -> None:
    """Learn who asks and whether they may, before anything else looks at the request."""
    app.before_request(_begin)
    app.before_request(_check_size)
    app.before_request(_check_question)
    app.before_request(_check_origin)
    app.before_request(_check_audience)
    manager = LoginManager()
    manager.session_protection = None  # our sessions are rows that can be ended
    manager.anonymous_user = Nobody
    manager.request_loader(lambda _request: _asker())
    manager.init_app(app, add_context_processor=False)


def init_app(app: Flask) -> None:
    """Refuse to start if a view names no audience. Called when all views are known."""
    app.view_functions["static"].audience = frozenset({EVERYONE})
    views = app.view_functions
    unmarked = [name for name, view in views.items() if not getattr(view, "audience", None)]
    if unmarked:
        raise RuntimeError(f"views without an audience: {', '.join(sorted(unmarked))}")
    unknown = {r for view in views.values() for r in view.audience} - KNOWN
    if unknown:
        raise RuntimeError(f"no such roles: {', '.join(sorted(unknown))}")


def safe_next(address: str | None) -> str:
    """Return `address` if it is a path of ours, else the start page.

    Browsers read a backslash as a slash, and two slashes as another host.
    """
    said = address or ""
    ours = said.startswith("/") and not said.replace("\\", "/").startswith("//")
    return said if ours and said.isprintable() and " " not in said else "/"


def _begin() -> None:
    """Start from nothing, also where one context serves many requests."""
    for name in list(g):
        g.pop(name)
    db.session.rollback()
    enter(None)


def _check_size() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    setting = getattr(view, "takes_up_to", "MAX_UPLOAD_MB")
    request.max_content_length = int(current_app.config[setting]) * _MEGABYTE + _MEGABYTE


def _check_question() -> None:
    """Refuse a NUL behind the question mark: no page of ours sends one, no database takes it."""
    if b"%00" in request.query_string:
        abort(400)


def _check_origin() -> None:
    """Refuse a form that another site sent in the visitor's name."""
    if request.method not in _UNSAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is None and _foreign(request.headers.get("Origin", "null")):
        abort(403)
    if site not in {None, "same-origin", "none"}:
        abort(403)


def _foreign(origin: str) -> bool:
    """An old browser says only the origin; "null" is no answer, the form's token decides."""
    return origin != "null" and urlsplit(origin).netloc != request.host


def _check_audience() -> Response | None:
    if request.endpoint is None:
        return None  # no such page; Flask answers 404
    allowed = current_app.view_functions[request.endpoint].audience
    if linkroot.link() is not None:
        return _check_link(allowed)
    if EVERYONE in allowed:
        return None
    if MACHINE in allowed:
        return _check_key()
    if not current_user.is_authenticated:
        return _to_sign_in()
    if current_user.role not in allowed:
        abort(404)
    return None


def _asker() -> people.Actor | None:
    """Return who asks: on the API whoever holds the key, a person nowhere else than on pages."""
    if request.blueprint == "api" and linkroot.link() is None:
        return keys.machine()
    return cookies.actor()


def _check_key() -> None:
    if not current_user.is_authenticated:
        raise KeyMissing
    if current_app.view_functions[request.endpoint].scope not in current_user.scopes:
        raise NotAllowed(N_("This key may not do that."))


def _check_link(allowed: frozenset[str]) -> Response | None:
    """Let whoever sits at a link see the pages of its one order, as its side may, and no others."""
    if request.endpoint in BY_LINK:
        return None
    if not current_user.is_authenticated:
        return _to_closed()
    order = (request.view_args or {}).get("order")
    here = order == current_user.via.order or request.blueprint in OF_ORDER
    if not here or current_user.role not in allowed:
        abort(404)
    return None


def _to_closed() -> Response:
    """Nobody sits at this link any more: say how to come back."""
    if request.endpoint in cookies.ALONE and request.htmx:
        return Response(status=204)
    address = url_for("links.closed")
    if request.htmx:
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, code=303)


def _to_sign_in() -> Response:
    """Ask to sign in, and come back to this page afterwards.

    A page that asks by itself is left as it is: somebody may be in the middle of a form.
    """
    if request.endpoint in cookies.ALONE and request.htmx:
        return Response(status=204)
    page = request.full_path.rstrip("?") if request.method == "GET" else None
    if wants_part():
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or None
    address = url_for("account.sign_in", next=page)
    if request.htmx:
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, code=303)
