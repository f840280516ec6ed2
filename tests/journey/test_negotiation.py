"""Offers of both sides: to and fro until they agree, and what stands meanwhile."""

from decimal import Decimal

import pytest

from portal import journey
from portal.ledger import Draft
from tests.journey.saying import OWNER, SUPPLIER, Story, d, flags, part


@pytest.fixture
def story():
    """An order of one line: 100 pieces at 2 for 20 March."""
    story = Story()
    story.order(currency="EUR")
    story.line(("100", "03-20"), price="2")
    return story


def line(story):
    return journey.fold(story.said).lines[1]


def test_a_counter_leaves_the_proposal_open_and_it_is_the_suppliers_turn(story):
    story.counter(story.offer((1, "100", "04-10")), (1, "100", "03-30"))

    held = part(story)
    assert (held.view, held.proposed_day, held.counter_day) == ("theirs", d("04-10"), d("03-30"))
    assert held.agreed_day is None


def test_an_accepted_counter_is_agreed(story):
    counter = story.counter(story.offer((1, "100", "04-10")), (1, "100", "03-30"))
    story.respond("accept", counter=counter)

    held = part(story)
    assert (held.agreed_day, held.first_day, held.ask_day) == (d("03-30"), d("04-10"), d("03-20"))
    assert (held.view, held.proposal, held.counter) == ("due", "", "")


def test_a_counter_may_split_and_its_acceptance_splits(story):
    counter = story.counter(
        story.offer((1, "100", "04-10")), (1, "70", "03-20"), (2, "30", "04-05", 1)
    )

    assert part(story, 2).tentative and part(story, 2).view == "theirs"

    story.respond("accept", counter=counter)

    assert [(p.ordered, p.agreed_day) for p in line(story).parts.values()] == [
        (70, d("03-20")),
        (30, d("04-05")),
    ]


def test_the_supplier_counters_again(story):
    story.counter(story.offer((1, "100", "04-10")), (1, "70", "03-20"), (2, "30", "04-05", 1))
    story.offer((1, "100", "04-02"))

    held = part(story)
    assert (held.view, held.proposed_day, held.counter) == ("ours", d("04-02"), "")
    assert part(story, 2) is None and line(story).counter is None


def test_the_owner_may_still_take_the_proposal_it_countered(story):
    proposal = story.offer((1, "100", "04-10"))
    story.counter(proposal, (1, "100", "03-30"))
    story.decide(proposal)

    assert part(story).agreed_day == d("04-10")
    assert part(story).counter == ""


def test_accepting_a_counter_that_is_over_changes_nothing(story):
    proposal = story.offer((1, "100", "04-10"))
    first = story.counter(proposal, (1, "100", "03-30"))
    story.counter(proposal, (1, "100", "04-01"))
    story.respond("accept", counter=first)

    assert part(story).view == "theirs"
    assert "old_revision" in flags(story)


def test_a_refusal_may_be_countered(story):
    story.counter(story.reject(), (1, "100", "05-20"))

    assert part(story).view == "theirs"
    assert part(story).rejected == ""


def test_a_counter_for_less_takes_the_rest_back_when_it_is_accepted(story):
    counter = story.counter(story.offer((1, "60", "03-20")), (1, "80", "03-20"), rest="none")
    story.respond("accept", counter=counter)

    assert (part(story).open_qty, part(story).cancelled, part(story).confirmed) == (80, 20, 80)
    assert "parts_differ" not in flags(story)


def test_the_supplier_takes_its_proposal_back_and_the_agreement_stands(story):
    story.accept()
    story.respond("withdraw", proposal=story.offer((1, "100", "04-10")))

    held = part(story)
    assert (held.view, held.agreed_day, held.proposal) == ("due", d("03-20"), "")
    assert "old_revision" not in flags(story)


def test_what_was_withdrawn_was_still_promised_first(story):
    story.respond("withdraw", proposal=story.offer((1, "100", "04-10")))

    assert (part(story).view, part(story).first_day) == ("to_answer", d("04-10"))


def test_another_price_is_a_proposal_even_where_quantity_and_day_are_as_asked(story):
    row = {"part": 1, "qty": "100", "day": "2026-03-20"}
    proposal = story.respond("change", parts=[row], price="2.2")

    assert part(story).view == "ours"
    assert line(story).agreed_price is None
    assert line(story).offer.price == Decimal("2.2")

    story.decide(proposal)

    found = line(story)
    assert (found.price, found.agreed_price, found.value) == (2, Decimal("2.2"), 220)


def test_the_agreed_price_stays_until_the_price_is_asked_anew(story):
    row = {"part": 1, "qty": "100", "day": "2026-03-20"}
    story.decide(story.respond("change", parts=[row], price="2.2"))
    story.change(("120", "03-20"), revision=2, price="2")
    story.accept(revision=2)

    assert line(story).agreed_price == Decimal("2.2")

    story.change(("120", "03-20"), revision=3, price="1.9")
    assert (line(story).agreed_price, part(story).view) == (Decimal("2.2"), "to_answer")
    story.accept(revision=3)

    assert line(story).agreed_price == Decimal("1.9")


def test_a_substitute_needs_a_decision_and_the_line_then_carries_both(story):
    row = {"part": 1, "qty": "100", "day": "2026-03-20"}
    item = {"code": "B1", "name": "Bolt, coated"}
    proposal = story.respond("substitute", parts=[row], item=item)

    assert (part(story).view, line(story).substitute) == ("ours", {})

    story.decide(proposal)

    found = line(story)
    assert (found.item["code"], found.substitute) == ("A1", item)
    assert part(story).agreed_day == d("03-20")


def test_a_backorder_without_a_day_is_agreed_and_still_owes_the_day(story):
    rows = [{"part": 1, "qty": "60", "day": "2026-03-20"}]
    rows += [{"part": 2, "qty": "40", "from": 1, "later": True}]
    story.decide(story.respond("backorder", parts=rows))

    now, later = part(story, 1), part(story, 2)
    assert (now.view, now.agreed_day, now.confirmed) == ("due", d("03-20"), 60)
    assert (later.view, later.agreed_day, later.confirmed) == ("backorder", None, 40)
    assert later.late_from == d("03-21"), "the day that was asked for still counts"

    story.decide(story.offer((2, "40", "05-02")))

    assert (part(story, 2).view, part(story, 2).agreed_day) == ("due", d("05-02"))


def test_the_supplier_asks_to_give_up_a_part_of_what_was_agreed(story):
    story.accept()
    proposal = story.respond("cancel", parts=[{"part": 1, "qty": "30"}])

    assert (part(story).view, part(story).open_qty) == ("ours", 100)

    story.decide(proposal)

    assert (part(story).open_qty, part(story).cancelled, part(story).taken) == (
        70,
        30,
        {"partner": 30},
    )
    assert part(story).agreed_day == d("03-20")


def test_giving_up_takes_nothing_that_had_left(story):
    story.accept()
    story.step("DISPATCHED", "80", "03-10")
    story.decide(story.respond("cancel"))

    assert (part(story).open_qty, part(story).cancelled) == (80, 20)


def test_a_change_closes_only_the_offers_it_touches():
    story = Story()
    story.order()
    story.line(("60", "03-20"), ("40", "04-20"))
    story.offer((1, "60", "03-25"), (2, "40", "04-28"))
    story.change(("60", "03-20"), ("40", "05-20"), revision=2)

    assert part(story, 1).view == "ours"
    assert part(story, 2).view == "to_answer"


def test_new_terms_of_the_order_ask_for_every_line_anew_and_the_agreement_stays(story):
    story.accept()
    story.tell(Draft("order.changed", body={"revision": 2, "incoterm": "FCA"}), OWNER)

    held = line(story)
    assert (part(story).view, part(story).agreed_day) == ("to_answer", d("03-20"))
    assert held.revision == 2

    story.accept(revision=1)
    assert part(story).view == "to_answer"
    story.accept(revision=2)
    assert part(story).view == "due"


def test_a_change_of_the_order_that_touches_no_terms_asks_nobody(story):
    story.accept()
    story.tell(Draft("order.changed", body={"revision": 2, "mode": "rail"}), OWNER)

    assert part(story).view == "due"


def test_what_the_owner_entered_waits_for_the_supplier(story):
    body = {"revision": 1, "answer": "accept", "heard": "phone"}
    entered = story.tell(Draft("response", line=1, on_behalf=SUPPLIER, body=body), OWNER)

    assert (part(story).agreed_day, part(story).view) == (d("03-20"), "to_confirm")
    assert [one.ident for one in journey.fold(story.said).entered] == [entered]

    story.tell(Draft("response.confirmed", line=1, body={"confirms": entered}), SUPPLIER)

    assert part(story).view == "due"
    assert journey.fold(story.said).entered == []


def test_an_own_answer_settles_what_was_entered(story):
    body = {"revision": 1, "answer": "accept", "heard": "phone"}
    story.tell(Draft("response", line=1, on_behalf=SUPPLIER, body=body), OWNER)
    story.offer((1, "100", "03-28"))

    assert journey.fold(story.said).entered == []
    assert part(story).view == "ours"


def test_the_supplier_may_strike_what_was_entered_for_it(story):
    body = {"revision": 1, "answer": "accept", "heard": "phone"}
    entered = story.tell(Draft("response", line=1, on_behalf=SUPPLIER, body=body), OWNER)
    story.correct(entered, org=SUPPLIER)

    assert part(story).view == "to_answer"


def test_a_step_entered_for_the_supplier_counts_as_the_suppliers_own(story):
    story.accept()
    story.step("PACKED", "60", "03-10", on_behalf=SUPPLIER, org=OWNER)
    story.step("PACKED", "40", "03-11")

    assert part(story).moved("packed") == 100
    assert part(story).view == "to_confirm"


def test_every_word_is_told_with_the_line_as_it_is_then(story):
    proposal = story.offer((1, "100", "04-10"))
    story.counter(proposal, (1, "100", "03-30"))
    seen = []

    journey.fold(
        story.said,
        note=lambda one, line: seen.append((one.facts["kind"], line.parts[1].counter_day)),
    )

    assert seen == [("line.placed", None), ("response", None), ("decision", d("03-30"))]
