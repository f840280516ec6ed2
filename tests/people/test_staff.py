"""Who manages whom, and what one owner learns of another's people: nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal import clock, people
from portal.db import door, keeper, transaction
from portal.errors import NotAllowed, NotFound, NotUnderstood


def listed(owner):
    with door():
        return {member.name for member in people.members(owner)}


def changed(owner, what, *given):
    with keeper(owner), transaction():
        return what(owner, *given)


def only_nordwind(world):
    """Let Sue of Calder see one buyer only."""
    with keeper(world.calder), transaction():
        people.permits.set_rights(world.calder, world.sue.id, {world.nordwind: people.rights.FULL})


def test_an_owner_sees_its_own_and_who_sees_its_orders(world):
    assert listed(world.nordwind) == {"Kim", "Ada", "Rio", "Aud", "Sam", "Sue", "Cam"}
    assert listed(world.westhaven) == {"Eve", "Sue"}

    only_nordwind(world)

    assert listed(world.westhaven) == {"Eve"}, "Sue of Calder sees nothing of Westhaven"


def test_an_owner_changes_nobody_elses_people(world):
    only_nordwind(world)
    for what, given in (
        (people.give_role, ("carrier",)),
        (people.deactivate, ()),
        (people.reactivate, ()),
    ):
        for person, org in ((world.sue.id, world.calder), (world.sam.id, world.brenner)):
            with pytest.raises(NotFound):
                changed(world.westhaven, what, person, org, *given)
        with pytest.raises(NotFound):
            changed(world.westhaven, what, uuid4(), world.calder, *given)


def test_a_buyer_ends_access_to_its_own_orders_and_to_no_others(world):
    changed(world.westhaven, people.deactivate, world.sue.id, world.calder)

    sue = world.recognised("Sue", world.sue.email, world.calder)
    assert sue.scope.owners == (world.nordwind,)
    with door():
        at = {one.name: one for one in people.members(world.westhaven)}
    assert not at["Sue"].active and at["Sue"].barred

    changed(world.westhaven, people.reactivate, world.sue.id, world.calder)

    sue = world.recognised("Sue", world.sue.email, world.calder)
    assert set(sue.scope.owners) == {world.nordwind, world.westhaven}


def test_a_role_is_given_only_by_who_invited(world):
    with pytest.raises(NotFound):
        changed(world.westhaven, people.give_role, world.sue.id, world.calder, "carrier")


def test_what_the_partners_own_manager_ended_stays_ended(world):
    tim = world.person("Tim", "supplier", world.brenner)
    with keeper(world.brenner), transaction():
        people.team.end_mate(world.sam.actor, tim.id)

    changed(world.nordwind, people.reactivate, tim.id, world.brenner)

    with door():
        assert not people.team.mate(world.brenner, tim.id).active


def test_a_member_of_another_owner_is_as_absent_as_nobody(world):
    only_nordwind(world)
    with door():
        ref = people.organisation(world.calder).public_id
        for person in (world.sue.id, uuid4()):
            with pytest.raises(NotFound) as caught:
                people.member(world.westhaven, person, ref)
            assert str(caught.value) == "There is no such person."


def test_the_last_administrator_stays(world):
    with pytest.raises(NotAllowed):
        changed(world.nordwind, people.deactivate, world.kim.id, world.nordwind)
    with pytest.raises(NotAllowed):
        changed(world.nordwind, people.give_role, world.kim.id, world.nordwind, "buyer")

    changed(world.nordwind, people.give_role, world.ada.id, world.nordwind, "admin")
    changed(world.nordwind, people.deactivate, world.kim.id, world.nordwind)

    with door():
        kim = next(m for m in people.members(world.nordwind) if m.name == "Kim")
    assert not kim.active


def test_a_partners_person_gets_a_partners_role(world):
    with pytest.raises(NotUnderstood):
        changed(world.nordwind, people.give_role, world.sam.id, world.brenner, "buyer")
    with pytest.raises(NotUnderstood):
        changed(world.nordwind, people.give_role, world.ada.id, world.nordwind, "supplier")


def test_only_auditors_of_the_house_are_granted_anything(world):
    extent, ends = people.Extent(), clock.now() + timedelta(days=1)

    with keeper(world.nordwind), pytest.raises(NotFound):
        people.give_grant(world.kim.actor, world.ada.id, extent, ends, "Year end")
    with keeper(world.westhaven), pytest.raises(NotFound):
        people.give_grant(world.eve.actor, world.aud.id, extent, ends, "Year end")


@pytest.mark.parametrize(
    ("extent", "days", "reason"),
    [
        ({}, 0, "Year end"),
        ({}, 1, ""),
        ({"order": uuid4()}, 1, "Year end"),
    ],
)
def test_a_grant_ends_later_and_says_why(world, extent, days, reason):
    ends = clock.now() + timedelta(days=days)

    with keeper(world.nordwind), pytest.raises(NotUnderstood):
        people.give_grant(world.kim.actor, world.aud.id, people.Extent(**extent), ends, reason)


def test_one_owner_takes_back_no_grant_of_another(world):
    with door():
        (given,), many = people.grants_page(world.nordwind, "", 0, 10)
        assert many == 1
        assert people.grants_page(world.westhaven, "", 0, 10) == ([], 0)
        assert people.grant_of(world.nordwind, given.id) == given

    with door(), pytest.raises(NotFound):
        people.grant_of(world.westhaven, given.id)
    with pytest.raises(NotFound):
        changed(world.westhaven, people.revoke_grant, given.id)
    first = changed(world.nordwind, people.revoke_grant, given.id)
    assert changed(world.nordwind, people.revoke_grant, given.id) == first


def test_the_address_book_of_a_person(world):
    with door(), transaction():
        people.describe(world.ada.id, "Ada L.", "de", "Asia/Tokyo")
        with pytest.raises(NotUnderstood):
            people.describe(world.ada.id, "", "de", "Asia/Tokyo")

    with door():
        assert people.email_of(world.ada.id) == "ada@nordwind.example"
    ada = world.recognised("Ada", world.ada.email, world.nordwind).actor
    assert (ada.name, ada.locale, ada.zone) == ("Ada L.", "de", "Asia/Tokyo")
