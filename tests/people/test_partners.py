"""Partners: found by number, else by name, never among those of another owner."""

import pytest

from portal import people
from portal.db import door, keeper, taken, transaction
from portal.errors import Conflict, NotFound, NotUnderstood, ScopeMissing


def called(owner, *given):
    with keeper(owner), transaction():
        return people.partner_called(owner, *given)


def related(owner, *given):
    with keeper(owner), transaction():
        return people.relate(owner, *given)


def names(who):
    with taken(who.scope):
        return [partner.name for partner in people.partners()]


def test_a_partner_is_known_by_its_number_or_else_its_name(world):
    assert called(world.nordwind, "supplier", "Brenner & Co", "V-1001") == (world.brenner, False)
    assert called(world.nordwind, "supplier", "Brenner") == (world.brenner, False)

    made, new = called(world.nordwind, "carrier", "Swift", "", "NL")
    assert new
    assert called(world.nordwind, "carrier", "Swift") == (made, False)


def test_a_partner_becomes_more(world):
    called(world.nordwind, "carrier", "Brenner")

    with taken(world.kim.scope):
        assert people.partner(world.brenner).kinds == "supplier,carrier"


def test_the_same_name_elsewhere_is_another_company(world):
    made, new = called(world.westhaven, "supplier", "Brenner")

    assert new
    assert made != world.brenner


def test_each_sees_only_its_own_side(world):
    assert names(world.kim) == ["Brenner", "Calder", "Lindqvist"]
    assert names(world.eve) == ["Calder"]
    assert names(world.sam) == ["Brenner"]
    assert names(world.aud) == ["Brenner", "Calder", "Lindqvist"]
    with pytest.raises(ScopeMissing):
        people.partners()


def test_a_partner_of_somebody_else_is_as_absent_as_none(world):
    with door():
        ref = people.organisation(world.brenner).public_id

    with taken(world.eve.scope), pytest.raises(NotFound):
        people.partner_at(ref)
    with taken(world.kim.scope):
        assert people.partner_at(ref).number == "V-1001"


def test_a_number_is_one_partners(world):
    with pytest.raises(Conflict):
        related(world.nordwind, world.calder, "supplier", "V-1001")
    related(world.westhaven, world.brenner, "supplier", "V-1001")


@pytest.mark.parametrize("kinds", ["", "friend", "supplier,friend"])
def test_a_partner_is_something_we_know(world, kinds):
    with pytest.raises(NotUnderstood):
        related(world.nordwind, world.calder, kinds)


def test_a_ledgers_name_is_its_own(world):
    with door():
        origins = {people.origin(org) for org in people.owners()}
        found = people.organisation_named("Nordwind")

    assert len(origins) == 2
    assert people.names([]) == {}
    assert f"portal.example/t/{found.public_id}" in origins
