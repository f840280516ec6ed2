"""The administrator's teams, and which new exceptions go to which."""

from uuid import UUID, uuid4

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length

from portal import desk
from portal.db import door
from portal.errors import N_, Conflict, NotUnderstood, PortalError
from portal.ledger import Draft
from portal.watch import RULES
from portal.web import case_words
from portal.web.admin.door import bp, once
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.orders.forms import refuse
from portal.web.pages import done, show

LISTS = [Length(max=400, message=_l("Shorten the text to 400 characters."))]


class TeamForm(Form):
    """One team; without a name there is none."""

    id = HiddenField(validators=[Length(max=40)])
    name = StringField(_l("Name"), [Length(max=80)])
    people = SelectMultipleField(_l("People"), validate_choice=False)
    lead = SelectField(_l("Who leads it"), validate_choice=False)


class RouteForm(Form):
    """One rule; without a team there is none."""

    team = SelectField(_l("Goes to"), validate_choice=False)
    suppliers = StringField(_l("Partners"), LISTS)
    categories = StringField(_l("Item categories"), LISTS)
    sites = StringField(_l("Sites"), LISTS)
    rules = SelectMultipleField(_l("Exceptions"), validate_choice=False)


class TeamsForm(PortalForm):
    """These teams and rules hold from now on."""

    version = HiddenField(validators=[Length(max=12)])
    teams = FieldList(FormField(TeamForm), label=_l("Teams"), max_entries=52)
    routes = FieldList(FormField(RouteForm), label=_l("Rules"), max_entries=202)


@bp.get("/teams")
@audience("admin")
def see_teams():
    """Teams and rules there are, and room for another of each."""
    return _page()


@bp.post("/teams")
@audience("admin")
def set_teams():
    """New exceptions go to these teams from now on."""
    form = TeamsForm()
    _fill(form)
    if not form.validate():
        return _page(form, 422)
    try:
        routes = [_route(entry.form) for entry in form.routes if entry.form.team.data]
        once(form, lambda: _changed(form, routes))
    except PortalError as error:
        refuse(form, error)
        return _page(form, error.status)
    flash(_("Saved. It holds for exceptions that are raised from now on."), "ok")
    return done("admin.see_teams")


def _changed(form: TeamsForm, routes: list[desk.cases.Route]) -> tuple[None, list[Draft]]:
    """Draft the next version.

    Raises:
        Conflict: somebody else changed it since the page was shown.
    """
    version = desk.cases.assignment().version
    if str(version) != form.version.data:
        raise Conflict(
            N_("Somebody else changed this since you opened the page. Reload and compare.")
        )
    known = {str(person) for person, _name in desk.colleagues(viewer().org)}
    teams = [
        desk.cases.CaseTeam(
            one.id.data or uuid4().hex[:12],
            " ".join(one.name.data.split()),
            tuple(UUID(who) for who in one.people.data or () if who in known),
            UUID(one.lead.data) if one.lead.data in known else None,
        )
        for one in (entry.form for entry in form.teams)
        if (one.name.data or "").strip()
    ]
    return None, [desk.cases.set_assignment(teams, routes, version + 1)]


def _route(form: RouteForm) -> desk.cases.Route:
    return desk.cases.Route(
        form.team.data,
        frozenset(_partner(name) for name in _listed(form.suppliers.data)),
        frozenset(_listed(form.categories.data)),
        frozenset(_listed(form.sites.data)),
        frozenset(form.rules.data or ()) & RULES.keys(),
    )


def _partner(name: str) -> int:
    """Return the partner with this name or number.

    Raises:
        NotUnderstood: none is called so, or several are.
    """
    found = desk.find_other(name).one
    if found is None:
        raise NotUnderstood(N_("No company is called “%(name)s”."), name=name)
    return found.org


def _listed(text: str | None) -> list[str]:
    parts = (part.strip() for part in (text or "").replace(";", ",").split(","))
    return [part for part in parts if part]


def _page(form: TeamsForm | None = None, status: int = 200):
    if form is None:
        found = desk.cases.assignment()
        form = TeamsForm(None, data=_data(found))
        _fill(form)
    return show(
        "admin/teams.html", status=status, form=form, offered=[o.label for o in desk.offered()]
    )


def _data(found: desk.cases.Assignment) -> dict:
    named = {one.org: one.name for one in desk.others_among(
        {org for route in found.routes for org in route.suppliers})}  # fmt: skip
    teams = [
        {
            "id": one.id,
            "name": one.name,
            "people": [str(who) for who in one.people],
            "lead": str(one.lead or ""),
        }
        for one in found.teams
    ]
    routes = [
        {
            "team": one.team,
            "suppliers": ", ".join(sorted(named.get(org, "") for org in one.suppliers)),
            "categories": ", ".join(sorted(one.categories)),
            "sites": ", ".join(sorted(one.sites)),
            "rules": sorted(one.rules),
        }
        for one in found.routes
    ]
    return {"version": str(found.version), "teams": [*teams, {}], "routes": [*routes, {}]}


def _fill(form: TeamsForm) -> None:
    """Fill what can be chosen: colleagues, teams, kinds of exceptions."""
    with door():
        known = desk.colleagues(viewer().org)
    teams = [(entry.form.id.data, entry.form.name.data) for entry in form.teams]
    named = [("", _("– no rule –")), *((one, name) for one, name in teams if one and name)]
    for entry in form.teams:
        entry.form.people.choices = choices((str(person), name) for person, name in known)
        entry.form.lead.choices = choices(
            [("", _("– nobody –")), *((str(person), name) for person, name in known)]
        )
    for entry in form.routes:
        entry.form.team.choices = choices(named)
        entry.form.rules.choices = choices((name, case_words.rule(name)) for name in RULES)
