"""Everything that can be said about an order has words, and what is tampered with is refused."""

from datetime import date
from decimal import Decimal

import pytest

from portal import clock, intake, journey
from portal.desk import say
from portal.ledger import KINDS, Draft, Qty, instant
from portal.web import said, words_order, words_steps, words_units
from portal.web.words_days import against, lateness
from tests.stories.filling import fill, form_on
from tests.world import Line

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


def test_every_kind_of_event_of_an_order_or_shipment_has_a_sentence():
    shown = {"order", "shipment"}
    told = {kind.name for kind in KINDS.values() if shown & set(kind.streams)}

    assert told <= set(said.SENTENCES) <= set(KINDS)


def test_every_milestone_quantity_and_reason_has_words():
    moved = {step.what for step in journey.MILESTONES.values()} - {""}

    assert set(journey.MILESTONES) == set(words_steps.STEPS)
    assert moved <= set(words_steps.QUANTITIES)
    assert set(journey.REASONS) == set(say.REASONS)
    assert set(say.TYPES) == set(words_order.PAPERS)


def test_every_unit_of_a_file_has_words(app):
    known = set(intake.units().values())

    assert known <= set(words_units.SIGNS) | set(words_units.UNITS)
    with app.test_request_context():
        assert [words_units.unit(code) for code in ("KG", "PCE", "M", "??")] == [
            "kg",
            "pcs",
            "m",
            "??",
        ]


@pytest.mark.parametrize(
    ("late_from", "words"),
    [
        (date(2026, 3, 10), "1 day late"),
        (date(2026, 3, 11), "due today"),
        (date(2026, 3, 12), "due in 1 day"),
        (date(2026, 3, 1), "10 days late"),
        (None, ""),
    ],
)
def test_the_last_quiet_day_and_the_first_late_one(app, late_from, words):
    with app.test_request_context():
        assert lateness(late_from, TODAY)[0] == words


def test_a_later_day_is_worse_than_agreed(app):
    with app.test_request_context():
        assert against(date(2026, 3, 12), TODAY) == ("2 days later", "bad")
        assert against(TODAY, TODAY) == ("", "neutral")


def test_a_long_history_is_shown_in_pages(world):
    order = world.place("PO-7", Line(qty="1000"))
    drafts = [
        Draft(
            "milestone",
            code="PACKED",
            line=1,
            qty=(Qty(Decimal(1), "EA", "packed", 1),),
            when=instant(clock.now()),
            key=f"k{n}",
            body={"count": "add"},
        )
        for n in range(150)
    ]
    world.tell(order, *drafts, by=world.sam)
    ada = world.browser(world.ada)

    first = ada.get(f"/orders/{order}").text
    older = ada.get(f"/orders/{order}?before=53").text

    assert "before=53" in first and "The order of Nordwind came in" not in first
    assert "The order of Nordwind came in" in older
    assert "150 of 1,000 pcs" in older, "the state is that of the whole history"


def test_a_list_says_how_far_all_goods_are_and_that_a_part_is_further(world):
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    world.reach(order, "PACKED", "100", by=world.sam)
    world.reach(order, "DISPATCHED", "60", by=world.sam)

    page = world.browser(world.ada).get("/orders").text

    assert "Packed, part dispatched" in page and "60 of 100 pcs dispatched" in page


def test_a_list_says_that_a_proposal_waits(world):
    order = world.place("PO-7")
    fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        **{"verdict": "offer", "parts-0-day": "2026-04-20"},
    )

    page = world.browser(world.ada).get("/orders?tab=decide").text

    assert "Proposal waits" in page and ">Sent<" not in page


def test_germans_write_numbers_their_way(world):
    order = world.place("PO-7", Line(qty="1250.5", uom="KGM"))
    sam = world.browser(world.sam)
    language = form_on(sam.get("/").text, "/language") | {"language": "de"}
    sam.post("/language", data=language)
    at, action = f"/orders/{order}?do=answer&line=1", f"/orders/{order}/answers"

    page = sam.get(at).text
    sent = sam.post(action, data=form_on(page, action) | {"verdict": "offer"})

    assert 'value="1.250,5"' in page
    assert sent.status_code == 303
    assert world.history(order)[-1].facts["body"]["answer"] == "accept"


@pytest.mark.parametrize(
    "typed",
    [
        {"parts-0-part": "x"},
        {"line": "99"},
        {"line": "one"},
        {"stamp": ""},
        {"parts-0-qty": "-1"},
        {"parts-0-qty": "9" * 30},
        {"parts-0-day": "20013-01-01"},
        {"rest": "whatever", "parts-0-qty": "1"},
        {"reason": "BECAUSE", "verdict": "reject"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(world, typed):
    order = world.place("PO-7")

    answer = fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        **({"verdict": "offer"} | typed),
    )

    assert answer.status_code in (404, 409, 422)
    assert len(world.history(order)) == 2
