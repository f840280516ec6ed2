"""The door for machines: every route of the API, with every kind of key and without one.

Made from the application's own list of routes, as `test_routes` is for people.
"""

import pytest

from portal import clock, people
from portal.db import keeper, transaction
from portal.web.guard import MACHINE
from tests.access.things import ABSENT, FOREIGN, OWN, PARAMETERS, build


@pytest.fixture
def town(world):
    """Two owners with orders, documents and cases."""
    return build(world)


def make(world, by, scopes=(people.keys.ORDERS_READ,), ends=None):
    """Return the id and the secret of a new key."""
    with keeper(by.org), transaction():
        return people.keys.make(by.actor, "The ERP", scopes, ends)


def routes(app):
    """Return every route that machines may ask."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if MACHINE in app.view_functions[rule.endpoint].audience
    ]
    assert found
    return found


def ask(app, town, rule, relation, secret="", browser=None):
    """Return the answer to a question about an own, foreign or absent thing of Nordwind."""
    values = {name: PARAMETERS[name](town, "ada", relation) for name in rule.arguments}
    with app.test_request_context():
        path = app.url_map.bind("localhost").build(rule.endpoint, values)
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return (browser or app.test_client()).get(path, headers=headers)


def test_a_key_reads_its_own_and_foreign_is_as_absent(town, app):
    _, secret = make(town.world, town.world.kim)
    for rule in routes(app):
        own, foreign, absent = (ask(app, town, rule, one, secret) for one in (OWN, FOREIGN, ABSENT))

        assert own.status_code == 200 and own.mimetype == "application/json", rule
        assert foreign.status_code == absent.status_code == 404
        assert foreign.mimetype == "application/problem+json"
        assert foreign.data == absent.data, f"{rule} tells too much"


def test_each_owner_sees_its_own_alone(town, app):
    _, secret = make(town.world, town.world.eve)
    for rule in routes(app):
        assert ask(app, town, rule, OWN, secret).status_code == 404, "Nordwind's"


@pytest.mark.parametrize("state", ["none", "wrong", "revoked", "ended", "in a cookie"])
def test_without_a_good_key_there_is_one_answer(town, app, at, state):
    world, secret, browser = town.world, "", None
    key, good = make(world, world.kim, ends=clock.now().replace(year=2027))
    if state == "wrong":
        secret = "portal_" + "A" * 43
    if state == "revoked":
        secret = good
        with keeper(world.nordwind), transaction():
            people.keys.revoke(world.nordwind, key)
    if state == "ended":
        secret = good
        at("2027-06-01T09:00")
    if state == "in a cookie":
        browser = world.browser(world.ada)
    for rule in routes(app):
        answers = [ask(app, town, rule, one, secret, browser) for one in (OWN, ABSENT)]

        assert [one.status_code for one in answers] == [401, 401]
        assert answers[0].headers["WWW-Authenticate"].startswith("Bearer")
        assert answers[0].json["status"] == 401 and answers[0].data == answers[1].data


def test_a_session_beside_a_key_changes_nothing(town, app):
    _, secret = make(town.world, town.world.eve)
    browser = town.world.browser(town.world.ada)
    for rule in routes(app):
        assert ask(app, town, rule, OWN, secret, browser).status_code == 404


def test_a_key_opens_no_page_for_people(town, app):
    _, secret = make(town.world, town.world.kim)
    client, headers = app.test_client(), {"Authorization": f"Bearer {secret}"}
    for path in ("/orders", f"/orders/{town.near}", "/admin/keys"):
        assert client.get(path, headers=headers).status_code == 303


def test_what_a_key_may_not_do_is_refused(town, app, monkeypatch):
    monkeypatch.setattr(people.keys, "SCOPES", ("orders:read", "other"))
    _, secret = make(town.world, town.world.kim, scopes=["other"])
    for rule in routes(app):
        answer = ask(app, town, rule, OWN, secret)
        assert answer.status_code == 403 and "may not" in answer.json["detail"]
