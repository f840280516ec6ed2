"""Goods that travel in shipments: counted once, whoever says it and wherever it is said."""

import pytest

from portal import journey
from portal.ledger import Draft
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d, flags, part


@pytest.fixture
def story():
    """An order of 60 for 10 March and 40 for the 20th, as agreed."""
    told = Story()
    told.order()
    told.line(("60", "03-10"), ("40", "03-20"))
    told.accept()
    return told


def reached(story, what="dispatched"):
    """Return how much of each part reached a step, and what is more than ordered."""
    line = journey.fold(story.said).lines[1]
    found = [int(one.moved(what)) for one in line.parts.values()]
    return (*found, int(line.excess[what])) if what in line.excess else tuple(found)


def test_what_is_announced_has_not_left(story):
    story.announce("S1", ("60", 1))

    line = journey.fold(story.said).lines[1]

    assert reached(story) == (0, 0)
    assert (line.announced, line.parts[1].to_ship, line.parts[2].to_ship) == (60, 0, 40)


def test_a_step_of_the_shipment_is_one_of_all_its_goods(story):
    story.announce("S1", ("30", 1), ("40", 2))
    story.sail("S1", "DISPATCHED", "03-04")
    story.sail("S1", "DELIVERED", "03-06", org=CARRIER)

    assert reached(story) == reached(story, "delivered") == (30, 40)
    assert part(story, 2).at("delivered") is not None
    assert part(story, 1).at("delivered") is None
    assert part(story, 1).to_ship == 30


def test_several_shipments_add_up_whoever_reports_them(story):
    story.announce("S1", ("30", 1))
    story.announce("S2", ("30", 1), ("20", 2))
    story.sail("S1", "DISPATCHED", "03-04")
    story.sail("S2", "DISPATCHED", "03-05", org=CARRIER)

    assert reached(story) == (60, 20)
    assert "sources_disagree" not in flags(story)


def test_the_same_step_said_twice_of_a_shipment_counts_once(story):
    story.announce("S1", ("60", 1))
    story.sail("S1", "DISPATCHED", "03-04")
    story.sail("S1", "DISPATCHED", "03-04", org=CARRIER)
    story.sail("S1", "DEPARTED", "03-05", org=CARRIER)
    story.sail("S1", "DEPARTED", "03-06", org=CARRIER)

    assert reached(story) == (60, 0)
    assert reached(story, "departed") == (60, 0)


def test_what_was_reported_on_the_order_is_not_added_to_it(story):
    story.step("DISPATCHED", "60", "03-04")
    story.announce("S1", ("60", 1))
    story.sail("S1", "DISPATCHED", "03-04")

    assert reached(story) == (60, 0)


def test_it_is_added_where_the_note_says_that_it_is_about_other_goods(story):
    told = story.step("DISPATCHED", "40", "03-04")
    story.announce("S1", ("60", 1), other=[told])
    story.sail("S1", "DISPATCHED", "03-05")

    assert reached(story) == (60, 40)


def test_a_note_that_describes_a_report_is_compared_with_that_report_only(story):
    first = story.step("DISPATCHED", "60", "03-04")
    story.announce("S1", ("40", 2), other=[first])
    story.sail("S1", "DISPATCHED", "03-05")
    story.announce("S2", ("60", 1), same=[first], other=[])

    assert reached(story) == (60, 40), "announced, and dispatched as was reported before"

    story.sail("S2", "DISPATCHED", "03-06")

    assert reached(story) == (60, 40)


def test_two_notes_may_describe_one_report(story):
    told = story.step("DISPATCHED", "100", "03-04")
    story.announce("S1", ("60", 1), same=[told])
    story.announce("S2", ("40", 2), same=[told])
    story.sail("S1", "DISPATCHED", "03-04")

    assert reached(story) == (60, 40)

    story.sail("S2", "DISPATCHED", "03-04")

    assert reached(story) == (60, 40)
    assert "over_quantity" not in flags(story)


def test_a_report_of_goods_in_no_shipment_is_added(story):
    story.announce("S1", ("60", 1))
    story.sail("S1", "DISPATCHED", "03-04")
    story.step("DISPATCHED", "30", "03-05")

    assert reached(story) == (60, 0), "nobody said that these are other goods"

    story.step("DISPATCHED", "30", "03-05", apart=True)

    assert reached(story) == (60, 30)


def test_a_report_that_names_the_note_says_how_much_of_it(story):
    story.announce("S1", ("60", 1))
    story.sail("S1", "DELIVERED", "03-09", org=CARRIER)
    note = (("delivery_note", "s-1"),)
    story.step("DELIVERED", "55", "03-09", org=CARRIER, refs=note)

    assert reached(story, "delivered") == (55, 0)

    story.step("RECEIVED", "54", "03-10", org=OWNER, refs=note)

    assert reached(story, "received") == (54, 0)


def test_what_came_before_the_portal_travelled_in_no_shipment(story):
    story.step("DELIVERED", "20", count="total", before=True, org=OWNER)
    story.announce("S1", ("40", 1))
    story.sail("S1", "DELIVERED", "03-09", org=CARRIER)

    assert reached(story, "delivered") == (60, 0)
    assert sum(one.to_ship for one in journey.fold(story.said).parts()) == 40

    story.step("DELIVERED", "70", "03-10", count="total", org=CARRIER)

    assert reached(story, "delivered") == (60, 10), "a total holds all of it"


def test_more_than_ordered_shows_as_more(story):
    story.announce("S1", ("60", 1), ("50", 2))
    story.sail("S1", "DISPATCHED", "03-04")

    assert reached(story) == (60, 40, 10)
    assert "over_quantity" in flags(story)


def test_the_newest_version_says_what_is_in_there(story):
    story.announce("S1", ("60", 1))
    story.put("S1", ("40", 2), version=3)
    story.put("S1", ("50", 1), version=2)
    story.sail("S1", "DISPATCHED", "03-04")

    assert reached(story) == (0, 40)


@pytest.mark.parametrize("whole", [True, False])
def test_goods_that_were_taken_out_have_not_left(story, whole):
    story.announce("S1", ("60", 1))
    story.sail("S1", "DISPATCHED", "03-04")
    if whole:
        story.tell(Draft("shipment.cancelled", body={"version": 2}), SUPPLIER, shipment="S1")
    else:
        story.take_out("S1")

    assert reached(story) == (0, 0)
    assert part(story).to_ship == 60


def test_a_shipment_in_another_unit_or_of_no_line_is_not_counted(story):
    story.announce("S1", ("60", 1), uom="PAL")
    story.announce("S2", ("60", 1, 7))
    story.sail("S1", "DISPATCHED", "03-04")

    assert reached(story) == (0, 0)
    assert {"unit_mismatch", "line_unknown"} <= flags(story)


def test_goods_sent_back_for_others_are_to_be_shipped_again(story):
    story.announce("S1", ("60", 1), ("40", 2))
    story.sail("S1", "DISPATCHED", "03-04")
    story.sail("S1", "DELIVERED", "03-06")
    story.allow(story.give_back("10"))

    assert sum(reached(story)) == sum(reached(story, "delivered")) == 90
    assert sum(one.to_ship for one in journey.fold(story.said).parts()) == 10

    story.announce("S2", ("10", 2))
    story.sail("S2", "DISPATCHED", "03-20")

    assert sum(reached(story)) == 100


def test_trouble_of_a_shipment_is_trouble_of_its_parts_until_it_is_there(story):
    story.announce("S1", ("40", 2))
    story.sail("S1", "DELIVERY_ATTEMPT_FAILED", "03-05", org=CARRIER, reason="ADDRESS")

    (trouble,) = journey.fold(story.said).troubles
    assert (trouble.line, trouble.part, trouble.reason, trouble.open) == (1, 2, "ADDRESS", True)

    story.sail("S1", "DELIVERED", "03-06", org=CARRIER)

    (trouble,) = journey.fold(story.said).troubles
    assert not trouble.open


def test_a_lost_shipment_loses_its_goods(story):
    story.announce("S1", ("40", 2))
    story.sail("S1", "LOST", "03-05", org=CARRIER)

    assert reached(story, "lost") == (0, 40)


def test_the_day_of_a_part_is_that_of_its_last_shipment(story):
    story.announce("S1", ("30", 1))
    story.sail("S1", "DELIVERED", "03-08", klass="EST")

    assert part(story).stated_day is None, "the rest of it is not announced"

    story.announce("S2", ("30", 1))
    story.sail("S2", "DELIVERED", "03-12", klass="EST")

    assert part(story).stated_day == d("03-12")
    assert part(story, 2).stated_day is None

    story.sail("S2", "DELIVERED", "03-09", klass="EST", org=CARRIER)

    assert part(story).stated_day == d("03-09")


def test_a_shipment_that_is_late_makes_its_part_late(story):
    story.announce("S1", ("30", 1))
    story.sail("S1", "DELIVERED", "03-15", klass="EST")

    assert part(story).stated_day == d("03-15")


def test_what_is_known_of_a_line_changes_with_its_shipment(story):
    story.line(("10", "03-10"), line=2)
    before = journey.fold(story.said).lines
    story.announce("S1", ("60", 1))
    story.sail("S1", "DISPATCHED", "03-04")

    after = journey.fold(story.said)

    assert after.lines[1].touched_at > before[1].touched_at
    assert after.lines[2].touched_at == before[2].touched_at
    assert after.changed_at == after.lines[1].touched_at
    assert after.lines[1].stamp == before[1].stamp, "a movement spoils no answer"


def test_an_order_is_known_with_its_shipments_as_of_then(story):
    story.announce("S1", ("60", 1))
    moment = story.at
    story.sail("S1", "DISPATCHED", "03-04")

    then = journey.fold(journey.as_of(story.said, moment)).lines[1]

    assert (then.announced, then.moved("dispatched")) == (60, 0)
