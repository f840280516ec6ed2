"""The administrator's rules: tried in silence, switched on, never overwritten."""

from portal import flow, watch
from tests.stories.cases import LATE, case_on, switch_on
from tests.stories.filling import fill, form_on
from tests.world import Line


def test_kim_switches_a_rule_on_and_it_raises_what_it_only_counted(world, at):
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    at(LATE)
    flow.look(world.nordwind, [order])
    kim = world.browser(world.kim)
    assert "What it would have raised so far: 1<" in kim.get("/admin/rules").text
    assert "PO-7" in kim.get("/admin/rules/overdue").text

    answer = fill(kim, "/admin/rules", "/admin/rules", **{"overdue-mode": "on"})

    assert answer.status_code == 303
    with world.seen_by(world.ada):
        assert watch.settings().mode("overdue") == "on"
        assert watch.due(at(LATE)) == [order]
    flow.look(world.nordwind, [order])
    assert case_on(world, order).live


def test_wrong_figures_are_refused_in_place(world):
    kim = world.browser(world.kim)

    for typed in ("-1", "366", "soon", ""):
        answer = fill(kim, "/admin/rules", "/admin/rules", **{"overdue-grace_days": typed})
        assert answer.status_code == 422
        assert "Give a whole number of days from 0 to 365." in answer.text


def test_two_administrators_do_not_overwrite_each_other(world):
    kim = world.browser(world.kim)
    form = form_on(kim.get("/admin/rules").text, "/admin/rules")
    switch_on(world)

    answer = kim.post("/admin/rules", data=form | {"overdue-mode": "off"})

    assert answer.status_code == 409
    assert "Somebody else changed the rules" in answer.text


def test_only_administrators_see_the_rules(world):
    for who in (world.ada, world.rio, world.sam, world.aud):
        assert world.browser(who).get("/admin/rules").status_code == 404
        assert world.browser(who).get("/admin/rules/overdue").status_code == 404


def test_a_rule_may_let_its_cases_close_once_the_trouble_is_over(world, at):
    switch_on(world)
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    kim = world.browser(world.kim)
    assert fill(kim, "/admin/rules", "/admin/rules", **{"overdue-closes": "yes"}).status_code == 303
    at(LATE)
    flow.look(world.nordwind, [order])
    assert case_on(world, order).live

    world.reach(order, "DELIVERED", "100", world.ada)

    case = case_on(world, order)
    assert (case.state, case.reason, case.cause) == (watch.RESOLVED, watch.GONE, "")
    page = world.browser(world.ada).get(f"/exceptions/{case.id}").text
    assert "The trouble went away, and its rule asks for no cause" in page
    cleared = world.browser(world.ada).get("/exceptions?view=cleared").text
    assert f"/exceptions/{case.id}" not in cleared


def test_for_one_supplier_a_cause_is_asked_for_all_the_same(world, at):
    switch_on(world, {"rules": {"overdue": {"mode": "on", "closes": True}}})
    scoped = {"rules": {"overdue": {"closes": False}}}
    supplier = str(world.brenner)
    flow.manage(
        world.nordwind,
        world.kim.actor,
        lambda: (None, [watch.set_rules_for("supplier", supplier, scoped)]),
    )
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    at(LATE)
    flow.look(world.nordwind, [order])

    world.reach(order, "DELIVERED", "100", world.ada)

    assert case_on(world, order).state == watch.CLEARED
