"""How the stories tell of a technician's visit."""

from portal import journey, ledger
from portal.db import keeper
from tests.stories.filling import fill, form_on


def folded(world, order):
    """Return the order as it stands."""
    with keeper(world.nordwind):
        return journey.fold(ledger.history(order))


def last(world, order):
    """Return its last visit."""
    return folded(world, order).visits[-1]


def plan(browser, order, what="", **typed):
    """Propose a visit."""
    typed = {"on": "2026-03-12", "since": "08:00", "until": "10:00", "zone": "Europe/Berlin",
             "technician": "A. Richter", **typed}  # fmt: skip
    return fill(
        browser, f"/orders/{order}?do=visit&what={what}", f"/orders/{order}/visits", **typed
    )


def confirm(browser, order):
    """Press “Confirm the time”."""
    return press(browser, order, f"/orders/{order}/visits/confirmations")


def press(browser, order, action):
    """Press the button that leads to `action`."""
    page = browser.get(f"/orders/{order}").text
    return browser.post(action, data=form_on(page, action))


def act(world, browser, order, do, there, **typed):
    """Fill in one of the forms about the last visit."""
    what = last(world, order).ident
    page = browser.get(f"/orders/{order}?do={do}&what={what}")
    action = f"/orders/{order}/{there}"
    return browser.post(action, data=form_on(page.text, action) | typed)


def set_out(world, browser, order, **typed):
    """The technician is on the way."""
    return act(world, browser, order, "visit-way", "visits/on-the-way", **typed)


def arrive(world, browser, order, **typed):
    """The technician is there."""
    return act(world, browser, order, "visit-site", "visits/on-site", **typed)


def complete(world, browser, order, **typed):
    """The work is done."""
    return act(world, browser, order, "visit-done", "visits/completions", **typed)


def fail(world, browser, order, **typed):
    """It came to nothing."""
    typed = {"reason": "PARTS", **typed}
    return act(world, browser, order, "visit-failed", "visits/failures", **typed)
