"""Which contacts a piece of news is for: who names more of it is meant first."""

from uuid import UUID

import pytest

from portal import people
from portal.errors import NotUnderstood
from portal.people import About, Card, Contact


def contact(number, topic="", site="", category=""):
    """Return a contact that is only for what it names."""
    return Contact(id=UUID(int=number), topic=topic, site=site, category=category)


ALL = contact(1)
LINZ = contact(2, site="Linz")
CAST = contact(3, category="Castings")
BOTH = contact(4, site="Linz", category="Castings")
CHECK = contact(5, topic="quality")


@pytest.mark.parametrize(
    ("there", "topic", "site", "category", "meant"),
    [
        ([ALL, LINZ], "orders", "graz", "", [ALL]),
        ([ALL, LINZ], "orders", "linz", "", [LINZ]),
        ([ALL, LINZ, CAST], "orders", "linz", "castings", [LINZ, CAST]),
        ([ALL, LINZ, CAST, BOTH], "orders", "linz", "castings", [BOTH]),
        ([LINZ], "orders", "graz", "", []),
        ([ALL, CHECK], "quality", "graz", "", [CHECK]),
        ([ALL, CHECK], "orders", "graz", "", [ALL]),
    ],
)
def test_the_most_specific_is_meant(there, topic, site, category, meant):
    about = [About(frozenset({site}), category)]

    assert people.fitting(there, topic, about) == meant


def test_each_thing_it_is_about_finds_its_own():
    about = [About(frozenset({"linz"})), About(frozenset({"graz"}))]

    assert people.fitting([ALL, LINZ], "orders", about) == [LINZ, ALL]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"locale": "fr"}, "locale"),
        ({"topic": "gossip"}, "topic"),
        ({"site": "x" * 200}, "site"),
    ],
)
def test_what_cannot_be_meant_is_refused(change, field):
    card = Card(**{"partner": 1, "name": "Ann", "email": "ann@x.example"} | change)

    with pytest.raises(NotUnderstood) as caught:
        people.checked_contact(card)
    assert caught.value.field == field
