"""Kim makes a journey, says which orders follow it, tries it, and moves orders to a newer one."""

import pytest

from portal import flow, journey, ledger
from portal.db import keeper
from portal.jobs import work
from portal.people import system
from tests.stories.filling import fill, form_on
from tests.stories.told import house
from tests.world import Line

AT = "/admin/journeys"
EDIT, CHOICE, MOVE = f"{AT}/edit", f"{AT}/choice", f"{AT}/move"
COPY = f"{EDIT}?copy=purchase-domestic/1"


@pytest.fixture
def kim(world):
    return world.browser(world.kim)


def read(world, order):
    return journey.fold(world.history(order))


def copied(kim, **typed):
    """Save a copy of a built-in journey as our own."""
    return fill(kim, COPY, EDIT, **{"title": "Castings", "verb": "save", **typed})


def choose(kim, **rule):
    """Add one rule and save it."""
    page = fill(kim, CHOICE, CHOICE, verb="add").text
    row = {f"rules-0-{name}": value for name, value in rule.items()}
    return kim.post(CHOICE, data=form_on(page, CHOICE) | row | {"verb": "save"})


def test_she_copies_a_built_in_journey_and_sees_its_version(world, kim):
    assert "You have none of your own yet" in kim.get(AT).text

    saved = copied(kim)

    assert saved.status_code == 303
    page = kim.get(saved.location).text
    assert "Castings" in page and "2 working days after being asked" in page
    assert "Castings, version 1" in page and "Kim" in page
    made = house(world)[-1]
    assert made["body"]["key"] == "journey:castings" and made["body"]["version"] == 1
    assert 'href="/admin/journeys/one?of=castings/1"' in kim.get(AT).text


def test_steps_are_moved_removed_and_added_without_saving(world, kim):
    page = fill(kim, COPY, EDIT, verb="up-2").text
    fields = form_on(page, EDIT)
    assert fields["steps-0-code"] == ["PRODUCTION_RELEASED"]

    page = kim.post(EDIT, data=fields | {"verb": "remove-1"}).text
    fields = form_on(page, EDIT)
    assert fields["steps-0-code"] == ["ORDER_ACCEPTED"]

    page = kim.post(EDIT, data=fields | {"verb": "add"}).text
    assert form_on(page, EDIT)["steps-8-code"] == [""]
    assert not [one for one in house(world) if one["kind"] == "setting.made"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"steps-1-code": "ORDER_ACCEPTED"}, "is there already"),
        ({"steps-7-code": "PACKED"}, "keeps the promise is missing"),
        ({"steps-0-anchor": "previous"}, "The first step has none before it."),
        ({"steps-0-days": "soon"}, "Give the days as a whole number"),
        ({"steps-0-lanes": "China 3"}, "Write ways as CN&gt;DE -45"),
        ({"title": " "}, "Give the journey a name."),
        ({"ends": "accepted"}, "The step that completes a line is missing."),
    ],
)
def test_what_orders_could_not_follow_is_refused_in_place(world, kim, typed, words):
    answer = copied(kim, **typed)

    assert answer.status_code == 422 and words in answer.text
    assert not [one for one in house(world) if one["kind"] == "setting.made"]


def test_a_preview_shows_a_real_order_with_both_days_and_saves_nothing(world, kim):
    world.place("PO-7", Line(ask="2026-04-20"))

    page = copied(kim, verb="preview", order="po 7", **{"steps-4-days": "-9"})

    assert page.status_code == 200
    assert "what it would make of order PO-7" in page.text
    assert "falls away" in page.text and "13 Apr 2026" in page.text and "7 Apr 2026" in page.text
    assert copied(kim, verb="preview", order="PO-99").status_code == 422
    assert not [one for one in house(world) if one["kind"] == "setting.made"]


def test_orders_placed_from_then_on_follow_what_a_rule_says(world, kim):
    before = world.place("PO-1")
    copied(kim)
    assert choose(kim, journey="castings", supplier="V-1001").status_code == 303

    near, far = world.place("PO-7"), world.place("PO-8", to=world.calder)

    assert read(world, near).template.name == "castings/1"
    assert read(world, before).template.name == read(world, far).template.name == "purchase/1"
    told = [one.facts for one in world.history(near, world.sam)]
    (chosen,) = [one for one in told if one["kind"] == "journey.chosen"]
    assert chosen["by"]["auth"] == "system" and chosen["body"]["plan"]["title"] == "Castings"
    assert (
        "The order follows the journey: Castings, version 1"
        in world.browser(world.sam).get(f"/orders/{near}").text
    )
    assert "1" in kim.get(f"{AT}/one?of=castings/1").text


def test_the_check_says_which_journey_an_order_would_get_and_why(world, kim):
    world.place("PO-7", mode="ocean")
    choose(kim, journey="purchase-sea/1", mode="sea")

    page = kim.get(f"{CHOICE}?order=PO-7").text

    assert "Import by sea, version 1" in page and "Rule 1 says so." in page
    assert "It follows now: Purchase, version 1." in page
    assert "There is no such order." in kim.get(f"{CHOICE}?order=nothing").text


def test_orders_of_a_file_get_theirs_too_and_those_that_were_there_keep_theirs(world, kim):
    choose(kim, journey="purchase-sea/1", mode="sea", scope="transport")
    told = ledger.Draft(
        "order.placed",
        body={"number": "PO-3", "type": "purchase", "partner": world.brenner, "mode": "sea"},
    )
    key = flow.order_key("purchase", "PO-3")
    row = (key, [told, Line().draft(1)])

    for _again in range(2):
        flow.batch(world.nordwind, [row], system(world.nordwind))

    with keeper(world.nordwind):
        (held,) = ledger.hold_keys("order", [key]).values()
        kinds = [one.facts["kind"] for one in held.history]
    assert kinds == ["order.placed", "line.placed", "journey.chosen"]
    found = journey.fold(held.history).template
    assert found.name == "purchase-sea/1" and found.scope == "transport" and not found.asks


def test_a_rule_that_cannot_be_meant_is_refused_in_place(world, kim):
    for rule, words in (
        ({"journey": ""}, "Choose the journey."),
        ({"journey": "ltl/1", "supplier": "nobody"}, "Type the whole name or number"),
        ({"journey": "ltl/1", "start": "D1"}, "Write a country as two letters"),
    ):
        answer = choose(kim, **rule)
        assert answer.status_code == 422 and words in answer.text
    assert not [one for one in house(world) if one["kind"] == "setting.made"]


def test_open_orders_are_moved_to_the_newer_version_in_the_background(world, kim):
    copied(kim)
    choose(kim, journey="castings")
    one, two = world.place("PO-7"), world.place("PO-8")
    fill(kim, f"{EDIT}?of=castings", EDIT, verb="save", **{"steps-0-days": "5"})
    assert read(world, one).template.name == "castings/1"

    page = kim.get(f"{AT}/one?of=castings").text
    asked = kim.post(MOVE, data=form_on(page, MOVE))
    work()
    work()

    assert asked.status_code == 303
    for order in (one, two):
        assert read(world, order).template.name == "castings/2"
        last = world.history(order)[-1].facts
        assert last["kind"] == "journey.chosen" and last["by"]["person"] == str(world.kim.id)
    with keeper(world.nordwind):
        assert not journey.differences(one, journey.fold(ledger.told(one)))


def test_a_buyer_moves_one_order_back_and_forth_and_each_is_told(world, kim):
    order, ada = world.place("PO-7"), world.browser(world.ada)
    at = f"/orders/{order}/journey"

    for name in ("purchase-air/1", "purchase/1", "purchase-air/1"):
        assert fill(ada, at, at, journey=name).status_code == 303
        assert read(world, order).template.name == name
    page = ada.get(at).text
    assert "Import by air, version 1" in page and "Gate in" in page
    refused = fill(ada, at, at, journey="parcel/1")
    assert refused.status_code == 422 and "Choose the journey." in refused.text


def test_an_ended_journey_is_begun_no_more_and_its_orders_go_on(world, kim):
    copied(kim)
    choose(kim, journey="castings")
    order = world.place("PO-7")
    page = kim.get(f"{AT}/one?of=castings").text

    kim.post(f"{AT}/end", data=form_on(page, f"{AT}/end"))

    assert read(world, world.place("PO-8")).template.name == "purchase/1"
    assert read(world, order).template.name == "castings/1"
    assert "ended" in kim.get(AT).text and kim.get(f"{AT}/one?of=castings").status_code == 200


def test_an_older_page_does_not_overwrite_a_newer_version(world, kim):
    copied(kim)
    stale = form_on(kim.get(f"{EDIT}?of=castings").text, EDIT)
    fill(kim, f"{EDIT}?of=castings", EDIT, verb="save", **{"steps-0-days": "5"})

    answer = kim.post(EDIT, data=stale | {"verb": "save"})

    assert answer.status_code == 409 and "Somebody else changed this" in answer.text


def test_the_steps_of_a_return_are_hers_to_change(world, kim):
    page = fill(kim, COPY, EDIT, verb="return-remove-2").text
    fields = form_on(page, EDIT)
    assert fields["returns-1-code"] == ["RETURN_RECEIVED"] and "returns-2-code" not in fields
    assert "returns-2-code" in form_on(
        kim.post(EDIT, data=fields | {"verb": "return-add"}).text, EDIT
    )

    typed = {"title": "Castings", "returns-1-days": "21", "returns-1-skip": "credit"}
    saved = kim.post(EDIT, data=fields | typed | {"verb": "save"})

    page = kim.get(saved.location).text
    assert "21 days after the step before" in page and "not for a credit" in page
    assert "Return on its way" not in page
    refused = kim.post(EDIT, data=fields | {"title": "B", "returns-0-days": "x", "verb": "save"})
    assert refused.status_code == 422 and "Give the days as a whole number" in refused.text
