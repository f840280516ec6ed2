"""Somebody without an account negotiates by a link in a mail, as everybody does."""

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.mailbox import send, sit_down
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
