"""Who has no account is written to as well: messages, bounces; and no log keeps a secret."""

import logging

import pytest

from portal import people
from portal.db import keeper, transaction
from portal.web import hush
from tests.stories.cases import case_on, switch_on
from tests.stories.mailbox import BOX, TOKEN, found, link_of, mails, newest, send, sit_down
from tests.stories.mails import take
from tests.stories.messages import write
from tests.stories.test_mail_back import report
from tests.world import Line

QUALITY = "quality@brenner.example"


@pytest.fixture
def order(world):
    """An order whose rules are on."""
    switch_on(world)
    return world.place("PO-7", Line(ask="2026-09-01"))


def test_a_message_to_the_supplier_reaches_the_mailbox_of_a_link(world, order):
    send(world, order)
    write(world.browser(world.ada), f"/orders/{order}/messages", "Which pallet?", question="y")

    path = newest(world, BOX)
    letter = mails(world, BOX)[-1]

    assert "Which pallet?" in letter and path in letter and "You need no account" in letter
    there = sit_down(world.browser(), path, "Jan")
    assert there.endswith(f"/orders/{order}")


def test_a_note_reaches_no_mailbox_of_the_other_side(world, order):
    send(world, order)
    before = len(mails(world, BOX))
    write(world.browser(world.ada), f"/orders/{order}/messages", "They are slow.", to="us")

    assert found(world, BOX, TOKEN) and len(mails(world, BOX)) == before


def test_a_contact_gets_a_link_of_its_own(world):
    with keeper(world.nordwind), transaction():
        people.keep_contact(people.Card(world.brenner, "Quinn", QUALITY))
    order = world.place("PO-8", Line())

    path = newest(world, QUALITY)
    browser = world.browser()

    assert "Continue as Quinn" in browser.get(path).text
    assert sit_down(browser, path).endswith(f"/orders/{order}")
    assert link_of(world, order, QUALITY).name == "Quinn"


def test_a_mail_with_a_link_that_comes_back_is_a_case(app, world, order):
    send(world, order)
    name = max(app.config["MAIL_DIR"].glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    headers = dict(
        line.split(": ", 1) for line in name.read_text().splitlines() if ": " in line[:30]
    )

    assert take(app, report({"Message-ID": headers["Message-ID"]})).state == "bounced"

    assert case_on(world, order, "mail_bounced").state == "open"
    (back,) = [one for one in world.history(order) if one.facts["kind"] == "mail.bounced"]
    assert back.facts["body"]["org"] == world.brenner


def test_others_on_the_order_do_not_learn_who_reads_its_mails(world):
    haulier = {"org": world.calder, "role": "carrier"}
    order = world.place("PO-9", Line(), parties=[haulier])
    sit_down(world.browser(), send(world, order), "Jan K.")

    page = world.browser(world.sue).get(f"/orders/{order}").text

    assert BOX not in page and "Jan K." not in page
    assert BOX in world.browser(world.ada).get(f"/orders/{order}").text


@pytest.mark.parametrize("name", [*hush.LOGS, "portal"])
def test_no_log_keeps_a_secret(world, order, name):
    path, lines = send(world, order), []
    log = logging.getLogger(world.app.logger.name if name == "portal" else name)
    keeps = logging.Handler()
    keeps.emit = lambda record: lines.append(keeps.format(record))
    log.addHandler(keeps)
    try:
        log.warning('"GET %s HTTP/1.1" 200', path)
        log.warning("GET " + path + "/again")
        try:
            raise ValueError(path)
        except ValueError:
            log.exception("asked for %s", path)
    finally:
        log.removeHandler(keeps)

    secret = path.rpartition("/")[2]
    assert len(lines) == 3 and "/a/…" in lines[0]
    assert not any(secret in line for line in lines)
