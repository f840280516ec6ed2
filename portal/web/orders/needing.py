"""The buyer says how many of a line are truly needed by when."""

from uuid import UUID

from portal.desk import say
from portal.web.guard import audience, viewer
from portal.web.orders.asked import Asked
from portal.web.orders.door import bp
from portal.web.orders.needs import NeedForm
from portal.web.orders.page import again, saved, tell


@bp.post("/orders/<uuid:order>/needs")
@audience("buyer", "admin")
def state_need(order: UUID):
    """Say what is truly needed by when; the supplier sees it where it cannot send all."""
    by, form = viewer(), NeedForm()
    number = int(form.line.data) if (form.line.data or "").isdigit() else 0
    asked = Asked("need", number)
    if not form.validate() or form.half():
        return again(order, form, asked)
    return tell(
        order,
        form,
        lambda journey, _cases: say.need(journey, by, form.key.data, number, form.said()),
        asked,
        saved(),
    )
