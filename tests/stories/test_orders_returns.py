"""Goods go back: the buyer asks, the supplier answers, both report, everybody sees it."""

import re

import pytest

from portal import journey, ledger
from portal.db import keeper
from tests.stories.filling import fill
from tests.stories.told import mailed

PCS = "10"


@pytest.fixture
def order(world, at):
    """PO-7, agreed, and all 100 received on 10 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    at("2026-03-10T09:00")
    receive(world, made, qty="100")
    return made


def receive(world, order, **typed):
    typed = {f"lines-0-{name}": value for name, value in typed.items()}
    rio = world.browser(world.rio)
    where = f"/orders/{order}?do=receipt"
    return fill(rio, where, f"/orders/{order}/receipts", reason="QUALITY", **typed)


def ask(browser, order, **typed):
    typed = {"lines-0-qty": PCS, "remedy": "replace", "reason": "QUALITY", **typed}
    return fill(browser, f"/orders/{order}?do=return", f"/orders/{order}/returns", **typed)


def name_of(world, order) -> str:
    (one,) = folded(world, order).returns
    return one.ident


def folded(world, order):
    with keeper(world.nordwind):
        return journey.fold(ledger.history(order))


def answer(world, order, who=None, **typed):
    typed = {"verdict": "accepted", "rma": "RMA-7", **typed}
    there = f"/orders/{order}?do=return-answer&what={name_of(world, order)}"
    return fill(world.browser(who or world.sam), there, f"/orders/{order}/returns/answers", **typed)


def test_the_supplier_is_asked_and_told_by_mail(world, order):
    sent = ask(world.browser(world.rio), order, text="The thread is cut.")

    assert sent.status_code == 303
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert "wants to send back 10 pcs of line 10: New goods (Quality)" in page
    assert "The thread is cut." in page
    assert (world.sam.id, "") in mailed(world, "return_asked")


def test_a_replacement_opens_the_order_again(world, order):
    ask(world.browser(world.rio), order)
    before = folded(world, order).open
    sent = answer(world, order, day="2026-03-20")

    assert sent.status_code == 303
    assert (before, folded(world, order).open) == (False, True)
    page = world.browser(world.ada).get(f"/orders/{order}").text
    assert "Return 1 (RMA-7)" in page and "accepted, to be picked up" in page
    assert (world.rio.id, "") in mailed(world, "return_answered")


def test_goods_are_picked_up_and_come_back(world, order):
    ask(world.browser(world.rio), order, remedy="credit")
    answer(world, order)
    what = name_of(world, order)

    rio, sam = world.browser(world.rio), world.browser(world.sam)
    left = fill(rio, f"/orders/{order}?do=return-sent&what={what}",
                f"/orders/{order}/returns/pick-ups")  # fmt: skip
    back = fill(sam, f"/orders/{order}?do=return-back&what={what}",
                f"/orders/{order}/returns/arrivals")  # fmt: skip

    assert (left.status_code, back.status_code) == (303, 303)
    (one,) = folded(world, order).returns
    assert one.state == "done"
    assert not folded(world, order).open, "a credit leaves the order complete"
    assert "back at the supplier" in rio.get(f"/orders/{order}").text


def test_no_more_goes_back_than_is_here(world, order):
    rio = world.browser(world.rio)
    too_many = ask(rio, order, **{"lines-0-qty": "101"})
    ask(rio, order, **{"lines-0-qty": "60"})
    again = ask(rio, order, **{"lines-0-qty": "60"})

    for refused, most in ((too_many, "100"), (again, "40")):
        assert refused.status_code == 422
        assert f"here and not on the way back already: {most} pcs" in refused.text


def test_a_refusal_says_why(world, order):
    ask(world.browser(world.rio), order)

    silent = answer(world, order, verdict="refused")
    said = answer(world, order, verdict="refused", text="Thread is as drawn.")

    assert silent.status_code == 422 and "Say why the goods should not come back." in silent.text
    assert said.status_code == 303
    page = world.browser(world.ada).get(f"/orders/{order}").text
    assert "does not take the goods back" in page and "Thread is as drawn." in page


def test_a_return_is_answered_once(world, order):
    ask(world.browser(world.rio), order)
    there = f"/orders/{order}?do=return-answer&what={name_of(world, order)}"
    sam = world.browser(world.sam)
    where = f"/orders/{order}/returns/answers"
    fill(sam, there, where, verdict="accepted")

    page = sam.get(f"/orders/{order}").text
    late = fill(sam, there, where, verdict="refused", text="No.")

    assert "Answer …" not in page
    assert late.status_code == 409 and "answered a moment earlier" in late.text


def test_nobody_moves_goods_before_the_supplier_agreed(world, order):
    ask(world.browser(world.rio), order)
    what = name_of(world, order)

    sent = fill(world.browser(world.rio), f"/orders/{order}?do=return-sent&what={what}",
                f"/orders/{order}/returns/pick-ups")  # fmt: skip

    assert sent.status_code == 422
    assert "has not agreed to take these goods back" in sent.text


def test_a_request_is_taken_back_while_nobody_answered(world, order):
    rio = world.browser(world.rio)
    ask(rio, order)
    event = name_of(world, order)
    there = f"/orders/{order}/corrections/{event}"

    gone = fill(rio, there, there, void="1", why="Wrong order.")

    assert gone.status_code == 303
    assert folded(world, order).returns == []


def test_another_supplier_sees_nothing_of_it(world, order):
    ask(world.browser(world.rio), order)
    sue = world.browser(world.sue)

    assert sue.get(f"/orders/{order}?do=return-answer").status_code == 404
    assert sue.post(f"/orders/{order}/returns/answers").status_code in (400, 404, 422)


def test_damaged_goods_are_told_and_settled_by_a_return(world, at):
    at("2026-03-02T09:00")
    made = world.place("PO-8")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    at("2026-03-10T09:00")

    receive(world, made, qty="100", rejected="6", damaged="4")

    page = world.browser(world.sam).get(f"/orders/{made}").text
    assert "100 pcs received, 6 pcs rejected, 4 pcs damaged" in page
    assert (world.sam.id, "") in mailed(world, "receipt_differs")


def test_no_more_is_damaged_than_came(world, order):
    made = world.place("PO-9")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")

    refused = receive(world, made, qty="10", damaged="11")

    assert refused.status_code == 422
    assert "no more can be damaged than came" in refused.text


def test_damaged_goods_wait_with_their_payment(world, at):
    at("2026-03-02T09:00")
    made = world.place("PO-7")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    assert "Payment" not in world.browser(world.ada).get(f"/orders/{made}").text
    at("2026-03-10T09:00")
    receive(world, made, qty="100", damaged="10")

    mine, theirs = (payment_card(world.browser(who), made) for who in (world.ada, world.sam))

    assert "90 pcs" in mine and "112.50" in mine
    assert "10 pcs came damaged: send back or accept · you" in mine
    assert "10 pcs came damaged: send back or accept · Buyer" in theirs


def payment_card(browser, order) -> str:
    page = browser.get(f"/orders/{order}").text
    card = page.partition('id="payment"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card))


def test_the_page_shows_who_is_next_in_a_return_and_by_when(world, order):
    rio, sam = world.browser(world.rio), world.browser(world.sam)
    ask(rio, order)
    page = rio.get(f"/orders/{order}").text
    assert "Return accepted" in page and "Supplier, due 12 Mar 2026" in page
    assert "you, due 12 Mar 2026" in sam.get(f"/orders/{order}").text

    answer(world, order)

    page = rio.get(f"/orders/{order}").text
    assert "you, due 17 Mar 2026" in page, "five working days from the answer"
    assert "due 27 Mar 2026" in page


def test_whom_the_journey_names_reports_the_pick_up(world, order):
    """A supplier that fetches the goods itself says so; without the journey it may not."""
    sam, kim = world.browser(world.sam), world.browser(world.kim)
    ask(world.browser(world.rio), order)
    answer(world, order)
    there = f"/orders/{order}?do=return-sent&what={name_of(world, order)}"
    assert sam.get(there).status_code == 403

    own = {"title": "Fetched", "verb": "save", "returns-1-by": "supplier"}
    edit = "/admin/journeys/edit"
    assert fill(kim, f"{edit}?copy=purchase/1", edit, **own).status_code == 303
    at = f"/orders/{order}/journey"
    assert fill(world.browser(world.ada), at, at, journey="fetched/1").status_code == 303

    assert "you, due" in sam.get(f"/orders/{order}").text
    assert fill(sam, there, f"/orders/{order}/returns/pick-ups").status_code == 303
    assert folded(world, order).returns[0].sent
