"""What an owner's finished lines teach: kinds apart, report times honoured, thirty at least."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest

from portal import clock, flow, insight, ledger
from portal.db import keeper, transaction
from portal.insight.learning import _heaps
from portal.insight.lines import float_of
from portal.ledger import Draft, Qty
from tests.insight.finished import FIRST, load, took


def learnt(world, cut=None):
    with keeper(world.nordwind):
        return {one.kind: one for one in insight.learn(cut or clock.now())}


def test_under_thirty_finished_lines_there_is_no_model(world):
    load(world, 29)
    few = learnt(world)["purchase"]
    load(world, 1, first=29)
    enough = learnt(world)["purchase"]

    assert (few.finished, few.models, few.track) == (29, {}, {})
    assert sorted(enough.models) == ["delivered", "dispatched"]
    assert enough.models["delivered"].orders == 30


def test_kinds_are_learnt_apart(world):
    load(world, 31)
    load(world, 30, kind="transfer")
    found = learnt(world)

    assert {kind: one.models["delivered"].orders for kind, one in found.items()} == {
        "purchase": 31,
        "transfer": 30,
    }


def test_history_is_known_when_its_sender_reported_it(world):
    load(world, 4)
    with keeper(world.nordwind):
        orders = _heaps(lambda _: None)["purchase"].orders()

    came = sorted(orders.at[:, -1])
    assert came == pytest.approx(
        [float_of(FIRST + timedelta(days=4 * n + took(n))) for n in range(4)]
    )
    assert orders.known[:, -1] - orders.at[:, -1] == pytest.approx([0.25] * 4)
    assert set(orders.names["lane"]) == {"AT>Works"}
    assert np.isnan(orders.at[:, 1]).all(), "nobody was asked, so nobody answered"


def test_history_without_report_times_counts_as_known_when_it_happened(world):
    load(world, 2, reported=False)
    with keeper(world.nordwind):
        orders = _heaps(lambda _: None)["purchase"].orders()

    assert np.array_equal(orders.known[:, -1], orders.at[:, -1])


def test_what_people_say_is_known_when_they_say_it(world, at):
    order = world.place("PO-1")
    at("2026-03-20T09:00")
    said = datetime(2026, 3, 4, 9, tzinfo=UTC)
    qty = (Qty(Decimal(100), "EA", "delivered", 1, 0),)
    when, body = ledger.instant(said), {"count": "add"}
    draft = Draft("milestone", code="DELIVERED", line=1, qty=qty, when=when, body=body)
    world.tell(order, draft, by=world.ada)
    with keeper(world.nordwind):
        orders = _heaps(lambda _: None)["purchase"].orders()

    assert orders.known[0, -1] - orders.at[0, -1] == pytest.approx(16)


def test_a_cut_leaves_out_what_was_learnt_later(world):
    load(world, 60)
    cut = FIRST + timedelta(days=4 * 40)

    assert learnt(world, cut)["purchase"].finished < 45


def test_each_claim_has_its_record(world):
    load(world, 60)
    track = learnt(world)["purchase"].track
    brenner = insight.record(track, "agreed", str(world.brenner), "AT>Works")
    unknown = insight.record(track, "agreed", str(world.brenner), "CN>Works")

    late = [2 if n % 5 == 0 else -1 for n in range(60) if n % 3]
    assert (brenner.n, brenner.level) == (40, "both")
    assert brenner.days == pytest.approx(sum(late) / len(late), abs=0.01)
    assert (unknown.n, unknown.level) == (60, "all")
    assert insight.record(track, "late", "0", "AT>Works").days == 12
    assert insight.record(track, "ours", str(world.brenner), "AT>Works") is None


def test_models_are_kept_by_version_and_thrown_away_late(world):
    load(world, 30)
    for _ in range(7):
        versions = [version for _, version in flow.learn(world.nordwind, clock.now(), clock.now())]
    with keeper(world.nordwind):
        newest = insight.models_of("purchase")["delivered"]
        again = insight.models_of("purchase")["delivered"]
    with keeper(world.nordwind), transaction():
        gone = insight.forget_models()

    assert versions == [7]
    assert (newest.version, newest.name) == (7, "purchase/7")
    assert again is newest, "a process reads a version once"
    assert gone == 2 * 2, "two steps, all but the newest five"


def test_learning_anew_waits_for_deliveries(world, at):
    with keeper(world.nordwind):
        assert not insight.wanting(clock.now())
    load(world, 29)
    with keeper(world.nordwind):
        assert not insight.wanting(clock.now())
    load(world, 1, first=29)
    with keeper(world.nordwind):
        assert insight.wanting(clock.now())
    list(flow.learn(world.nordwind, clock.now(), clock.now()))
    at("2026-03-03T10:00")
    with keeper(world.nordwind):
        assert not insight.wanting(clock.now()), "a day has passed, but nothing came"
    load(world, 1, first=30)
    with keeper(world.nordwind):
        assert insight.wanting(clock.now())
