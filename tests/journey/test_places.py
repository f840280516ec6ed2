"""Where each piece is: at one place, and all of them are what was ordered."""

from decimal import Decimal

from hypothesis import given, settings

from portal import journey
from portal.journey import places_by_unit, places_of_line, places_of_part
from portal.ledger import Draft
from tests.journey.histories import histories, tell
from tests.journey.saying import OWNER, Story
from tests.journey.visiting import tell as tell_visits
from tests.journey.visiting import visit_acts


def story(*parts):
    told = Story()
    told.order()
    told.line(*(parts or (("100", "04-20"),)))
    return told


def places(told, line=1):
    folded = journey.fold(told.said)
    return places_of_line(folded, folded.lines[line])


def seen(found):
    return {code: int(n) for code, n in found.at.items() if n}


def test_sixty_of_a_hundred_left_and_forty_wait_for_an_answer():
    told = story(("60", "04-20"), ("40", "05-20"))
    told.step("DISPATCHED", "60", "04-10", part=1)
    found = places(told)

    assert seen(found) == {"DISPATCHED": 60}
    assert found.waiting == 40
    folded = journey.fold(told.said)
    assert [part.stage for part in folded.parts()] == ["DISPATCHED", "ORDER_CREATED"]
    assert folded.stage == "ORDER_CREATED", "an order is as far as its last delivery"


def test_a_piece_is_at_the_furthest_step_it_has_reached():
    told = story()
    told.accept()
    told.step("PACKED", "80", "04-08")
    told.step("DISPATCHED", "60", "04-10")
    told.step("DELIVERED", "30", "04-12")
    told.step("RECEIVED", "10", "04-13", org=OWNER)

    expected = {"ORDER_ACCEPTED": 20, "PACKED": 20, "DISPATCHED": 30, "DELIVERED": 20,
                "RECEIVED": 10}  # fmt: skip
    assert seen(places(told)) == expected


def test_what_nobody_reported_before_is_not_missing():
    told = story()
    told.step("RECEIVED", "25", "04-13", org=OWNER)

    assert (seen(places(told)), places(told).waiting) == ({"RECEIVED": 25}, 75)


def test_several_shipments_of_a_line_and_several_lines_of_a_shipment():
    told = story()
    told.line(("50", "04-20"), line=2)
    told.announce("S1", ("40", 1, 1), ("50", 1, 2))
    told.announce("S2", ("30", 1, 1))
    told.sail("S1", "DISPATCHED", "04-10")
    told.sail("S1", "DELIVERED", "04-12")
    told.sail("S2", "DISPATCHED", "04-11")

    assert seen(places(told)) == {"DELIVERED": 40, "DISPATCHED": 30}
    assert (places(told).waiting, seen(places(told, 2))) == (30, {"DELIVERED": 50})


def test_cancelled_lost_and_excess_stand_apart():
    told = story()
    told.step("DISPATCHED", "60", "04-10")
    told.step("LOST", "5", "04-11", what="lost")
    told.step("RECEIVED", "50", "04-12", org=OWNER)
    told.tell(Draft("line.cancelled", line=1), OWNER)
    over = story()
    over.step("DISPATCHED", "110", "04-10")

    found = places(told)
    assert (found.withdrawn, found.lost, found.waiting) == (40, 5, 0)
    assert seen(found) == {"DISPATCHED": 5, "RECEIVED": 50}
    assert (places(over).excess, seen(places(over))) == (10, {"DISPATCHED": 100})


def test_units_are_never_added():
    told = story()
    told.line(("2.5", "04-20"), line=2, uom="MTR")
    found = places_by_unit(journey.fold(told.said))

    assert {unit: one.ordered for unit, one in found.items()} == {
        "EA": Decimal(100),
        "MTR": Decimal("2.5"),
    }


def _adds_up(folded):
    for part in folded.parts():
        found = places_of_part(folded, part)
        pieces = [found.withdrawn, found.waiting, found.lost, found.sent_back, *found.at.values()]
        assert min(pieces) >= 0
        assert sum(pieces) == (0 if part.tentative else part.ordered)


@settings(max_examples=150, deadline=None)
@given(histories)
def test_every_piece_is_at_one_place(history):
    folded = journey.fold(tell(history).said)

    _adds_up(folded)
    for line in folded.lines.values():
        whole = places_of_line(folded, line)
        assert whole.ordered == sum(p.ordered for p in line.parts.values() if not p.tentative)


@settings(max_examples=60, deadline=None)
@given(visit_acts)
def test_every_piece_of_work_is_at_one_place(acts):
    _adds_up(journey.fold(tell_visits(acts).said))
