"""Somebody without an account negotiates by a link in a mail, as everybody does."""

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.mailbox import BOX, code, send, sit_down
from tests.world import Line


@pytest.fixture
def order(world):
    """PO-7 of 2 March, one line."""
    return world.place("PO-7", Line())


def offer(browser, there, day="2026-04-15"):
    typed = {"parts-0-day": day, "verdict": "offer"}
    return fill(browser, f"{there}?do=answer&line=1", f"{there}/answers", **typed)


def test_a_holder_proposes_sees_the_counter_and_accepts_it(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    offer(holder, there)
    proposal = world.history(order)[-1].ident
    at, action = f"/orders/{order}?do=counter&what={proposal}", f"/orders/{order}/counters"
    wanted = {"parts-0-day": "2026-04-10", "go": "send"}
    fill(world.browser(world.ada), at, action, **wanted)

    page = holder.get(there).text
    sent = holder.post(f"{there}/answers", data=form_on(page, f"{there}/answers", verdict="accept"))

    assert "The buyer wants something else: line 10" in page
    assert sent.status_code == 303
    assert world.history(order)[-1].facts["body"]["answer"] == "accept"
    assert "The exchange" in holder.get(f"{there}/lines/1").text


def countered(world, order, holder, there, **wanted):
    """Let the holder propose another day, and the buyer want something else instead."""
    offer(holder, there)
    proposal = world.history(order)[-1].ident
    at, action = f"/orders/{order}?do=counter&what={proposal}", f"/orders/{order}/counters"
    fill(world.browser(world.ada), at, action, go="send", **wanted)


def accept(holder, there):
    page = holder.get(there).text
    return holder.post(f"{there}/answers", data=form_on(page, f"{there}/answers", verdict="accept"))


def confirm(holder, there, page, **typed):
    return holder.post(f"{there}/answers", data=form_on(page, f"{there}/answers") | typed)


@pytest.mark.parametrize(
    "wanted",
    [{"price": "1.10"}, {"parts-0-qty": "80", "less": "y"}],
    ids=["another price", "another quantity"],
)
def test_a_counter_about_money_is_accepted_with_a_code_only(world, order, wanted):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    countered(world, order, holder, there, **wanted)

    asked = accept(holder, there)
    assert asked.status_code == 422 and "Type the code from the mail" in asked.text
    assert world.history(order)[-1].facts["kind"] == "decision"
    right = confirm(holder, there, asked.text, mailed_code=code(world, BOX))
    twice = confirm(holder, there, asked.text)

    assert right.status_code == twice.status_code == 303
    answers = [one.facts.get("body", {}).get("answer") for one in world.history(order)]
    assert answers[-1] == "accept" and answers.count("accept") == 1


def test_what_was_agreed_is_answered_otherwise_with_a_code_only(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    fill(holder, there, f"{there}/acceptances")

    asked = offer(holder, there, "2026-04-20")
    right = confirm(holder, there, asked.text, mailed_code=code(world, BOX))

    assert asked.status_code == 422 and "Type the code from the mail" in asked.text
    assert right.status_code == 303
    assert world.history(order)[-1].facts["body"]["answer"] == "change"


def test_a_change_of_what_was_agreed_is_accepted_with_a_code_only(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    fill(holder, there, f"{there}/acceptances")
    at, action = f"/orders/{order}?do=change&line=1", f"/orders/{order}/changes"
    fill(world.browser(world.ada), at, action, go="send", **{"parts-0-qty": "120"})

    all_at_once = fill(holder, there, f"{there}/acceptances")

    assert all_at_once.status_code == 422 and "Type the code from the mail" in all_at_once.text


def test_what_was_accepted_twice_by_a_double_click_asks_for_no_code(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    data = form_on(holder.get(there).text, f"{there}/acceptances")

    first, second = (holder.post(f"{there}/acceptances", data=data) for _ in range(2))

    assert first.status_code == second.status_code == 303


def test_a_holder_takes_a_proposal_back(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    offer(holder, there)

    sent = fill(holder, there, f"{there}/withdrawals")

    assert sent.status_code == 303
    assert world.history(order)[-1].facts["body"]["answer"] == "withdraw"


def test_a_holder_gives_up_only_with_a_code(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    fill(holder, there, f"{there}/acceptances")
    typed = {"parts-0-qty": "30", "reason": "CAPACITY"}

    asked = fill(holder, f"{there}?do=forgo&line=1", f"{there}/surrenders", **typed)

    assert asked.status_code == 422 and "Type the code from the mail" in asked.text
    assert world.history(order)[-1].facts["body"]["answer"] == "accept"


def test_a_holder_can_say_nothing_that_is_the_buyers(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))

    page = holder.get(f"{there}?do=change&line=1").text

    assert 'id="act"' not in page and "Cancel the order" not in page


def test_a_holder_is_not_led_to_what_is_about_several_orders(world):
    order = world.place("PO-8", Line(agreed="2026-04-01"))
    holder = world.browser()
    there = sit_down(holder, send(world, order))

    assert "Cannot ship everything?" not in holder.get(there).text
    assert holder.get(there.replace("/orders/", "/lines/short/") + "/1").status_code == 404
    assert "Cannot ship everything?" in world.browser(world.sam).get(f"/orders/{order}").text
