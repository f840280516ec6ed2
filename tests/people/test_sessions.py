"""Sessions end when they should: at once when told, by themselves when forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from portal import clock, people
from portal.db import current, db, door, keeper, transaction
from portal.errors import NotFound
from portal.people import Limits, Session, digest

LIMITS = Limits(idle=timedelta(hours=1), absolute=timedelta(hours=12))


def opened(world, who, org=None):
    with door(), transaction():
        return people.open_session(who.id, org or who.org, clock.now(), "a browser")


def who(secret):
    with door():
        return people.session_of(secret, clock.now(), LIMITS)


def test_a_session_says_who_and_through_which_scope(world):
    found = who(opened(world, world.sam))

    assert found.actor.name == "Sam"
    assert (found.actor.side, found.actor.role) == ("supplier", "supplier")
    assert (found.scope.kind, found.scope.org) == ("partner", world.brenner)
    assert found.scope.owners == (world.nordwind,)


def test_a_partner_of_two_owners_sees_both(world):
    found = who(opened(world, world.sue))

    assert found.scope.owners == (world.nordwind, world.westhaven)


def test_looking_a_session_up_is_one_statement(world):
    secret, seen = opened(world, world.sam), []

    with door():
        db.session.connection()
        event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
        people.session_of(secret, clock.now(), LIMITS)

    assert len(seen) == 1, seen


def test_only_the_hash_of_the_secret_is_kept(world):
    secret = opened(world, world.sam)

    with door():
        assert db.session.get(Session, digest(secret)).token == digest(secret)
        assert secret.encode() not in digest(secret)


def test_another_secret_is_nobody(world):
    assert who("") is None
    assert who("somebody else's") is None


def test_a_session_ends_an_hour_after_the_last_click(world, at):
    secret = opened(world, world.sam)
    at("2026-03-02T09:59:59")
    assert who(secret).stale

    at("2026-03-02T10:00")
    assert who(secret) is None


def test_a_session_in_use_ends_after_half_a_day(world, at):
    secret = opened(world, world.sam)
    for hour in range(10, 21):
        at(f"2026-03-02T{hour}:00")
        with door(), transaction():
            people.touch(secret, clock.now())
        at(f"2026-03-02T{hour}:59:59")
        assert who(secret), f"still signed in at {hour}:59"

    at("2026-03-02T21:00")
    assert who(secret) is None


def test_use_is_noted_once_a_minute(world, at):
    secret = opened(world, world.sam)
    assert not who(secret).stale

    at("2026-03-02T09:01")
    assert who(secret).stale


def test_an_ended_session_is_over(world):
    secret = opened(world, world.sam)

    with door(), transaction():
        people.end_session(digest(secret), clock.now())

    assert who(secret) is None


def test_nobody_ends_the_session_of_another(world):
    secret = opened(world, world.sam)

    with pytest.raises(NotFound), door(), transaction():
        people.end_session(digest(secret), clock.now(), person=world.sue.id)
    assert who(secret)


def test_all_others_end(world):
    one, two = opened(world, world.sam), opened(world, world.sam)

    with door(), transaction():
        people.end_all(world.sam.id, clock.now(), but=digest(one))

    assert who(one)
    assert who(two) is None


def test_a_turned_session_has_a_new_secret_and_the_old_one_is_dead(world):
    old = opened(world, world.sam)

    with door(), transaction():
        new = people.rotate(old, clock.now())

    assert who(old) is None
    assert who(new).actor.id == world.sam.id
    with pytest.raises(NotFound), door(), transaction():
        people.rotate(old, clock.now())


def test_a_role_changed_holds_at_the_next_click(world):
    secret = opened(world, world.ada)

    with keeper(world.nordwind), transaction():
        people.give_role(world.nordwind, world.ada.id, world.nordwind, "receiving")

    assert who(secret).actor.role == "receiving"


def test_deactivated_is_signed_out_at_once(world):
    secret = opened(world, world.ada)

    with keeper(world.nordwind), transaction():
        people.deactivate(world.nordwind, world.ada.id, world.nordwind)
    assert who(secret) is None

    with keeper(world.nordwind), transaction():
        people.reactivate(world.nordwind, world.ada.id, world.nordwind)
    assert who(secret) is None, "the old session stays dead"
    assert who(opened(world, world.ada)).actor.role == "buyer"


def test_a_grant_taken_back_shows_nothing_at_the_next_click(world):
    secret = opened(world, world.aud)
    found = who(secret)
    assert found.scope.lens_owner == world.nordwind

    with keeper(world.nordwind), transaction():
        people.revoke_grant(world.nordwind, found.grant)

    assert who(secret).scope.lens_owner == 0


def test_a_grant_that_ran_out_shows_nothing(world, at):
    at("2026-05-31T08:59")
    secret = opened(world, world.aud)
    assert who(secret).scope.lens_owner == world.nordwind

    at("2026-05-31T09:01")
    assert who(secret).scope.lens_owner == 0


def test_old_rows_are_swept_and_young_ones_stay(world, at):
    old = opened(world, world.sam)
    at("2026-06-30T09:00")
    young = opened(world, world.sue)

    with door(), transaction():
        people.sweep(clock.now())

    with door():
        assert db.session.get(Session, digest(old)) is None
        assert db.session.get(Session, digest(young)) is not None
    assert current() is None or current().kind != "door"
