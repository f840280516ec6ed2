"""How right we were: figures that open, too little data said so, nobody else's business."""

import re
from datetime import timedelta

import pytest

from portal import clock, flow, jobs
from tests.insight.finished import FIRST, load
from tests.stories.test_orders_buyer import statements
from tests.world import Line

ORDERS = 105
AS_OF = f"{FIRST + timedelta(days=4 * ORDERS + 5):%Y-%m-%d}"


@pytest.fixture
def looked(world, at):
    """105 orders have come, the last a few days ago; the worker has looked back."""
    at(f"{FIRST + timedelta(days=4 * ORDERS + 5):%Y-%m-%dT%H:%M}")
    load(world, ORDERS)
    flow.measure(world.nordwind, clock.now())


def test_the_owners_people_and_the_auditor_see_the_figures(world, looked):
    auditor = world.grant(world.person("Ira", "auditor", world.nordwind))
    for who in (world.ada, world.kim, world.rio, auditor):
        page = world.browser(who).get("/accuracy?days=365").text

        assert "What we would have said" in page and "Off by, on average" in page
        assert "AT → Works" in page and "Dispatched" in page and "Brenner" in page
        assert 'role="img"' in page and "style=" not in page


def test_a_supplier_has_no_such_page(world, looked):
    for who in (world.sam, world.cam):
        for there in ("/accuracy", "/accuracy/forecasts", "/accuracy/rules"):
            assert world.browser(who).get(there).status_code == 404


def test_a_grant_that_leaves_something_out_shows_no_figures_over_all(world, looked):
    narrow = world.grant(world.person("Ivo", "auditor", world.nordwind), partner=world.brenner)

    assert "Nobody has looked back yet" in world.browser(narrow).get("/accuracy").text


def test_every_figure_opens_to_its_forecasts(world, looked):
    ada = world.browser(world.ada)
    page = ada.get("/accuracy?days=365").text
    links = set(re.findall(r'href="(/accuracy/forecasts[^"]+)"', page))

    assert len(links) >= 20
    for link in links:
        shown = ada.get(link.replace("&amp;", "&")).text
        assert "OLD-purchase-" in shown and 'aria-current="page"' in shown, link
    named = [link for link in links if "by=supplier" in link]
    assert named and not any(re.search(r"name=\d{1,9}(&|$)", link) for link in named)


def test_figures_stand_only_beside_what_they_are_made_of(world, looked):
    """Every number in a table of the page leads somewhere, or stands in a row whose count does."""
    page = world.browser(world.ada).get("/accuracy?days=365").text
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        assert "<th" in row or "/accuracy/" in row, row


def test_the_page_of_a_group_says_how_right_it_was(world, looked):
    ada = world.browser(world.ada)
    page = ada.get("/accuracy/forecasts?days=365&by=lane&name=AT>Works").text

    assert "Off by, on average" in page and "Came within the band" in page
    assert "Chances of being late" in page and 'role="img"' in page
    counts = re.findall(r'class="count">([\d,]+)<', page)
    assert counts and counts == [n for n in counts if n != "0"]


def test_every_figure_of_a_rule_opens_to_its_lines(world, looked):
    due = f"{clock.now() - timedelta(days=3):%Y-%m-%d}"
    world.place("PO-LATE", Line(ask=due, agreed=due))
    jobs.sweep()
    flow.measure(world.nordwind, clock.now())
    ada = world.browser(world.ada)
    page = ada.get("/accuracy?days=365").text
    links = set(re.findall(r'href="(/accuracy/rules[^"]+)"', page))
    ways = {re.search(r"only=(\w+)", link).group(1) for link in links}

    assert ways == {"said", "right", "late", "due"}
    for link in links:
        shown = ada.get(link.replace("&amp;", "&")).text
        assert "Which lines" in shown and "/orders/" in shown or "None was like that" in shown
    every = ada.get("/accuracy/rules?days=365&only=late").text
    assert "OLD-purchase-" in every and 'data-tone="bad"' in every
    assert "The rule spoke" not in every


def test_orders_behind_a_figure_open(world, looked):
    """Loaded history was recorded on one day: there is no order as of a forecast about it."""
    ada = world.browser(world.ada)
    for there in ("forecasts?days=365", "rules?days=365&only=due"):
        page = ada.get(f"/accuracy/{there}").text
        links = re.findall(r'href="(/orders/[0-9a-f-]{36}[^"]*)"', page)
        assert links and ada.get(links[0].replace("&amp;", "&")).status_code == 200, there


def test_a_list_of_forecasts_has_pages(world, looked):
    ada = world.browser(world.ada)
    first = ada.get("/accuracy/forecasts?days=365").text
    older = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    second = ada.get(older).text

    assert "Newer" in second and second != first


def test_too_few_orders_in_the_period_are_said_to_be(world, looked):
    page = world.browser(world.ada).get("/accuracy?days=30").text

    assert "Not enough data" in page and "Off by, on average" not in page


def test_before_the_first_look_back_the_page_says_what_to_do(world):
    assert "flask insight accuracy" in world.browser(world.ada).get("/accuracy").text


def test_an_address_nobody_offers_is_no_page(world, looked):
    ada = world.browser(world.ada)

    for there in ("by=nothing", "by=supplier&name=7", "by=supplier&name=x", "only=nothing"):
        assert ada.get(f"/accuracy/forecasts?days=365&{there}").status_code == 404
    for there in ("rule=nothing", "rule=overdue&only=nothing", "only=said"):
        assert ada.get(f"/accuracy/rules?days=365&{there}").status_code == 404
    assert "No forecasts here" in ada.get("/accuracy/forecasts?days=365&bin=99").text


def test_it_costs_few_statements(world, looked):
    ada = world.browser(world.ada)

    behind = "/accuracy/forecasts?days=365"
    for there in (
        "/accuracy?days=365",
        f"{behind}&by=stage&name=dispatched",
        f"{behind}&only=missed",
        f"{behind}&bin=3",
        "/accuracy/rules?days=365&rule=overdue&only=missed",
    ):
        asked = statements(lambda there=there: ada.get(there))
        assert len(asked) <= 6, asked


def test_the_command_prints_the_same_figures(world, looked, app):
    runner = app.test_cli_runner()
    told = runner.invoke(args=["insight", "accuracy", "--days", "365", "--stored"]).output
    page = world.browser(world.ada).get("/accuracy?days=365").text

    assert "Nordwind, purchase: the last 365 days, what we would have said" in told
    orders = re.search(r"^all +(\d+) +(\d+) +([\d.]+)", told, re.MULTILINE)
    assert orders, told
    assert f"{float(orders.group(3)):.1f}".rstrip("0").rstrip(".") + " d" in page


def test_a_loaded_history_is_looked_back_on_from_its_own_days(world, looked, app, at):
    at("2031-01-01T09:00")
    runner = app.test_cli_runner()

    now = runner.invoke(args=["insight", "accuracy", "--days", "365"]).output
    then = runner.invoke(args=["insight", "accuracy", "--days", "365", "--as-of", AS_OF]).output

    assert "nothing came in the 365 days before 2031-01-01; see --as-of" in now
    assert "purchase: the last 365 days" in then and "by stage" in then
