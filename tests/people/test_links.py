"""Joining and a new password: by links that work once, for a while, and for one address."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, people
from portal.db import db, door, keeper, transaction
from portal.errors import Conflict, NotFound, NotUnderstood, PortalError
from portal.people import Token, digest

WEEK = timedelta(days=7)
GOOD = "three green boats in the rain"


def invite(world, email="New@Nordwind.example ", role="buyer", org=None, by=None):
    by = by or world.kim
    with keeper(by.org), transaction():
        return people.invite(by.actor, email, role, WEEK, org)


def join(world, secret, name="Noa", password=GOOD, owner=None):
    with door():
        accepted = people.accept(secret, name, password, world.hasher)
    with keeper(owner or world.nordwind), transaction():
        return people.join(secret, accepted, "de", "Europe/Berlin")


def recognise(world, email, password):
    with door():
        return people.recognise(email, password, world.hasher)


def test_somebody_invited_joins_and_is_recognised(world):
    secret = invite(world)
    with door():
        invitation = people.invitation(secret, clock.now())
    assert (invitation.email, invitation.org_name) == ("new@nordwind.example", "Nordwind")
    assert not invitation.known

    joined = join(world, secret)

    known = recognise(world, "NEW@nordwind.example", GOOD)
    assert known.person == joined.person
    assert [(p.org, p.role) for p in known.places] == [(world.nordwind, "buyer")]


def test_a_link_works_once(world):
    secret = invite(world)
    join(world, secret)

    with pytest.raises(NotFound):
        join(world, secret)


def test_a_link_works_for_a_week(world, at):
    secret = invite(world)
    at("2026-03-09T08:59")
    with door():
        assert people.invitation(secret, clock.now())

    at("2026-03-09T09:00")
    with door(), pytest.raises(NotFound):
        people.invitation(secret, clock.now())


def test_the_secret_itself_is_kept_nowhere(world):
    secret = invite(world)

    with door():
        row = db.session.get(Token, digest(secret))
        kept = " ".join(str(getattr(row, column)) for column in Token.__mapper__.columns.keys())
    assert secret not in kept


@pytest.mark.parametrize(
    ("name", "password"), [("", GOOD), ("Noa", "short"), ("Noa", "new@nordwind.example")]
)
def test_a_weak_password_or_no_name_leaves_the_link_open(world, name, password):
    secret = invite(world)

    with pytest.raises(NotUnderstood):
        join(world, secret, name, password)

    assert join(world, secret).role == "buyer"


def test_who_has_an_account_proves_it(world, at):
    at("2026-03-02T10:00")
    secret = invite(world, world.sue.email, "supplier", world.brenner)
    with pytest.raises(NotUnderstood):
        join(world, secret, password="not her password at all")

    join(world, secret, password=world.password)

    places = recognise(world, world.sue.email, world.password).places
    assert [place.org for place in places] == [world.calder, world.brenner]


def test_a_mails_link_does_the_same_and_is_used_up_with_the_first(world):
    secret = invite(world)
    with keeper(world.nordwind), transaction():
        mailed = people.renew(digest(secret), clock.now())
    assert mailed.secret != secret

    join(world, mailed.secret)

    with door(), pytest.raises(NotFound):
        people.invitation(secret, clock.now())
    with door():
        assert people.renew(digest(secret), clock.now()) is None


@pytest.mark.parametrize(
    "email",
    [
        "",
        "no at",
        "a@b",
        "two@@signs.example",
        "a b@c.example",
        "x" * 250 + "@y.example",
        "a@b.example\n"[:11] + "\x00",
    ],
)
def test_what_is_no_address_is_refused(world, email):
    with pytest.raises(NotUnderstood) as caught:
        invite(world, email)
    assert caught.value.field == "email"


def test_roles_fit_the_organisation(world):
    for role, org in (("supplier", None), ("buyer", world.brenner), ("customer", world.brenner)):
        with pytest.raises(NotUnderstood):
            invite(world, role=role, org=org)
    with pytest.raises(NotUnderstood):
        invite(world, role="king")


def test_only_own_partners_can_be_invited(world):
    with pytest.raises(NotFound):
        invite(world, role="supplier", org=world.brenner, by=world.eve)


def test_somebody_who_is_there_is_not_invited_again(world):
    with pytest.raises(Conflict):
        invite(world, world.ada.email)


def test_who_does_not_see_its_orders_is_not_told(world):
    with keeper(world.calder), transaction():
        people.permits.set_rights(world.calder, world.sue.id, {world.nordwind: people.rights.FULL})

    assert invite(world, world.sue.email, "supplier", world.calder, by=world.eve)
    with pytest.raises(Conflict):
        invite(world, world.sue.email, "supplier", world.calder)


def test_the_first_at_a_partner_manages_and_sees_all_others_only_their_buyer(world):
    first = world.sue.actor
    tim = world.person("Tim", "supplier", world.calder, owner=world.westhaven)

    assert first.manages and first.with_(world.westhaven).orders == "all"
    assert not tim.actor.manages
    assert tim.scope.owners == (world.westhaven,), "no buyer looks at another's orders like this"
    assert tim.actor.with_(world.nordwind) == people.rights.NOTHING


def test_a_second_buyer_that_invites_somebody_known_adds_its_own_orders(world):
    with keeper(world.calder), transaction():
        people.permits.set_rights(world.calder, world.sue.id, {world.nordwind: people.rights.FULL})
    secret = invite(world, world.sue.email, "supplier", world.calder, by=world.eve)

    join(world, secret, password=world.password, owner=world.westhaven)

    sue = world.recognised("Sue", world.sue.email, world.calder)
    assert set(sue.scope.owners) == {world.nordwind, world.westhaven}


def test_a_new_password_ends_every_session(world):
    with door(), transaction():
        session = people.open_session(world.sam.id, world.sam.org, clock.now())
        link = people.forgot(world.sam.email.upper(), timedelta(hours=1))
    with door():
        hashed = people.new_hash(link.secret, GOOD, world.hasher)
    with door(), transaction():
        assert people.reset(link.secret, hashed) == world.sam.id

    limits = people.Limits(timedelta(hours=1), timedelta(hours=1))
    with door():
        assert people.session_of(session, clock.now(), limits) is None
    assert recognise(world, world.sam.email, GOOD)
    assert recognise(world, world.sam.email, world.password) is None


def test_the_first_of_two_links_used_ends_the_other(world):
    with door(), transaction():
        one = people.forgot(world.sam.email, timedelta(hours=1))
        two = people.forgot(world.sam.email, timedelta(hours=1))
    with door(), transaction():
        people.reset(one.secret, world.hasher.hash(GOOD))

    with door(), pytest.raises(NotFound):
        people.reset_of(two.secret, clock.now())


def test_an_invitation_is_no_way_to_a_new_password(world):
    secret = invite(world)

    with door(), pytest.raises(NotFound):
        people.reset_of(secret, clock.now())


def test_nobody_gets_no_link(world):
    with door(), transaction():
        assert people.forgot("nobody@nowhere.example", timedelta(hours=1)) is None
        assert people.forgot("not an address", timedelta(hours=1)) is None
        assert db.session.scalars(select(Token).where(Token.purpose == "reset")).all() == []


def test_the_old_password_is_asked_for(world):
    def change(old, new):
        with door():
            return people.checked_change(world.sam.id, old, new, world.hasher)

    for old, new in (("wrong " + GOOD, GOOD), (world.password, "short"), (world.password,) * 2):
        with pytest.raises(PortalError):
            change(old, new)
    assert change(world.password, GOOD)


def test_wrong_password_unknown_address_and_closed_account_are_one_answer(world):
    with keeper(world.nordwind), transaction():
        people.deactivate(world.nordwind, world.sam.id, world.brenner)

    assert recognise(world, world.ada.email, "not her password at all") is None
    assert recognise(world, "nobody@nowhere.example", world.password) is None
    assert recognise(world, world.sam.email, world.password) is None


def test_an_unknown_address_costs_the_same_work(world):
    hasher = Counting(world.hasher)

    with door():
        people.recognise(world.ada.email, "not her password at all", hasher)
        people.recognise("nobody@nowhere.example", "not a password at all", hasher)

    assert hasher.checks == 2


class Counting:
    """A hasher that counts how often it checked."""

    def __init__(self, hasher):
        self.hasher, self.checks = hasher, 0

    def matches(self, kept, password):
        self.checks += 1
        return self.hasher.matches(kept, password)
