"""A person's own views: kept under a name, and thrown away."""

from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal import desk, flow
from portal.errors import NotUnderstood
from portal.people import Actor
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.lines.door import LOOK, bp
from portal.web.lines.filters import Asked, read
from portal.web.pages import done, say


class ViewForm(PortalForm):
    """“Keep this view.” The fields of the address come with it."""

    name = StringField(_l("Name of the view"))


@bp.post("/views")
@audience(*LOOK)
def keep_view():
    """Keep what the list is narrowed to, under a name."""
    by, form = viewer(), ViewForm()
    asked = read(request.form, by.side)
    if form.validate():
        try:
            flow.within(
                by.org,
                lambda: desk.lineviews.keep_line_view(by.id, form.name.data or "", asked.fields()),
            )
            flash(_("The view is kept. You find it above the list."), "ok")
        except NotUnderstood as error:
            flash(say(error), "bad")
    return done("lines.list_lines", **asked.address())


@bp.post("/views/<uuid:view>/end")
@audience(*LOOK)
def drop_view(view: UUID):
    """Throw one of one's own views away."""
    by, form = viewer(), PortalForm()
    if form.validate():
        flow.within(by.org, lambda: desk.lineviews.drop_line_view(by.id, view))
        flash(_("The view is gone; the lines are still there."), "ok")
    return done("lines.list_lines")


def own_views(asked: Asked, by: Actor) -> list[dict]:
    """Return the viewer's own views with their addresses, and which one is shown."""
    shown = asked.fields()
    return [
        {
            "id": ident,
            "label": name,
            "url": url_for("lines.list_lines", **fields),
            "current": fields == shown,
        }
        for ident, name, fields in desk.lineviews.line_views(by.id)
    ]
