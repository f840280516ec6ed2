"""Steps by a link that ask a code from the mailbox first."""

from decimal import Decimal

import pytest

from portal import desk, flow
from tests.stories.filling import fill, form_on
from tests.stories.mailbox import BOX, code, fill_in, report, send, sit_down
from tests.world import Line

HTMX = {"HX-Request": "true"}


@pytest.fixture
def order(world):
    """PO-7 of 2 March, two lines."""
    return world.place("PO-7", Line(), Line(code="HX-M16"))


def refuse(browser, there, headers=None, **typed):
    """Refuse line 1, with what the form for it asks."""
    page = browser.get(f"{there}?do=answer&line=1").text
    data = form_on(page, f"{there}/answers") | {"verdict": "reject", "reason": "CAPACITY"}
    return browser.post(f"{there}/answers", data=data | typed, headers=headers)


def confirm(browser, page, there, **typed):
    return browser.post(f"{there}/answers", data=form_on(page, f"{there}/answers") | typed)


def test_a_forwarded_link_says_who_used_it_and_cannot_refuse_a_line(world, order):
    path = send(world, order, name="Jan Kowalski")
    stranger = world.browser()
    there = sit_down(stranger, path, name="Max Mustermann")

    report(stranger, there, code="PACKED", qty="5", line="1")
    refused = refuse(stranger, there)

    seen = world.browser(world.ada).get(f"/orders/{order}").text
    assert "Max Mustermann (Brenner) reported 5" in seen
    assert refused.status_code == 422 and "Type the code from the mail" in refused.text
    assert world.history(order)[-1].facts["kind"] == "milestone"


def test_a_line_is_refused_with_the_code_from_the_mail(world, order):
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    asked = refuse(browser, there)

    wrong = confirm(browser, asked.text, there, mailed_code="000000")
    right = confirm(browser, wrong.text, there, mailed_code=code(world, BOX))
    twice = confirm(browser, wrong.text, there, mailed_code=code(world, BOX))

    assert wrong.status_code == 422 and "not the code" in wrong.text
    assert right.status_code == 303 and twice.status_code == 303
    answers = [one.facts for one in world.history(order) if one.facts["kind"] == "response"]
    assert [one["body"]["answer"] for one in answers] == ["reject"]


def test_a_code_is_good_for_its_form_five_tries_and_ten_minutes(world, order, at):
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    one = refuse(browser, there)
    digits = code(world, BOX)

    other = refuse(browser, there)
    assert confirm(browser, other.text, there, mailed_code=digits).status_code == 422
    for _ in range(5):
        confirm(browser, one.text, there, mailed_code="999999" if digits != "999999" else "1")
    late = confirm(browser, one.text, there, mailed_code=digits)
    assert late.status_code == 422 and "no longer good" in late.text

    fresh = confirm(browser, one.text, there, another_code="1")
    assert fresh.status_code == 422
    digits = code(world, BOX)
    at("2026-03-02T09:11")
    assert confirm(browser, one.text, there, mailed_code=digits).status_code == 422
    assert not [one for one in world.history(order) if one.facts["kind"] == "response"]


def test_codes_are_not_sent_without_end(world, order):
    browser = world.browser()
    there = sit_down(browser, send(world, order))

    answers = [refuse(browser, there).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_accepting_an_order_of_high_value_asks_for_a_code(world, order):
    limit = desk.LinkSettings(code_from=Decimal(100), currency="EUR")
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [desk.linking.set_links(limit)]))
    small = world.place("PO-9", Line(qty="2"))
    browser = world.browser()

    dear = fill_in(browser, sit_down(browser, send(world, order)), "acceptances")
    cheap = fill_in(browser, sit_down(browser, send(world, small)), "acceptances")

    assert dear.status_code == 422 and "Type the code" in dear.text
    assert cheap.status_code == 303


def test_the_code_page_is_a_part_when_a_part_was_asked_for(world, order):
    browser = world.browser()
    there = sit_down(browser, send(world, order))

    part = refuse(browser, there, headers=HTMX)

    assert part.status_code == 422 and "<html" not in part.text and 'id="order"' in part.text


def entered(world, order, **typed):
    """Let Ada enter what she heard about line 1 on the telephone."""
    ada = world.browser(world.ada)
    sent = fill(ada, f"/orders/{order}?do=enter&line=1", f"/orders/{order}/entries", **typed)
    assert sent.status_code == 303


def stand_by(browser, there):
    return fill(browser, there, f"{there}/confirmations")


def test_a_refusal_the_buyer_entered_is_stood_by_with_a_code_only(world, order):
    entered(world, order, verdict="reject", reason="CAPACITY")
    browser = world.browser()
    there = sit_down(browser, send(world, order))
    action = f"{there}/confirmations"

    asked = stand_by(browser, there)
    typed = {"mailed_code": code(world, BOX)}
    right = browser.post(action, data=form_on(asked.text, action) | typed)

    assert asked.status_code == 422 and "Type the code from the mail" in asked.text
    assert right.status_code == 303
    assert world.history(order)[-1].facts["kind"] == "response.confirmed"


def test_an_offer_the_buyer_entered_needs_a_code_where_something_was_agreed(world, order):
    agreed = world.place("PO-9", Line(agreed="2026-04-01"))
    entered(world, order, **{"parts-0-day": "2026-04-20"})
    entered(world, agreed, **{"parts-0-day": "2026-04-20"})
    browser = world.browser()

    asked = stand_by(browser, sit_down(browser, send(world, agreed)))
    free = stand_by(browser, sit_down(browser, send(world, order)))

    assert asked.status_code == 422 and "Type the code from the mail" in asked.text
    assert free.status_code == 303
