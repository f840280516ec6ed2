"""Every story of the demo world can be told to its end by the builders of the pages. Pure."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from portal import clock, journey, ledger
from portal.demo import plan
from portal.demo.acts import Scene
from portal.demo.companies import PARTNERS
from portal.demo.stage import was_said
from portal.ledger import Doc, Held
from portal.people import Actor

OWNER = 1
ORGS = {one.number: n for n, one in enumerate(PARTNERS, start=10)}
TAIL = timedelta(minutes=40)


def actor(order, who):
    """Return somebody who may do this on this order."""
    one = {"supplier": order.company, "carrier": order.carrier, "wire": order.carrier}.get(who)
    org = ORGS[one.number] if one else OWNER
    side = one.kind if one else "system" if who == "erp" else "owner"
    return Actor(UUID(int=org), who, org, who, side, side, "session")


def kept(_name, data):
    return Doc(bytes(32), "application/pdf", len(data), "paper.pdf")


def play(order):
    """Let everything happen to an order that its story has, day by day; return what was said."""
    began = datetime.combine(order.placed, time(7), UTC)
    held = Held(OWNER, UUID(int=1), "order", order.key, "log", began, began)
    head, *lines = order.drafts()
    head = replace(head, body=head.body | {"partner": ORGS[order.company.number]})
    with clock.set_to(began):
        ledger.record(held, [head, *lines], actor(order, "erp"))
    for number, act in enumerate(order.acts):
        now = datetime.combine(order.day(act.day), time(8), UTC) + number * TAIL
        with clock.set_to(now):
            by = actor(order, act.who)
            key = f"{order.key}:{number + 1}"
            read = journey.fold(held.history)
            drafts = act.do(Scene(key, by, read, held.history, now, kept))
            ledger.record(held, drafts, by)
            assert was_said(held.history, key) == bool(drafts), (order.key, act)
    return held.history


@pytest.mark.parametrize("anchor", [date(2026, 11, 23), date(2027, 3, 4), date(2026, 8, 1)])
def test_every_story_can_be_told_to_its_end(anchor):
    for order in plan.orders("stories", 80, anchor):
        read = journey.fold(play(order))

        assert read.lines
        assert not {"line_unknown", "old_revision"} & {flag.kind for flag in read.flags}


def test_the_show_holds_every_kind_and_ends_where_it_says():
    orders = plan.orders("show", len(plan.SHOW), date(2026, 11, 23))

    assert {order.kind for order in orders} == set(plan.KINDS)
    done = Counter()
    for order in orders:
        done.update(a.label for a in order.acts if order.day(a.day) < date(2026, 11, 23))
    assert {wanted.until for wanted in plan.SHOW} - {"-", "erp"} <= set(done)


def test_the_same_seed_gives_the_same_orders():
    def told(seed):
        orders = plan.orders(seed, 40, date(2026, 11, 23))
        return [(one.key, one.placed, [(a.day, a.label) for a in one.acts]) for one in orders]

    assert told("a") == told("a")
    assert told("a") != told("b")


def test_partners_are_many_and_from_many_countries():
    suppliers = [one for one in PARTNERS if one.number.startswith("V-")]

    assert len(suppliers) == 40
    assert len({one.place.country for one in suppliers}) == 12
    assert len({one.email for one in PARTNERS if one.person}) == sum(
        1 for one in PARTNERS if one.person
    )
