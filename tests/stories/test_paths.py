"""The buyer sees how orders really went, opens each number, and what milestones are worth."""

import re

import pytest

from portal import clock, insight, jobs
from portal.db import keeper, transaction
from portal.insight.paths import Earned
from portal.insight.paths.worth import Worth
from tests.world import Line


@pytest.fixture
def paths(world, at):
    """Seven orders of Brenner: five as the template has it, one late, one without its dispatch."""
    at("2026-03-01T09:00")
    made = [world.place(f"PO-{n}", Line(agreed="2026-03-20")) for n in range(1, 8)]
    at("2026-03-10T09:00")
    for order in made[:6]:
        world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")
    at("2026-03-19T09:00")
    for order in (*made[:5], made[6]):
        world.reach(order, "DELIVERED", "100", world.sam, what="delivered")
    at("2026-03-25T09:00")
    world.reach(made[5], "DELIVERED", "100", world.sam, what="delivered")
    jobs.trace()
    return made


def rows(page) -> list[str]:
    """Return the text of each row of tables, in one line."""
    found = re.findall(r"<tr.*?</tr>", page.text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_the_commonest_way_comes_first_with_its_share(world, paths):
    page = world.browser(world.ada).get("/journeys")

    ways = [row for row in rows(page) if "Dispatched → then Delivered" in row]
    assert ways and ways[0].endswith("6 85.7 % 18 16.7 %")
    assert any(row.startswith("Delivered Dispatched: skipped 1") for row in rows(page))


def test_each_number_opens_to_the_lines_behind_it(world, paths):
    ada = world.browser(world.ada)
    page = ada.get("/journeys")

    links = re.findall(r'href="(/journeys/lines[^"]*)"', page.text)
    assert len(links) > 5
    for link in links:
        behind = ada.get(link.replace("&amp;", "&"))
        assert re.search(r"PO-\d", behind.text), link

    skipped = next(link for link in links if "mark=skipped" in link)
    shown = ada.get(skipped.replace("&amp;", "&")).text
    assert "PO-7" in shown and "PO-1" not in shown


def test_a_partner_narrows_it(world, paths):
    ada = world.browser(world.ada)

    assert "Nothing here fits" in ada.get("/journeys?supplier=Calder", follow_redirects=True).text
    brenner = ada.get("/journeys?supplier=Brenner", follow_redirects=True)
    assert "Dispatched: skipped" in brenner.text
    assert "Not clear" in ada.get("/journeys?supplier=Nobody").text


def test_a_long_list_goes_on(world, paths, monkeypatch):
    monkeypatch.setattr("portal.web.paths.behind.PAGE", 3)
    ada, seen, there = world.browser(world.ada), [], "/journeys/lines"

    for _ in range(3):
        page = ada.get(there).text
        seen += re.findall(r">(PO-\d)<", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        there = older[1].replace("&amp;", "&") if older else None

    assert sorted(seen) == [f"PO-{n}" for n in range(1, 8)]
    assert there is None
    assert ada.get("/journeys/lines?after=nonsense").status_code == 200


def test_it_says_which_milestones_earn_their_keep(world, paths):
    found = Earned(
        "purchase", "purchase/1", 7, clock.now(),
        (("DISPATCHED", Worth(90, 2.0, 3.5, 1.0, 2.0, 40, 2.5)), ("PACKED", Worth(12)),
         ("LOADED", Worth(60, 3.0, 3.0, -0.1, 0.1))),
    )  # fmt: skip
    with keeper(world.nordwind), transaction():
        insight.paths.keep_worth(found, clock.now())

    shown = world.browser(world.ada).get("/journeys").text

    assert "Worth asking for" in shown
    assert "With it the forecast was off by 2 days, without it by 3.5." in shown
    assert "Delays are seen 2.5 days earlier." in shown
    assert "Of the later lines 12 had it; 30 are needed." in shown
    assert "Tells little that is not known without it" in shown
    assert "Other milestones" in shown and "Loaded" in shown


def test_with_little_to_learn_from_the_command_says_so(world, paths, app):
    told = app.test_cli_runner().invoke(args=["insight", "milestones"]).output

    assert "purchase purchase/1: 7 finished lines, not enough data" in told
    assert "DISPATCHED: 0 lines, not enough data" in told


def test_before_anything_is_finished_it_says_so(world):
    assert "No paths yet" in world.browser(world.ada).get("/journeys").text


def test_no_supplier_and_nobody_else_sees_it(world, paths):
    for who in (world.sam, world.sue, world.cam):
        assert world.browser(who).get("/journeys").status_code in (403, 404)
    assert "No paths yet" in world.browser(world.eve).get("/journeys").text
