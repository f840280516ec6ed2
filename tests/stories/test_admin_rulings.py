"""The administrator sets rules otherwise for some orders, and leaves some out."""

import pytest

from portal import flow, jobs, watch
from portal.db import db, keeper
from portal.journey import LineReading
from portal.watch import CaseReading
from tests.stories.cases import switch_on
from tests.stories.filling import form_on
from tests.world import Line

OTHERS = "/admin/rules/others"
EDIT = "/admin/rules/others/edit"
SPARED = "/admin/rules/spared/edit"


@pytest.fixture
def kim(world):
    """The administrator, signed in."""
    return world.browser(world.kim)


def live(world):
    """Return the rules of which there are live cases."""
    with world.seen_by(world.ada):
        rows = db.session.query(CaseReading).all()
        return sorted(row.rule for row in rows if row.live and row.state != "cleared")


def opened(browser, **asked):
    """Go the way of the form that asks for which orders; return the page it leads to."""
    answer = browser.get(f"{OTHERS}/new", query_string=asked)
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location)


def late(world, at):
    """Place an order that is three days late by the time rules look at it."""
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    at("2026-04-04T09:00")
    return order


def test_a_supplier_is_given_more_days_than_others(world, at, kim):
    switch_on(world)
    page = opened(kim, scope="supplier", name="Brenner")
    assert "Brenner" in page.text

    form = form_on(page.text, EDIT) | {"overdue-grace_days": "9"}
    assert kim.post(EDIT, data=form).status_code == 303
    assert "Overdue: Days of grace 9" in kim.get(OTHERS).text

    late(world, at)
    jobs.sweep()
    assert "overdue" not in live(world)

    at("2026-04-11T09:00")
    jobs.sweep()
    assert "overdue" in live(world)


def test_what_is_set_for_a_lane_is_for_that_lane(world, at, kim):
    switch_on(world)
    page = opened(kim, scope="lane", name="XX>Nowhere")
    kim.post(EDIT, data=form_on(page.text, EDIT) | {"overdue-mode": "off"})

    late(world, at)
    jobs.sweep()
    assert "overdue" in live(world)


def test_where_nothing_differs_any_more_the_setting_ends_and_stays_in_the_history(world, kim):
    page = opened(kim, scope="kind", kind="purchase")
    kim.post(EDIT, data=form_on(page.text, EDIT) | {"overdue-severity": "1"})
    again = opened(kim, scope="kind", kind="purchase")
    kim.post(EDIT, data=form_on(again.text, EDIT) | {"overdue-severity": ""})

    assert "Rules are the same for all orders" in kim.get(OTHERS).text
    page = opened(kim, scope="kind", kind="purchase").text
    assert "version 2" in page and "ended" in page
    assert "Rules (kind, purchase)" in kim.get("/admin/history").text


def test_an_item_is_left_out_for_a_while_and_measured_again(world, at):
    switch_on(world)
    late(world, at)
    kim = world.browser(world.kim)
    page = opened(kim, what="spared", scope="item", name="AX-1")
    empty = kim.post(SPARED, data=form_on(page.text, SPARED))
    assert empty.status_code == 422 and "Say why" in empty.text

    item = _item_of(world)
    page = opened(kim, what="spared", scope="item", name=item)
    form = form_on(page.text, SPARED) | {"reason": "strike", "until": "2026-04-06"}
    assert kim.post(SPARED, data=form).status_code == 303
    assert "strike" in kim.get(OTHERS).text
    jobs.sweep()
    assert live(world) == []

    at("2026-04-07T09:00")
    jobs.sweep()
    assert "overdue" in live(world)


def test_an_order_is_left_out_by_its_number(world, at):
    switch_on(world)
    late(world, at)
    kim = world.browser(world.kim)
    page = opened(kim, what="spared", scope="order", name="PO-7")
    kim.post(SPARED, data=form_on(page.text, SPARED) | {"reason": "disputed"})
    jobs.sweep()
    assert live(world) == []

    page = opened(kim, what="spared", scope="order", name="PO-7")
    kim.post(SPARED, data=form_on(page.text, SPARED) | {"verb": "end"})
    jobs.sweep()
    assert "overdue" in live(world)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"scope": "lane", "name": "Bremen"}, "from&gt;to"),
        ({"scope": "kind"}, "Choose which"),
        ({"scope": "supplier", "name": "nobody at all"}, "not clear"),
        ({"what": "spared", "scope": "order", "name": "PO-404"}, "no such order"),
        ({"what": "spared", "scope": "item"}, "Give the name"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_box(kim, asked, says):
    answer = kim.get(f"{OTHERS}/new", query_string=asked)

    assert answer.status_code == 422 and says in answer.text


def test_nobody_else_gets_there(world):
    for who in (world.ada, world.sam):
        assert world.browser(who).get(OTHERS).status_code == 404


def test_somebody_elses_change_is_not_overwritten(world, kim):
    page = opened(kim, scope="kind", kind="purchase")
    flow.house(
        world.nordwind,
        [_other(world)],
        world.kim.actor,
    )
    answer = kim.post(EDIT, data=form_on(page.text, EDIT) | {"overdue-mode": "off"})

    assert answer.status_code == 409 and "Reload and compare" in answer.text


def _other(world):
    with keeper(world.nordwind):
        return watch.set_rules_for("kind", "purchase", {"rules": {"overdue": {"mode": "on"}}})


def _item_of(world):
    with world.seen_by(world.ada):
        return db.session.query(LineReading.item).first()[0]
