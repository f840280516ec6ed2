"""The same rows in any order, in any split, as often as you like: the same state."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import loading, people
from portal.db import door, transaction
from tests.loading.conftest import heads, state_of

HEADER = "order,line,item,quantity,unit,requested date,supplier number,supplier name,changed"
ROWS = (
    "A-1,10,M-1,100,PCS,2026-12-01,1,Nordblech,2026-02-01 08:00",
    "A-1,20,M-2,5,KG,2026-12-02,1,Nordblech,2026-02-01 08:00",
    "A-1,10,M-1,120,PCS,2026-12-01,1,Nordblech,2026-02-03 08:00",  # a newer version
    "A-2,10,M-1,9,PCS,2026-12-03,2,Óbidos,2026-02-04 08:00",
    "A-2,10,M-1,7,PCS,2026-12-03,2,Óbidos,2026-02-05 08:00",  # as it was before
    "A-2,10,M-1,7,PCS,2026-12-03,2,Óbidos,2026-02-01 08:00",
    "a-2,10,M-1,7,PCS,2026-12-03,2,Óbidos,2026-02-02 08:00",
    "A-3,10,M-9,1,PCS,2026-12-04,3,Third,2026-02-01 08:00",
    "A-3,20,M-9,none,PCS,2026-12-04,3,Third,2026-02-01 08:00",  # not understood
    "A-3,30,M-9,2,PCS,2026-31-04,3,Third,2026-02-01 08:00",  # no such month
)


@pytest.fixture
def load(app):
    """Take files of these rows in, for a new owner each time; return the owner and all counts."""

    def load(*files) -> tuple[int, list[loading.Counts]]:
        with door(), transaction():
            owner = people.found_house("House", "DE", "portal.example").id
        counts = []
        for rows in files:
            content = "\n".join((HEADER, *rows, "")).encode()
            arrival = loading.Arrival(io.BytesIO(content), "x.csv", "orders")
            _, counted = loading.take_in(owner, arrival, people.system(owner), app.config)
            counts.append(counted)
        return owner, counts

    return load


def test_any_order_and_split_gives_the_same_state(world, load):
    whole, _ = load(ROWS)
    wanted = state_of(whole)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(order=st.permutations(ROWS), cut=st.integers(0, len(ROWS)), twice=st.booleans())
    def converges(order, cut, twice):
        files = [part for part in (order[:cut], order[cut:]) if part]
        owner, _ = load(*files, *(files if twice else []))
        assert state_of(owner) == wanted

    converges()


def test_the_newest_version_of_a_line_wins(world, load):
    owner, _ = load(ROWS[2:], ROWS[:2])

    quantities = {line[0][1] + line[1]: line[3]["ordered"] for line in state_of(owner)["lines"]}
    assert quantities == {"A-110": 120, "A-120": 5, "A-210": 7, "A-310": 1}


@pytest.mark.parametrize("cut", [3, 5])
def test_what_came_before_is_counted_as_known(world, load, cut):
    owner, counts = load(ROWS[:cut], ROWS, ROWS)
    before = heads(owner)

    assert [count.rows for count in counts] == [cut, len(ROWS), len(ROWS)]
    for count in counts:
        assert count.accepted + count.duplicate + count.quarantined == count.rows
    assert counts[2].accepted == 0
    assert heads(owner) == before
