"""A carrier answers the transport orders placed with it, and no others."""

import pytest

from portal import desk, flow, people
from portal.db import keeper, transaction
from portal.errors import NotAllowed
from tests.stories.filling import fill


@pytest.fixture
def cal(world):
    """Somebody who drives for Nordwind."""
    with keeper(world.nordwind), transaction():
        carrier, _ = people.partner_called(world.nordwind, "carrier", "Fjellfrakt", "", "NO")
    return world.person("Cal", "carrier", carrier)


def test_the_carrier_of_a_transport_order_acknowledges_it(world, cal):
    order = world.place("TR-1", to=cal.org, type="transport")
    browser = world.browser(cal)
    assert "TR-1" in browser.get("/").text

    sent = fill(browser, f"/orders/{order}", f"/orders/{order}/acceptances")

    assert sent.status_code == 303
    assert "response" in [said.facts["kind"] for said in world.history(order)]


def test_a_carrier_beside_an_order_does_not_answer_for_its_supplier(world, cal):
    order = world.place("PO-77", parties=[{"org": cal.org, "role": "carrier"}])

    with world.seen_by(cal), pytest.raises(NotAllowed):
        flow.tell(
            order,
            lambda journey, cases: desk.say.accept_all(journey, cal.actor, "key", ""),
            cal.actor,
        )
