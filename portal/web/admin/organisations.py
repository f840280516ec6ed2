"""The administrator's partners: who they are, and adding one."""

from flask import current_app, flash
from flask_babel import gettext as _

from portal import people
from portal.errors import PortalError
from portal.ledger import Draft
from portal.web.admin.door import bp, once
from portal.web.admin.forms import PartnerForm
from portal.web.admin.paging import PAGE, asked
from portal.web.guard import audience, viewer
from portal.web.pages import done, show


@bp.get("/organisations")
@audience("admin")
def list_organisations():
    """Our partners, by name; a page of them, or those whose name or number has a word."""
    part = asked()
    partners, many = people.partners_page(part.words, part.start, PAGE)
    return show(
        "admin/organisations.html",
        partners=partners,
        many=many,
        words=part.words,
        pages=part.pages(many),
    )


@bp.get("/organisations/new")
@audience("admin")
def describe_organisation():
    """Which company?"""
    return show("admin/organisation_new.html", form=PartnerForm(formdata=None))


@bp.post("/organisations")
@audience("admin")
def add_organisation():
    """We deal with another company from now on."""
    form = PartnerForm()
    if not form.validate():
        return show("admin/organisation_new.html", status=422, form=form)
    try:
        once(form, lambda: _added(form))
    except PortalError as error:
        form.refuse(error)
        return show("admin/organisation_new.html", status=error.status, form=form)
    flash(_("%(name)s was added. Now invite somebody there.", name=form.name.data), "ok")
    return done("admin.list_organisations")


def _added(form: PartnerForm) -> tuple[int, list[Draft]]:
    owner, kinds = viewer().org, ",".join(form.kinds.data)
    host = str(current_app.config["LOG_HOST"])
    made = people.add_organisation(form.name.data, form.country.data, host)
    people.relate(owner, made.id, kinds, form.number.data or None)
    body = {"organisation": made.id, "kinds": form.kinds.data, "name": made.name}
    return made.id, [Draft("organisation.added", body=body, key=form.key.data)]
