"""Is there news? Asked by open pages by themselves, and answered without drawing any page."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import desk
from portal.errors import N_, NotFound
from portal.web.guard import audience, viewer
from portal.web.live import mark
from portal.web.live.door import bp
from portal.web.notices.door import READERS


@bp.get("/live/orders/<uuid:order>")
@audience(*READERS)
def order(order: UUID):
    """Whether more was said of an order than its page, or the page of a case on it, shows."""
    count = desk.live.said_of(order)
    if not count:
        raise NotFound(N_("There is no such order."))
    seen = mark.seen()
    more = count - int(seen) if seen.isdecimal() else 0
    said = ngettext("%(num)d new event.", "%(num)d new events.", more) if more > 0 else _("News.")
    return mark.answer(mark.of_order(viewer(), order, count), said)


@bp.get("/live/lists")
@audience(*READERS)
def lists():
    """Whether something happened since a list was drawn."""
    return mark.answer(mark.of_list(viewer()), _("Something new has happened."))
