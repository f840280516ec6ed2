"""Goods go back by a link: what makes the company owe money asks a code from the mailbox."""

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.mailbox import BOX, code, send, sit_down
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, agreed, and all 100 received on 10 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line())
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    at("2026-03-10T09:00")
    typed = {"lines-0-qty": "100", "reason": "QUALITY"}
    fill(
        world.browser(world.rio), f"/orders/{made}?do=receipt", f"/orders/{made}/receipts", **typed
    )
    return made


@pytest.fixture
def holder(world, order):
    """Somebody of Brenner's mailbox, at a seat, and where the order is for them."""
    browser = world.browser()
    return browser, sit_down(browser, send(world, order))


def ask(world, order, remedy):
    """Let receiving want ten pieces taken back; return the return's name."""
    typed = {"lines-0-qty": "10", "remedy": remedy, "reason": "QUALITY"}
    rio = world.browser(world.rio)
    sent = fill(rio, f"/orders/{order}?do=return", f"/orders/{order}/returns", **typed)
    assert sent.status_code == 303
    return world.history(order)[-1].ident


def answer(holder, ident, **typed):
    browser, there = holder
    typed = {"verdict": "accepted", "rma": "RMA-7", **typed}
    page = browser.get(there).text
    assert f"do=return-answer&amp;what={ident}" in page, "the page leads to the answer"
    at = f"{there}?do=return-answer&what={ident}"
    return fill(browser, at, f"{there}/returns/answers", **typed)


def confirm(holder, asked, **typed):
    browser, there = holder
    action = f"{there}/returns/answers"
    return browser.post(action, data=form_on(asked.text, action) | typed)


def answers(world, order):
    said = [one.facts for one in world.history(order)]
    return [one for one in said if one["kind"] == "return.answered"]


def test_a_credit_is_given_with_the_mailed_code_only(world, order, holder):
    ident = ask(world, order, "credit")

    asked = answer(holder, ident)
    assert asked.status_code == 422 and "Type the code from the mail" in asked.text
    none = confirm(holder, asked)
    wrong = confirm(holder, none, mailed_code="000000x")
    assert wrong.status_code == 422 and "not the code" in wrong.text
    assert answers(world, order) == []
    right = confirm(holder, wrong, mailed_code=code(world, BOX))
    twice = confirm(holder, wrong)

    assert right.status_code == twice.status_code == 303
    (said,) = answers(world, order)
    assert said["body"]["verdict"] == "accepted" and said["body"]["return"] == ident
    assert ["rma", "RMA-7"] in [list(ref) for ref in said["refs"]], "what was typed came again"
    assert said["by"]["link"]
    assert "Return 1 (RMA-7)" in holder[0].get(holder[1]).text


def test_new_goods_and_a_refusal_ask_for_no_code(world, order, holder):
    replaced = answer(holder, ask(world, order, "replace"), day="2026-03-20")
    refused = answer(holder, ask(world, order, "credit"), verdict="refused", text="Not ours.")

    assert replaced.status_code == refused.status_code == 303
    assert [one["body"]["verdict"] for one in answers(world, order)] == ["accepted", "refused"]
