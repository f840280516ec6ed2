"""A door without a name on it stays shut."""

import pytest
from flask import Flask, request

import portal
from portal.web import guard, health
from portal.web.guard import audience, safe_next


@pytest.fixture
def bare():
    """A Flask of our own with one view, before the guard is put up."""
    app = Flask(__name__)
    app.config["MAX_UPLOAD_MB"] = "25"
    app.register_blueprint(health.bp)
    return app


def test_a_view_without_an_audience_stops_the_start(bare):
    bare.add_url_rule("/open", "forgotten", lambda: "secrets")

    with pytest.raises(RuntimeError, match="forgotten"):
        guard.init_app(bare)


def test_an_empty_audience_is_none(bare):
    bare.add_url_rule("/open", "empty", audience()(lambda: "secrets"))

    with pytest.raises(RuntimeError, match="empty"):
        guard.init_app(bare)


def test_an_audience_nobody_can_be_in_stops_the_start(bare):
    bare.add_url_rule("/open", "typo", audience("byuer")(lambda: "secrets"))

    with pytest.raises(RuntimeError, match="byuer"):
        guard.init_app(bare)


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("/orders?q=1&page=2", "/orders?q=1&page=2"),
        ("/", "/"),
        (None, "/"),
        ("", "/"),
        ("orders", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/orders\r\nSet-Cookie: a=b", "/"),
        (" /orders", "/"),
    ],
)
def test_only_our_own_paths_are_gone_on_to(said, gone):
    assert safe_next(said) == gone


def test_every_view_takes_only_what_its_setting_allows(settings):
    made = portal.create_app(settings | {"MAX_UPLOAD_MB": "1"})
    browser = made.test_client()

    sent = browser.post("/sign-in", data={"email": "x" * 3_000_000})

    assert sent.status_code == 413
    assert "larger than this page takes" in sent.text


def test_behind_a_proxy_the_visitors_own_network_counts(settings):
    made = portal.create_app(settings | {"TRUSTED_PROXIES": 1})
    seen = {}

    def look():
        seen["ip"] = request.remote_addr
        return "ok"

    made.view_functions["health.healthz"] = audience(guard.EVERYONE)(look)
    made.test_client().get("/healthz", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})

    assert seen["ip"] == "203.0.113.9", "only the last hop is ours"
