"""A bundle is told order by order; a row is told or refused, and twice is once."""

import json
from uuid import uuid4

import pytest

from portal import bundles, desk, flow
from portal.bundles import BAD, DONE, OPEN, READY, TOLD, WRONG, Row, sending, store
from portal.errors import NotAllowed, NotFound
from tests.bundles.acting import LATER, TODAY, asked, begun, kinds, states, told
from tests.world import Line


def test_lines_of_many_orders_are_answered_at_once(town):
    rows = asked(town, town.sam, (town.one, 1), (town.one, 2), (town.two, 1), verb="accept")

    ident = told(town, town.sam, rows)

    assert states(town, town.sam, ident) == {1: TOLD, 2: TOLD, 3: TOLD}
    assert kinds(town, town.one).count("response") == 2
    assert kinds(town, town.two).count("response") == 1
    with town.seen_by(town.sam):
        assert bundles.head_of(town.sam.actor, ident).state == DONE


def test_lines_of_two_buyers_are_answered_at_once(town):
    rows = asked(town, town.sue, (town.far, 1), (town.away, 1), verb="accept")

    told(town, town.sue, rows)

    assert kinds(town, town.far)[-1] == "response"
    assert kinds(town, town.away, town.eve)[-1] == "response"


def test_nothing_is_said_before_it_is_told(town):
    rows = asked(town, town.sam, (town.one, 1), verb="propose", day=LATER)

    ident, new = begun(town, town.sam, rows)

    assert new and states(town, town.sam, ident) == {1: READY}
    assert "response" not in kinds(town, town.one)
    with town.seen_by(town.sam):
        (one,) = bundles.sums(town.sam.actor, ident)
        assert (one.means, one.rows, one.orders, one.later, one.most) == ("propose", 1, 1, 1, 14)


def test_a_row_that_is_wrong_is_kept_and_the_others_are_told(town):
    rows = asked(town, town.sam, (town.one, 1), (town.two, 1), verb="reject")
    rows[1].reason = "STOCKOUT"

    ident = told(town, town.sam, rows)

    assert states(town, town.sam, ident) == {1: WRONG, 2: TOLD}
    assert "response" not in kinds(town, town.one)
    with town.seen_by(town.sam):
        wrong = bundles.rows_of(town.sam.actor, ident, (WRONG,))[0]
    assert str(wrong.problem()) == "Choose a reason." and wrong.problem().field == "reason"


def test_the_same_form_is_the_same_bundle(town):
    rows = asked(town, town.sam, (town.one, 1), verb="accept")
    first, new = begun(town, town.sam, rows)

    assert begun(town, town.sam, rows) == (first, False)
    assert new and begun(town, town.sue, []) != (first, False)


def test_broken_off_after_the_ledger_took_it_nothing_is_told_twice(town, monkeypatch):
    rows = asked(town, town.sam, (town.one, 1), (town.two, 1), verb="accept")
    ident, _ = begun(town, town.sam, rows)

    class Broken(Exception):
        pass

    def breaks(*_given):
        raise Broken

    with town.seen_by(town.sam):
        bundles.start(town.sam.actor, ident)
        monkeypatch.setattr(sending, "_note", breaks)
        with pytest.raises(Broken):
            bundles.tell(town.sam.actor, ident, TODAY)
        monkeypatch.undo()
        assert states(town, town.sam, ident) == {1: READY, 2: READY}
        bundles.tell(town.sam.actor, ident, TODAY)

    assert states(town, town.sam, ident) == {1: TOLD, 2: TOLD}
    assert kinds(town, town.one).count("response") == 1


def test_one_order_the_ledger_does_not_take_spoils_no_other(town, monkeypatch):
    rows = asked(town, town.sam, (town.one, 1), (town.two, 1), verb="accept")
    tell_all = flow.tell_all

    def picky(tellings, by):
        if any(one.order == town.one for one in tellings):
            raise NotAllowed("Your organisation may not report this.")
        return tell_all(tellings, by)

    monkeypatch.setattr(flow, "tell_all", picky)
    ident = told(town, town.sam, rows)

    assert states(town, town.sam, ident) == {1: BAD, 2: TOLD}


def test_a_strangers_line_is_no_line(town):
    with town.seen_by(town.sam):
        rows = [Row(1, order=order, line=1, part=1, stamp="x", verb="accept")
                for order in (town.far, uuid4())]  # fmt: skip
        rows[1].row = 2
        assert desk.lines_at({row.place for row in rows}) == {}

    ident = told(town, town.sam, rows)

    with town.seen_by(town.sam):
        found = bundles.rows_of(town.sam.actor, ident)
        assert [row.state for row in found] == [WRONG, WRONG]
        assert len({json.dumps(json.loads(row.fault)) for row in found}) == 1
        assert {row.number for row in found} == {""}
    assert "response" not in kinds(town, town.far, town.sue)


def test_a_bundle_is_one_persons(town):
    ident, _ = begun(town, town.sam, asked(town, town.sam, (town.one, 1), verb="accept"))
    other = town.person("Sid", "supplier", town.brenner)

    for who in (town.sue, town.ada, other):
        with town.seen_by(who), pytest.raises(NotFound):
            bundles.head_of(who.actor, ident)


def test_the_buyer_decides_on_lines_of_many_orders(town):
    both = ((town.one, 1), (town.two, 1))
    told(town, town.sam, asked(town, town.sam, *both, verb="propose", day=LATER))

    ident = told(town, town.ada, asked(town, town.ada, *both, verb="agree"))

    assert states(town, town.ada, ident) == {1: TOLD, 2: TOLD}
    assert kinds(town, town.two)[-1] == "decision"
    with town.seen_by(town.ada):
        assert {line.agreed_day for line in desk.lines_of([town.two])} == {LATER}


def test_windows_never_cut_an_order(town, monkeypatch):
    order = town.place("PO-9", *(Line(code=f"B-{n}") for n in range(7)))
    monkeypatch.setattr("portal.bundles.store.WINDOW", 3)
    places = [(town.one, 1), (town.two, 1), *((order, n) for n in range(1, 8))]

    ident = told(town, town.sam, asked(town, town.sam, *places, verb="accept"))

    assert set(states(town, town.sam, ident).values()) == {TOLD}
    with town.seen_by(town.sam):
        seen = [row.order for window in store_windows(town, ident) for row in window]
    assert len(seen) == 9


def store_windows(town, ident):
    found = list(store.windows(town.sam.actor, ident))
    assert [len({row.order for row in window}) for window in found]
    orders = [{row.order for row in window} for window in found]
    assert sum(len(some) for some in orders) == len(set().union(*orders)), "an order was cut"
    return found


def test_old_bundles_make_room_for_new_ones(town, at):
    rows = asked(town, town.sam, (town.one, 1), verb="accept")
    old, _ = begun(town, town.sam, rows)
    at("2026-04-02T09:00")
    kept, _ = begun(town, town.sam, asked(town, town.sam, (town.two, 1), verb="accept"), "next")
    at("2026-04-04T09:00")

    begun(town, town.sam, asked(town, town.sam, (town.one, 2), verb="accept"), "newest")

    with town.seen_by(town.sam):
        assert bundles.head_of(town.sam.actor, kept)
        with pytest.raises(NotFound):
            bundles.head_of(town.sam.actor, old)
        assert bundles.rows_of(town.sam.actor, old) == []


def test_the_bundle_stays_open_until_it_is_told(town):
    ident, _ = begun(town, town.sam, asked(town, town.sam, (town.one, 1), verb="accept"))

    with town.seen_by(town.sam):
        assert bundles.head_of(town.sam.actor, ident).state == OPEN
