"""Reply addresses: only we can make one, and each is for one notice, thread and recipient."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from portal.desk import Mark, claim_among, is_ours, keys_of, reply_address

KEYS = keys_of("", "secret")
DOMAIN = "in.portal.example"
MARK = Mark(7, uuid4(), uuid4(), "2/", uuid4())


def test_an_address_says_what_it_was_made_for():
    address = reply_address(KEYS, DOMAIN, MARK)
    claim = claim_among(["x@y.example", address.upper()], KEYS, DOMAIN)

    assert (claim.owner, claim.notice) == (7, MARK.notice)
    assert claim.holds(MARK)
    assert len(address.partition("@")[0]) <= 64, "RFC 5321 allows no longer ones"


@pytest.mark.parametrize(
    "other",
    [
        replace(MARK, owner=8),
        replace(MARK, notice=UUID(int=1)),
        replace(MARK, stream=UUID(int=1)),
        replace(MARK, thread="1/"),
        replace(MARK, person=UUID(int=1)),
    ],
)
def test_it_holds_for_nothing_else(other):
    claim = claim_among([reply_address(KEYS, DOMAIN, MARK)], KEYS, DOMAIN)

    assert not claim.holds(other)


def test_no_letter_of_it_may_be_changed():
    local, _at, host = reply_address(KEYS, DOMAIN, MARK).partition("@")
    for place in range(len("reply+"), len(local) - 1):
        letter = "a" if local[place] != "a" else "b"
        claim = claim_among([f"{local[:place]}{letter}{local[place + 1 :]}@{host}"], KEYS, DOMAIN)
        assert (
            claim is None
            or claim.notice != MARK.notice
            or not claim.holds(replace(MARK, owner=claim.owner))
        )


def test_a_key_may_be_changed_and_taken_away():
    old, new = keys_of("old", ""), keys_of("new, old", "")
    address = reply_address(old, DOMAIN, MARK)

    assert claim_among([address], new, DOMAIN).holds(MARK)
    assert claim_among([address], keys_of("new", ""), DOMAIN) is None
    assert reply_address(new, DOMAIN, MARK) != address


def test_the_owners_number_is_not_shown():
    """Two notices of one owner do not carry the same four bytes."""
    one, two = (reply_address(KEYS, DOMAIN, replace(MARK, notice=uuid4())) for _ in range(2))

    assert one[33:39] != two[33:39]


@pytest.mark.parametrize(
    "address", ["reply+@in.portal.example", "reply+é@in.portal.example", "", "@"]
)
def test_what_is_no_address_of_ours(address):
    assert claim_among([address], KEYS, DOMAIN) is None


def test_our_own_addresses_are_known():
    assert is_ours("Reply+abc@IN.portal.example", DOMAIN)
    assert not is_ours("sam@in.portal.example", DOMAIN)
    assert not is_ours("reply+abc@in.portal.example", "")
