"""Goods that go back: for credit they stay fulfilled, for new ones the quantity is owed again."""

from decimal import Decimal

from portal import journey
from portal.ledger import Draft, Qty, day
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d, flags, part


def received(n="100") -> Story:
    """An order of 100, of which `n` came."""
    story = Story()
    story.order()
    story.line(("100", "03-20"))
    story.accept()
    story.step("DISPATCHED", n, "03-10", what="dispatched")
    story.step("RECEIVED", n, "03-18", org=OWNER, what="received")
    return story


def only(story) -> journey.Return:
    (one,) = journey.fold(story.said).returns
    return one


def test_a_return_waits_for_the_suppliers_answer():
    story = received()
    story.give_back("10")

    assert only(story).state == "requested"
    assert part(story).open_qty == 0, "nothing is owed before the supplier has agreed"


def test_a_replacement_is_owed_once_more_when_it_is_agreed():
    story = received()
    asked = story.give_back("10")
    story.allow(asked)

    found = part(story)

    assert (found.open_qty, found.fulfilled, found.ordered) == (10, 90, 100)
    assert (found.moved("dispatched"), found.moved("received")) == (90, 90)
    assert (found.next_step, found.view) == ("DISPATCHED", "due")


def test_the_new_goods_complete_the_order_and_are_nothing_in_excess():
    story = received()
    story.allow(story.give_back("10"))
    story.step("DISPATCHED", "10", "03-25", what="dispatched")
    story.step("RECEIVED", "10", "03-28", org=OWNER, what="received")

    assert not part(story).open
    assert part(story).moved("dispatched") == 100
    assert not journey.fold(story.said).lines[1].excess
    assert "over_quantity" not in flags(story)


def test_a_credit_leaves_the_order_fulfilled():
    story = received()
    story.allow(story.give_back("10", "credit"))

    assert (part(story).open_qty, part(story).fulfilled) == (0, 100)


def test_a_refused_return_changes_nothing_but_its_state():
    story = received()
    before = part(story)
    story.allow(story.give_back("10"), "refused")

    assert only(story).state == "refused"
    assert part(story) == before


def test_a_return_is_done_when_all_of_it_is_back():
    story = received()
    asked = story.give_back("10")
    story.allow(asked, refs=(("rma", "RMA-7"),))
    body = {"return": asked}
    told = Tell(story, body)

    states = [only(story).state]
    told.step("RETURN_IN_TRANSIT", "10", OWNER)
    states.append(only(story).state)
    told.step("RETURN_RECEIVED", "4", SUPPLIER)
    states.append(only(story).state)
    told.step("RETURN_RECEIVED", "6", SUPPLIER)
    states.append(only(story).state)

    assert states == ["accepted", "under_way", "under_way", "done"]
    assert only(story).number == "RMA-7"
    assert part(story).moved("returned") == 10


def test_two_who_report_the_same_pick_up_are_not_added():
    story = received()
    asked = story.give_back("10")
    story.allow(asked)
    told = Tell(story, {"return": asked})
    told.step("RETURN_IN_TRANSIT", "10", OWNER)
    told.step("RETURN_IN_TRANSIT", "10", CARRIER)

    assert only(story).sent == {1: Decimal(10)}


def test_the_first_answer_holds():
    story = received()
    asked = story.give_back("10")
    story.allow(asked, "refused")
    story.allow(asked)

    assert only(story).verdict == "refused"


def test_an_answer_to_nothing_is_flagged():
    story = received()
    story.allow("ab")

    assert "return_unknown" in flags(story)


class Tell:
    """Steps of one return."""

    def __init__(self, story, body):
        self.story, self.body = story, body

    def step(self, code, n, org):
        qty = (Qty(Decimal(n), "EA", "", 1),)
        draft = Draft(
            "milestone", code=code, line=1, qty=qty, when=day(d("03-22")),
            key=f"r{len(self.story.said)}", body={**self.body, "count": "add"},
        )  # fmt: skip
        self.story.tell(draft, org)
