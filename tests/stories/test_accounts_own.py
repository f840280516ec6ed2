"""One's own settings: name, language, zone, password, sessions, organisations."""

import re

from portal import people
from tests.stories.filling import fill, form_on

GOOD = "three green boats in the rain"


def test_two_owners_people_in_one_person(world):
    """Eve of Westhaven is invited by Nordwind too, and chooses for whom she acts."""
    kim = world.browser(world.kim)
    fill(kim, "/admin/people/invite", "/admin/people/invite", email=world.eve.email, role="admin")
    link = re.search(r"http://localhost:8000(/join/[\w-]+)", kim.get("/admin/people").text)[1]
    eve = world.browser()
    assert fill(eve, link, link, password="not her password at all").status_code == 422
    assert fill(eve, link, link, password=world.password).status_code == 303
    assert eve.get("/admin/people").status_code == 200

    before = eve.get_cookie("portal").value
    page = eve.get("/account").text
    assert "Act for Westhaven" in page
    eve.post("/account/organisation", data=form_on(page, "/account/organisation"))

    assert eve.get_cookie("portal").value != before
    assert eve.get("/admin/people").status_code == 404, "at Westhaven she is a buyer"


def test_ada_changes_name_language_and_zone(world):
    ada = world.browser(world.ada)

    saved = fill(
        ada, "/account", "/account/details", name=" Ada L. ", locale="en", zone="Asia/Tokyo"
    )

    assert saved.location == "/account"
    page = ada.get("/account").text
    assert "Ada L." in page
    assert "JST" in page, "times name their zone"
    empty = fill(ada, "/account", "/account/details", name=" ")
    assert empty.status_code == 422


def test_ada_reads_german(world):
    ada = world.browser(world.ada)
    page = ada.get("/account").text
    data = form_on(page, "/language") | {"language": "de"}

    assert ada.post("/language", data=data).location == "/account"

    assert '<html lang="de">' in ada.get("/account").text


def test_ada_changes_her_password_and_stays(world):
    ada, other = world.browser(world.ada), world.browser(world.ada)
    before = ada.get_cookie("portal").value

    wrong = fill(ada, "/account", "/account/password", old="wrong" * 4, password=GOOD, again=GOOD)
    assert wrong.status_code == 422
    assert "not your password of today" in wrong.text
    fill(ada, "/account", "/account/password", old=world.password, password=GOOD, again=GOOD)

    assert ada.get_cookie("portal").value != before
    assert ada.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_ada_ends_a_session_elsewhere(world):
    ada, lost = world.browser(world.ada), world.browser(world.ada)
    page = ada.get("/account").text
    there = people.digest(lost.get_cookie("portal").value).hex()

    form = form_on(page, "/account/sessions/end", session=there)
    ended = ada.post("/account/sessions/end", data=form)

    assert ended.status_code == 303
    assert lost.get("/account").status_code == 303
    assert ada.get("/account").status_code == 200


def test_eve_ends_no_session_of_ada(world):
    ada, eve = world.browser(world.ada), world.browser(world.eve)
    token = form_on(eve.get("/account").text, "/sign-out")["csrf_token"]
    page = world.browser(world.ada).get("/account").text
    theirs = form_on(page, "/account/sessions/end")["session"]

    for session in (theirs, ["00" * 32]):
        answer = eve.post("/account/sessions/end", data={"csrf_token": token, "session": session})
        assert answer.status_code == 404
    assert ada.get("/account").status_code == 200
