"""What an administrator does: people, partners, grants. And what others cannot."""

import pytest

from portal import people
from portal.db import keeper, transaction
from tests.stories.filling import fill, form_on
from tests.stories.told import house, mailed


def person_at(page, name):
    """Return the address of a person's page."""
    before = page.split(f">{name}</a>")[0]
    return before.rpartition('href="')[2].partition('"')[0]


def alike(answer):
    """Return what a page says, without the address it was asked under."""
    return answer.text.split("<main")[1].replace(answer.request.path, "")


@pytest.mark.parametrize("path", ["people", "people/invite", "organisations", "grants"])
def test_only_administrators_come_in(world, path):
    for who in (world.ada, world.rio, world.sam, world.aud, world.cam):
        assert world.browser(who).get(f"/admin/{path}").status_code == 404
    assert world.browser().get(f"/admin/{path}").status_code == 303
    assert world.browser(world.kim).get(f"/admin/{path}").status_code == 200


def test_kim_sees_her_people_and_no_others(world):
    page = world.browser(world.kim).get("/admin/people").text

    assert "ada@nordwind.example" in page
    assert "sam@brenner.example" in page
    assert "eve@westhaven.example" not in page


def test_kim_gives_rio_another_role(world):
    kim, rio = world.browser(world.kim), world.browser(world.rio)
    path = person_at(kim.get("/admin/people").text, "Rio")

    given = fill(kim, path, f"{path}/role", role="admin")

    assert given.location == path
    assert rio.get("/admin/people").status_code == 200
    last = house(world)[-1]
    assert last["kind"] == "role.given"
    assert last["body"]["role"] == "admin"
    assert last["by"]["person"] == str(world.kim.id)


def test_kim_ends_adas_access_and_gives_it_again(world):
    kim, ada = world.browser(world.kim), world.browser(world.ada)
    path = person_at(kim.get("/admin/people").text, "Ada")

    fill(kim, f"{path}/deactivate", f"{path}/deactivate")
    assert ada.get("/account").status_code == 303, "signed out at once"
    assert house(world)[-1]["kind"] == "role.ended"

    fill(kim, path, f"{path}/reactivate")
    assert world.browser(world.ada).get("/account").status_code == 200
    fill(kim, f"{path}/deactivate", f"{path}/deactivate")
    kinds = [facts["kind"] for facts in house(world)]
    assert kinds[-3:] == ["role.ended", "role.given", "role.ended"], "the second end is told too"


def test_kim_cannot_leave_the_house_without_an_administrator(world):
    kim = world.browser(world.kim)
    path = person_at(kim.get("/admin/people").text, "Kim")

    refused = fill(kim, path, f"{path}/role", role="buyer")

    assert refused.status_code == 403
    assert "last administrator" in refused.text


def test_a_person_of_another_owner_is_as_absent_as_nobody(world):
    kim = world.browser(world.kim)
    path = person_at(kim.get("/admin/people").text, "Ada")
    fill(kim, path, f"{path}/role", role="admin")
    kim.get("/account")  # takes away the message of what was done
    house_of_eve = world.browser(world.eve)

    foreign = house_of_eve.get(path)
    assert foreign.status_code == 404
    absent = kim.get(path[:-4] + "0000")
    theirs = kim.get("/admin/people/" + path.split("/")[3] + f"/{world.eve.id}")
    assert (absent.status_code, theirs.status_code) == (404, 404)
    assert alike(absent) == alike(theirs)


def test_kim_adds_a_partner_and_invites_its_first_person(world):
    kim = world.browser(world.kim)
    added = fill(
        kim,
        "/admin/organisations/new",
        "/admin/organisations",
        name="Ostermann",
        number="V-1003",
        country="CH",
        kinds=["supplier", "carrier"],
    )
    assert added.location == "/admin/organisations"
    page = kim.get("/admin/organisations").text
    assert "Ostermann" in page
    assert "Switzerland" in page
    assert house(world)[-1]["kind"] == "organisation.added"

    before = page.split("at Ostermann")[0]
    path = before.rpartition('href="')[2].partition('"')[0]
    sent = fill(kim, path, path, email="otto@ostermann.example", role="carrier")

    assert sent.status_code == 303
    assert mailed(world, "invitation") == [(None, "otto@ostermann.example")]


def test_many_partners_are_shown_page_by_page_and_found_by_name(world):
    with keeper(world.nordwind), transaction():
        for n in range(120):
            people.partner_called(world.nordwind, "supplier", f"Works {n:03}", f"W-{n:03}")
    kim, at = world.browser(world.kim), "/admin/organisations"

    first, second = kim.get(at).text, kim.get(f"{at}?start=100").text
    found = kim.get(f"{at}?q=w-11").text

    assert "123 partners" in first and "101–123" in first and "1–100" in second
    assert "Works 090" in first and "Works 119" not in first and "Works 119" in second
    assert "10 partners" in found and "Works 110" in found and "Brenner" not in found
    for odd in ("start=-5", "start=9" + "9" * 30, "start=x", "q=%25"):
        assert kim.get(f"{at}?{odd}").status_code == 200


def test_a_number_that_is_taken_is_said_beside_its_box(world):
    refused = fill(
        world.browser(world.kim),
        "/admin/organisations/new",
        "/admin/organisations",
        name="Ostermann",
        number="V-1001",
        kinds=["supplier"],
    )

    assert refused.status_code == 409
    assert "already belongs to another partner" in refused.text


def test_a_role_that_does_not_fit_is_refused(world):
    kim = world.browser(world.kim)

    refused = fill(
        kim, "/admin/people/invite", "/admin/people/invite", email="x@y.example", role="supplier"
    )

    assert refused.status_code == 422
    assert mailed(world, "invitation") == []


def test_kim_lets_aud_look_and_takes_it_back(world):
    kim, aud = world.browser(world.kim), world.browser(world.aud)
    given = fill(
        kim,
        "/admin/grants/new",
        "/admin/grants",
        person=str(world.aud.id),
        since="2026-01-01",
        until="2026-03-31",
        expires_on="2026-04-30",
        reason="Quarter",
    )
    assert given.location == "/admin/grants"
    assert house(world)[-1]["kind"] == "grant.given"
    page = aud.get("/account").text
    assert "Quarter" in page
    assert "Year end" in page

    chosen = aud.post("/account/grant", data=form_on(page, "/account/grant"))
    assert chosen.status_code == 303

    listed = kim.get("/admin/grants").text
    path = listed.split("/revoke")[0].rpartition('href="')[2] + "/revoke"
    fill(kim, path, path)
    assert house(world)[-1]["kind"] == "grant.revoked"
    assert "Taken back" in kim.get("/admin/grants").text


def test_a_grant_in_the_past_is_refused(world):
    refused = fill(
        world.browser(world.kim),
        "/admin/grants/new",
        "/admin/grants",
        person=str(world.aud.id),
        expires_on="2026-03-01",
        reason="Quarter",
    )

    assert refused.status_code == 422
    assert "must end in the future" in refused.text


def test_the_menu_offers_only_open_doors(world):
    kim = world.browser(world.kim).get("/account").text
    ada = world.browser(world.ada).get("/account").text

    assert 'href="/admin/people"' in kim
    assert 'href="/admin/people"' not in ada
