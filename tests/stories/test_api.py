"""What a company's own system reads: an order as it is, as it was known, what was said in it."""

import re

import pytest

from portal import people
from portal.db import keeper, transaction
from tests.stories.filling import form_on
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, placed on 1 March, agreed; 60 sent on the 10th."""
    at("2026-03-01T09:00")
    order = world.place("PO-7", Line(ask="2026-04-01", agreed="2026-04-01"))
    at("2026-03-10T09:00")
    world.reach(order, "DISPATCHED", "60", world.sam, what="dispatched")
    at("2026-03-12T09:00")
    return order


@pytest.fixture
def get(world, app):
    """Ask the API with a key of Nordwind."""
    with keeper(world.nordwind), transaction():
        _, secret = people.keys.make(world.kim.actor, "ERP", [people.keys.ORDERS_READ], None)
    client = app.test_client()

    def ask(path, **query):
        path = path if path.startswith("/api/") else f"/api/v1/{path}"
        headers = {"Authorization": f"Bearer {secret}"}
        return client.get(path, query_string=query or None, headers=headers)

    return ask


def test_an_order_is_told_with_its_quantities_and_promises(get, order):
    said = get(f"orders/{order}").json

    (line,) = said["lines"]
    (part,) = line["schedule_lines"]
    assert (said["number"], said["partner"], said["owner"]) == ("PO-7", "Brenner", "Nordwind")
    assert part["promise"]["agreed_day"] == "2026-04-01"
    assert part["milestones"]["dispatched"]["quantity"] == "60"
    assert part["quantities"]["ordered"] == "100" and part["quantities"]["open_qty"] == "100"
    assert part["next"]["step"] and said["next_step"]
    assert line["promises"][0]["kind"] == "line.placed"
    assert (said["conflicts"], said["flags"]) == ([], [])
    assert said["seq"] == 3


def test_as_it_was_known_then(get, order):
    said = get(f"orders/{order}", as_of="2026-03-05T00:00:00Z").json

    assert said["as_of"] == "2026-03-05T00:00:00.000000Z" and said["seq"] == 2
    assert "dispatched" not in said["lines"][0]["schedule_lines"][0]["milestones"]
    assert get(f"orders/{order}", as_of="2026-02-01T00:00:00Z").status_code == 404


def test_the_same_question_has_the_same_bytes(get, order):
    asked = {"as_of": "2026-03-11T09:00:00+01:00"}

    assert get(f"orders/{order}", **asked).data == get(f"orders/{order}", **asked).data


@pytest.mark.parametrize("text", ["yesterday", "2026-03-05", "2026-03-05T09:00"])
def test_a_moment_without_a_zone_is_no_instant(get, order, text):
    answer = get(f"orders/{order}", as_of=text)

    assert answer.status_code == 422
    assert answer.json["parameter"] == "as_of" and "is no instant" in answer.json["detail"]


def test_events_come_a_part_at_a_time(get, order):
    found, path = [], f"/api/v1/orders/{order}/events?limit=2"
    while path:
        said = get(path).json
        found += said["events"]
        path = said.get("next")

    assert [one["seq"] for one in found] == [1, 2, 3]
    assert found[-1]["facts"]["code"] == "DISPATCHED"
    then = get(f"orders/{order}/events", as_of="2026-03-05T00:00:00Z", limit=1).json
    assert "as_of=2026-03-05" in then["next"]
    assert "next" not in get(then["next"]).json
    assert get(f"orders/{order}/events", cursor="x").status_code == 422


def test_what_can_be_asked_is_described(app, get, order):
    spec = app.test_client().get("/api/v1/openapi.json").json

    assert spec["openapi"] == "3.1.0"
    asked = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.see")
    }
    assert set(spec["paths"]) == asked


def test_an_administrator_makes_a_key_that_is_shown_once(world, app, order):
    kim = world.browser(world.kim)
    typed = form_on(kim.get("/admin/keys/new").text, "/admin/keys")
    typed |= {"name": "Warehouse", "scopes": "orders:read"}

    made = kim.post("/admin/keys", data=typed)
    again = kim.post("/admin/keys", data=typed)

    secret = re.search(r'value="(portal_[\w-]{43})"', made.text).group(1)
    assert again.status_code == 303 and secret not in kim.get("/admin/keys").text
    asked = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get(f"/api/v1/orders/{order}", headers=asked).status_code == 200
    assert "Warehouse" in kim.get("/admin/keys").text
    assert "Made a key" in kim.get("/admin/history").text


def test_a_key_that_was_taken_back_opens_nothing(world, app, order):
    with keeper(world.nordwind), transaction():
        key, secret = people.keys.make(world.kim.actor, "ERP", [people.keys.ORDERS_READ], None)
    kim, path = world.browser(world.kim), f"/admin/keys/{key}/revoke"

    kim.post(path, data=form_on(kim.get(path).text, path))

    asked = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get(f"/api/v1/orders/{order}", headers=asked).status_code == 401
    assert "Taken back" in kim.get("/admin/keys").text
    assert world.browser(world.eve).get(path).status_code == 404
