"""What the layout shows around every page: menu, viewer, language."""

from flask import Flask, request, url_for
from flask_login import current_user

from portal.web import babel, nav, words

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
    chosen = babel.language()
    return {
        "nav": nav.menu(role, audiences) if role else [],
        "viewer": _viewer() if role else None,
        "urls": _urls(app, role in audiences.get(SEARCH, ())),
        "languages": [
            {"code": code, "label": label, "current": code == chosen}
            for code, label in babel.LANGUAGES.items()
        ],
        "lang": chosen,
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
        "query": request.args.get("q", "") if request.path == SEARCH else "",
    }


def _viewer() -> dict[str, str]:
    return {
        "name": current_user.name,
        "organisation": current_user.org_name,
        "role": words.role(current_user.role),
        "zone": current_user.zone,
    }


def _urls(app: Flask, may_search: bool) -> dict[str, str]:
    found = {name: url_for(end) for name, end in PLACES.items() if end in app.view_functions}
    home = {"home": request.script_root + "/"}
    search = {"search": request.script_root + SEARCH} if may_search else {}
    return home | search | found
