"""The start page: what waits for this role, each number with its first rows."""

from flask_babel import gettext as _

from portal import clock, people
from portal.db import door
from portal.people import Actor
from portal.web import babel
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.home.door import bp
from portal.web.home.sections import Section, case_sections, order_sections, question_sections
from portal.web.orders.sight import today_of
from portal.web.pages import show


@bp.get("/")
@audience(*SIGNED_IN)
def see():
    """What waits for the viewer."""
    by = viewer()
    sections = [*question_sections(by), *case_sections(by), *order_sections(by, today_of(by))]
    return show(
        "home/home.html",
        by=by,
        greeting=_("Good day, %(name)s", name=by.name),
        sections=sections,
        tiles=[_tile(section) for section in sections],
        grants=_grants(by) if by.role == "auditor" else None,
    )


def _tile(section: Section) -> dict:
    return {
        "label": section.label,
        "value": section.count,
        "url": section.url,
        "tone": section.tone if section.some else "ok",
    }


def _grants(by: Actor) -> list[str]:
    """Return what an auditor was granted, in words."""
    with door():
        given = people.grants_of(by.id, clock.now())
        names = people.names(one.partner for one in given if one.partner)
    return [_extent(one, names) for one in given]


def _extent(one: people.Given, names: dict[int, str]) -> str:
    """Return one grant as a sentence."""
    words = [_("Orders of %(owner)s", owner=one.owner)]
    if one.partner:
        words.append(_("with %(partner)s", partner=names.get(one.partner, "")))
    if one.since:
        words.append(_("from %(day)s", day=babel.day(one.since.date())))
    if one.until:
        words.append(_("before %(day)s", day=babel.day(one.until.date())))
    if one.order:
        words.append(_("one order only"))
    words.append(_("readable until %(moment)s", moment=babel.moment(one.expires_at)))
    return ", ".join(words)
