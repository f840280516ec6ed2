"""A supplier's list of what was put down to it: told, contested, decided, over all its orders."""

import pytest

from portal import desk, flow
from portal.db import db
from portal.desk import cases
from tests.stories.cases import LATE, case_on, switch_on
from tests.stories.filling import fill
from tests.stories.test_exceptions_contested import BLAMED, contest, judge
from tests.stories.test_orders_buyer import statements
from tests.world import Line

LIST = "/charges"


@pytest.fixture
def put(world, at):
    """Three late orders of Brenner, and one of Calder; each case closed as the supplier's part."""
    switch_on(world)
    made = [world.place(f"PO-{n}", Line(agreed="2026-04-01")) for n in (1, 2, 3)]
    made.append(world.place("PO-4", Line(agreed="2026-04-01"), to=world.calder))
    at(LATE)
    flow.look(world.nordwind, made)
    found = {}
    for nth, order in enumerate(made):
        at(f"2026-04-03T{10 + nth}:00")
        one = case_on(world, order).id
        page, ada = f"/exceptions/{one}", world.browser(world.ada)
        assert fill(ada, page, f"{page}/resolution", **BLAMED).status_code == 303
        found[order] = one
    return found


def test_the_newest_come_first_with_what_became_of_each(world, put):
    first, second, third, theirs = put
    contest(world, first, put[first])
    contest(world, second, put[second])
    judge(world, put[second], verdict="upheld", text="The gate log says otherwise.")

    page = world.browser(world.sam).get(LIST).text

    places = [page.index(f"/orders/{order}/cases/{put[order]}") for order in (third, second, first)]
    assert places == sorted(places)
    assert str(put[theirs]) not in page and "PO-4" not in page
    for state in ("put down to you", "contested by you", "decided"):
        assert state in page
    assert "gate log" not in page


def test_pages_join_without_gap_or_repeat(world, put):
    with world.seen_by(world.sam):
        seen, place = [], None
        while not seen or place:
            page = cases.put_down(place, most=2)
            seen += [one.order for one in page.rows]
            place = page.after
    assert seen == list(put)[2::-1]


def test_an_empty_list_says_what_will_stand_there(world):
    page = world.browser(world.sam).get(LIST).text

    assert "Nothing was put down to you" in page


def test_buyers_have_their_own_pages(world, put):
    for who in (world.ada, world.kim, world.aud, world.eve):
        assert world.browser(who).get(LIST).status_code == 404
    assert world.browser(world.sue).get(LIST).text.count("/cases/") == 1


def test_the_page_needs_few_statements(world, put):
    sam = world.browser(world.sam)
    sam.get(LIST)

    assert len(statements(lambda: sam.get(LIST))) <= 6


@pytest.mark.sqlite
def test_it_is_read_from_its_index(world, put):
    with world.seen_by(world.sam):
        asked = statements(desk.cases.put_down)
        said = next(one for one in asked if "case.attributed" in one)
        marks = (0,) * said.count("?")
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", marks)
        steps = " ".join(row[3] for row in plan)
    assert "ix_event_put_down" in steps
