"""The administrator's partners: who they are, and adding one."""

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _

from portal import people
from portal.errors import PortalError
from portal.ledger import Draft
from portal.web import babel
from portal.web.admin.door import bp, once
from portal.web.admin.forms import PartnerForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, show

PAGE = 100
MOST = 10_000_000  # no house has more partners, and no database counts further


@bp.get("/organisations")
@audience("admin")
def list_organisations():
    """Our partners, by name; a page of them, or those whose name or number has a word."""
    words = request.args.get("q", "").strip()
    start = min(max(request.args.get("start", 0, type=int), 0), MOST)
    partners, many = people.partners_page(words, start, PAGE)
    return show(
        "admin/organisations.html",
        partners=partners,
        many=many,
        words=words,
        pages=[_range(at, many, words) for at in (start - PAGE, start + PAGE) if 0 <= at < many],
    )


def _range(start: int, many: int, words: str) -> dict:
    """Return where a page is, called by the places of its first and last partner."""
    label = f"{babel.amount(start + 1)}–{babel.amount(min(start + PAGE, many))}"
    return {
        "url": url_for("admin.list_organisations", q=words or None, start=start),
        "label": label,
    }


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
