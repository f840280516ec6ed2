"""The worker reads the paths of what changed and counts them; again changes nothing."""

import pytest
import sqlalchemy as sa

from portal import insight, jobs
from portal.db import db, keeper
from portal.insight.paths.tables import LinePath, PathMark, PathTally, StepTally
from tests.world import Line


@pytest.fixture
def orders(world, at):
    """Three orders: two delivered, one of them without a word of its dispatch; one under way."""
    at("2026-03-01T09:00")
    made = [world.place(f"PO-{n}", Line(agreed="2026-03-20")) for n in (1, 2, 3)]
    at("2026-03-10T09:00")
    for order in (made[0], made[2]):
        world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")
    at("2026-03-22T09:00")
    for order in made[:2]:
        world.reach(order, "DELIVERED", "100", world.sam, what="delivered")
    return made


def tallies(owner: int) -> list[tuple]:
    with keeper(owner):
        one = PathTally
        query = sa.select(one.partner, one.codes, one.lines, one.late, one.judged, one.followed)
        return sorted(tuple(row) for row in db.session.execute(query))


def test_finished_lines_are_counted_by_their_ways(world, orders):
    assert jobs.trace() == 3

    found = tallies(world.nordwind)

    for partner in (0, world.brenner):
        mine = [row[1:] for row in found if row[0] == partner]
        assert mine == [("DELIVERED", 1, 1, 1, 0), ("DISPATCHED DELIVERED", 1, 1, 1, 1)]
    with keeper(world.nordwind):
        marks = db.session.execute(sa.select(PathMark.code, PathMark.mark)).all()
        steps = dict(
            db.session.execute(
                sa.select(StepTally.code, StepTally.skipped).where(StepTally.partner == 0)
            ).all()
        )
    assert [tuple(one) for one in marks] == [("DISPATCHED", "skipped")]
    assert (steps["DISPATCHED"], steps["DELIVERED"]) == (1, 0)


def test_again_reads_only_what_changed_and_gives_the_same(world, orders, at):
    jobs.trace()
    before = tallies(world.nordwind)
    at("2026-03-22T09:30")
    jobs.trace()

    at("2026-03-22T09:40")

    assert jobs.trace() == 0
    assert jobs.trace(everything=True) == 3
    assert tallies(world.nordwind) == before


def test_a_correction_moves_a_line_to_another_way(world, orders, at):
    jobs.trace()
    at("2026-03-25T09:00")
    world.reach(orders[1], "DISPATCHED", "100", world.sam, what="dispatched")

    jobs.trace()

    codes = [row[1] for row in tallies(world.nordwind) if row[0] == 0]
    assert codes == ["DELIVERED DISPATCHED", "DISPATCHED DELIVERED"]
    with keeper(world.nordwind):
        assert db.session.scalars(sa.select(LinePath.counted)).all() == [True, True]


def test_what_was_left_uncounted_is_counted_the_next_time(world, orders, monkeypatch):
    def broken(*_args):
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as patch:
        patch.setattr(insight.paths, "recount", broken)
        with pytest.raises(RuntimeError):
            jobs.trace()

    jobs.trace()

    assert len(tallies(world.nordwind)) == 4


def test_rare_ways_are_one(world, orders, monkeypatch):
    monkeypatch.setattr("portal.insight.paths.counting.TOLD_APART", 1)

    jobs.trace()

    found = [row[1:3] for row in tallies(world.nordwind) if row[0] == 0]
    assert sorted(found) == [("", 1), ("DELIVERED", 1)] or sorted(found) == [
        ("", 1), ("DISPATCHED DELIVERED", 1),
    ]  # fmt: skip
