"""What somebody at a partner was not given the right to do is not offered, and refused."""

import pytest

from portal import people
from portal.db import keeper, transaction
from portal.people import Rights
from tests.stories.filling import form_on
from tests.world import Line

MAY = {
    "answer": ("do=answer", "Accept all as asked"),
    "report": ("do=step",),
    "papers": ("do=attach",),
}


@pytest.fixture
def order(world):
    """An order of which Sam's colleague Lea sees what her rights allow."""
    world.lea = world.person("Lea", "supplier", world.brenner)
    return world.place("PO-7", Line(), Line(code="HX-M16"))


def give(world, **rights):
    """Give Lea these rights with Nordwind."""
    with keeper(world.brenner), transaction():
        people.permits.set_rights(world.brenner, world.lea.id, {world.nordwind: Rights(**rights)})
    return world.browser(world.lea)


@pytest.mark.parametrize("right", MAY)
def test_what_may_not_be_done_is_not_offered(world, order, right):
    rest = frozenset(people.rights.ACTS) - {right}
    with_it = give(world).get(f"/orders/{order}").text
    without = give(world, acts=rest).get(f"/orders/{order}").text

    for words in MAY[right]:
        assert words in with_it
        assert words not in without


@pytest.mark.parametrize(
    ("do", "path", "fields"),
    [
        ("", "acceptances", {}),
        ("answer&line=1", "answers", {"verdict": "reject", "reason": "CAPACITY"}),
        ("step", "milestones", {"code": "PACKED", "qty": "1", "line": "1"}),
    ],
)
def test_what_may_not_be_done_is_refused(world, order, do, path, fields):
    before = len(world.history(order))
    lea = give(world)
    page = lea.get(f"/orders/{order}?do={do}").text
    sent = form_on(page, f"/orders/{order}/{path}") | fields

    give(world, acts=frozenset())
    answer = lea.post(f"/orders/{order}/{path}", data=sent)

    assert answer.status_code == 422
    assert "You were not given the right to do this" in answer.text
    assert len(world.history(order)) == before


def test_only_some_kinds_of_documents_may_be_attached(world, order):
    lea = give(world, papers=frozenset({"certificate"}))
    page = lea.get(f"/orders/{order}?do=attach").text

    assert 'value="certificate"' in page
    assert 'value="invoice"' not in page


def test_prices_are_shown_to_whom_they_are_meant_for(world, order):
    seen = give(world).get(f"/orders/{order}").text
    hidden = give(world, prices=False).get(f"/orders/{order}").text
    rows = give(world, prices=False).get("/orders").text

    assert "1.25" in seen and "EUR" in seen
    assert "1.25" not in hidden and "EUR" not in hidden and "EUR" not in rows


def test_no_access_is_as_absent(world, order):
    lea = give(world, orders="none")

    assert lea.get(f"/orders/{order}").status_code == 404
    assert "PO-7" not in lea.get("/orders?tab=all").text
