"""Many exceptions at once: ticked, told together, linked to one cause, handed to teams."""

from datetime import date

import pytest

from portal import flow, ledger, people, watch
from portal.db import keeper, transaction
from portal.desk import cases
from tests.stories.cases import LATE, case_on, switch_on
from tests.stories.filling import fill, form_on
from tests.stories.test_orders_buyer import statements
from tests.world import Line

ENDED = {"reason": "came", "cause": "strike", "accountable": "nobody"}


@pytest.fixture
def orders(world, at):
    """Three agreed orders, one of another supplier, all due on 1 April and not come."""
    return late_ones(world, at)


def late_ones(world, at):
    switch_on(world)
    late = Line(agreed="2026-04-01")
    made = [world.place("PO-1", late), world.place("PO-2", late)]
    made.append(world.place("PO-3", Line(agreed="2026-04-01", price="900"), to=world.calder))
    at(LATE)
    flow.look(world.nordwind, made)
    return made


def ticked(world, orders):
    found = [case_on(world, order) for order in orders]
    return [f"{one.id}:{one.moves}" for one in found]


def begin(browser, what, ticks):
    """Tick some in the list and choose what to do; return the page with its form."""
    return fill(browser, "/exceptions", "/exceptions/together", case=ticks, do=what)


def together(browser, what, ticks, **typed):
    page = begin(browser, what, ticks)
    assert page.status_code == 200, page.text
    there = f"/exceptions/together/{what}"
    return browser.post(there, data=form_on(page.text, there) | typed)


def test_what_is_most_at_stake_stands_first(world, orders):
    page = world.browser(world.ada).get("/exceptions").text

    assert page.index("PO-3") < min(page.index("PO-1"), page.index("PO-2"))
    assert "90,000.00" in page


@pytest.mark.parametrize(
    ("what", "typed", "kind"),
    [
        ("note", {"text": "The port is closed."}, "case.commented"),
        ("ask", {"text": "Where is it?"}, "case.asked"),
        ("close", ENDED, "case.resolved"),
        ("link", {"name": "Strike at Hamburg"}, "case.linked"),
        ("assign", {"to": "nobody"}, "case.assigned"),
    ],
)
def test_each_of_them_is_told_and_says_so(world, orders, what, typed, kind):
    ada = world.browser(world.ada)

    answer = together(ada, what, ticked(world, orders), **typed)

    assert answer.status_code == 200, answer.text
    assert "3 of 3 done" in answer.text
    for order in orders:
        assert [one.facts["kind"] for one in world.history(order)].count(kind) == 1


def test_the_same_form_again_changes_nothing_and_answers_the_same(world, orders):
    ada = world.browser(world.ada)
    page, there = begin(ada, "note", ticked(world, orders)), "/exceptions/together/note"
    form = form_on(page.text, there) | {"text": "Once."}

    first, again = (ada.post(there, data=form).text for _ in range(2))

    assert "3 of 3 done" in first and "3 of 3 done" in again
    assert [one.facts["kind"] for one in world.history(orders[0])].count("case.commented") == 1


def test_one_that_changed_meanwhile_is_left_and_named_and_spoils_no_other(world, orders):
    ada, rio, ticks = world.browser(world.ada), world.browser(world.rio), ticked(world, orders)
    theirs = f"/exceptions/{case_on(world, orders[1]).id}"
    fill(rio, theirs, f"{theirs}/taken")

    closed = together(ada, "close", ticks, **ENDED)
    taken = begin(ada, "take", [ticks[1]])

    assert "2 of 3 done" in closed.text and "Somebody worked on this" in closed.text
    assert [case_on(world, order).live for order in orders] == [False, True, False]
    assert "Rio took this exception a moment ago and has it now." in taken.text
    assert case_on(world, orders[1]).person == world.rio.id


def test_what_is_missing_is_asked_for_and_nothing_ticked_says_what_to_do(world, orders):
    ada, ticks = world.browser(world.ada), ticked(world, orders)

    for what, typed, words in (
        ("note", {}, "Write your note."),
        ("close", ENDED | {"cause": ""}, "Say what caused it."),
        ("close", ENDED | {"reason": ""}, "Say how it ended."),
        ("link", {}, "Choose a cause, or name a new one."),
        ("assign", {"to": f"person:{world.sam.id}"}, "Choose to whom."),
    ):
        answer = together(ada, what, ticks, **typed)
        assert (what, answer.status_code, words in answer.text) == (what, 422, True)
    nothing = fill(ada, "/exceptions", "/exceptions/together", do="note")
    assert "Tick some exceptions first" in ada.get(nothing.location).text
    assert all(case_on(world, order).live for order in orders)


def test_cases_of_one_cause_get_one_note_one_day_and_one_closing(world, orders):
    ada = world.browser(world.ada)
    together(ada, "link", ticked(world, orders), name="MV Aurora aground")
    listed = ada.get("/exceptions/causes").text
    page = "/exceptions/causes/" + listed.split("/exceptions/causes/")[1].split('"')[0]
    assert "MV Aurora aground" in listed and "PO-2" in ada.get(page).text

    told = fill(ada, page, f"{page}/words", text="Salvage begins.", day="2026-04-20")
    assert "3 of 3 done" in told.text
    assert {str(case_on(world, order).day) for order in orders} == {"2026-04-20"}
    ended = fill(ada, page, f"{page}/end", **ENDED)

    assert "3 of 3 done" in ended.text
    assert {case_on(world, order).cause for order in orders} == {"strike"}
    shown = ada.get(page).text
    assert "Over since" in shown and "Not over after all?" in shown
    kinds = house_kinds(world)
    assert kinds[-3:] == ["cause.named", "cause.noted", "cause.ended"]
    fill(ada, page, f"{page}/again")
    assert "Over since" not in ada.get(page).text


def house_kinds(world):
    with keeper(world.nordwind), transaction():
        (held,) = ledger.hold_keys("house", ["house"]).values()
        return [one.facts["kind"] for one in ledger.history(held.id)]


def test_a_case_says_what_it_shares_and_can_be_taken_out(world, orders):
    ada = world.browser(world.ada)
    together(ada, "link", ticked(world, orders[:2]), name="MV Aurora aground")
    page = f"/exceptions/{case_on(world, orders[0]).id}"
    assert "MV Aurora aground" in ada.get(page).text

    assert fill(ada, page, f"{page}/unlinked").status_code == 303

    assert case_on(world, orders[0]).shared is None
    assert case_on(world, orders[1]).shared is not None


def teams(world, *routes, people=()):
    """Let the administrator name a team and say what goes to it."""
    team = cases.CaseTeam("t1", "Castings", tuple(people))
    draft = cases.set_assignment([team], routes, 1)
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [draft]))


def test_new_cases_go_to_the_least_loaded_of_their_team(world, at):
    teams(world, cases.Route("t1"), people=(world.ada.id, world.rio.id))
    made = late_ones(world, at)

    with world.seen_by(world.ada):
        owners = [one.person for order in made for one in watch.fold(ledger.history(order))]

    ada, rio = map(owners.count, (world.ada.id, world.rio.id))
    assert ada + rio == len(owners) >= 3 and abs(ada - rio) <= 1
    assert "by a rule of assignment (Castings)" in world.browser(world.ada).get(
        f"/exceptions/{case_on(world, made[0]).id}").text  # fmt: skip
    listed = world.browser(world.ada).get("/exceptions?view=team").text
    assert all(number in listed for number in ("PO-1", "PO-2", "PO-3"))


@pytest.mark.parametrize(
    ("route", "whose"),
    [
        ({"rules": frozenset({"overdue"})}, [True, True, True]),
        ({"rules": frozenset({"delivery_failed"})}, [False, False, False]),
        ({"sites": frozenset({"Nowhere"})}, [False, False, False]),
        ({"suppliers": "calder"}, [False, False, True]),
    ],
)
def test_the_first_rule_that_fits_holds_and_the_rest_waits_for_somebody(world, at, route, whose):
    if "suppliers" in route:
        route = {"suppliers": frozenset({world.calder})}
    teams(world, cases.Route("t1", **route), people=(world.rio.id,))

    made = late_ones(world, at)

    assert [case_on(world, order).person == world.rio.id for order in made] == whose


def test_who_is_away_is_represented_by_the_deputy(world, at):
    with keeper(world.nordwind), transaction():
        people.team.add_absence(
            world.nordwind, world.rio.id, world.ada.id, date(2026, 4, 1), date(2026, 4, 30)
        )
    teams(world, cases.Route("t1"), people=(world.rio.id,))

    made = late_ones(world, at)

    assert {case_on(world, order).person for order in made} == {world.ada.id}


def test_the_administrator_says_it_in_a_form(world, at):
    kim, page = world.browser(world.kim), "/admin/teams"
    rio = str(world.rio.id)
    first = {"teams-0-name": "Castings", "teams-0-people": [rio]}
    assert fill(kim, page, page, **first).status_code == 303

    team = form_on(kim.get(page).text, page)["teams-0-id"][0]
    route = {"routes-0-team": team, "routes-0-suppliers": "Calder"}
    assert fill(kim, page, page, **route).status_code == 303
    wrong = fill(kim, page, page, **{"routes-1-team": team, "routes-1-suppliers": "Nobody Ltd"})
    assert (wrong.status_code, "No company is called" in wrong.text) == (422, True)

    made = late_ones(world, at)
    assert [case_on(world, one).person for one in made] == [None, None, world.rio.id]
    assert "Calder" in world.browser(world.kim).get(page).text


def test_the_pages_need_few_statements(world, orders):
    ada = world.browser(world.ada)
    together(ada, "link", ticked(world, orders), name="MV Aurora aground")
    listed = ada.get("/exceptions/causes").text
    cause = "/exceptions/causes/" + listed.split("/exceptions/causes/")[1].split('"')[0]

    for address in ("/exceptions", "/exceptions?view=breaching", "/exceptions/causes", cause):
        asked = statements(lambda there=address: ada.get(there))
        asked = [one for one in asked if one != "BEGIN" and "set_config" not in one]
        assert len(asked) <= 6, (address, asked)


def test_replaying_the_ledger_gives_the_same_cases(world, orders):
    ada = world.browser(world.ada)
    together(ada, "link", ticked(world, orders), name="MV Aurora aground")
    together(ada, "close", ticked(world, orders[:1]), **ENDED)

    with keeper(world.nordwind):
        for order in orders:
            said = ledger.history(order)
            read = flow.rebuilding.check(flow.rebuilding.Batch(world.nordwind, "order", (order,)))
            assert read == [], said


def test_mine_are_those_of_a_colleague_too_while_somebody_stands_in(world, at):
    teams(world, cases.Route("t1"), people=(world.rio.id,))
    (first, *_rest) = late_ones(world, at)
    of_rio = f"/exceptions/{case_on(world, first).id}"
    ada = world.browser(world.ada)
    assert of_rio not in ada.get("/exceptions?view=mine").text
    assert of_rio in ada.get("/exceptions").text

    with keeper(world.nordwind), transaction():
        people.team.add_absence(
            world.nordwind, world.rio.id, world.ada.id, date(2026, 4, 1), date(2026, 4, 30)
        )
    assert of_rio in ada.get("/exceptions?view=mine").text

    at("2026-05-02T09:00")
    ada = world.browser(world.ada)
    assert of_rio not in ada.get("/exceptions?view=mine").text
