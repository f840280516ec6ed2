"""One answer, two sizes: the whole page, or the part htmx asked for. And errors in words."""

from flask import Flask, Response, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from htmx_flask import request
from werkzeug.exceptions import HTTPException

from portal.db import db
from portal.errors import N_, PortalError

WORDS = {
    400: N_("The request could not be read. Go back, reload the page and try again."),
    403: N_("This did not come from one of our pages. Open the page again and repeat it."),
    404: N_("There is no such page, or you may not see it."),
    405: N_("This address only answers to a form. Go back and use the page."),
    413: N_("What you sent is larger than this page takes."),
    429: N_("That was too often. Wait a little and try again."),
    500: N_("Something broke on our side. Nothing was changed. Try again in a moment."),
}
STALE_FORM = N_("The page was open for too long, or you signed in anew. Reload it and try again.")


def wants_part() -> bool:
    """Is this htmx asking for a part of a page?

    Going back through history, and boosted links, also say HX-Request, but they
    replace the whole page and must be given one.
    """
    htmx = request.htmx
    whole = request.headers.get("HX-Request-Type") == "full"
    return bool(htmx) and not (htmx.history_restore_request or htmx.boosted or whole)


def show(page: str, part: str | None = None, status: int = 200, **context) -> tuple[str, int]:
    """Render `page`, or only its `part` when htmx asked. `page` includes `part`."""
    return render_template(part if part and wants_part() else page, **context), status


def done(endpoint: str, **values) -> Response:
    """After a change, send the visitor to look at the result (303).

    htmx follows this by itself and asks for the part, so there is no second road.
    A form that leads to a different page is a plain form, without hx-post.
    """
    return redirect(url_for(endpoint, **values), code=303)


def say(error: PortalError) -> str:
    """Return what an error says, in the reader's language."""
    return gettext(error.template, **error.values)


def init_app(app: Flask) -> None:
    """Explain errors in words, and mark answers that come in two sizes."""
    app.register_error_handler(PortalError, _explain)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _plain)
    app.after_request(_vary)


def _explain(error: PortalError) -> Response:
    return _answer(error.status, say(error), error.values.get("seconds"))


def _stale_form(error: CSRFError) -> Response:
    return _answer(error.code, gettext(STALE_FORM))


def _plain(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        db.session.rollback()
    return _answer(error.code, gettext(WORDS.get(error.code, WORDS[400])))


def _answer(status: int, message: str, seconds: object = None) -> Response:
    part = wants_part()
    page = render_template(
        "_error.html" if part else "error.html",
        error={"status": status, "message": message},
        message=message,
        part=part,
    )
    response = Response(page, status=status)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def _vary(response: Response) -> Response:
    """The same address gives two answers, so say so to every cache."""
    response.vary.update(["HX-Request", "HX-Boosted", "HX-History-Restore-Request", "Cookie"])
    return response
