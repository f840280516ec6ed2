"""What an owner allows links: whether there are any, how long they last, when a code is asked."""

from flask import flash
from flask_babel import gettext as _

from portal import desk
from portal.desk import LinkSettings
from portal.errors import PortalError
from portal.web.admin.door import once
from portal.web.guard import audience
from portal.web.links.door import bp
from portal.web.links.forms import SettingsForm
from portal.web.pages import done, show


@bp.get("/admin/links")
@audience("admin")
def see_settings():
    """How links work here."""
    known = desk.linking.link_settings()
    given = {
        "version": str(desk.linking.links_version()),
        "on": known.on,
        "idle_days": known.idle_days,
        "code_from": known.code_from,
        "currency": known.currency,
    }
    return _page(SettingsForm(formdata=None, data=given))


@bp.post("/admin/links")
@audience("admin")
def change_settings():
    """Another setting; switching links off ends all of them at once."""
    form = SettingsForm()
    if not form.validate():
        return _page(form, 422)
    try:
        once(form, lambda: _changed(form))
    except PortalError as error:
        form.refuse(error)
        return _page(form, error.status)
    flash(_("Saved. It holds from now on."), "ok")
    return done("links.see_settings")


def _changed(form: SettingsForm):
    desk.linking.check_version(form.version.data)
    wanted = LinkSettings(
        on=form.on.data,
        idle_days=form.idle_days.data,
        code_from=form.code_from.data,
        currency=(form.currency.data or "").upper(),
    )
    return None, [desk.linking.set_links(wanted)]


def _page(form: SettingsForm, status: int = 200):
    return show("links/settings.html", status=status, form=form)
