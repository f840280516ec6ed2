"""What a partner's person may do, with whose orders: pure rules, and a team that keeps to them."""

from datetime import date, timedelta
from itertools import product

import pytest

from portal import clock, people
from portal.db import door, keeper, transaction
from portal.errors import Conflict, NotAllowed, NotFound, NotUnderstood
from portal.people import Rights
from portal.people.rights import EVERY_BUYER, FULL, NOTHING, all_read, all_written, read, written

WEEK = timedelta(days=7)
SOME = Rights("assigned", frozenset({"answer", "papers"}), frozenset({"invoice"}), prices=False)
KINDS = [
    Rights(orders, frozenset(acts), frozenset(papers), prices)
    for orders, acts, papers, prices in product(
        ("all", "assigned", "none"),
        ((), ("answer",), ("answer", "papers")),
        ((), ("*",), ("invoice",)),
        (True, False),
    )
]


@pytest.mark.parametrize("rights", [FULL, NOTHING, SOME])
def test_what_is_written_is_read_again(rights):
    assert read(written(rights)) == rights
    assert all_read(all_written({3: rights, EVERY_BUYER: FULL})) == {3: rights, EVERY_BUYER: FULL}


def test_what_both_allow_is_within_either():
    for one, other in product(KINDS, KINDS):
        shared = one.shared(other)
        assert shared.within(one) and shared.within(other)
        assert one.within(one) and NOTHING.within(one) and one.within(FULL)


def test_more_is_not_within_less():
    assert not FULL.within(SOME)
    assert not Rights(acts=frozenset({"answer"}), prices=True).within(Rights(prices=False))
    assert not Rights(papers=frozenset({"photo"})).within(Rights(papers=frozenset({"invoice"})))


def test_who_sees_nothing_does_nothing():
    assert not Rights("none").may("answer")
    assert not Rights("none").attaches("invoice")
    assert SOME.attaches("invoice") and not SOME.attaches("photo")


def test_rights_with_a_buyer_not_named_are_those_with_every_buyer():
    assert people.rights.rights_with({3: SOME, EVERY_BUYER: FULL}, 4) == FULL
    assert people.rights.rights_with({3: SOME}, 4) == NOTHING
    assert not people.permits.not_more({EVERY_BUYER: FULL}, {3: FULL}), (
        "a buyer who comes later is more"
    )
    assert people.permits.not_more({3: SOME, EVERY_BUYER: NOTHING}, {3: FULL})


def invite(world, rights, by=None, manages=False, email="lea@brenner.example"):
    by = by or world.sam
    with keeper(by.org), transaction():
        secret = people.team.invite_mate(by.actor, email, WEEK, rights, manages)
    with door():
        accepted = people.accept(secret, "Lea", world.password, world.hasher)
    with keeper(by.org), transaction():
        people.join(secret, accepted)
    return world.recognised("Lea", email, by.org)


def test_a_colleague_gets_what_the_invitation_says(world):
    lea = invite(world, {world.nordwind: SOME, EVERY_BUYER: NOTHING})

    assert lea.actor.with_(world.nordwind) == SOME
    assert lea.scope.narrow and lea.scope.some == (world.nordwind,) and not lea.scope.whole


def test_nobody_gives_more_than_they_have(world):
    lea = invite(world, {world.nordwind: SOME}, manages=True)

    for rights in ({world.nordwind: FULL}, {world.nordwind: SOME, EVERY_BUYER: SOME}):
        with pytest.raises(NotAllowed):
            invite(world, rights, by=lea, email="max@brenner.example")
    assert invite(world, {world.nordwind: SOME}, by=lea, email="max@brenner.example")


def test_nobody_changes_who_may_do_more(world):
    lea = invite(world, {world.nordwind: SOME}, manages=True)

    for change in (
        lambda: people.team.give_rights(lea.actor, world.sam.id, {world.nordwind: SOME}, True),
        lambda: people.team.end_mate(lea.actor, world.sam.id),
    ):
        with pytest.raises(NotAllowed), keeper(world.brenner), transaction():
            change()


def test_who_does_not_manage_invites_nobody(world):
    lea = invite(world, {EVERY_BUYER: FULL})

    with pytest.raises(NotFound):
        invite(world, {world.nordwind: SOME}, by=lea, email="max@brenner.example")


def test_a_colleague_of_others_is_as_absent_as_nobody(world):
    with pytest.raises(NotFound), keeper(world.brenner), transaction():
        people.team.end_mate(world.sam.actor, world.sue.id)
    with pytest.raises(Conflict):
        invite(world, {EVERY_BUYER: FULL}, email=world.sam.email)
    with pytest.raises(NotUnderstood):
        invite(world, {EVERY_BUYER: NOTHING}, email="max@brenner.example")


def test_the_last_manager_stays(world):
    for change in (
        lambda: people.team.end_mate(world.sam.actor, world.sam.id),
        lambda: people.team.give_rights(world.sam.actor, world.sam.id, {EVERY_BUYER: FULL}, False),
    ):
        with pytest.raises(NotAllowed), keeper(world.brenner), transaction():
            change()

    invite(world, {EVERY_BUYER: FULL}, manages=True)
    with keeper(world.brenner), transaction():
        people.team.end_mate(world.sam.actor, world.sam.id)


def test_ended_rights_are_not_given_again_by_a_new_invitation(world):
    lea = invite(world, {EVERY_BUYER: FULL})
    with keeper(world.brenner), transaction():
        people.team.end_mate(world.sam.actor, lea.id)
    with keeper(world.nordwind), transaction():
        secret = people.invite(world.kim.actor, lea.email, "supplier", WEEK, world.brenner)
    with door():
        accepted = people.accept(secret, "", world.password, world.hasher)
    with keeper(world.nordwind), transaction():
        people.join(secret, accepted)

    with door():
        left = people.permits.rights_of(world.brenner, lea.id)
    assert left == {EVERY_BUYER: NOTHING, world.nordwind: FULL}


def away(world, person, deputy, first, last):
    with keeper(world.brenner), transaction():
        return people.team.add_absence(
            world.brenner, person, deputy, date.fromisoformat(first), date.fromisoformat(last)
        )


def test_a_deputy_stands_in_from_the_first_day_to_the_last(world, at):
    lea = invite(world, {EVERY_BUYER: SOME})
    away(world, world.sam.id, lea.id, "2026-03-03", "2026-03-05")

    seen = {}
    for day in ("02", "03", "05", "06"):
        at(f"2026-03-{day}T09:00")
        scope = world.recognised("Lea", lea.email, world.brenner).scope
        seen[day] = world.sam.id in scope.people
    assert seen == {"02": False, "03": True, "05": True, "06": False}


@pytest.mark.parametrize(
    ("deputy", "first", "last"),
    [
        ("sam", "2026-03-03", "2026-03-05"),
        ("lea", "2026-03-05", "2026-03-03"),
        ("lea", "2026-02-01", "2026-02-05"),
    ],
)
def test_an_absence_that_cannot_be_meant_is_refused(world, deputy, first, last):
    lea = invite(world, {EVERY_BUYER: SOME})

    with pytest.raises(NotUnderstood):
        away(world, world.sam.id, lea.id if deputy == "lea" else world.sam.id, first, last)


def test_a_stranger_stands_in_for_nobody(world):
    with pytest.raises(NotFound):
        away(world, world.sam.id, world.sue.id, "2026-03-03", "2026-03-05")


def test_an_absence_ends_early(world):
    lea = invite(world, {EVERY_BUYER: SOME})
    absence = away(world, world.sam.id, lea.id, "2026-03-01", "2026-03-05")
    with pytest.raises(NotFound), keeper(world.calder), transaction():
        people.team.end_absence(world.calder, absence)
    with keeper(world.brenner), transaction():
        people.team.end_absence(world.brenner, absence)

    with door():
        assert people.team.absences(world.brenner, clock.now().date()) == []
        assert people.team.deputies([world.brenner], clock.now().date()) == {}


def test_whoever_is_told_instead_is_there():
    one, two, three, four = (object() for _ in range(4))

    assert people.team.in_place_of(one, {}) is one
    assert people.team.in_place_of(one, {one: two, two: three}) is three
    assert people.team.in_place_of(one, {one: two, two: one}) is one, "all are away"
    assert people.team.in_place_of(one, {one: two, two: three, three: four, four: one}) is one
