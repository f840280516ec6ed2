"""What somebody without an account does by the link in a mail, and what they cannot do."""

import pytest

from portal import ledger, people
from portal.db import keeper, transaction
from tests.stories.filling import form_on
from tests.stories.mailbox import BOX, fill_in, link_of, newest, report, send, sit_down
from tests.world import Line


@pytest.fixture
def order(world):
    """PO-7 of 2 March, two lines."""
    return world.place("PO-7", Line(), Line(code="HX-M16"))


def heads(world, order):
    """Return the order's stream as it stands."""
    with world.seen_by(world.ada):
        return ledger.order_for(order).seq


def test_the_mail_about_an_order_opens_it_without_an_account(world, order):
    path = newest(world, world.sam.email)
    browser = world.browser()

    page = browser.get(path)
    there = sit_down(browser, path)

    assert page.status_code == 200
    assert "Continue as Sam" in page.text and "PO-7" in page.text
    shown = browser.get(there).text
    assert "Accept all as asked" in shown and "by the link sent to sam@brenner.example" in shown


def test_an_order_is_answered_by_a_link_and_the_history_says_by_whom(world, order):
    browser = world.browser()
    there = sit_down(browser, send(world, order, name="Jan Kowalski"))

    page = browser.get(there).text
    action = f"{there}/acceptances"
    answer = browser.post(action, data=form_on(page, action))

    assert answer.status_code == 303 and answer.location == there
    said = world.history(order)[-1].facts
    assert said["kind"] == "response"
    assert said["by"]["auth"] == "link" and "person" not in said["by"]
    seen = world.browser(world.ada).get(f"/orders/{order}").text
    assert "Jan Kowalski (Brenner) acknowledged" in seen
    assert f"via link sent to {BOX}" in seen


def test_who_reads_a_shared_mailbox_says_who_they_are(world, order):
    browser = world.browser()
    path = send(world, order, shared=True)
    page = browser.get(path)

    silent = browser.post(path, data=form_on(page.text, path))
    there = sit_down(browser, path, name="Jan K.")
    fill_in(browser, there, "acceptances")

    assert silent.status_code == 422 and "Say who you are" in silent.text
    seen = world.browser(world.ada).get(f"/orders/{order}").text
    assert "Jan K. (Brenner) acknowledged" in seen and f"via link sent to {BOX}" in seen
    names = [one.facts["by"].get("seat") for one in world.history(order)]
    assert names[-1] and names[-1] == str(
        people.by_link.seat_called(link_of(world, order).id, "jan k.")
    )


def test_two_who_share_a_mailbox_are_told_apart(world, order):
    path = send(world, order, shared=True)
    jan, ola = world.browser(), world.browser()

    first, second = sit_down(jan, path, name="Jan"), sit_down(ola, path, name="Ola")
    fill_in(jan, first, "acceptances")
    report(ola, second, code="PACKED", qty="5", line="1")

    seen = world.browser(world.ada).get(f"/orders/{order}").text
    assert "Jan (Brenner) acknowledged" in seen and "Ola (Brenner) reported 5" in seen


def test_looking_changes_nothing_however_often(world, order):
    path, browser = newest(world, world.sam.email), world.browser()
    before = heads(world, order)

    for _ in range(3):
        browser.get(path)
        browser.head(path)
    without = world.browser().post(path, data={"name": "Scanner"})

    assert without.status_code == 400
    assert heads(world, order) == before


def test_two_links_of_two_orders_work_in_two_tabs(world, order):
    other = world.place("PO-8")
    browser = world.browser()

    one = sit_down(browser, send(world, order))
    two = sit_down(browser, send(world, other))

    assert "PO-7" in browser.get(one).text and "PO-8" in browser.get(two).text
    mixed = one.replace(str(order), str(other))
    assert browser.get(mixed).status_code == 404


def test_nothing_but_the_order_is_there(world, order):
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    root = there.partition("/orders/")[0]

    for path in ("/", "/orders", "/account", "/help", "/exceptions", "/sign-in", "/healthz"):
        assert browser.get(root + path).status_code == 404, path
    assert browser.get("/orders").status_code == 303, "outside nobody is signed in"


def test_a_seat_is_of_no_use_at_another_link(world, order):
    other = world.place("PO-8")
    browser = world.browser()
    one, two = sit_down(browser, send(world, order)), sit_down(browser, send(world, other))
    seat = browser.get_cookie("seat", path=one.partition("/orders/")[0]).value

    thief = world.browser()
    thief.set_cookie("seat", seat, path=two.partition("/orders/")[0])

    assert thief.get(two).status_code == 303
    assert thief.get(two).location.endswith("/closed")


def test_a_link_allows_no_more_than_its_person_may(world, order):
    path = newest(world, world.sam.email)
    rights = people.Rights(acts=frozenset({"write"}), prices=False)
    with keeper(world.brenner), transaction():
        people.permits.set_rights(world.brenner, world.sam.id, {world.nordwind: rights})

    browser = world.browser()
    page = browser.get(sit_down(browser, path)).text

    assert "Accept all as asked" not in page and "do=step" not in page
    assert "EUR" not in page and "1.25" not in page


def test_whoever_is_signed_in_is_offered_their_own_page(world, order):
    path = send(world, order)

    sam, sue = (world.browser(one).get(path).text for one in (world.sam, world.sue))

    assert "as Sam" in sam and f'href="/orders/{order}"' in sam
    assert f'href="/orders/{order}"' not in sue


def test_secrets_are_told_to_nobody(world, order):
    browser = world.browser()
    path = send(world, order)
    there = sit_down(browser, path)

    for address in (path, there, f"{path}x", there.partition("/orders/")[0] + "/closed"):
        headers = browser.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer", address
        assert headers["X-Robots-Tag"] == "noindex", address
        assert headers["Cache-Control"] == "no-store", address
    assert path.rpartition("/")[2] not in browser.get(there).text
