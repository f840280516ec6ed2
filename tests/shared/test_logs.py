"""The real logs: a slice of each, from its bytes to journeys. The rows add up; again is nothing."""

import csv
import gzip
import io

import pytest

from portal import intake, loading, people
from tests.loading.conftest import heads, state_of

CASES = 60


@pytest.fixture
def take_in(world, app):
    def take_in(content: bytes, profile: str) -> loading.Counts:
        arrival = loading.Arrival(io.BytesIO(content), f"{profile}.csv", profile)
        owner = world.nordwind
        return loading.take_in(owner, arrival, people.system(owner), app.config)[1]

    return take_in


def head_of(text: str, rows: int) -> bytes:
    return "\n".join(text.split("\n")[: rows + 1]).encode()


def log_of(shared, items: bytes) -> bytes:
    """Return the events of these items, packed as the whole file is."""
    cases = {row["case_id"] for row in csv.DictReader(io.StringIO(items.decode()))}
    with gzip.open(shared / "data" / "bpi2019_events.csv.gz", "rt", encoding="utf-8") as lines:
        kept = [next(lines)]
        for line in lines:
            if line.partition(",")[0] in cases:
                kept.append(line)
            elif len(kept) > 1 and line > "2000001000":  # the file is sorted by its cases
                break
    return gzip.compress("".join(kept).encode())


def test_a_log_of_purchase_orders_joins_its_items(shared, take_in, world):
    items = head_of((shared / "data" / "bpi2019_items.csv").read_text("utf-8"), CASES)
    log = log_of(shared, items)

    placed, first = take_in(items, "bpi2019_items"), take_in(log, "bpi2019_events")
    before = heads(world.nordwind)
    again = take_in(log, "bpi2019_events")

    assert placed == loading.Counts(rows=CASES, accepted=CASES)
    assert first.rows > 5 * CASES
    assert first.accepted + first.duplicate + first.quarantined == first.rows
    assert (again.accepted, again.duplicate) == (0, first.accepted + first.duplicate)
    assert heads(world.nordwind) == before
    stages = [line[3]["stage"] for line in state_of(world.nordwind)["lines"]]
    rows = csv.DictReader(io.StringIO(items.decode()))
    received = [row for row in rows if row["first_goods_receipt"]]
    assert stages.count("RECEIVED") == len(received) > CASES / 2


def test_every_container_row_is_told_or_a_problem_and_each_release_begins_anew(shared):
    entries = list(intake.read(shared / "data" / "container_milestones.csv", "containers"))
    told = [one for one in entries if isinstance(one, intake.Told)]

    assert len(entries) == 4128
    problems = [one for one in entries if isinstance(one, intake.Problem)]
    assert {(one.column, "days before the order" in one.words) for one in problems} == {("t", True)}
    journeys: dict[str, set[str]] = {}
    for one in told:
        journeys.setdefault(one.order.number[:11], set()).add(one.order.number)
    assert len(journeys) == 501
    assert sum(len(found) > 1 for found in journeys.values()) > 40
    assert all(event.place.get("unlocode", "AAAAA").isalnum() for one in told for event in one.line)
    assert {one.line[-1].klass for one in told} == {"ACT", "EST", "PLN"}


def test_containers_become_transports(shared, take_in, world):
    some = head_of((shared / "data" / "container_milestones.csv").read_text("utf-8"), 400)

    first, again = take_in(some, "containers"), take_in(some, "containers")

    assert first.accepted + first.duplicate + first.quarantined == first.rows == 400
    assert (again.accepted, again.duplicate) == (0, first.accepted + first.duplicate)
    orders = state_of(world.nordwind)["orders"]
    assert {order[0] for order in orders} == {"transport"}
    assert len(orders) > 40
