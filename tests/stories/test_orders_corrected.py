"""What was reported is corrected, replaced or taken back; the history keeps both."""

import pytest

from tests.stories.filling import fill, form_on
from tests.stories.test_orders_reports import report


@pytest.fixture
def order(world, at):
    """PO-7 of 2 March, agreed; now it is 10 March."""
    at("2026-03-02T09:00")
    made = world.place("PO-7")
    at("2026-03-10T09:00")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    return made


def test_what_was_typed_wrong_is_corrected_and_both_stay(world, order):
    sam = world.browser(world.sam)
    report(sam, order, qty="90", on="2026-03-09")
    event = world.history(order)[-1].ident
    at = f"/orders/{order}/corrections/{event}"

    page = sam.get(at).text
    assert 'value="90"' in page and "2026-03-09" in page
    sent = fill(sam, at, at, qty="60", why="Typed 90.")

    assert sent.status_code == 303
    shown = sam.get(sent.location).text
    assert "60 of 100 pcs" in shown and "replaced" in shown and "Typed 90." in shown
    assert sam.get(at).status_code == 200


def test_what_never_happened_is_taken_back(world, order):
    sam = world.browser(world.sam)
    report(sam, order, qty="90", on="2026-03-09")
    at = f"/orders/{order}/corrections/{world.history(order)[-1].ident}"
    data = form_on(sam.get(at).text, at, void="1")

    silent = sam.post(at, data=data | {"why": ""})
    sent = sam.post(at, data=data | {"why": "Another order."})

    assert silent.status_code == 422 and "Say what was wrong" in silent.text
    assert sent.status_code == 303
    assert "90 of 100 pcs" not in sam.get(sent.location).text


def test_only_ones_own_reports_can_be_corrected(world, order):
    report(world.browser(world.sam), order, qty="90", on="2026-03-09")
    placed = world.history(order)[0].ident

    for who in (world.sam, world.ada):
        answer = world.browser(who).get(f"/orders/{order}/corrections/{placed}")
        assert answer.status_code == 404
