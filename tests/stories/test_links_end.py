"""How links are sent, taken back, renewed, and how they end by themselves."""

import pytest

from portal import ledger, people
from portal.db import keeper, transaction
from tests.stories.filling import fill, form_on
from tests.stories.mailbox import BOX, TOKEN, found, link_of, mails, newest, send, sit_down
from tests.world import Line


@pytest.fixture
def order(world):
    """PO-7 of 2 March, two lines."""
    return world.place("PO-7", Line(), Line(code="HX-M16"))


def test_the_buyer_takes_a_link_back_at_once_and_mails_carry_none(world, order):
    browser, ada = world.browser(), world.browser(world.ada)
    path = send(world, order)
    there = sit_down(browser, path)
    at = f"/orders/{order}/links/{link_of(world, order).id}/revoke"

    fill(ada, at, at)

    assert browser.get(there).location.endswith("/closed")
    assert browser.get(path).status_code == 404
    assert world.history(order)[-1].facts["kind"] == "link.revoked"
    again = browser.post(f"{path}/again", data=form_on(browser.get(path).text, f"{path}/again"))
    assert again.status_code == 303
    assert len(mails(world, BOX)) == 1, "who was taken off is mailed no other"


def test_a_partners_manager_sees_and_takes_back_its_own(world, order):
    path = send(world, order)
    sam = world.browser(world.sam)
    at = f"/orders/{order}/links/{link_of(world, order).id}/revoke"

    assert BOX in sam.get(f"/orders/{order}/links").text
    fill(sam, at, at)

    assert world.browser().get(path).status_code == 404
    assert world.browser(world.sue).get(f"/orders/{order}/links").status_code == 404


def test_an_old_link_is_renewed_to_the_address_it_was_for(world, order, at):
    path = send(world, order)
    at("2026-06-02T09:00")
    browser = world.browser()
    dead = browser.get(path)

    asked = browser.post(f"{path}/again", data=form_on(dead.text, f"{path}/again"))
    fresh = newest(world, BOX)

    assert dead.status_code == 404
    assert asked.status_code == 303 and asked.location == "/a/sent"
    assert fresh != path and browser.get(fresh).status_code == 200
    assert browser.get(path).status_code == 404, "the old one stays dead"


def test_unknown_expired_and_taken_back_are_one_answer(world, order, at):
    path = send(world, order)
    at("2026-06-02T09:00")
    browser = world.browser()
    unknown = path[:-5] + "aaaaa"

    known, none = browser.get(path), browser.get(unknown)
    told = [
        browser.post(f"{one}/again", data=form_on(page.text, f"{one}/again"))
        for one, page in ((path, known), (unknown, none))
    ]

    def plain(answer, one):
        token = form_on(answer.text, f"{one}/again")
        return (
            answer.text.replace(one, "")
            .replace(token["csrf_token"][0], "")
            .replace(token["key"][0], "")
        )

    assert known.status_code == none.status_code == 404
    assert plain(known, path) == plain(none, unknown)
    assert told[0].status_code == told[1].status_code
    assert told[0].location == told[1].location


def test_a_new_link_is_not_asked_for_too_often(world, order):
    path, browser = send(world, order), world.browser()
    unknown = path[:-5] + "aaaaa"
    data = form_on(browser.get(unknown).text, f"{unknown}/again")

    answers = [browser.post(f"{unknown}/again", data=data).status_code for _ in range(4)]

    assert answers == [303, 303, 303, 429]


def test_the_life_of_a_link_ends_some_time_after_its_order(world, order, at):
    path = send(world, order)
    cancelled = ledger.Draft("order.cancelled", key="over")
    world.tell(order, cancelled, by=world.ada)
    assert world.browser().get(path).status_code == 200
    at("2026-04-20T09:00")
    used(world, order)
    assert world.browser().get(path).status_code == 200, "used lately, and ended lately"
    at("2026-05-20T09:00")

    assert world.browser().get(path).status_code == 404, "the order is over for long"


def used(world, order):
    """Use the link, as a mail or a click would."""
    link = link_of(world, order).id
    with keeper(world.nordwind), transaction():
        people.by_link.new_key(people.by_link.link_of(link))


def test_who_left_comes_in_by_no_link(world, order):
    path, browser = newest(world, world.sam.email), world.browser()
    there = sit_down(browser, path)
    with keeper(world.nordwind), transaction():
        people.deactivate(world.nordwind, world.sam.id, world.brenner)

    assert browser.get(there).location.endswith("/closed")
    assert browser.get(path).status_code == 404


def test_leaving_ends_the_seat(world, order):
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    root = there.partition("/orders/")[0]
    seat = browser.get_cookie("seat", path=root).value

    left = browser.post(f"{root}/leave", data=form_on(browser.get(there).text, f"{root}/leave"))

    assert left.location == f"{root}/closed"
    assert "You have left" in browser.get(left.location).text
    browser.set_cookie("seat", seat, path=root)
    assert browser.get(there).status_code == 303


def test_the_buyer_sends_a_link_by_hand_and_again(world, order):
    ada = world.browser(world.ada)
    at = f"/orders/{order}/links"

    sent = fill(ada, at, at, address="Jan@Brenner.example", name="Jan", locale="de")
    first = newest(world, "jan@brenner.example")
    page = ada.get(at).text
    again = f"{at}/{link_of(world, order, 'jan@brenner.example').id}/again"
    ada.post(again, data=form_on(page, again))

    assert sent.status_code == 303 and "jan@brenner.example" in page
    assert newest(world, "jan@brenner.example") != first
    assert world.browser().get(first).status_code == 200, "both keys open the link"
    assert "Guten Tag Jan" in mails(world, "jan@brenner.example")[0]
    odd = fill(ada, at, at, address="nobody")
    assert odd.status_code == 422 and "not a mail address" in odd.text


def test_switching_links_off_ends_them_all(world, order):
    path = send(world, order)
    kim = world.browser(world.kim)
    page = kim.get("/admin/links").text
    data = form_on(page, "/admin/links")
    data.pop("on")

    kim.post("/admin/links", data=data)
    world.place("PO-9")

    assert world.browser().get(path).status_code == 404
    found(world, world.sam.email, TOKEN)
    assert "/a/" not in mails(world, world.sam.email)[-1]
    stale = kim.post("/admin/links", data=data | {"key": "another"})
    assert stale.status_code == 409
