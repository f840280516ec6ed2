"""The other side of an order: offered, named and found, never all of them and nobody else's."""

import pytest

from portal import desk, people
from portal.db import door, keeper, transaction


@pytest.fixture
def many(world):
    """Nordwind with 300 partners more, some of whom begin alike, and one name twice."""
    with keeper(world.nordwind), transaction():
        for n in range(300):
            people.partner_called(world.nordwind, "supplier", f"Works {n:03}", f"W-{n:03}")
        for number in ("D-1", "D-2"):
            people.partner_called(world.nordwind, "carrier", "Dora Krüger", number)
        people.partner_called(world.nordwind, "carrier", "50% & Sons (North)", "")
        people.partner_called(world.nordwind, "supplier", "Überlinger Öfen", "Ä-7")
    return world


def found(world, who, text):
    """Return what a text means to somebody: one name, or the list of names that come near."""
    with world.seen_by(who):
        meant = desk.find_other(text)
    return meant.one.label if meant.one else [one.label for one in meant.near]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Brenner", "Brenner (V-1001)"),
        ("  BRENNER ", "Brenner (V-1001)"),
        ("bren", "Brenner (V-1001)"),
        ("v-1001", "Brenner (V-1001)"),
        ("Brenner (V-1001)", "Brenner (V-1001)"),
        ("Works 017", "Works 017 (W-017)"),
        ("W-017", "Works 017 (W-017)"),
        ("50%", "50% & Sons (North)"),
        ("V-100", ["Brenner (V-1001)", "Calder (V-1002)"]),
        ("Dora Krüger", ["Dora Krüger (D-1)", "Dora Krüger (D-2)"]),
        ("Dora Krüger (D-2)", "Dora Krüger (D-2)"),
        ("enner", ["Brenner (V-1001)"]),
        ("überl", "Überlinger Öfen (Ä-7)"),
        ("ÜBERLINGER ÖFEN", "Überlinger Öfen (Ä-7)"),
        ("ä-7", "Überlinger Öfen (Ä-7)"),
        ("öfen", ["Überlinger Öfen (Ä-7)"]),
        ("DORA KRÜGER (d-2)", "Dora Krüger (D-2)"),
        ("Westhaven", []),
        ("%", ["50% & Sons (North)"]),
        ("", []),
        ("00000000-0000-0000-0000-000000000000", []),
    ],
)
def test_a_text_means_the_whole_name_or_number_else_the_only_one_that_begins_so(many, typed, meant):
    assert found(many, many.ada, typed) == meant


def test_of_very_many_that_fit_some_are_named(many):
    with many.seen_by(many.ada):
        meant = desk.find_other("works")

    assert (meant.one, len(meant.near), meant.many, meant.more) == (None, desk.NEAR, True, True)


def test_each_finds_only_its_own_other_side(world):
    assert found(world, world.sam, "nord") == "Nordwind"
    assert found(world, world.sam, "westhaven") == []
    assert found(world, world.sue, "westhaven") == "Westhaven"
    assert found(world, world.eve, "brenner") == []
    narrow = world.grant(world.person("Ann", "auditor", world.nordwind), partner=world.calder)
    assert found(world, narrow, "calder") == "Calder (V-1002)"
    assert found(world, narrow, "brenner") == []


def test_the_id_of_somebody_elses_partner_means_nobody(world):
    with door():
        ref = str(people.organisation(world.brenner).public_id)

    assert found(world, world.ada, ref) == "Brenner (V-1001)"
    assert found(world, world.eve, ref) == []


def test_those_of_the_latest_orders_are_offered_first_and_never_all(many):
    with many.seen_by(many.ada):
        late = desk.find_other("Works 290").one
    many.place("PO-90", to=late.org)

    with many.seen_by(many.ada):
        offered = desk.offered()

    assert len(offered) == desk.OFFERED
    assert late in offered
    assert [one.name for one in offered] == sorted(one.name for one in offered)


def test_in_a_small_house_all_are_offered(world):
    for who, names in (
        (world.ada, ["Brenner", "Calder", "Lindqvist"]),
        (world.aud, ["Brenner", "Calder", "Lindqvist"]),
        (world.sue, ["Nordwind", "Westhaven"]),
        (world.eve, ["Calder"]),
    ):
        with world.seen_by(who):
            assert [one.name for one in desk.offered()] == names
