"""Long words, as German and part numbers have them, do not push a history off a phone."""

import pytest

from tests.browser.conftest import PHONE
from tests.world import Line

LONG = "Terminverschiebungsbestätigungsbenachrichtigungsempfängerverzeichnis" * 2


@pytest.mark.sqlite
@pytest.mark.parametrize("place", [".what span", ".when", ".tag"])
def test_a_long_word_in_the_history_breaks(world, live, open_page, fits, place):
    order = world.place("PO-7", Line(agreed="2026-04-20"))
    world.reach(order, "DISPATCHED", "60", world.sam, what="dispatched")
    window = open_page(**PHONE)
    cookie = {"name": "portal", "value": world.secret(world.ada), "url": live}
    window.context.add_cookies([cookie])
    window.goto(f"/orders/{order}")
    said = window.locator(f".timeline > li {place}").first
    if not said.count():
        window.locator(".timeline .what").first.evaluate(
            "e => e.insertAdjacentHTML('beforeend', '<span class=tag></span>')"
        )
        said = window.locator(".timeline .tag").first

    said.evaluate("(e, text) => { e.textContent = text }", LONG)

    fits(window)
