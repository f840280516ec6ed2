"""Everybody reads the portal in their own language, and each role finds help for itself."""

import re

import pytest

from portal.web import babel, nav
from portal.web.help import words
from tests.stories.filling import fill

GERMAN = {"Accept-Language": "de-DE,de;q=0.9"}


@pytest.fixture
def german(world):
    """Let somebody of the cast choose German; return their browser."""

    def german(who):
        browser = world.browser(who)
        answer = fill(browser, "/account", "/account/details", locale="de")
        assert answer.status_code == 303
        return browser

    return german


def test_a_stranger_is_met_in_the_browsers_language(client):
    assert '<html lang="de"' in client.get("/sign-in", headers=GERMAN).text
    assert '<html lang="en"' in client.get("/sign-in").text


def test_a_language_nobody_speaks_here_is_english(client):
    page = client.get("/sign-in", headers={"Accept-Language": "ja"}).text

    assert '<html lang="en"' in page


def test_what_a_person_chose_holds_whatever_the_browser_says(world, german):
    german(world.ada)

    page = world.browser(world.ada).get("/intake", headers={"Accept-Language": "en"}).text

    assert '<html lang="de"' in page
    assert "Dateieingang" in page


def test_errors_speak_the_readers_language(world, german):
    answer = german(world.ada).get("/intake/00000000-0000-0000-0000-000000000000")

    assert answer.status_code == 404
    assert "Es gibt keine solche Datei." in answer.text


def test_numbers_and_days_are_written_the_german_way(world, german):
    page = german(world.ada).get("/help")

    assert page.status_code == 200
    with world.app.test_request_context(headers=GERMAN):
        assert babel.amount(1234) == "1.234"


ROLES = ("ada", "kim", "rio", "sam", "cam", "aud")


@pytest.mark.parametrize("who", ROLES)
def test_help_speaks_to_the_role(world, who):
    person = getattr(world, who)
    browser = world.browser(person)

    page = browser.get("/help").text

    titles = re.findall(r"<h2>([^<]+)</h2>", page)
    assert len(titles) >= 3
    for address in re.findall(r'<p><a href="(/[^"]*)">', page):
        assert browser.get(address).status_code == 200, f"help sends {who} to a closed door"


def test_help_tells_a_stranger_how_to_get_in(client):
    page = client.get("/help").text

    assert "You need an invitation" in page


def test_every_topic_leads_to_a_place_of_the_menu():
    places = {path for path, _label in nav.PLACES}

    assert {topic.place for topic in words.TOPICS} - {""} <= places
