"""Package numbers: from a prefix, one after the other, each given once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal import people
from portal.db import db, door, enter, keeper, transaction
from portal.errors import NotAllowed, NotUnderstood


def set_series(org, prefix="4012345", extension=3, serial=0):
    """Let an organisation's numbers come from here."""
    with door(), transaction():
        people.numbers.set_series(org, prefix, extension, serial)


def take(owner, org, many):
    """Take some numbers while the ledger of `owner` is written."""
    with keeper(owner), transaction():
        return people.numbers.take_serials(org, many)[1]


def test_numbers_go_on_where_they_stopped(world):
    set_series(world.brenner, serial=5)

    assert list(take(world.nordwind, world.brenner, 3)) == [5, 6, 7]
    assert list(take(world.nordwind, world.brenner, 1)) == [8]
    with door():
        assert people.numbers.series_of(world.brenner) == people.numbers.Series("4012345", 3, 9)


def test_they_are_the_shippers_own_whomever_it_sends_to(world):
    set_series(world.calder)

    given = [*take(world.nordwind, world.calder, 2), *take(world.westhaven, world.calder, 2)]

    assert given == [0, 1, 2, 3]


def test_who_has_no_prefix_has_no_numbers(world):
    with pytest.raises(NotAllowed):
        take(world.nordwind, world.brenner, 1)


def test_numbers_end_and_are_not_given_twice(world):
    set_series(world.brenner, "401234512345", serial=9_998)

    assert list(take(world.nordwind, world.brenner, 2)) == [9_998, 9_999]
    with pytest.raises(NotAllowed, match="used up"):
        take(world.nordwind, world.brenner, 1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"prefix": "401"}, "prefix"),
        ({"prefix": "40123451234567"}, "prefix"),
        ({"prefix": "40123x5"}, "prefix"),
        ({"extension": 10}, "extension"),
        ({"serial": 10**9}, "serial"),
        ({"serial": -1}, "serial"),
        ({"serial": 4}, "serial"),
    ],
)
def test_a_series_that_cannot_be_is_asked_for_again(world, typed, field):
    set_series(world.brenner, serial=5)

    with pytest.raises(NotUnderstood) as caught:
        set_series(world.brenner, **typed)

    assert caught.value.field == field


def test_a_new_prefix_starts_anew(world):
    set_series(world.brenner, serial=5)

    set_series(world.brenner, "9012345")

    assert list(take(world.nordwind, world.brenner, 1)) == [0]


def test_eight_at_once_get_different_numbers(world, app):
    set_series(world.brenner)

    def run(_n):
        with app.app_context():
            return list(take(world.nordwind, world.brenner, 5))

    enter(None)
    db.session.remove()
    with ThreadPoolExecutor(8) as pool:
        given = [n for numbers in pool.map(run, range(16)) for n in numbers]

    assert sorted(given) == list(range(80))
