"""Every page anybody can get to by links: whole, without dead links, and clean under axe."""

from datetime import timedelta

import pytest

from portal import clock, flow, jobs, people
from portal.db import keeper, transaction
from tests.browser.conftest import DARK, DESKTOP, PHONE
from tests.browser.every_page import reachable
from tests.insight.finished import load
from tests.world import Line

CAST = ("kim", "ada", "rio", "sam", "aud", "cam")
FIRST = {"kim": "/accuracy?days=365", "ada": "/accuracy?days=365"}  # a year has enough to judge


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


@pytest.fixture
def foreseen(busy, at):
    """The same with a past of a year: forecasts, paths, figures of both, and a key."""
    load(busy, 95)
    at("2026-03-20T09:00")
    jobs.learn()
    jobs.foresee()
    jobs.trace()
    jobs.sweep()
    flow.measure(busy.nordwind, clock.now())
    with keeper(busy.nordwind), transaction():
        soon = clock.now() + timedelta(days=30)
        people.keys.make(busy.kim.actor, "ERP", [people.keys.ORDERS_READ], soon)
    return busy


def pages_of(name, world, app):
    """Return the pages somebody of the cast can get to by links."""
    return reachable(app, world.browser(getattr(world, name)), FIRST.get(name, "/"))


def test_links_lead_to_whole_pages(foreseen, app):
    found = {name: pages_of(name, foreseen, app) for name in CAST}

    assert all(len(pages) >= 3 for pages in found.values()), found
    views = {key[0] for key in found["kim"]}
    assert views >= {
        "accuracy.see", "accuracy.see_behind", "accuracy.see_rule", "paths.see",
        "paths.see_lines", "admin.list_keys", "admin.ask_revoke_key", "admin.list_journeys",
    }  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_every_page_is_clean(foreseen, app, live, open_page, axe, fits, kind):
    seen, troubles = set(), []
    for name in CAST:
        pages = pages_of(name, foreseen, app)
        window = open_page(**kind)
        secret = foreseen.secret(getattr(foreseen, name))
        cookie = {"name": "portal", "value": secret, "url": live}
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
