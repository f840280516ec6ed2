"""The styleguide served on this machine, and a browser to look at it."""

import shutil
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from tests.front.guide import make_guide

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the system's Chromium where there is one, without reaching for the network."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    where = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **where, "args": list(QUIET)}


@pytest.fixture(scope="session")
def guide():
    """The address of the styleguide."""
    server = make_server("127.0.0.1", 0, make_guide(), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def look(browser, guide):
    """Open a page at a width: `look("/", width=320, scheme="dark")`; complaints are kept."""
    contexts = []

    def open_page(path="/", width=1280, scheme="light", **more):
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(guide + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def violations():
    """Return what axe has against a page, as readable lines."""

    def of(page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{v['id']}: {n['html'][:200]}" for v in found for n in v["nodes"]]

    return of
