"""Which journey an order gets by an owner's rules: the most specific that fits."""

import pytest

from portal.desk import journeys
from portal.desk.journeys import Asked, Choice, Own, Rule
from portal.errors import NotUnderstood
from portal.journey import TEMPLATES, Template, fold
from tests.journey.saying import SUPPLIER, Story

KINDS = {"castings": "purchase", "purchase-sea/1": "purchase", "parcel/1": "transport"}
ORDER = Asked("purchase", "sea", SUPPLIER, "g-1", frozenset({"castings"}), "CN", frozenset({"DE"}))


def first(*rules: Rule, asked: Asked = ORDER) -> str:
    choice = Choice(tuple(rules))
    fit = journeys.fitting(choice, asked, KINDS)
    return choice.rules[fit[0]].journey if fit else ""


def sea(**about):
    return Rule("purchase-sea/1", **about)


def own(**about):
    return Rule("castings", **about)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({}, {"mode": "sea"}),
        ({"mode": "sea"}, {"start": "CN"}),
        ({"start": "CN"}, {"end": "DE"}),
        ({"start": "CN", "mode": "sea"}, {"end": "DE"}),
        ({"end": "DE", "start": "CN"}, {"group": "g-1"}),
        ({"group": "g-1", "mode": "sea"}, {"category": "Castings"}),
        ({"category": "castings", "group": "g-1"}, {"supplier": SUPPLIER}),
    ],
)
def test_what_names_the_more_telling_thing_holds(less, more):
    assert first(sea(**less), own(**more)) == "castings"
    assert first(own(**more), sea(**less)) == "castings"


@pytest.mark.parametrize(
    "about",
    [{"mode": "air"}, {"start": "IN"}, {"end": "NO"}, {"group": "g-2"}, {"category": "bolts"},
     {"supplier": 9}],
    ids=lambda about: next(iter(about)),
)  # fmt: skip
def test_a_rule_whose_condition_is_not_met_says_nothing(about):
    assert first(own(**about)) == ""


def test_a_rule_speaks_of_orders_of_its_journeys_kind_and_of_journeys_there_are():
    assert first(Rule("parcel/1"), Rule("gone")) == ""


def test_an_order_to_two_countries_is_none_to_one_of_them():
    both = Asked("purchase", ends=frozenset({"DE", "NO"}))

    assert first(own(end="DE"), asked=both) == ""


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ((Rule("gone"),), "1"),
        ((sea(), own(mode="rocket")), "2"),
        ((own(start="de"),), "1"),
        ((sea(mode="sea", category="A"), own(mode="sea", category="a")), "2"),
    ],
    ids=["no journey", "no mode", "no country", "the same orders"],
)
def test_rules_that_cannot_be_meant_are_refused_where_they_are(rules, field):
    with pytest.raises(NotUnderstood) as caught:
        journeys.choice_drafted(rules, KINDS, 0)

    assert caught.value.field == field


def test_the_newest_version_that_was_not_ended_is_begun():
    made = Own(Template("castings/3", "purchase", (), asks=True, ends=()))

    assert journeys.newest("castings", {"castings": made}).name == "castings/3"
    assert journeys.newest("castings", {"castings": Own(made.template, ended=True)}) is None
    assert journeys.newest("parcel/1", {}) == TEMPLATES["parcel/1"]


def test_what_rules_may_say_of_an_order_is_read_from_its_lines():
    told = Story()
    told.order(mode="SEA", **{"from": {"country": "CN"}, "to": {"country": "DE"}})
    told.line(("5", "04-20"), item={"code": "A", "category": "Castings"})
    told.line(("5", "04-20"), line=2, site={"name": "Oslo", "country": "NO"})

    asked = journeys.asked_of(fold(told.said), "g-1")

    assert asked == Asked(
        "purchase", "sea", SUPPLIER, "g-1", frozenset({"castings"}), "CN", frozenset({"DE", "NO"})
    )


def test_a_name_is_made_of_the_title_and_is_never_that_of_another():
    assert journeys.free_base("Gußteile, See", ()) == "gussteile-see"
    assert journeys.free_base("Parcel", ["parcel-2"]) == "parcel-3"
