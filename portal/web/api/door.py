"""The blueprint of the API, how it answers, and how it says what is wrong."""

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from portal.errors import PortalError
from portal.ledger import canonical
from portal.web.guard import KeyMissing
from portal.web.pages import WORDS, say

bp = Blueprint("api", __name__, url_prefix="/api/v1")

JSON, PROBLEM = "application/json", "application/problem+json"
TITLES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    422: "Unprocessable Content",
}


def answer(said: dict, status: int = 200, media: str = JSON) -> Response:
    """Return canonical JSON: the same thing said twice is the same bytes. Kept by no cache."""
    made = Response(canonical(said), status, mimetype=media)
    made.headers["Cache-Control"] = "no-store"
    return made


def problem(status: int, detail: str, field: str | None = None) -> Response:
    """Return what is wrong, as RFC 9457 describes it; `field` names the parameter."""
    said = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status}
    said |= {"detail": detail} | ({"parameter": field} if field else {})
    return answer(said, status, PROBLEM)


@bp.errorhandler(KeyMissing)
def _no_key(error: KeyMissing) -> Response:
    said = problem(401, _("Send a key of your organisation: Authorization: Bearer …"))
    said.headers["WWW-Authenticate"] = 'Bearer realm="portal"'
    return said


@bp.errorhandler(PortalError)
def _portal(error: PortalError) -> Response:
    return problem(error.status, say(error), error.field)


@bp.errorhandler(HTTPException)
def _http(error: HTTPException) -> Response:
    status = error.code or 500
    return problem(status, _(WORDS.get(status, WORDS[400])))
