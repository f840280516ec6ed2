"""The administrator's blueprint, and how its changes are made: once, and with an event."""

from collections.abc import Callable, Sequence

from flask import Blueprint, abort

from portal import desk, flow
from portal.ledger import Draft
from portal.people import Actor
from portal.web.forms import PortalForm
from portal.web.guard import viewer

bp = Blueprint("admin", __name__, url_prefix="/admin")

LONGEST_KEY = 64
Change = Callable[[], tuple[object, Sequence[Draft]]]


def once(form: PortalForm, change: Change, by: Actor | None = None) -> object:
    """Do `change` and record its drafts; the same form again does nothing and gives None."""
    by, key = by or viewer(), form.key.data
    if not key or len(key) > LONGEST_KEY:
        abort(400)
    digest = desk.digest_of(key.encode())

    def first_time() -> tuple[object, Sequence[Draft]]:
        if desk.seen(by.org, by.id, key, digest):
            return None, ()
        result = change()
        desk.remember(by.org, by.id, key, digest)
        return result

    return flow.manage(by.org, by, first_time)
