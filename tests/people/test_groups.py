"""Supplier groups: one name once, a partner in one of them, ended without a trace on others."""

import pytest

from portal import people
from portal.db import keeper, taken, transaction
from portal.errors import Conflict, NotFound, NotUnderstood


def done(owner, change, *given):
    """Do a change of groups as the owner's administrator's page would."""
    with keeper(owner), transaction():
        return change(*given)


def made(owner, name="Castings"):
    return done(owner, people.make_group, name).id


def counted(who):
    with taken(who.scope):
        return {one.name: one.partners for one in people.groups()}


def test_a_partner_is_in_one_group_at_a_time(world):
    castings, turned = made(world.nordwind), made(world.nordwind, "Turned parts")

    assert done(world.nordwind, people.put_in_group, world.brenner, castings)
    assert not done(world.nordwind, people.put_in_group, world.brenner, castings)
    assert done(world.nordwind, people.put_in_group, world.brenner, turned)

    assert counted(world.kim) == {"Castings": 0, "Turned parts": 1}
    with taken(world.kim.scope):
        assert people.group_of(world.brenner) == turned
        assert people.group_of(world.calder) is None


@pytest.mark.parametrize("name", ["Castings", "castings", "  CASTINGS "])
def test_a_name_is_given_once(world, name):
    made(world.nordwind)

    with pytest.raises(Conflict):
        made(world.nordwind, name)
    assert made(world.westhaven, name), "another house may call its own so"


def test_a_group_may_keep_its_name_and_change_its_case(world):
    group = made(world.nordwind)

    assert done(world.nordwind, people.rename_group, group, "CASTINGS").name == "CASTINGS"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_a_name(world, name):
    with pytest.raises(NotUnderstood):
        made(world.nordwind, name)


def test_an_ended_group_lets_its_partners_and_its_name_go(world):
    group = made(world.nordwind)
    done(world.nordwind, people.put_in_group, world.brenner, group)

    assert done(world.nordwind, people.end_group, group) == [world.brenner]

    with taken(world.kim.scope):
        assert people.group_of(world.brenner) is None
        assert people.group_names({group}) == {group: "Castings"}, "history still names it"
        with pytest.raises(NotFound):
            people.group(group)
    assert made(world.nordwind) != group


def test_another_houses_group_is_none(world):
    group = made(world.westhaven)

    assert counted(world.kim) == {}
    with pytest.raises(NotFound):
        done(world.nordwind, people.put_in_group, world.brenner, group)
    with pytest.raises(NotFound):
        done(world.nordwind, people.end_group, group)
