"""The administrator's calendars: which days are worked where goods come to."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import flash, request
from flask_babel import gettext as _

from portal import clock, ledger
from portal.desk import calendars
from portal.errors import PortalError
from portal.web import babel
from portal.web.admin.calendarform import CalendarForm
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm
from portal.web.admin.setting import check_version, version_of
from portal.web.forms import choices
from portal.web.guard import audience, viewer
from portal.web.pages import done, show

MANY = 100


@bp.get("/calendars")
@audience("admin")
def list_calendars():
    """Which sites have working days of their own."""
    made = ledger.settings_page(calendars.KEY, "", MANY)
    rows = [_row(doc, version) for version, doc in made.values() if not doc.get("ended")]
    return show("admin/calendars.html", rows=rows)


@bp.get("/calendars/edit")
@audience("admin")
def see_calendar():
    """The working days of a site; without one, of every site."""
    site = " ".join(request.args.get("site", "").split())[: calendars.LONGEST_SITE]
    version, doc = _newest(site)
    standing = calendars.read({} if doc.get("ended") else doc)
    given = {
        "site": doc.get("site", site),
        "version": str(version),
        "week": [str(day) for day in sorted(standing.week)],
        "off": sorted(standing.off),
    }
    return _page(CalendarForm(formdata=None, data=given), doc)


@bp.post("/calendars/edit")
@audience("admin")
def set_calendar():
    """These days are worked from now on."""
    form = CalendarForm()
    site = form.site.data or ""
    if not form.validate():
        return _page(form, _newest(site)[1], 422)
    try:
        once(form, lambda: _changed(form))
    except PortalError as error:
        form.refuse(error)
        return _page(form, _newest(site)[1], error.status)
    flash(_("Saved. Days are counted like this from now on."), "ok")
    return done("admin.list_calendars")


@bp.post("/calendars/end")
@audience("admin")
def end_calendar():
    """A site has no working days of its own any more."""
    form, site = ConfirmForm(), request.form.get("site", "")
    once(form, lambda: (None, [calendars.end(site)] if _stands(site) else []))
    flash(_("Ended. What holds for every site holds there again."), "ok")
    return done("admin.list_calendars")


def _newest(site: str) -> tuple[int, dict]:
    key = calendars.key_of(site)
    return ledger.settings_called([key]).get(key, (0, {}))


def _stands(site: str) -> bool:
    version, doc = _newest(site)
    return bool(version) and not doc.get("ended")


def _changed(form: CalendarForm):
    check_version(calendars.key_of(form.site.data or ""), form.version.data)
    week = (int(day) for day in form.week.data)
    return None, [calendars.make(form.site.data or "", week, form.off.data)]


def _page(form: CalendarForm, doc: dict, status: int = 200):
    site = form.site.data or ""
    form.week.choices = choices((str(day), babel.weekday(day)) for day in range(7))
    return show(
        "admin/calendar.html",
        status=status,
        form=form,
        site=site,
        stands=bool(doc) and not doc.get("ended"),
        version=version_of(calendars.key_of(site)),
        confirm=ConfirmForm(formdata=None),
    )


def _row(doc: dict, version: int) -> dict:
    calendar, today = calendars.read(doc), _today()
    return {
        "site": doc.get("site", ""),
        "week": ", ".join(babel.weekday(day, short=True) for day in sorted(calendar.week)),
        "off": len(calendar.off),
        "next": min((day for day in calendar.off if day >= today), default=None),
        "version": version,
    }


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(viewer().zone)).date()
