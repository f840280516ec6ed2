"""When it will come: the buyer sees every claim with its record; nobody else sees ours."""

import re

import pytest

from portal import jobs
from portal.web.words_outlook import chance_words, parts_words, record_words
from tests.insight.finished import load
from tests.stories.test_orders_buyer import statements
from tests.world import Line

SITE = {"from": {"country": "AT"}, "site": "Works"}
EARLY, LATE = "2026-03-05", "2026-03-30"


@pytest.fixture
def orders(world, at):
    load(world, 60)
    jobs.learn()
    tight = world.place("PO-TIGHT", Line(ask=EARLY), **SITE)
    easy = world.place("PO-EASY", Line(ask=LATE), **SITE)
    at("2026-03-05T10:00")
    jobs.foresee()
    return tight, easy


def test_the_buyer_sees_the_claims_side_by_side(world, orders):
    page = world.browser(world.ada).get(f"/orders/{orders[1]}").text

    assert "When it will come" in page and "Our forecast" in page
    assert "on average 0.4 days early, on 40 past deliveries of this supplier on this lane" in page
    assert "Rests on 40 past deliveries of this supplier on this lane" in page
    assert re.search(r"\d+\u202f% likely later than 30 Mar 2026, judged by 60 past", page)
    assert "<title>Requested: 30 Mar 2026; Our forecast:" in page, "the picture is told in words"


def test_a_new_order_shows_the_lanes_rate_and_no_chance(world, orders):
    order = world.place("PO-NEW", Line(ask="2026-03-20"), **SITE)
    jobs.foresee()
    page = world.browser(world.ada).get(f"/orders/{order}").text

    assert "Too early for a chance of its own. Of 40 past deliveries" in page
    assert "likely later than" not in page


def test_without_enough_orders_it_says_so(world):
    order = world.place("PO-1", **SITE)
    jobs.foresee()
    page = world.browser(world.ada).get(f"/orders/{order}").text

    assert "not enough data. 30 finished orders are needed" in page


@pytest.mark.parametrize("who", ["sam", "aud", "eve"])
def test_nobody_else_sees_it(world, orders, who):
    browser = world.browser(getattr(world, who))
    pages = ["/orders", "/orders?tab=likely", f"/orders/{orders[0]}"]
    pages += ["/lines", "/lines?view=likely"] if who == "sam" else []

    for address in pages:
        text = browser.get(address).text
        assert "likely late" not in text and "Our forecast" not in text, address
        assert not re.search(r"we expect|>expected \d", text), address


def test_lists_say_the_day_and_the_chance_with_its_base(world, orders):
    browser = world.browser(world.ada)

    for address in ("/orders", "/lines?view=open"):
        page = browser.get(address).text
        assert re.search(r"expected 1\d Mar 2026", page), address
        assert re.search(r"\d+\u202f% likely late \(60 past orders\)", page), address
        assert "Eight of ten come from" in page, address


def test_what_is_likely_late_is_a_view_of_its_own(world, orders, at):
    browser = world.browser(world.ada)
    before = {a: browser.get(a).text for a in ("/orders?tab=likely", "/lines?view=likely")}
    at("2026-03-06T10:00")
    jobs.foresee()
    after = {a: browser.get(a).text for a in before}

    for address, page in before.items():
        assert "PO-TIGHT" in page and "PO-EASY" not in page, address
    for address, page in after.items():
        assert "PO-TIGHT" not in page, f"{address}: it is late now"


def test_pages_need_no_statement_more(world, orders):
    ada = world.browser(world.ada)
    most = {"/orders": 6, "/orders?tab=likely": 6, f"/orders/{orders[0]}": 6}
    most |= {"/lines?view=open": 8, "/lines?view=likely": 8}

    for address, limit in most.items():
        ada.get(address)
        said = statements(lambda a=address: ada.get(a))
        assert len(said) <= limit, "\n".join(said)


def test_a_record_is_said_with_what_it_rests_on(app):
    with app.test_request_context():
        assert record_words(None) == "not enough data"
        assert record_words([42, "lane", 3.14]) == (
            "on average 3.1 days late, on 42 past deliveries on this lane"
        )
        assert record_words([30, "all", -0.04]).startswith("on average in time, on 30 past")
        assert chance_words({"all": 30}) == "How likely it is late: not enough data."
        assert parts_words({"parts": [["mode", 2.06], ["age", -0.04], ["stage", -1.0]]}) == [
            "2.1 days later: the transport",
            "1 days sooner: the step it has reached",
        ]
