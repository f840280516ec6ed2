"""Every page anybody can get to by links: whole, without dead links, and clean under axe."""

import pytest

from tests.browser.conftest import DARK, DESKTOP, PHONE
from tests.browser.every_page import reachable
from tests.world import Line

CAST = ("kim", "ada", "rio", "sam", "aud", "cam")


@pytest.fixture
def busy(world, at):
    """A world with orders at several stages: new, under way, delivered, late."""
    at("2026-02-02T08:00")
    late = world.place("PO-1", Line(ask="2026-02-20", agreed="2026-02-20"))
    done = world.place("PO-2", Line(agreed="2026-02-27"), Line(code="HX-M16", qty="40"))
    world.place("PO-3", Line(), to=world.calder)
    world.place("SO-4", Line(agreed="2026-03-20"), to=world.lindqvist, type="sales")
    at("2026-02-25T14:00")
    world.reach(late, "DISPATCHED", "60", world.sam, what="dispatched")
    world.reach(done, "DISPATCHED", "100", world.sam, what="dispatched")
    world.reach(done, "DELIVERED", "100", world.ada, what="delivered")
    at("2026-03-02T09:00")
    world.place("PO-5", Line(ask="2026-04-01"), Line(code="HX-M20", qty="12", ask="2026-04-15"))
    return world


def test_links_lead_to_whole_pages(busy, app):
    found = {name: reachable(app, busy.browser(getattr(busy, name))) for name in CAST}

    assert all(len(pages) >= 3 for pages in found.values()), found


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_every_page_is_clean(busy, app, live, open_page, axe, fits, kind):
    seen, troubles = set(), []
    for who in (getattr(busy, name) for name in CAST):
        pages = reachable(app, busy.browser(who))
        window = open_page(**kind)
        cookie = {"name": "portal", "value": busy.secret(who), "url": live}
        window.context.add_cookies([cookie])
        for address in (pages[key] for key in pages.keys() - seen):
            window.goto(address)
            troubles += _troubles(window, axe, fits)
        seen |= pages.keys()

    assert troubles == [], "\n\n".join(troubles)


def _troubles(page, *checks):
    found = []
    for check in checks:
        try:
            check(page)
        except AssertionError as trouble:
            found.append(str(trouble))
    return found
