"""The way to evidence: find an order, see what may be seen, what was issued, and who looked."""

from uuid import UUID

from flask import redirect, request, url_for

from portal import clock, evidence, flow, journey, people
from portal.db import current, door, moment_of, moment_text
from portal.evidence import Issued, Look
from portal.people import Given
from portal.web.evidence.door import bp
from portal.web.evidence.wording import act, looked_at
from portal.web.guard import audience, viewer
from portal.web.pages import show


@bp.get("/evidence")
@audience("auditor", "buyer", "admin")
def see():
    """Find an order; what my grant covers; packs issued lately."""
    query = request.args.get("q", "").strip()
    found = journey.find(query) if query else []
    if len(found) == 1 and found[0].why == "exact":
        return redirect(url_for("evidence.describe_pack", order=found[0].order.order))
    grant = _grant()
    partners = {one.order.partner for one in found}
    names = people.names(partners | ({grant.partner} - {None} if grant else set()))
    return show(
        "evidence/see.html",
        query=query,
        found=found,
        names=names,
        grant=grant,
        issued=_issued(),
        by=viewer(),
    )


@bp.get("/evidence/access")
@audience("admin")
def see_access():
    """Who looked at or downloaded what, the latest first."""
    rows = evidence.looks(_place(request.args.get("after", "")), evidence.PAGE + 1)
    more = len(rows) > evidence.PAGE
    rows = rows[: evidence.PAGE]
    return show(
        "evidence/access.html",
        rows=rows,
        older=url_for("evidence.see_access", after=_after(rows[-1])) if more else None,
        newest=url_for("evidence.see_access") if request.args.get("after") else None,
        looked_at=looked_at,
        act=act,
    )


def _grant() -> Given | None:
    """Return the grant an auditor looks through just now."""
    me, chosen = viewer(), current().lens_grant
    if chosen is None:
        return None
    with door():
        mine = people.grants_of(me.id, clock.now())
    return next((given for given in mine if given.id == chosen), None)


def _issued() -> list[Issued]:
    """Return the packs issued last: to the owner's people all, to an auditor their own."""
    scope, me = current(), viewer()
    if scope.kind == "own":
        return evidence.issued()
    if not scope.lens_owner:
        return []
    return flow.within(scope.lens_owner, lambda: evidence.issued(me.id))


def _after(row: Look) -> str:
    return f"{moment_text(row.at)}_{row.id.hex}"


def _place(text: str) -> tuple | None:
    """Return where a page starts; an address somebody changed by hand starts at the top."""
    at, _, ident = text.partition("_")
    try:
        return (moment_of(at), UUID(ident)) if text else None
    except ValueError:
        return None
