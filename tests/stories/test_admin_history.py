"""What was changed in the house is told: when, by whom, what, old and new."""

from datetime import timedelta

import pytest

from portal import desk, flow
from portal.ledger import Draft
from tests.stories.test_orders_buyer import statements


@pytest.fixture
def changed(world):
    """Kim sets how long links last, twice; the second time half as long."""
    for days in (60, 30):
        wanted = desk.LinkSettings(idle_days=days)
        flow.manage(
            world.nordwind,
            world.kim.actor,
            lambda wanted=wanted: (None, [desk.linking.set_links(wanted)]),
        )


def test_the_administrator_reads_who_changed_what_from_what_to_what(world, changed):
    page = world.browser(world.kim).get("/admin/history").text

    assert "Links: version 2" in page and "Kim" in page
    assert "Days until a link ends:" in page
    newest = page.partition("Links: version 2")[2].partition("</tr>")[0]
    assert ">60<" in newest and ">30<" in newest
    assert "/admin/history" in world.browser(world.kim).get("/admin/people").text


def test_it_is_narrowed_to_a_kind_and_a_person(world, changed):
    kim = world.browser(world.kim)

    settings = kim.get("/admin/history?kind=settings").text
    mine = kim.get(f"/admin/history?person={world.kim.id}").text
    grants = kim.get("/admin/history?kind=grants").text

    assert "Links: version 1" in settings and "joined" not in settings
    assert "Only what Kim did." in mine and "Links: version 2" in mine
    assert "Links: version" not in grants
    for odd in ("kind=x", "person=x", "before=x", "before=-1", "before=99999999999999999999"):
        assert kim.get(f"/admin/history?{odd}").status_code == 200


def test_long_histories_come_in_pages(world):
    for days in range(1, 61):
        wanted = desk.LinkSettings(idle_days=days)
        flow.manage(
            world.nordwind,
            world.kim.actor,
            lambda wanted=wanted: (None, [desk.linking.set_links(wanted)]),
        )
    kim = world.browser(world.kim)
    first = kim.get("/admin/history").text
    older = first.partition("before=")[2].partition('"')[0].partition("&")[0]

    second = kim.get(f"/admin/history?before={older}").text

    assert "Links: version 60<" in first.replace("\n", "<") or "version 60" in first
    assert "version 11<" not in second and "version 10" in second


def test_an_auditor_reads_it_under_a_grant_of_everything_only(world, changed):
    assert "Links: version 2" in world.browser(world.aud).get("/admin/history").text

    part = world.grant(
        world.person("Ann", "auditor", world.nordwind),
        timedelta(days=9),
        partner=world.brenner,
    )
    assert "Links: version" not in world.browser(part).get("/admin/history").text
    assert world.browser(world.ada).get("/admin/history").status_code == 404
    assert world.browser(world.sam).get("/admin/history").status_code == 404


def test_it_costs_few_statements(world, changed):
    kim = world.browser(world.kim)
    kim.get("/admin/history")

    said = statements(lambda: kim.get("/admin/history"))

    assert len(said) <= 6, "\n".join(said)  # one of them is who asks


def test_what_is_done_with_people_is_told(world):
    kim = world.browser(world.kim)
    flow.house(
        world.nordwind,
        [
            Draft(
                "role.given",
                body={"person": str(world.rio.id), "organisation": world.nordwind, "role": "buyer"},
            ),
            Draft("account.changed", body={"what": ["password", "locale"]}),
            Draft("contact.changed", body={"what": "imported", "counts": {}}),
        ],
        world.kim.actor,
    )

    told = kim.get("/admin/history").text

    assert "Rio is now: Buyer, Nordwind" in told
    assert "Changed their own account: password, language" in told
    assert "Changed contacts of partners" in told
