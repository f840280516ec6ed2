"""How the portal answers: headers, cookies, languages, errors in words."""

import pytest

import portal

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def production(settings):
    """A browser of an installation on the network."""
    return portal.create_app(settings | {"PORTAL_ENV": "production"}).test_client()


def test_in_production_cookies_travel_only_over_tls(production):
    page = production.get("/sign-in", base_url="https://portal.example")

    cookies = page.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "Domain" not in cookie
    assert "max-age=63072000" in page.headers["Strict-Transport-Security"]


def test_in_development_there_is_no_promise_of_tls(client):
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def test_the_policy_allows_nothing_inline_and_nothing_foreign(client):
    policy = client.get("/sign-in").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    for word in ("unsafe", "http:", "https:", "data:", "*"):
        assert word not in policy


def test_static_files_may_be_kept_pages_may_not(client):
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/css/base.css").headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("wishes", "language"),
    [("de-AT,de;q=0.9,en;q=0.5", "de"), ("fr", "en"), ("en-GB", "en"), ("", "en")],
)
def test_the_browsers_wish_chooses_the_language(client, wishes, language):
    page = client.get("/sign-in", headers={"Accept-Language": wishes})

    assert f'<html lang="{language}">' in page.text


def test_the_same_address_may_give_a_part_and_says_so(client):
    assert {"HX-Request", "Cookie"} <= set(client.get("/nowhere").vary)


def test_an_error_comes_as_a_page_or_as_a_part(client):
    page = client.get("/nowhere")
    part = client.get("/nowhere", headers=HTMX)
    back = client.get("/nowhere", headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert (page.status_code, part.status_code, back.status_code) == (404, 404, 404)
    assert "<html" in page.text
    assert "<html" not in part.text
    assert "<html" in back.text, "going back replaces the whole page"
    assert "There is no such page" in part.text


def test_a_wrong_method_is_explained(client):
    refused = client.get("/sign-out")

    assert refused.status_code == 405
    assert "only answers to a form" in refused.text


def test_a_fault_of_ours_is_owned(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken():
        raise ZeroDivisionError

    broken.audience = frozenset({"everyone"})
    app.view_functions["health.healthz"] = broken
    answer = app.test_client().get("/healthz")

    assert answer.status_code == 500
    assert "broke on our side" in answer.text
    assert "ZeroDivisionError" not in answer.text
