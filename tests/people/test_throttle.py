"""Guessing gets slow, and nobody can lock out another from elsewhere."""

from datetime import timedelta

import pytest

from portal import clock, people
from portal.db import door, transaction
from portal.errors import TooOften
from portal.people import SIGN_IN, Limit, network_of

THREE = {"address and network": Limit(3, timedelta(minutes=15))}


def attempt(address="sam@brenner.example", network="10.0.0.0/24", limits=THREE):
    with door(), transaction():
        people.throttle("sign-in", limits, address, network, clock.now())


def test_the_last_quiet_try_and_the_first_refused(world):
    for _ in range(3):
        attempt()

    with pytest.raises(TooOften) as caught:
        attempt(" SAM@brenner.example")
    assert caught.value.values["seconds"] == 900


def test_after_a_while_it_may_be_tried_again(world, at):
    for _ in range(3):
        attempt()
    at("2026-03-02T09:14:59")
    with pytest.raises(TooOften) as caught:
        attempt()
    assert caught.value.values["seconds"] == 1

    at("2026-03-02T09:15")
    attempt()


def test_somebody_elsewhere_is_not_locked_out(world):
    for _ in range(3):
        attempt(network="203.0.113.0/24")

    attempt(network="10.0.0.0/24")
    attempt(address="sue@calder.example", network="203.0.113.0/24")


def test_who_was_right_starts_anew(world):
    for _ in range(3):
        attempt()
    with door(), transaction():
        people.forgive("sign-in", THREE, "sam@brenner.example", "10.0.0.0/24")

    attempt()


def test_a_network_that_tries_many_addresses_is_slowed(world):
    limits = {"network": Limit(3, timedelta(minutes=15))}
    for number in range(3):
        attempt(f"{number}@x.example", limits=limits)

    with pytest.raises(TooOften):
        attempt("another@x.example", limits=limits)
    attempt("another@x.example", "10.0.1.0/24", limits=limits)


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_neighbours_count_together(ip, network):
    assert network_of(ip) == network


def test_signing_in_is_limited_in_three_ways():
    assert set(SIGN_IN) == {"address and network", "address", "network"}
