"""What an owner asks of those who ship: which papers, and how much is too much."""

from decimal import Decimal

import pytest

from portal import desk, flow
from portal.db import keeper
from portal.desk import NeedRule, ShippingRules
from portal.errors import NotUnderstood
from portal.journey import Journey, Line, Part


def goods(kind="purchase", category="Castings", country="DE", qty="100"):
    """Return an order and its line."""
    line = Line(1, item={"category": category}, site={"country": country})
    line.parts[1] = Part(1, 1, ordered=Decimal(qty))
    return Journey(kind=kind), line


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (NeedRule("origin"), True),
        (NeedRule("origin", kinds=frozenset({"purchase"})), True),
        (NeedRule("origin", kinds=frozenset({"sales"})), False),
        (NeedRule("origin", categories=frozenset({"castings", "steel"})), True),
        (NeedRule("origin", categories=frozenset({"steel"})), False),
        (NeedRule("origin", countries=frozenset({"AT"})), False),
    ],
)
def test_a_rule_is_about_goods_that_fit_all_it_names(rule, needed):
    assert bool(ShippingRules((rule,)).needed([goods()])) == needed


def test_one_paper_of_a_kind_and_strict_if_one_rule_is():
    rules = ShippingRules((NeedRule("a"), NeedRule("b"), NeedRule("b", True), NeedRule("a")))

    assert [(one.type, one.strict) for one in rules.needed([goods(), goods()])] == [
        ("b", True),
        ("a", False),
    ]


def test_nothing_over_unless_the_owner_says_so():
    assert desk.over_allowed(ShippingRules(), *goods()) == 0
    assert desk.over_allowed(ShippingRules(over_percent=Decimal("2.5")), *goods()) == Decimal("2.5")


def test_rules_are_a_setting_of_the_owner(world):
    rule = NeedRule("conformity", True, frozenset({"purchase"}), frozenset({"Castings"}))
    with keeper(world.nordwind):
        assert desk.shipping_rules() == ShippingRules()
    drafts = [desk.set_needs([rule], 1), desk.set_over(Decimal("2.50"), 1)]
    flow.house(world.nordwind, drafts, world.kim.actor)

    with keeper(world.nordwind):
        assert desk.shipping_rules() == ShippingRules((rule,), 1, Decimal("2.5"))
    with keeper(world.westhaven):
        assert desk.shipping_rules() == ShippingRules()


@pytest.mark.parametrize("percent", ["-1", "101", "NaN", "Infinity"])
def test_a_percentage_that_cannot_be_is_refused(percent):
    with pytest.raises(NotUnderstood):
        desk.set_over(Decimal(percent), 1)


def test_too_many_rules_are_refused():
    with pytest.raises(NotUnderstood):
        desk.set_needs([NeedRule("origin")] * 51, 1)
