"""The mailbox of somebody without an account: what was mailed to it, and the link in there."""

import re
from email import message_from_bytes, policy

from portal import flow, jobs, people
from portal.db import keeper
from portal.desk.linking import send_link
from portal.people import Recipient
from tests.stories.filling import form_on

BOX = "orders@brenner.example"
TOKEN = re.compile(r"http://localhost:8000(/a/[\w-]{43})")
DIGITS = re.compile(r"^(\d{6})\r?$", re.MULTILINE)


def send(world, order, address=BOX, **more):
    """Send a mailbox of Brenner a link by hand; return the path of the link."""
    to = Recipient(world.brenner, "supplier", address, **more)
    flow.about(order, world.ada.actor, lambda _read: send_link(order, to), world.nordwind)
    return newest(world, address)


def newest(world, address):
    """Let the worker write what waits; return the path of the newest link to an address."""
    return found(world, address, TOKEN)[-1]


def code(world, address):
    """Return the digits in the newest mail to an address."""
    return found(world, address, DIGITS)[-1]


def found(world, address, what) -> list[str]:
    """Return what the mails to an address hold of something, the oldest first."""
    jobs.run(world.app, once=True)
    return [one for text in mails(world, address) for one in what.findall(text)]


def mails(world, address) -> list[str]:
    """Return the texts of the mails to an address, the oldest first."""
    files = world.app.config["MAIL_DIR"].glob("*.eml")
    letters = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)
    ]
    sent = [one for one in letters if one["To"].addresses[0].addr_spec == address]
    return [one.get_body(("plain",)).get_content() for one in sent]


def sit_down(browser, path, name=""):
    """Continue from a link; return the address of the order under it."""
    page = browser.get(path).text
    answer = browser.post(path, data=form_on(page, path) | {"name": name})
    assert answer.status_code == 303, answer.text
    return answer.location


def fill_in(browser, there, act, **typed):
    """Send the first form of the order's page that leads to an act."""
    page = browser.get(there).text
    return browser.post(f"{there}/{act}", data=form_on(page, f"{there}/{act}") | typed)


def report(browser, there, **typed):
    page = browser.get(f"{there}?do=step").text
    return browser.post(f"{there}/milestones", data=form_on(page, f"{there}/milestones") | typed)


def link_of(world, order, address=BOX):
    """Return the link of a mailbox."""
    with keeper(world.nordwind):
        return next(one for one in people.by_link.links_of(order) if one.address == address)
