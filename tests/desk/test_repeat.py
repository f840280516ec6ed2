"""The same form twice is one act; the same key for another form is refused."""

from datetime import timedelta

import pytest

from portal import clock, desk
from portal.db import keeper, transaction
from portal.errors import Conflict
from tests.watch.saying import ADA, BOB

OWNER, SUPPLIER = 1, 2
FORM = desk.digest_of(b"qty=5")


@pytest.fixture(autouse=True)
def on_a_portal(app, at):
    at("2026-03-02T12:00")


def asked(org=OWNER, actor=ADA, key="k1", digest=FORM, owner=OWNER):
    with keeper(owner), transaction():
        return desk.seen(org, actor, key, digest)


def keep(**more):
    with keeper(OWNER), transaction():
        desk.remember(OWNER, ADA, "k1", FORM, **more)


def test_a_new_request_is_new():
    assert asked() is None


def test_the_first_answer_is_given_again():
    keep(status=201, answer='{"id":"7"}')

    assert asked() == desk.Answer(201, '{"id":"7"}')


def test_a_key_used_for_something_else_is_a_conflict():
    keep()

    with pytest.raises(Conflict):
        asked(digest=desk.digest_of(b"qty=6"))


@pytest.mark.parametrize("other", [{"org": SUPPLIER}, {"actor": BOB}, {"key": "k2"}, {"owner": 9}])
def test_keys_of_others_never_meet(other):
    keep()

    assert asked(**other) is None


def test_two_at_once_are_one_and_a_conflict():
    keep()

    with pytest.raises(Conflict):
        keep()


def test_an_answer_whose_effects_failed_was_never_given():
    with pytest.raises(ZeroDivisionError), keeper(OWNER), transaction():
        desk.remember(OWNER, ADA, "k1", FORM)
        raise ZeroDivisionError

    assert asked() is None


def test_old_answers_are_forgotten():
    keep()
    with keeper(OWNER), transaction():
        assert desk.forget(clock.now() - timedelta(days=1)) == 0
        assert desk.forget(clock.now() + timedelta(seconds=1)) == 1
    assert asked() is None
