"""What rows of a list say to lines: one answer a line, all of its rows or none."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.ledger import Draft
from tests.desk.told import ADA, ASKED, EVE, NOW, SAM, TODAY, line_body, order

LATER, LATEST = date(2026, 4, 15), date(2026, 4, 29)


def wish(told, row, line=1, verb="accept", part=1, **more):
    if "qty" in more:
        more["qty"] = Decimal(more["qty"])
    return say.Wish(row, line, part, told.journey.lines[line].stamp, verb, **more)


def tell(told, *wishes, by=SAM, key="k"):
    return say.tell_wishes(told.journey, by, key, wishes, TODAY)


def tell_more(told, *wishes):
    """Let another form follow a minute later."""
    return told.say(list(tell(told, *wishes, key="k2").drafts), SAM, NOW + timedelta(minutes=1))


def bodies(found):
    return [(draft.line, draft.body.get("answer")) for draft in found.drafts]


def words(found):
    return {row: (type(error), error.field or "") for row, error in found.faults.items()}


def test_each_line_is_answered_by_itself():
    told = order(("100",), ("40",), ("7",))

    found = tell(
        told,
        wish(told, 1),
        wish(told, 2, line=2, verb="propose", day=LATER),
        wish(told, 3, line=3, verb="reject", reason="STOCKOUT"),
    )

    assert found.faults == {}
    assert bodies(found) == [(1, "accept"), (2, "change"), (3, "reject")]
    assert [draft.key for draft in found.drafts] == ["k:1:1", "k:2:1", "k:3:1"]
    views = [part.view for part in told.say(list(found.drafts), SAM).parts()]
    assert views == ["due", "ours", "rejected"]


def test_one_line_that_cannot_be_told_spoils_no_other():
    told = order(("100",), ("40",))

    found = tell(told, wish(told, 1, verb="reject"), wish(told, 2, line=2))

    assert bodies(found) == [(2, "accept")]
    assert words(found) == {1: (NotUnderstood, "reason")}


def test_a_day_alone_leaves_the_quantity_and_a_quantity_the_day():
    told = order(("100",), ("40",))

    found = tell(
        told,
        wish(told, 1, verb="propose", day=LATER),
        wish(told, 2, line=2, verb="propose", qty="30", rest="none"),
    )

    parts = [draft.body["parts"] for draft in found.drafts]
    assert parts == [
        [{"part": 1, "qty": "100", "day": "2026-04-15"}],
        [{"part": 1, "qty": "30", "day": "2026-04-01"}],
    ]


def test_a_proposal_that_equals_the_question_accepts_it():
    told = order()

    found = tell(told, wish(told, 1, verb="propose", qty="100", day=ASKED))

    assert bodies(found) == [(1, "accept")]


def test_rows_of_one_delivery_split_it():
    told = order()

    found = tell(
        told,
        wish(told, 1, verb="propose", qty="60"),
        wish(told, 2, verb="propose", qty="30", day=LATER),
        wish(told, 3, verb="propose", qty="10", day=LATEST, reason="CAPACITY"),
    )

    (draft,) = found.drafts
    assert draft.reason == "CAPACITY"
    assert [(row["part"], row["qty"], row.get("from")) for row in draft.body["parts"]] == [
        (1, "60", None),
        (2, "30", 1),
        (3, "10", 1),
    ]


@pytest.mark.parametrize(
    ("second", "fields"),
    [
        ({"qty": "50", "day": LATER}, {1: "parts", 2: "parts"}),
        ({"qty": "30", "day": LATER}, {1: "rest", 2: "rest"}),
        ({"qty": "40"}, {1: "", 2: "day"}),
        ({"day": LATER}, {1: "", 2: "qty"}),
        ({"qty": "40", "day": date(2026, 3, 9)}, {1: "", 2: "day"}),
    ],
)
def test_what_is_wrong_is_said_at_its_row_and_nothing_of_the_line_is_told(second, fields):
    told = order(("100",), ("5",))

    found = tell(
        told,
        wish(told, 1, verb="propose", qty="60"),
        wish(told, 2, verb="propose", **second),
        wish(told, 3, line=2),
    )

    assert bodies(found) == [(2, "accept")]
    assert {row: error.field or "" for row, error in found.faults.items()} == fields


def test_accepting_the_same_delivery_twice_is_asked_back():
    told = order()

    assert words(tell(told, wish(told, 1), wish(told, 2))) == dict.fromkeys(
        (1, 2), (NotUnderstood, "verb")
    )


def test_a_single_delivery_of_several_can_be_accepted_alone():
    told = order(("60", "40"))

    found = tell(told, wish(told, 1, part=2))

    journey = told.say(list(found.drafts), SAM)
    assert {part.part: part.view for part in journey.parts()} == {1: "to_answer", 2: "due"}


def test_an_answer_to_one_delivery_leaves_what_is_proposed_for_another():
    told = order(("60", "40"))
    told.say(list(tell(told, wish(told, 1, verb="propose", day=LATER)).drafts), SAM)

    journey = tell_more(told, wish(told, 1, part=2))

    first, second = journey.parts()
    assert (first.view, first.proposed_day) == ("ours", LATER)
    assert second.view == "due"


def test_it_also_leaves_a_split_that_is_proposed_for_another():
    told = order(("60", "40"))
    split = (
        wish(told, 1, verb="propose", qty="50"),
        wish(told, 2, verb="propose", qty="10", day=LATER),
    )
    told.say(list(tell(told, *split).drafts), SAM)

    journey = tell_more(told, wish(told, 1, part=2))

    offered = {part.part: (part.view, part.proposed_qty) for part in journey.parts()}
    assert offered == {1: ("ours", Decimal(50)), 2: ("due", None), 4: ("ours", Decimal(10))}


def test_what_was_agreed_is_not_accepted_again():
    told = order()
    told.say(list(tell(told, wish(told, 1)).drafts), SAM)

    assert words(tell(told, wish(told, 1))) == {1: (NotAllowed, "")}


def test_a_rejection_is_for_the_whole_line():
    told = order(("60", "40"))
    one = wish(told, 1, verb="reject", reason="STOCKOUT")

    assert words(tell(told, one)) == {1: (NotUnderstood, "verb")}
    assert bodies(tell(told, one, replace(one, row=2, part=2))) == [(1, "reject")]


def test_rows_of_a_line_that_say_different_things_are_asked_back():
    told = order(("60", "40"))

    found = tell(told, wish(told, 1), wish(told, 2, part=2, verb="reject", reason="STOCKOUT"))

    assert words(found) == dict.fromkeys((1, 2), (NotUnderstood, "verb"))


def test_a_line_that_changed_meanwhile_is_a_conflict():
    told = order(("100",), ("5",))
    seen = [wish(told, 1), wish(told, 2, line=2)]
    told.say([Draft("line.changed", line=1, body=line_body(1, ("120",), revision=2))], ADA)

    found = tell(told, *seen)

    assert words(found) == {1: (Conflict, "stamp")}
    assert bodies(found) == [(2, "accept")]


def test_a_line_that_is_not_there_is_no_line():
    told = order()

    found = tell(told, say.Wish(1, 9, 1, "x", "accept"), replace(wish(told, 2), part=8))

    assert words(found) == {1: (NotUnderstood, "line"), 2: (Conflict, "")}


@pytest.mark.parametrize("verb", say.VERBS)
def test_only_who_may_say_it(verb):
    told = order()
    stranger = EVE if say.VERBS[verb].sides & {"supplier"} else SAM

    found = tell(told, wish(told, 1, verb=verb, reason="OTHER", text="No."), by=stranger)

    assert found.drafts == ()
    assert list(found.faults) == [1]


@pytest.mark.parametrize(("verb", "view"), [("agree", "due"), ("refuse", "theirs")])
def test_the_buyer_decides_on_many(verb, view):
    told = order(("100",), ("40",), ("7",))
    proposed = [wish(told, n, line=n, verb="propose", day=LATER) for n in (1, 2)]
    told.say(list(tell(told, *proposed).drafts), SAM)

    found = tell(
        told,
        *(wish(told, n, line=n, verb=verb, text="By April, please.") for n in (1, 2, 3)),
        by=ADA,
    )

    assert words(found) == {3: (NotAllowed, "")}
    views = [part.view for part in told.say(list(found.drafts), ADA).parts()]
    assert views == [view, view, "to_answer"]


def test_one_decision_is_for_all_deliveries_of_an_answer():
    told = order(("60", "40"))
    both = [wish(told, n, part=n, verb="propose", day=LATER) for n in (1, 2)]
    told.say(list(tell(told, *both).drafts), SAM)

    found = tell(told, *(wish(told, n, part=n, verb="agree") for n in (1, 2)), by=ADA)

    assert len(found.drafts) == 1 and found.faults == {}
    mixed = tell(told, wish(told, 1, verb="agree"), wish(told, 2, part=2, verb="refuse"), by=ADA)
    assert words(mixed) == dict.fromkeys((1, 2), (NotUnderstood, "verb"))


def test_what_the_supplier_will_not_deliver_is_taken_back():
    told = order()
    told.say(list(tell(told, wish(told, 1, verb="reject", reason="STOCKOUT")).drafts), SAM)

    journey = told.say(list(tell(told, wish(told, 1, verb="agree"), by=ADA).drafts), ADA)

    assert not journey.open


def test_each_verb_is_told_somehow_and_needs_nothing_it_does_not_take():
    for verb in say.VERBS.values():
        assert verb.needs <= verb.takes and verb.sides
        found = tell(order(), wish(order(), 1, verb=verb.code, reason="OTHER", text="No."))
        assert all(error.field != "verb" for error in found.faults.values())
