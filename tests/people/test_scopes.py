"""From a role to a scope; nothing given is nothing seen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.people import HOUSE_ROLES, PARTNER_ROLES, ROLES, Actor, Grant, scope_of, valid

ME = UUID(int=7)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def actor(role):
    return Actor(ME, "Sam", 5, "Brenner", ROLES[role].side, role, "session")


def grant(**changed):
    given = {"id": UUID(int=9), "owner": 3, "person": ME, "expires_at": NOW + timedelta(days=1)}
    return Grant(**given | changed)


@pytest.mark.parametrize("role", ["admin", "buyer", "receiving"])
def test_the_owners_people_see_their_own(role):
    scope = scope_of(actor(role), (), None)

    assert (scope.kind, scope.org, scope.person) == ("own", 5, ME)


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES))
def test_partners_see_what_they_are_a_party_to(role):
    scope = scope_of(actor(role), (3, 4), None)

    assert (scope.kind, scope.org, scope.owners) == ("partner", 5, (3, 4))


def test_an_auditor_sees_through_one_grant():
    scope = scope_of(actor("auditor"), (), grant(partner=8, since=NOW, order=UUID(int=2)))

    assert (scope.kind, scope.lens_owner, scope.lens_partner) == ("lens", 3, 8)
    assert (scope.lens_since, scope.lens_until, scope.lens_order) == (NOW, None, UUID(int=2))
    assert scope.lens_grant == UUID(int=9)


def test_an_auditor_without_a_grant_sees_nothing():
    scope = scope_of(actor("auditor"), (3,), None)

    assert (scope.kind, scope.lens_owner, scope.owners) == ("lens", 0, ())


def test_a_grant_is_good_until_its_end_or_until_taken_back():
    assert valid(grant(), NOW)
    assert not valid(grant(), NOW + timedelta(days=1))
    assert not valid(grant(revoked_at=NOW), NOW)


def test_every_role_is_given_by_somebody():
    assert set(ROLES) == HOUSE_ROLES | PARTNER_ROLES
