"""Mails that were not taken, and those of ours that came back."""

from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import desk
from portal.desk import Incoming
from portal.web import babel
from portal.web.admin.door import bp
from portal.web.guard import audience
from portal.web.pages import show

PAGE = 50
REASONS = {
    "sender": _l("It came from another address than the one we had written to."),
    "gone": _l("Whoever was written to has no access any more."),
    "expired": _l("The mail it answers is too old."),
    "empty": _l("Nothing in it was new but what it quotes."),
    "refused": _l("It could not be said:"),
}


@bp.get("/mail")
@audience("admin")
def list_mail():
    """What came in and was not taken, and what came back, the newest first."""
    rows = desk.arrived(desk.TROUBLED, request.args.get("after", type=UUID), PAGE + 1)
    names = desk.people_called(row.person for row in rows if row.person)
    numbers = desk.numbers_of({row.stream for row in rows[:PAGE] if row.stream})
    older = url_for("admin.list_mail", after=rows[PAGE - 1].id) if len(rows) > PAGE else None
    return show(
        "admin/mail.html",
        rows=[_row(row, names, numbers) for row in rows[:PAGE]],
        older=older,
        newest=url_for("admin.list_mail") if "after" in request.args else None,
    )


def _row(row: Incoming, names: dict, numbers: dict) -> dict:
    back = row.state == desk.BOUNCED
    return {
        "when": babel.moment(row.received_at),
        "iso": babel.iso(row.received_at),
        "state": _("came back") if back else _("not taken"),
        "tone": "bad" if back else "warn",
        "why": _came_back(row.reason) if back else str(REASONS.get(row.reason, row.reason)),
        "sender": row.sender,
        "person": names.get(row.person, ""),
        "text": row.text,
        "number": numbers.get(row.stream, ""),
        "url": url_for("orders.messages", order=row.stream) if row.stream else "",
    }


def _came_back(status: str) -> str:
    if not status:
        return _("The server did not take it.")
    return _("The server did not take it (%(status)s).", status=status)
