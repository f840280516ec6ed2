"""The outbox: how much waits to be sent, what was given up and why, and sending it again."""

from datetime import datetime
from uuid import UUID, uuid4

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import desk, flow
from portal.db import moment_of, moment_text
from portal.errors import N_, NotFound
from portal.ledger import Draft
from portal.web import babel
from portal.web.admin.door import bp
from portal.web.guard import audience, viewer
from portal.web.pages import done, show
from portal.web.words_news import template


@bp.get("/outbox")
@audience("admin")
def see_outbox():
    """What waits, and what was given up, the last tried first."""
    most = desk.telling.MOST_DEAD
    rows = desk.telling.dead_letters(_place(request.args.get("after", "")), most + 1)
    page = rows[:most]
    names = desk.people_called(one.person for one in page if one.person)
    numbers = desk.numbers_of({one.stream for one in page if one.stream})
    older = None
    if len(rows) > most:
        older = url_for("admin.see_outbox", after=f"{moment_text(page[-1].at)}_{page[-1].job}")
    return show(
        "admin/outbox.html",
        rows=[_row(one, names, numbers) for one in page],
        counts=desk.waiting(),
        older=older,
        newest=url_for("admin.see_outbox") if "after" in request.args else None,
    )


@bp.post("/outbox/again")
@audience("admin")
def send_all_again():
    """All that was given up gets all its tries again."""
    return _again(desk.telling.all_dead())


@bp.post("/outbox/<uuid:job>/again")
@audience("admin")
def send_again(job: UUID):
    """This one gets all its tries again."""
    if job not in desk.telling.all_dead():
        raise NotFound(N_("There is no such notice."))
    return _again([job])


def _again(jobs: list[UUID]):
    def change() -> tuple[None, list[Draft]]:
        desk.telling.replay(jobs)
        said = Draft("mail.resent", key=uuid4().hex, body={"mails": str(len(jobs))})
        return None, [said] if jobs else []

    by = viewer()
    if jobs:
        flow.manage(by.org, by, change)
    said = ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", len(jobs))
    flash(said if jobs else _("There was nothing to send again."), "ok")
    return done("admin.see_outbox")


def _row(one: desk.telling.DeadLetter, names: dict, numbers: dict) -> dict:
    return {
        "job": one.job,
        "when": babel.moment(one.at),
        "iso": babel.iso(one.at),
        "what": template(one.template),
        "to": names.get(one.person, "") or one.address,
        "number": numbers.get(one.stream, ""),
        "url": url_for("orders.see", order=one.stream) if one.stream else "",
        "error": one.error,
        "tries": one.tries,
    }


def _place(text: str) -> tuple[datetime, UUID] | None:
    """Return where a page starts; an address somebody changed by hand starts at the top."""
    try:
        at, job = text.split("_")
        return moment_of(at), UUID(job)
    except ValueError:
        return None
