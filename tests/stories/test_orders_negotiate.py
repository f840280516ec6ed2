"""Ada and Sam negotiate a line: she changes it, he answers, she wants it otherwise, he agrees."""

import pytest

from tests.stories.filling import fill, form_on
from tests.world import Line


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


@pytest.fixture
def order(world):
    """PO-7: 100 bolts by 1 April, which Sam has accepted."""
    placed = world.place("PO-7", Line(price="2.50"))
    fill(world.browser(world.sam), f"/orders/{placed}", f"/orders/{placed}/acceptances")
    return placed


def change(world, order, go="send", **typed):
    return fill(
        world.browser(world.ada),
        f"/orders/{order}?do=change&line=1",
        f"/orders/{order}/changes",
        **typed,
        go=go,
    )


def offer(world, order, line=1, **typed):
    return fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line={line}",
        f"/orders/{order}/answers",
        **({"parts-0-day": "2026-04-15", "verdict": "offer"} | typed),
    )


def proposal_of(world, order):
    return next(
        one.ident for one in reversed(world.history(order)) if one.facts["kind"] == "response"
    )


def counter(world, order, **typed):
    at = f"/orders/{order}?do=counter&what={proposal_of(world, order)}"
    return fill(world.browser(world.ada), at, f"/orders/{order}/counters", go="send", **typed)


def test_she_sees_what_he_would_be_asked_before_she_sends_it(world, order):
    before = len(world.history(order))

    ada, action = world.browser(world.ada), f"/orders/{order}/changes"
    typed = {"parts-0-qty": "120", "parts-0-day": "2026-04-08", "go": "look"}
    seen = fill(ada, f"/orders/{order}?do=change&line=1", action, **typed)

    assert seen.status_code == 200
    assert "Nothing is sent yet" in seen.text and "the supplier is asked" in seen.text
    assert "120" in seen.text and len(world.history(order)) == before
    sent = ada.post(action, data=form_on(seen.text, action) | {"go": "send"})
    assert sent.status_code == 303
    assert world.history(order)[-1].facts["kind"] == "line.changed"


def test_he_sees_what_changed_since_he_answered(world, order):
    change(world, order, **{"parts-0-qty": "120"})

    page = world.browser(world.sam).get(f"/orders/{order}?do=answer&line=1").text

    assert "What changed since you answered" in page
    changed = page.split("What changed since you answered</h3>")[1]
    assert "100 EA" in changed or "100 pcs" in changed
    assert "120" in changed


def test_nothing_different_is_no_change(world, order):
    answer = change(world, order)

    assert answer.status_code == 422 and "Nothing is different yet" in answer.text


def test_a_bad_quantity_is_shown_beside_its_field(world, order):
    answer = change(world, order, **{"parts-0-qty": "many"})

    assert answer.status_code == 422 and "Write the quantity as a number" in answer.text


def test_she_adds_a_line_and_he_is_asked_for_it_alone(world, order):
    sent = fill(
        world.browser(world.ada),
        f"/orders/{order}?do=add",
        f"/orders/{order}/changes",
        **{"code": "N-9", "name": "Nut", "parts-0-qty": "50", "parts-0-day": "2026-04-20"},
        go="send",
    )

    assert sent.status_code == 303
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert "Nut" in page and "waits for your answer to 1 line" in page


def test_she_counters_and_he_accepts_what_she_wants(world, order):
    change(world, order, **{"parts-0-day": "2026-04-08"})
    offer(world, order)

    sent = counter(world, order, **{"parts-0-day": "2026-04-10", "text": "The 10th would do."})

    assert sent.status_code == 303
    sam = world.browser(world.sam)
    page = sam.get(f"/orders/{order}").text
    assert "The buyer wants something else: line 10" in page and "The 10th would do." in page
    done = sam.post(
        f"/orders/{order}/answers",
        data=form_on(page, f"/orders/{order}/answers", verdict="accept"),
    )
    assert done.status_code == 303
    assert "accepted what the buyer wants for line 10" in sam.get(f"/orders/{order}").text


def test_what_he_proposed_is_no_counter(world, order):
    change(world, order, **{"parts-0-day": "2026-04-08"})
    offer(world, order)

    answer = counter(world, order)

    assert answer.status_code == 422 and "This is what the supplier proposed" in answer.text


def test_he_takes_his_proposal_back_and_she_is_told_when_she_decides(world, order):
    change(world, order, **{"parts-0-day": "2026-04-08"})
    offer(world, order)
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    decides = form_on(ada.get(f"/orders/{order}").text, f"/orders/{order}/decisions")

    back = fill(sam, f"/orders/{order}", f"/orders/{order}/withdrawals")
    late = ada.post(f"/orders/{order}/decisions", data=decides)

    assert (back.status_code, late.status_code) == (303, 409)
    assert "What you saw, and what the order says now" in late.text
    assert "took the proposal for line 10 back" in sam.get(f"/orders/{order}").text


def test_every_word_about_a_line_is_kept_with_what_it_changed(world, order):
    change(world, order, **{"parts-0-day": "2026-04-08"})
    offer(world, order)
    counter(world, order, **{"parts-0-day": "2026-04-10", "text": "The 10th would do."})

    for who in (world.ada, world.sam):
        page = world.browser(who).get(f"/orders/{order}/lines/1").text
        for words in ("Requested", "First promised", "Wanted by the buyer instead"):
            assert words in page
        assert "The 10th would do." in page and "Day proposed" in page


def test_several_proposals_are_decided_at_once(world):
    order = world.place("PO-8", Line(code="A"), Line(code="B"), Line(code="C"))
    for line in (1, 2, 3):
        offer(world, order, line)
    ada = world.browser(world.ada)
    page = ada.get(f"/orders/{order}").text
    assert "Decide on several at once" in page
    data = form_on(page, f"/orders/{order}/decisions/several")
    chosen = data["proposals"][:2]

    silent = ada.post(
        f"/orders/{order}/decisions/several",
        data=data | {"proposals": chosen, "verdict": "refused"},
    )
    sent = ada.post(
        f"/orders/{order}/decisions/several",
        data=data | {"proposals": chosen, "verdict": "accepted"},
    )
    none = ada.post(
        f"/orders/{order}/decisions/several", data=data | {"proposals": [], "key": "other"}
    )

    assert (silent.status_code, sent.status_code, none.status_code) == (422, 303, 422)
    assert "Say what you need instead" in silent.text
    assert "Choose at least one proposal" in none.text
    decided = [one for one in world.history(order) if one.facts["kind"] == "decision"]
    assert {one.facts["body"]["proposal"] for one in decided} == set(chosen)


def test_he_asks_to_give_some_of_it_up(world, order):
    sent = fill(
        world.browser(world.sam),
        f"/orders/{order}?do=forgo&line=1",
        f"/orders/{order}/surrenders",
        **{"parts-0-qty": "30", "reason": "CAPACITY"},
    )

    assert sent.status_code == 303
    page = world.browser(world.ada).get(f"/orders/{order}").text
    assert "asked to give up 30 of line 10" in page and "To decide: line 10" in page


def test_she_enters_what_he_said_on_the_telephone_and_he_confirms_it(world):
    order = world.place("PO-9")
    sent = fill(
        world.browser(world.ada),
        f"/orders/{order}?do=enter&line=1",
        f"/orders/{order}/entries",
        **{"verdict": "offer", "who": "Mr Brenner"},
    )
    assert sent.status_code == 303
    sam = world.browser(world.sam)
    page = sam.get(f"/orders/{order}").text
    assert "Entered for you: please confirm" in page

    done = fill(sam, f"/orders/{order}", f"/orders/{order}/confirmations")

    assert done.status_code == 303
    page = sam.get(f"/orders/{order}").text
    assert "Entered for you" not in page and "confirmed what was entered for line 10" in page


@pytest.mark.parametrize(
    ("verb", "words"),
    [("cancel", "cancelled line 10"), ("block", "blocked line 10")],
)
def test_she_stops_a_line_with_a_reason(world, order, verb, words):
    ada = world.browser(world.ada)
    at, action = f"/orders/{order}?do={verb}&line=1", f"/orders/{order}/halts"
    data = form_on(ada.get(at).text, action, verb=verb)

    silent = ada.post(action, data=data | {"go": "send"})
    seen = ada.post(action, data=data | {"go": "look", "reason": "DEMAND"})
    sent = ada.post(action, data=data | {"go": "send", "reason": "DEMAND"})

    assert (silent.status_code, seen.status_code, sent.status_code) == (422, 200, 303)
    assert "Choose a reason" in silent.text and "Nothing is sent yet" in seen.text
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert words in page and "The need has changed" in page


def test_what_was_stopped_goes_on_again(world, order):
    action = f"/orders/{order}/halts"
    ada = world.browser(world.ada)
    for verb, reason in (
        ("block", "DEMAND"),
        ("unblock", ""),
        ("cancel", "DEMAND"),
        ("reopen", ""),
    ):
        at = f"/orders/{order}?do={verb}&line=1"
        data = form_on(ada.get(at).text, action, verb=verb)
        assert ada.post(action, data=data | {"reason": reason, "go": "send"}).status_code == 303

    assert "to acknowledge" in world.browser(world.sam).get(f"/orders/{order}").text


def test_the_rest_of_a_line_is_closed_after_a_short_delivery(world, order):
    world.reach(order, "DISPATCHED", "60", by=world.sam)
    ada = world.browser(world.ada)
    at, action = f"/orders/{order}?do=close&line=1", f"/orders/{order}/halts"
    data = form_on(ada.get(at).text, action, verb="close")

    sent = ada.post(action, data=data | {"reason": "LATE", "transit": "comes", "go": "send"})

    assert sent.status_code == 303
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert "closed by the buyer" in page and "closed line 10" in page


def test_the_whole_order_is_cancelled_and_wanted_again(world, order):
    ada, action = world.browser(world.ada), f"/orders/{order}/halts"
    for verb, reason in (("cancel", "MISTAKE"), ("reopen", "")):
        data = form_on(ada.get(f"/orders/{order}?do={verb}").text, action, verb=verb)
        assert ada.post(action, data=data | {"reason": reason, "go": "send"}).status_code == 303

    kinds = [one.facts["kind"] for one in world.history(order)][-2:]
    assert kinds == ["order.cancelled", "order.reopened"]


def test_only_buyers_change_and_only_the_supplier_withdraws(world, order):
    for who, do in ((world.sam, "change"), (world.rio, "cancel"), (world.ada, "forgo")):
        assert 'id="act"' not in world.browser(who).get(f"/orders/{order}?do={do}&line=1").text
