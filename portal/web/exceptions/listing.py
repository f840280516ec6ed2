"""The work list: what is wrong, how long, how much, whose it is, and by when."""

import json
from datetime import datetime
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock, desk
from portal.db import moment_of, moment_text
from portal.desk import Cursor, Filters, Page, cases
from portal.watch import RULES, CaseReading
from portal.web import babel, case_words
from portal.web.companies import Choice, chosen, settled, to_choose
from portal.web.exceptions.bulk import TOGETHER
from portal.web.exceptions.door import MAY, OWNERS, bp
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.live import mark
from portal.web.pages import show

VIEWS = (
    "all",
    "mine",
    "team",
    "unowned",
    "breaching",
    "waiting",
    "cleared",
    "contested",
    "resolved",
)
NARROWS = ("rule", "severity", "supplier", "team")
PAGE = 50
Teams = list[cases.CaseTeam]


@bp.get("/exceptions")
@audience(*OWNERS)
def see_list():
    """Exceptions, the most pressing first."""
    partner = chosen(request.args.get("supplier"))
    if address := settled("supplier", partner, _fields()):
        return address
    teams = cases.assignment().of(viewer().id)
    filters = _filters(partner, teams)
    if partner.unclear:
        return _show(filters, partner, Page([], None), teams)
    page = desk.queue(filters, _place(request.args.get("after", "")), PAGE)
    return _show(filters, partner, page, teams)


def _show(filters: Filters, partner: Choice, page: Page, teams: Teams):
    names = desk.people_called(case.person for case, _order in page.rows if case.person)
    offered, view = desk.offered(), _view(teams)
    called = desk.names_of_others((order for _case, order in page.rows), offered)
    return show(
        "exceptions/list.html",
        view=view,
        live=mark.of_list(viewer()),
        tabs=_tabs(filters, partner, teams),
        rows=[_row(case, order, names, called) for case, order in page.rows],
        older=_address(after=_text(page.after)) if page.after else None,
        newest=_address() if request.args.get("after") else None,
        rules=[("", _("All"))] + [(name, case_words.rule(name)) for name in RULES],
        severities=[("", _("All"))]
        + [(str(n), case_words.severity(n)["text"]) for n in sorted(case_words.SEVERITIES)[::-1]],
        offered=[one.label for one in offered],
        partner=partner,
        choices=to_choose("supplier", partner, _fields()),
        clear=_address(supplier=None),
        chosen=request.args,
        narrowed=any(request.args.get(name) for name in NARROWS),
        form=PortalForm(formdata=None),
        teams=[(one.id, one.name) for one in teams] if view == "team" else [],
        doings=[(name, title) for name, (title, *_more) in TOGETHER.items()],
        history=url_for("exceptions.see_backtests") if viewer().role in MAY else None,
    )


def _view(teams: Teams) -> str:
    wanted = request.args.get("view", "all")
    return wanted if wanted in VIEWS and (wanted != "team" or teams) else "all"


def _team(teams: Teams) -> str:
    """Return the team that is shown: the one asked for, if it is the viewer's, else the first."""
    known, wanted = [one.id for one in teams], request.args.get("team", "")
    return wanted if wanted in known else known[0]


def _filters(partner: Choice, teams: Teams) -> Filters:
    """Return what to show: a saved view, narrowed by what was chosen."""
    severity = request.args.get("severity", 0, type=int)
    return _saved(_view(teams), teams, request.args.get("rule", ""), severity, partner.org)


def _saved(view: str, teams: Teams, rule: str, severity: int, partner: int) -> Filters:
    return Filters(
        person=viewer().id,
        mine=view == "mine",
        unowned=view == "unowned",
        team=_team(teams) if view == "team" else "",
        breached=clock.now() if view == "breaching" else None,
        rule=rule,
        severity=severity,
        state=view if view in ("waiting", "cleared") else "",
        resolved=view == "resolved",
        contested=view == "contested",
        partner=partner,
    )


def _tabs(chosen: Filters, partner: Choice, teams: Teams) -> list[dict]:
    """Return the saved views with how many each holds, narrowed as the list is.

    While it is unclear whose cases are meant, nothing is counted.
    """
    labels = {
        "all": _("To do"),
        "mine": _("Mine"),
        "team": _("My team's"),
        "unowned": _("Nobody's"),
        "breaching": _("Past due"),
        "waiting": _("Waiting for the supplier"),
        "cleared": _("Cause owed"),
        "contested": _("Contested"),
        "resolved": _("Resolved"),
    }
    narrowed = (chosen.rule, chosen.severity, chosen.partner)
    if not teams:
        labels.pop("team")
    views = [] if partner.unclear else [view for view in labels if view != "resolved"]
    counted = desk.counts({view: _saved(view, teams, *narrowed) for view in views})
    return [
        {
            "label": label,
            "url": _address(view=view),
            "current": view == _view(teams),
            "count": desk.count_text(counted[view]) if view in counted else None,
        }
        for view, label in labels.items()
    ]


def _row(case: CaseReading, order, names: dict, partners: dict[int, str]) -> dict:
    now = clock.now()
    return {
        "case": case.case,
        "order": case.stream,
        "number": order.number,
        "title": case_words.rule(case.rule),
        "says": case_words.trouble(case.rule, json.loads(case.words), _over(case)),
        "line": case.line,
        "shipment": case.shipment,
        "seen": case.seen,
        "partner": partners.get(order.partner, ""),
        "severity": case_words.severity(case.severity),
        "state": case_words.state(case.state),
        "person": names.get(case.person, "") if case.person else "",
        "since": babel.moment(case.since),
        "since_iso": babel.iso(case.since),
        "age": _age(case.since, case.resolved_at or now),
        "due": babel.moment(case.due_at),
        "due_iso": babel.iso(case.due_at),
        "overdue": case.live and case.due_at < now,
        "live": case.live,
        "picked": f"{case.case}:{case.moves}",
        "mine": case.person == viewer().id,
        "worth": babel.money(case.amount, case.currency) if case.amount is not None else "",
        "contested": case.contested_at is not None,
    }


def _over(case: CaseReading) -> bool:
    return case.state in ("cleared", "resolved")


def _age(since: datetime, now: datetime) -> str:
    days = max((now - since).days, 0)
    return ngettext("%(num)d day", "%(num)d days", days) if days else _("today")


def _address(**changed: str | None) -> str:
    """Return this list's address with something changed; the page starts anew."""
    return url_for("exceptions.see_list", **{**_fields(), **changed})


def _fields() -> dict[str, str]:
    """Return the fields of this list's address; what others put there is left out."""
    return {name: request.args[name] for name in ("view", *NARROWS) if request.args.get(name)}


def _text(cursor: Cursor) -> str:
    at = cursor.at if isinstance(cursor.at, int) else moment_text(cursor.at)
    return f"{at}_{cursor.case.hex}"


def _place(text: str) -> Cursor | None:
    """Return where the page starts; an address somebody changed by hand starts at the top."""
    at, _sep, case = text.partition("_")
    try:
        return Cursor(int(at) if at.isdecimal() else moment_of(at), UUID(case)) if text else None
    except ValueError:
        return None
