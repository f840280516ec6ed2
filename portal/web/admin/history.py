"""What was changed in the house: settings, accounts, grants, rules; when, by whom, old and new."""

from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _

from portal import clock, evidence, flow, people
from portal.db import current, door
from portal.web import babel
from portal.web.admin.door import bp
from portal.web.admin.history_words import KINDS, changes, sentence
from portal.web.guard import audience, viewer
from portal.web.names import Names
from portal.web.pages import show

LAST = 10_000_000_000  # no stream is longer, and no database counts further


@bp.get("/history")
@audience("admin", "auditor")
def see_history():
    """The house's own stream, the newest first: all of it, of one kind, or of one person."""
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    person = request.args.get("person", type=UUID)
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < LAST else None
    kinds = KINDS[kind][1] if kind else ()
    page = _read(kinds, person, before)
    names = Names(orgs=page.orgs, people=page.people)
    narrowed = {"kind": kind or None, "person": person}
    older = url_for("admin.see_history", **narrowed, before=page.older) if page.older else None
    return show(
        "admin/history.html",
        rows=[_row(one, names, kind) for one in page.rows],
        kinds=[("", _("All")), *((name, label) for name, (label, _those) in KINDS.items())],
        kind=kind,
        person=person,
        name=page.people.get(person, "") if person else "",
        older=older,
        newest=url_for("admin.see_history", **narrowed) if before else None,
    )


def _read(kinds, person: UUID | None, before: int | None) -> evidence.HousePage:
    """Return what this viewer may see: an auditor all of it, under a grant of everything."""
    scope, me = current(), viewer()
    if scope.kind == "own":
        return evidence.house_page(kinds, person, before)
    with door():
        mine = people.grants_of(me.id, clock.now())
    whole = any(
        one.id == scope.lens_grant and not (one.partner or one.since or one.until) for one in mine
    )
    if not whole:
        return evidence.HousePage([], {}, {})
    return flow.within(scope.lens_owner, lambda: evidence.house_page(kinds, person, before))


def _row(one: evidence.Happened, names: Names, kind: str) -> dict:
    known = one.by.get("person")
    return {
        "when": babel.moment(one.at),
        "iso": babel.iso(one.at),
        "who": names.who(one.by),
        "person": known,
        "url": url_for("admin.see_history", kind=kind or None, person=known) if known else "",
        "what": sentence(one, names),
        "changes": changes(one),
    }
