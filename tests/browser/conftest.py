"""A live portal, the system's Chromium, and helpers that say what a person does."""

import threading
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.network import is_here

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
DARK = {**DESKTOP, "color_scheme": "dark"}
PLAIN = {**DESKTOP, "java_script_enabled": False}


@pytest.fixture
def live(app):
    """The address of a running portal on this test's database."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(live, new_context):
    """Open a fresh browser window: `open_page(**PHONE)`. What goes wrong in it fails the test."""
    troubles = []

    def open_page(**kind):
        context = new_context(**{"base_url": live, "locale": "en-GB", **DESKTOP, **kind})
        context.set_default_timeout(10_000)
        context.on(
            "request", lambda r: None if is_ours(r.url) else troubles.append(f"asked {r.url}")
        )
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("console", lambda m: troubles.append(m.text) if _is_violation(m) else None)
        return page

    yield open_page
    assert troubles == []


def is_ours(url):
    """Whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or is_here(parts.hostname)


def _is_violation(message):
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def desktop(open_page):
    """A page on a desk."""
    return open_page()


@pytest.fixture
def phone(open_page):
    """A page 320 pixels wide."""
    return open_page(**PHONE)


@pytest.fixture
def dark(open_page):
    """A page in the dark scheme."""
    return open_page(**DARK)


@pytest.fixture
def plain(open_page):
    """A page without JavaScript."""
    return open_page(**PLAIN)


@pytest.fixture
def axe():
    """Check a page by axe: `axe(page)` fails with what is wrong, where, and why."""
    checker = Axe()

    def check(page):
        page.wait_for_load_state()  # without its stylesheets a page is never clean
        options = {"runOnly": {"type": "tag", "values": list(RULES)}}
        found = checker.run(page, options={**options, "resultTypes": ["violations"]})
        assert not found.violations_count, f"{page.url}\n{_told(found.response['violations'])}"

    return check


def _told(violations):
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}")
            lines += [f"        {check['message']}" for check in node["any"] + node["all"]]
    return "\n".join(lines)


@pytest.fixture
def fits():
    """Check that a page does not scroll sideways: `fits(page)`."""

    def check(page):
        page.wait_for_load_state()  # a click may still be leading there
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, f"{page.url} is wider than the window"

    return check


@pytest.fixture
def sign_in(world):
    """Sign in as somebody of the cast: `sign_in(page, world.sam)`."""

    def sign_in(page, who):
        page.goto("/sign-in")
        page.fill("input[type=email]", who.email)
        page.fill("input[type=password]", world.password)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return sign_in
