"""Which journey an order follows, which of its steps its way leaves out, and when they are due."""

from dataclasses import replace

import pytest

from portal.errors import NotUnderstood
from portal.journey import (
    DEFAULTS,
    TEMPLATES,
    Lane,
    Step,
    Template,
    as_of,
    check_plan,
    due_of,
    fold,
    read_plan,
    written_plan,
)
from portal.ledger import Draft
from tests.journey.saying import OWNER, Story, d

STEPS = (
    Step("ORDER_ACCEPTED", "supplier", True, "asked", 2, count="working"),
    Step("PROCESS_1", "supplier", False, "placed", 5, name="Casting"),
    Step("PRODUCTION_COMPLETED", "supplier", True, "previous", 3, count="working"),
    Step("DISPATCHED", "supplier", True, "promise", -7, lanes=(Lane("CN", "", -45),)),
    Step("CUSTOMS_CLEARED", "customs", False, "promise", -2, skip="no_customs"),
    Step("ARRIVED", "carrier", False, "requested", -1, repeats=True),
    Step("DELIVERED", "carrier", True, "promise", 0),
)
OWN = Template("castings/2", "purchase", STEPS, asks=True, ends=("delivered",), title="Castings")


def placed(start="", end="", **chosen):
    """Return an order from one country to another, with the journey chosen for it."""
    told = Story()
    told.order(**({"from": {"country": start}} if start else {}),
               **({"to": {"country": end}} if end else {}))  # fmt: skip
    if chosen:
        told.tell(Draft("journey.chosen", body=chosen), OWNER)
    told.line(("100", "04-20"))
    return told


def own(template=OWN, **more):
    return {"journey": template.name, "plan": written_plan(template), **more}


def codes(told):
    return [step.code for step in fold(told.said).template.steps]


def due(read, code):
    step, template = read.template.step(code), read.template
    return due_of(read, read.part(1, 1), step, template, template.calendar)


@pytest.mark.parametrize("kind", DEFAULTS)
def test_an_order_that_names_no_journey_follows_the_first_of_its_kind(kind):
    told = Story()
    told.order(kind)
    told.line(("100", "04-20"))

    first = "service/2" if kind == "service" else f"{kind}/1"
    assert fold(told.said).template.name == first


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_built_in_journey_is_good_and_reads_back_as_it_was_written(name):
    template = TEMPLATES[name]

    assert read_plan(name, written_plan(check_plan(template))) == template


def test_an_order_follows_what_was_chosen_for_it_and_its_event_says_all_of_it():
    read = fold(placed(**own()).said)

    assert read.template == OWN
    assert read.next_step == "ORDER_ACCEPTED" and read.template.step("PROCESS_1").name == "Casting"


def test_the_last_choice_holds_and_before_it_the_one_before():
    told = placed(**own())
    before = told.at
    told.tell(Draft("journey.chosen", body={"journey": "purchase-sea/1"}), OWNER)

    assert fold(told.said).template.name == "purchase-sea/1"
    assert fold(reversed(told.said)).template.name == "purchase-sea/1"
    assert fold(as_of(told.said, before)).template.name == "castings/2"


def test_a_choice_that_was_taken_back_was_never_made():
    told = placed(**own())
    chosen = next(one for one in told.said if one.facts["kind"] == "journey.chosen")
    told.tell(Draft("event.voided", corrects={"ident": chosen.ident, "how": "void"}), OWNER)

    assert fold(told.said).template.name == "purchase/1"


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [("DE", "DE", False), ("DE", "NO", True), ("DE", "FR", False), ("", "DE", True),
     ("DE", "", True)],
)  # fmt: skip
def test_customs_are_left_out_where_nothing_crosses_a_border_of_a_union(start, end, there):
    assert ("CUSTOMS_CLEARED" in codes(placed(start, end, **own()))) is there


def test_a_line_that_goes_abroad_keeps_the_border():
    told = placed("DE", "DE", **own())
    told.line(("5", "04-20"), line=2, site={"name": "Oslo", "country": "NO"})
    told.line(("5", "04-20"), line=3, site={"name": "Kiel"})

    assert "CUSTOMS_CLEARED" in codes(told)


def test_transport_only_begins_at_the_pickup_and_asks_nobody():
    read = fold(placed(**own(scope="transport")).said)

    assert [step.code for step in read.template.steps][0] == "DISPATCHED"
    assert not read.template.asks and read.views == {"due": 1}


def test_days_count_from_what_the_step_says():
    read = fold(placed("DE", "FR", **own()).said)

    assert due(read, "ORDER_ACCEPTED") == d("03-04")
    assert due(read, "PROCESS_1") == d("03-07")
    assert due(read, "PRODUCTION_COMPLETED") == d("03-12"), "from Saturday, counted as Monday"
    assert due(read, "DISPATCHED") == d("04-13")
    assert due(read, "ARRIVED") == d("04-19")


def test_a_step_counts_from_when_the_step_before_was_really_reached():
    told = placed(**own())
    told.step("PROCESS_1", when="03-16")

    assert due(fold(told.said), "PRODUCTION_COMPLETED") == d("03-19")


def test_a_way_of_its_own_has_its_own_days():
    assert due(fold(placed("CN", "DE", **own()).said), "DISPATCHED") == d("03-06")


def test_days_off_of_the_site_are_not_worked():
    off = own(calendar={"week": [0, 1, 2, 3, 4], "off": ["2026-03-03"]})

    assert due(fold(placed(**off).said), "ORDER_ACCEPTED") == d("03-05")


def test_what_repeats_is_not_added_up():
    told = placed(**own())
    for when in ("03-16", "03-18"):
        told.step("ARRIVED", "100", when)

    read = fold(told.said)

    assert read.part(1, 1).moved("arrived") == 100 and not read.lines[1].excess


@pytest.mark.parametrize(
    ("field", "steps"),
    [
        ("2", (STEPS[0], STEPS[0], *STEPS[3:])),
        ("1", (replace(STEPS[2]), *STEPS[3:])),
        ("steps", STEPS[:6]),
        ("1", (replace(STEPS[0], days=9999), *STEPS[3:])),
        ("1", (replace(STEPS[0], code="LOST"), *STEPS[3:])),
        ("steps", (replace(STEPS[6], required=False),)),
        ("steps", ()),
    ],
    ids=["twice", "none before", "no end", "days", "no step", "none required", "empty"],
)
def test_what_cannot_be_followed_is_refused_where_it_is(field, steps):
    with pytest.raises(NotUnderstood) as caught:
        check_plan(replace(OWN, steps=steps))

    assert caught.value.field == field


def test_an_end_that_no_step_brings_is_refused():
    with pytest.raises(NotUnderstood) as caught:
        check_plan(replace(OWN, ends=("accepted",)))

    assert caught.value.field == "ends"
