"""An administrator's long lists: page by page, and found by a word."""

from datetime import timedelta

import pytest

from portal import clock, people
from portal.db import keeper, transaction
from tests.stories.filling import fill


@pytest.fixture
def crowd(world):
    """Nordwind with 110 more people at Calder, as many invited, and as many grants."""
    week, system = timedelta(days=7), people.system(world.nordwind)
    ends = clock.now() + timedelta(days=30)
    with keeper(world.nordwind), transaction():
        for n in range(110):
            email = f"p{n:03}@crowd.example"
            secret = people.invite(system, email, "supplier", week, world.calder)
            people.join(secret, people.Acceptance(f"Person {n:03}", "no hash"))
            people.invite(system, f"i{n:03}@open.example", "supplier", week, world.calder)
            extent = people.Extent(partner=world.calder)
            people.give_grant(world.kim.actor, world.aud.id, extent, ends, f"Case {n:03}")
    return world


def test_many_people_are_shown_page_by_page_and_found_by_a_word(crowd):
    kim, at = crowd.browser(crowd.kim), "/admin/people"

    first, second = kim.get(at).text, kim.get(f"{at}?start=100").text

    assert "Ada" in first and "101–117" in first and "Person 109" not in first
    assert "Person 109" in second and "1–100" in second and ">Ada<" not in second
    for word in ("person 109", "P109", "109@CROWD"):
        found = kim.get(f"{at}?q={word}").text
        assert "p109@" in found and "ada@nordwind" not in found, word
    assert "Person 042" in kim.get(f"{at}?q=calder").text, "by the organisation"


def test_open_invitations_are_a_list_of_their_own(crowd):
    kim, at = crowd.browser(crowd.kim), "/admin/people/invitations"

    assert "i042@open.example" not in kim.get("/admin/people").text
    first, second = kim.get(at).text, kim.get(f"{at}?start=100").text
    found = kim.get(f"{at}?q=i04").text

    assert "i000@open.example" in first and "101–110" in first
    assert "i109@open.example" in second and "i000@open.example" not in second
    assert "i042@open.example" in found and "i050@open.example" not in found
    assert 'href="/admin/people?q=i04"' in found, "the other list keeps the word"


def test_many_grants_are_shown_page_by_page_and_found_by_a_word(crowd):
    kim, at = crowd.browser(crowd.kim), "/admin/grants"

    first, second = kim.get(at).text, kim.get(f"{at}?start=100").text
    found = kim.get(f"{at}?q=case 04").text

    assert "111 grants" in first and "101–111" in first and "Calder" in first
    assert "1–100" in second
    assert "Case 042" in found and "Case 050" not in found
    assert "111 grants" in kim.get(f"{at}?q=aud@nord").text


@pytest.mark.parametrize("page", ["people", "people/invitations", "organisations", "grants"])
@pytest.mark.parametrize("odd", ["start=-5", "start=9" + "9" * 30, "start=x", "q=%25", "q=%5C"])
def test_what_makes_no_sense_finds_nothing_and_breaks_nothing(world, page, odd):
    answer = world.browser(world.kim).get(f"/admin/{page}?{odd}")

    assert answer.status_code == 200


def test_nobody_finds_people_of_another_owner(world):
    kim = world.browser(world.kim)
    fill(kim, "/admin/people/invite", "/admin/people/invite", email=world.eve.email, role="admin")
    eve = world.browser(world.eve)

    assert eve.get("/admin/people/invitations").status_code == 404
    assert "Westhaven" not in kim.get("/admin/people?q=westhaven").text.partition("<table")[2]


def test_a_name_is_found_in_any_case_whatever_its_letters(world):
    system, week = people.system(world.nordwind), timedelta(days=7)
    with keeper(world.nordwind), transaction():
        secret = people.invite(system, "joerg@calder.example", "supplier", week, world.calder)
        people.join(secret, people.Acceptance("Jörg Übermut", "no hash"))
    kim = world.browser(world.kim)

    for word in ("übermut", "JÖRG", "Übermut"):
        assert "Jörg Übermut" in kim.get(f"/admin/people?q={word}").text, word
