"""The buyer sees how orders really went, opens each number, and what milestones are worth."""

import html
import re
from datetime import timedelta

import pytest

from portal import clock, insight, jobs
from portal.db import keeper, transaction
from portal.insight.paths import Earned
from portal.insight.paths.worth import Worth
from tests.stories.test_orders_buyer import statements
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
    assert ways and ways[0].endswith("6 6 of 7 – not enough data 1 of 6")
    assert any(row.startswith("Delivered Dispatched: skipped 1") for row in rows(page))


def test_each_number_opens_to_the_lines_behind_it(world, paths):
    ada = world.browser(world.ada)
    page = ada.get("/journeys")

    links = re.findall(r'href="(/journeys/lines[^"]*)"', page.text)
    assert len(links) > 5
    for link in links:
        behind = ada.get(link.replace("&amp;", "&"))
        assert re.search(r"PO-\d", behind.text), link

    followed = next(link for link in links if "followed=1" in link)
    shown = ada.get(followed.replace("&amp;", "&")).text
    assert "PO-1" in shown and "PO-7" not in shown

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


STEPS = (
    ("DISPATCHED", Worth(90, 2.0, 3.5, 1.0, 2.0, 40, 2.5, 1.1, 0.1, 0.05)),
    ("PACKED", Worth(60, 2.0, 2.0, -0.1, 0.1)),
    ("DEPARTED", Worth(12)),
    ("RECEIVED", Worth(0)),
    ("LOADED", Worth(60, 3.0, 4.0, 0.5, 1.5)),
)
TOGETHER = Worth(60, 2.0, 2.1, -0.1, 0.2)


@pytest.fixture
def weighed(world, paths):
    world.reach(paths[0], "LOADED", "100", world.sam, what="loaded")
    jobs.trace()
    found = Earned("purchase", "purchase/1", 300, clock.now(), STEPS, ("PACKED",), TOGETHER,
                   ("RECEIVED",))  # fmt: skip
    with keeper(world.nordwind), transaction():
        insight.paths.keep_worth(found, clock.now())


def text_of(page) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_it_says_what_each_milestone_is_worth(world, weighed):
    shown = text_of(world.browser(world.ada).get("/journeys"))

    assert "On 90 later lines the forecast was off by 2 days with it, by 3.5 without it." in shown
    assert "Gain: 1 to 2 days (95 %)." in shown
    assert "Delays are seen 2.5 days earlier." in shown
    assert "False alarms: on 10 % of the lines in time with it, on 5 % without it." in shown
    assert "Tells little new" in shown
    assert "Other milestones" in shown and "Loaded" in shown
    assert "It says that the goods came" in shown


def test_it_says_what_follows_and_leads_to_the_journey_without_what_is_not_missed(world, weighed):
    kim = world.browser(world.kim)
    page = kim.get("/journeys")
    shown = text_of(page)

    assert "Go on asking for Dispatched" in shown
    assert "Ask for besides Loaded" in shown
    assert "Not missed Packed Without it the forecast is off by 2.1 days, with it by 2." in shown
    [there] = re.findall(r'href="(/admin/journeys/edit[^"]*)"', page.text)
    made = kim.get(html.unescape(there))
    assert "Left out, since nobody would miss them: Packed." in text_of(made)
    chosen = re.findall(r'<option selected value="([A-Z_]+)"', made.text)
    assert "DISPATCHED" in chosen and "PACKED" not in chosen


def test_a_buyer_is_told_who_can_change_it(world, weighed):
    page = world.browser(world.ada).get("/journeys")

    assert "An administrator can change the journey." in page.text
    assert "/admin/journeys" not in page.text


def test_nothing_is_concluded_from_too_little(world, paths):
    shown = text_of(world.browser(world.ada).get("/journeys"))

    assert "Cannot be told yet Dispatched" in shown
    assert "Go on asking for" not in shown and "Not missed" not in shown


def test_the_journey_most_lines_went_by_comes_first(world, paths, at):
    order = world.place("SO-1", Line(agreed="2026-03-30"), kind="sales")
    world.reach(order, "DELIVERED", "100", world.ada, what="delivered")
    jobs.trace()

    page = world.browser(world.ada).get("/journeys").text

    options = re.findall(r'<option[^>]*value="((?:purchase|sales):[^"]+)"[^>]*>([^<]+)<', page)
    assert ("purchase:purchase/1", "Purchase, version 1") in options
    assert re.search(r'<option value="purchase:purchase/1" selected>', page)


def test_the_page_costs_few_statements_however_many_orders(world, weighed):
    ada = world.browser(world.ada)
    links = {html.unescape(one) for one in
             re.findall(r'href="(/journeys/lines[^"]*)"', ada.get("/journeys").text)}  # fmt: skip

    for there in ("/journeys", "/journeys?months=all", *links):
        said = statements(lambda there=there: ada.get(there))
        assert len([one for one in said if one != "BEGIN"]) <= 6, "\n".join(said)


def worked_out() -> set:
    seen = insight.paths.ways(insight.paths.Asked("purchase", "purchase/1"))
    return {one.worth.computed_at for one in seen.steps if one.worth}


def test_the_worker_weighs_milestones_once_a_day(world, paths, at, app):
    assert jobs.retrace() >= 0
    with keeper(world.nordwind):
        first = worked_out()
        assert len(first) == 1
        assert not insight.paths.untimely(clock.now(), timedelta(days=1))

    at("2026-03-27T09:00")
    jobs.retrace()

    with keeper(world.nordwind):
        again = worked_out()
    assert len(again) == 1 and min(again) > min(first)


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


def test_an_auditor_sees_it_if_the_grant_leaves_nothing_out(world, weighed):
    narrow = world.grant(world.person("Ivo", "auditor", world.nordwind), partner=world.brenner)

    assert "Go on asking for Dispatched" in text_of(world.browser(world.aud).get("/journeys"))
    assert "PO-7" in world.browser(world.aud).get("/journeys/lines").text
    assert "No paths yet" in world.browser(narrow).get("/journeys").text
