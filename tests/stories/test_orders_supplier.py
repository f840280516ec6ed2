"""Sam supplies: he sees what waits for him, answers, reports, attaches, corrects."""

import pytest

from portal.ledger import Draft
from tests.stories.filling import fill, form_on

HTMX = {"HX-Request": "true"}
NOW = "2026-03-10T09:00"


@pytest.fixture(autouse=True)
def _morning(at):
    at(NOW)


def see(order, **asked):
    fields = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/orders/{order}?{fields}" if fields else f"/orders/{order}"


def test_what_waits_for_him_is_on_his_list(world):
    world.place("PO-7")
    world.place("PO-8", to=world.calder)

    page = world.browser(world.sam).get("/orders").text

    assert "PO-7" in page and "PO-8" not in page
    assert "To acknowledge" in page


def test_he_accepts_all_as_asked(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)

    sent = fill(sam, see(order), f"/orders/{order}/acceptances", ref="SO-99")

    assert sent.status_code == 303
    page = sam.get(sent.location).text
    assert "acknowledged line 10 as asked" in page and "SO-99" in page
    assert [s.facts["kind"] for s in world.history(order)][-1] == "response"


def test_the_same_form_twice_is_one_event(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    action = f"/orders/{order}/acceptances"
    data = form_on(sam.get(see(order)).text, action)

    first, second = sam.post(action, data=data), sam.post(action, data=data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert [s.facts["kind"] for s in world.history(order)].count("response") == 1


def test_the_same_form_with_other_content_is_refused(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    action = f"/orders/{order}/acceptances"
    data = form_on(sam.get(see(order)).text, action)
    sam.post(action, data=data)

    again = sam.post(action, data=data | {"ref": ["SO-2"]})

    assert again.status_code == 409


def test_he_offers_another_day(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)

    sent = fill(
        sam,
        see(order, do="answer", line=1),
        f"/orders/{order}/answers",
        **{"parts-0-day": "2026-04-15", "verdict": "offer", "reason": "CAPACITY"},
    )

    assert sent.status_code == 303
    assert "waits for the buyer" in sam.get(sent.location).text


def test_he_splits_a_line(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)

    sent = fill(
        sam,
        see(order, do="answer", line=1),
        f"/orders/{order}/answers",
        **{"parts-0-qty": "60", "parts-1-qty": "40", "parts-1-day": "2026-04-15"},
        verdict="offer",
    )

    assert sent.status_code == 303
    body = world.history(order)[-1].facts["body"]
    assert [row["qty"] for row in body["parts"]] == ["60", "40"]


def test_more_than_was_ordered_is_asked_again_in_place(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    typed = {"parts-0-qty": "101", "verdict": "offer"}

    answer = fill(sam, see(order, do="answer", line=1), f"/orders/{order}/answers", HTMX, **typed)

    assert answer.status_code == 422
    assert "Offer no more than was ordered" in answer.text and 'value="101"' in answer.text
    assert "<html" not in answer.text, "htmx asked for a part and got a page"
    assert len(world.history(order)) == 2


def test_letters_are_no_quantity(world):
    order = world.place("PO-7")
    typed = {"parts-0-qty": "many", "verdict": "offer"}

    answer = fill(
        world.browser(world.sam),
        see(order, do="answer", line=1),
        f"/orders/{order}/answers",
        **typed,
    )

    assert answer.status_code == 422
    assert "as a number, such as 1,250.5" in answer.text and 'value="many"' in answer.text


def test_he_refuses_a_line_with_a_reason(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    at = see(order, do="answer", line=1)

    silent = fill(sam, at, f"/orders/{order}/answers", verdict="reject")
    sent = fill(sam, at, f"/orders/{order}/answers", verdict="reject", reason="STOCKOUT")

    assert (silent.status_code, sent.status_code) == (422, 303)
    assert "Choose a reason." in silent.text
    assert "refused line 10" in sam.get(sent.location).text


def test_an_answer_to_what_has_changed_shows_both_versions(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    action = f"/orders/{order}/answers"
    data = form_on(sam.get(see(order, do="answer", line=1)).text, action)
    change(world, order, "120")

    answer = sam.post(action, data=data | {"verdict": "offer"})

    assert answer.status_code == 409
    assert "You saw" in answer.text and "120 pcs" in answer.text and "100 pcs" in answer.text
    again = form_on(answer.text, action) | {"verdict": "offer", "parts-0-qty": "120"}
    assert sam.post(action, data=again).status_code == 303


def change(world, order, qty):
    body = {
        "no": "000010",
        "item": {"code": "HX-M12", "name": "Hex bolt M12"},
        "qty": qty,
        "uom": "EA",
        "price": "1.25",
        "parts": [{"part": 1, "qty": qty, "ask": "2026-04-01"}],
        "revision": 2,
    }
    world.tell(order, Draft("line.changed", line=1, body=body), by=world.ada)
