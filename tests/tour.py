"""`./run.sh tour`: the pictures of the README, taken of the demo world in a real browser.

    python -m tests.tour [--orders N] [--world FOLDER]

The world is made in a folder of its own, on a day that stays the same, so that pictures
differ only where pages do. A folder that is named is kept, and taken again the next time.
"""

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

import portal
from portal import clock, demo
from portal.demo.cast import PASSWORD
from tests.chromium import FLAGS, SYSTEM
from tests.engines import ROOT, migrate

PICTURES = ROOT / "docs" / "pictures"
TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
TALL = {"viewport": {"width": 1280, "height": 1500}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DARK = {**DESKTOP, "color_scheme": "dark"}
COLOURS = 128  # pages have few; a palette makes a picture a quarter of its size

FILE = """\
Order;Line;Item;Description;Quantity;Unit;Requested date;Supplier number;Supplier name
4500099;00010;GS-4410;Gearbox housing GG25;24;PCS;2027-02-01;V-1001;Oberlohn Guss
4500099;00020;GS-4432;Pump volute DN80;10;PCS;2027-02-08;V-1001;Oberlohn Guss
4500100;00010;DR-2040;Hydraulic valve;6;PCS;03/04/2027;V-1019;Hydraulik Steinmair
4500101;00010;KB-0815;Cable harness;40;PCS;2027-01-18;V-1090;Kabelwerk Priel
"""


@dataclass(frozen=True)
class Stop:
    """One picture: who looks, where they begin, how they get there, on what kind of screen."""

    name: str
    who: str
    path: str
    go: Callable[[Page], None] = lambda page: None
    screen: dict = field(default_factory=lambda: DESKTOP)


def main() -> int:
    """Make the world, walk through it, and write the pictures."""
    words = argparse.ArgumentParser(prog="./run.sh tour", description=__doc__)
    words.add_argument("--orders", type=int, default=600)
    words.add_argument("--world", type=Path, help="keep the world here, or take the one that is")
    given = words.parse_args()
    with ExitStack() as held:
        home = given.world or Path(held.enter_context(tempfile.TemporaryDirectory()))
        held.enter_context(clock.held_at(TODAY))
        address = held.enter_context(_portal(home, given.orders))
        browser = held.enter_context(_browser())
        for stop in STOPS:
            _take(browser, address, stop)
    return 0


def _first_order(page: Page) -> None:
    """Open the first order of a list."""
    page.locator("main tbody a").first.click()


def _answering(page: Page) -> None:
    """Open the first order, and in it the form to answer a line."""
    _first_order(page)
    page.locator("main a[href*='do=answer']").first.click()
    page.locator("main form[action$='/answers']").wait_for()


def _evidence(page: Page) -> None:
    """From the order to what its pack would hold."""
    page.locator("main a[href$='/packs']").first.click()
    page.locator("main form[action$='/packs']").wait_for()


def _previewed(page: Page) -> None:
    """Send a file of orders, one of them with a day that may be two."""
    file = {"name": "open-orders.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.set_input_files("input[type=file]", file)
    page.check("input[name=profile][value=orders]")
    page.locator("main form[enctype] button[type=submit]").click()
    page.get_by_text("Take it in").wait_for()


RICH = "/orders?q=4500013738"  # three lines, two deliveries, papers, cases: of this seed and day
STOPS = (
    Stop("supplier-order", "harriet@pennine.example", "/orders?tab=answer", _answering, TALL),
    Stop("buyer-orders", "jonas@vahrenkamp.example", "/orders?tab=late"),
    Stop("buyer-order", "jonas@vahrenkamp.example", RICH, screen=TALL),
    Stop("exceptions", "jonas@vahrenkamp.example", "/exceptions"),
    Stop("intake", "jonas@vahrenkamp.example", "/intake", _previewed),
    Stop("evidence", "amara@vahrenkamp.example", RICH, _evidence),
    Stop("admin-people", "ines@vahrenkamp.example", "/admin/people"),
    Stop("phone", "sabine@oberlohn.example", "/orders?tab=answer", _first_order, PHONE),
    Stop("dark", "jonas@vahrenkamp.example", "/", screen=DARK),
)


@contextmanager
def _portal(home: Path, orders: int) -> Iterator[str]:
    """Give the address of a portal that serves the demo world in `home`."""
    url = f"sqlite:///{home / 'portal.db'}"
    urls = {"DATABASE_URL": url, "MIGRATION_URL": url}
    migrate(urls)
    app = portal.create_app({**urls, **_settings(home)})
    with app.app_context():
        demo.make(orders, lambda words: print(words, file=sys.stderr, flush=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _settings(home: Path) -> dict:
    return {
        "SECRET_KEY": "only for the pictures",
        "VAULT_DIR": home / "files",
        "MAIL_DIR": home / "mail",
        "WORKER_IN_WEB": "0",
    }


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = None if own.exists() else next(filter(None, map(shutil.which, SYSTEM)), None)
        browser = playwright.chromium.launch(args=[*FLAGS, "--lang=en-GB"], executable_path=found)
        yield browser
        browser.close()


def _take(browser: Browser, address: str, stop: Stop) -> None:
    """Sign in, walk to the place, and write what is seen there."""
    context = browser.new_context(base_url=address, locale="en-GB", **stop.screen)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[type=email]", stop.who)
    page.fill("input[type=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(stop.path)
    stop.go(page)
    page.wait_for_load_state("networkidle")
    target = PICTURES / f"{stop.name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    context.close()
    _lighten(target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB", flush=True)


def _lighten(picture: Path) -> None:
    with Image.open(picture) as seen:
        few = seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
