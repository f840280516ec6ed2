"""What people change about themselves is told: that they did and what, never to what."""

from datetime import timedelta

import pytest

from portal import ledger, people
from portal.db import door, keeper, transaction
from portal.web import said
from tests.stories.filling import fill, form_on
from tests.stories.told import house

GOOD = "three green boats in the rain"


def told(world, owner=None):
    """Return who said that they changed what, in an owner's house."""
    facts = [one for one in house(world, owner) if one["kind"] == "account.changed"]
    return [(one["by"]["person"], one["body"]["what"]) for one in facts]


def details(browser, **typed):
    return fill(browser, "/account", "/account/details", **typed)


def speak(browser, language):
    data = form_on(browser.get("/account").text, "/language") | {"language": language}
    return browser.post("/language", data=data)


def end(browser, session):
    form = form_on(browser.get("/account").text, "/account/sessions/end", session=session)
    return browser.post("/account/sessions/end", data=form)


def test_another_name_language_and_zone_are_told_without_their_values(world):
    ada, me = world.browser(world.ada), str(world.ada.id)

    details(ada, name="Ada L.", zone="Asia/Tokyo")
    details(ada, locale="de")

    assert told(world) == [(me, ["name", "zone"]), (me, ["locale"])]
    last = house(world)[-1]
    assert last["by"] == {"auth": "session", "org": world.nordwind, "person": me}
    assert last["body"] == {"what": ["locale"]}
    assert "details" not in last


def test_it_reads_as_a_sentence(world):
    fill_all = {"name": "Ada L.", "locale": "de", "zone": "Asia/Tokyo"}
    details(world.browser(world.ada), **fill_all)
    names = said.Names(orgs={world.nordwind: "Nordwind"}, people={world.ada.id: "Ada L."})

    with world.app.test_request_context():
        words = said.sentence(house(world)[-1], names)

    assert words == "Ada L. (Nordwind) changed their own account: name, language, time zone"


def test_what_stays_as_it_was_is_not_told(world):
    ada = world.browser(world.ada)

    assert details(ada).status_code == 303
    assert details(ada, name=" Ada ").status_code == 303
    assert details(ada, name=" ").status_code == 422
    assert speak(ada, "en").status_code == 303
    assert speak(ada, "xx").status_code == 303

    assert told(world) == []


def test_the_same_change_again_is_told_again(world):
    ada, me = world.browser(world.ada), str(world.ada.id)

    for language in ("de", "en", "de"):
        speak(ada, language)

    assert told(world) == [(me, ["locale"])] * 3


def test_a_language_leaves_the_name_alone(world):
    first, second = world.browser(world.ada), world.browser(world.ada)
    second.get("/account")

    details(first, name="Ada L.")
    speak(second, "de")

    assert "Ada L." in first.get("/account").text


def test_a_stranger_reads_in_another_language_untold(world):
    stranger = world.browser()
    data = form_on(stranger.get("/sign-in").text, "/language") | {"language": "de"}

    assert stranger.post("/language", data=data).status_code == 303

    assert told(world) == []


def test_another_password_is_told_and_a_wrong_one_is_not(world):
    ada = world.browser(world.ada)
    page, action = "/account", "/account/password"

    fill(ada, page, action, old="wrong" * 4, password=GOOD, again=GOOD)
    assert told(world) == []
    fill(ada, page, action, old=world.password, password=GOOD, again=GOOD)

    assert told(world) == [(str(world.ada.id), ["password"])]
    assert GOOD not in str(house(world))


def test_sessions_that_end_are_told_once(world):
    ada, other = world.browser(world.ada), world.browser(world.ada)
    world.browser(world.ada)
    page = form_on(ada.get("/account").text, "/account/sessions/end", session="others")
    one = people.digest(other.get_cookie("portal").value).hex()

    assert end(ada, one).status_code == 303
    assert ada.post("/account/sessions/end", data=page).status_code == 303
    assert ada.post("/account/sessions/end", data=page).status_code == 303

    assert told(world) == [(str(world.ada.id), ["sessions"])] * 2, "the last time none was left"
    again = ada.post("/account/sessions/end", data=page | {"session": one})
    assert again.status_code == 404


def test_a_password_by_mail_is_told_by_whoever_held_the_link(world):
    with door(), transaction():
        link = people.forgot(world.sam.email, timedelta(hours=1)).secret
    at = f"/reset/{link}"

    done = fill(world.browser(), at, at, password=GOOD, again=GOOD)

    assert done.status_code == 303
    last = house(world)[-1]
    me = {"auth": "link", "org": world.brenner, "person": str(world.sam.id)}
    assert (last["kind"], last["by"], last["body"]) == (
        "account.changed",
        me,
        {"what": ["password"]},
    )
    assert world.browser().get(at).status_code == 404


def test_a_link_of_somebody_who_works_nowhere_any_more_is_no_link(world):
    with door(), transaction():
        link = people.forgot(world.sam.email, timedelta(hours=1)).secret
    with keeper(world.nordwind), transaction():
        people.deactivate(world.nordwind, world.sam.id, world.brenner)

    answer = fill(world.browser(), f"/reset/{link}", f"/reset/{link}", password=GOOD, again=GOOD)

    assert answer.status_code == 404
    assert told(world) == []


@pytest.mark.parametrize("who", ["kim", "rio", "sam", "cam", "aud"])
def test_it_stands_in_the_house_that_let_them_in_and_in_no_other(world, who):
    person = getattr(world, who)

    speak(world.browser(person), "de")

    assert told(world) == [(str(person.id), ["locale"])]
    assert told(world, world.westhaven) == []
    for owner in (world.nordwind, world.westhaven):
        with keeper(owner):
            assert list(ledger.verify()) == []


def test_who_works_for_two_tells_the_one_they_act_for(world, at):
    at("2026-03-02T10:00")
    with keeper(world.westhaven), transaction():
        week = timedelta(days=7)
        secret = people.invite(people.system(world.westhaven), world.sam.email, "supplier", week,
                               world.calder)  # fmt: skip
        people.join(secret, people.accept(secret, "", world.password, world.hasher))
    sam = world.browser(world.sam)

    speak(sam, "de")
    data = form_on(sam.get("/account").text, "/account/organisation")
    sam.post("/account/organisation", data=data)
    speak(sam, "en")

    assert told(world) == told(world, world.westhaven) == [(str(world.sam.id), ["locale"])]
    assert house(world, world.westhaven)[-1]["by"]["org"] == world.calder
