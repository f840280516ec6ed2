"""How far an order's record can be trusted: the owner sees why, the supplier what would help."""

import re
from urllib.parse import quote

import pytest

from portal import clock, desk, jobs
from portal.db import db
from portal.desk import Wanted
from tests.stories.filling import fill
from tests.stories.test_orders_buyer import statements
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, placed on 1 March for 1 April; acknowledged on the 3rd, and silent since."""
    at("2026-03-01T09:00")
    order = world.place("PO-7", Line(ask="2026-04-01"))
    at("2026-03-03T09:00")
    fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances")
    at("2026-03-27T09:00")
    return order


def card(browser, order, as_of=""):
    """Return the text of the card, "" where there is none."""
    there = f"/orders/{order}" + (f"?as_of={quote(as_of)}" if as_of else "")
    page = browser.get(there).text
    return page.split('id="trust"')[1].split("</section>")[0] if 'id="trust"' in page else ""


def test_the_owner_sees_the_score_why_and_what_would_raise_it(world, order):
    for who in (world.ada, world.kim, world.rio, world.aud):
        shown = card(world.browser(who), order)

        assert "Confidence: 82 of 100" in shown and "with gaps" in shown
        assert "“Dispatched” was due on 25 Mar 2026 and nobody has reported it" in shown
        assert "Report “Dispatched”, or a new day for it" in shown
        assert "Supplier" in shown


def test_the_supplier_sees_only_what_it_can_do(world, order):
    shown = card(world.browser(world.sam), order)

    assert "Report “Dispatched”, or a new day for it" in shown
    assert "Confidence" not in shown and "18" not in shown and "points" not in shown


def test_a_report_takes_the_doubt_away(world, order):
    world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")

    assert "Confidence: 100 of 100" in card(world.browser(world.ada), order)
    assert not card(world.browser(world.sam), order)


def test_it_is_shown_as_of_a_moment(world, order):
    ada = world.browser(world.ada)

    assert "Confidence: 100 of 100" in card(ada, order, "2026-03-20T12:00Z")
    assert "Confidence: 82 of 100" in card(ada, order, "2026-03-26T12:00Z")
    assert not card(world.browser(world.sam), order, "2026-03-26T12:00Z")


def test_orders_of_weak_data_are_a_view_of_their_own(world, order, at):
    at("2026-04-25T09:00")
    jobs.foresee()
    ada = world.browser(world.ada)
    weak = ada.get("/orders?tab=weak").text

    assert "PO-7" in weak and "weak data, " in weak
    assert "weak data, " not in world.browser(world.sam).get("/orders?tab=weak").text
    world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")
    world.reach(order, "DELIVERED", "100", world.sam, what="delivered")
    jobs.foresee()
    assert "PO-7" not in ada.get("/orders?tab=weak").text


def numbers(browser, address):
    """Return the numbers of a list in its order."""
    return re.findall(r'href="/orders/[^"#?]+">(PO-[^<]+)<', browser.get(address).text)


@pytest.fixture
def some(world, order, at):
    """Besides PO-7, silent for weeks: four orders of yesterday, one that is done."""
    done = world.place("PO-DONE", Line(ask="2026-03-28"))
    world.reach(done, "DELIVERED", "100", world.ada, what="delivered")
    world.reach(done, "RECEIVED", "100", world.ada, what="received")
    at("2026-04-24T09:00")
    for n in range(4):
        world.place(f"PO-NEW-{n}", Line(ask="2026-06-01", agreed="2026-06-01"))
    at("2026-04-25T09:00")
    jobs.foresee()


def test_the_least_sure_come_first(world, some):
    ada = world.browser(world.ada)
    found = numbers(ada, "/orders?tab=all&sort=unsure")

    assert found[0] == "PO-7" and sorted(found[1:]) == [f"PO-NEW-{n}" for n in range(4)]
    assert numbers(ada, "/orders?tab=weak") == ["PO-7"]
    page = ada.get("/orders?sort=unsure").text
    assert re.search(r"weak data, \d+ of 100", page) and "well told, 100 of 100" in page
    assert "100 of 100" not in ada.get("/orders").text


def test_the_least_sure_come_a_page_at_a_time(world, some):
    wanted, after, found = Wanted(clock.now().date()), None, []
    with world.seen_by(world.ada):
        while after or not found:
            page = desk.order_page(wanted, "unsure", after, 2)
            found += [(page.trusted[row.order], row.number) for row in page.rows]
            after = page.after

    assert len(found) == len({number for _score, number in found}) == 5
    assert [score for score, _number in found] == sorted(score for score, _number in found)


@pytest.mark.sqlite
@pytest.mark.parametrize("weak", [True, False])
def test_the_least_sure_are_found_along_an_index(world, some, weak):
    with world.seen_by(world.ada):
        wanted = Wanted(clock.now().date(), open=True, weak=weak)
        said = statements(lambda: desk.order_page(wanted, "unsure"))[-1]
        marks = (world.nordwind,) * said.count("?")
        plan = db.session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + said, marks)
        steps = [row[3] for row in plan]

    assert any("ix_outlook_sure" in step for step in steps), steps
    assert not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in steps), steps


def test_how_sure_a_record_is_sorts_nobody_elses_list(world, order):
    jobs.foresee()
    for who in (world.sam, world.aud, world.cam):
        page = world.browser(who).get("/orders?sort=unsure").text
        assert "Least sure first" not in page and " of 100" not in page


def test_the_least_sure_need_few_statements(world, order):
    jobs.foresee()
    ada = world.browser(world.ada)
    for address in ("/orders?sort=unsure", "/orders?tab=weak"):
        asked = statements(lambda a=address: ada.get(a))
        assert len(asked) <= 6, asked


@pytest.mark.parametrize("after", ["x~y", "12~", "~"])
def test_an_address_cut_in_half_starts_anew(world, order, after):
    jobs.foresee()

    assert "PO-7" in world.browser(world.ada).get(f"/orders?sort=unsure&after={after}").text
