"""What the layout shows around every page: menu, viewer, language."""

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_login import current_user

from portal.web import babel, linkroot, nav, words

PLACES = {
    "sign_in": "account.sign_in",
    "sign_out": "account.sign_out",
    "account": "account.see",
    "language": "account.choose_language",
    "help": "help.see",
}
SEARCH = "/orders"


def init_app(app: Flask) -> None:
    """Give every template what the layout needs."""
    audiences: dict[str, frozenset[str]] = {}

    @app.context_processor
    def _frame() -> dict[str, object]:
        if not audiences:
            audiences.update(nav.audiences(app))
        return _around(app, audiences)


def _around(app: Flask, audiences: dict[str, frozenset[str]]) -> dict[str, object]:
    role = getattr(current_user, "role", "")
    chosen, by_link = babel.language(), linkroot.link() is not None
    search, bell = (role in audiences.get(path, ()) for path in (SEARCH, nav.BELL))
    return {
        "nav": nav.menu(role, audiences) if role and not by_link else [],
        "viewer": _viewer() if role else None,
        "urls": _urls_by_link() if by_link else _urls(app, search, bell),
        "languages": [
            {"code": code, "label": label, "current": code == chosen}
            for code, label in babel.LANGUAGES.items()
        ],
        "lang": chosen,
        "by_link": by_link,
        "here": request.script_root + _here(),
        "query": request.args.get("q", "") if request.path == SEARCH else "",
    }


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _urls_by_link() -> dict[str, str]:
    """Whoever sits at a link has one order, its language, and the way out."""
    known = current_user.is_authenticated
    home = url_for("orders.see", order=current_user.via.order) if known else ""
    found = {"home": home or url_for("links.closed"), "language": url_for(PLACES["language"])}
    return found | ({"sign_out": url_for("links.leave")} if known else {})


def _viewer() -> dict[str, str]:
    return {
        "name": current_user.name,
        "organisation": current_user.org_name,
        "role": _by_link() or words.role(current_user.role),
        "zone": current_user.zone,
        "unread": current_user.unread,
    }


def _by_link() -> str:
    """Return to which mailbox the link was sent that somebody comes by."""
    if current_user.via is None:
        return ""
    return gettext("by the link sent to %(address)s", address=current_user.via.address)


def _urls(app: Flask, may_search: bool, has_bell: bool) -> dict[str, str]:
    found = {name: url_for(end) for name, end in PLACES.items() if end in app.view_functions}
    home = {"home": request.script_root + "/"}
    search = {"search": request.script_root + SEARCH} if may_search else {}
    bell = {"bell": request.script_root + nav.BELL} if has_bell else {}
    return home | search | bell | found
