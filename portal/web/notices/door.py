"""The blueprint of notices: what somebody was told, what they follow, how they want mails."""

from flask import Blueprint, abort

from portal.people import Actor
from portal.web.guard import SIGNED_IN, viewer

bp = Blueprint("notices", __name__)

READERS = tuple(sorted(SIGNED_IN - {"auditor"}))


def reader() -> Actor:
    """Return who asks; whoever comes by a link has no bell and follows nothing."""
    by = viewer()
    if by.via is not None:
        abort(404)
    return by
