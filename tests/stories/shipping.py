"""Announcing a shipment as a supplier does, for the stories about shipments."""

import re

from portal import journey, ledger
from portal.db import keeper
from tests.stories.filling import fill

NEW = "/shipments"
TODAY = "2026-03-20"


def announce(browser, *orders, **typed):
    """Open the form for these orders, fill it in, send it."""
    named = "&".join(f"order={order}" for order in orders)
    typed = {"number": "DN-100", "ship_on": TODAY, **typed}
    return fill(browser, f"/shipments/new?{named}", NEW, **typed)


def wrong(answer) -> list[str]:
    """Return what a page says is wrong."""
    return re.findall(r'class="error"[^>]*>(.*?)<', answer.text)


def folded(world, order):
    """Return where an order stands, its shipments taken in."""
    with keeper(world.nordwind):
        return journey.fold(ledger.told(order))
