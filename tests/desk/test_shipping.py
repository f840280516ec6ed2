"""What an owner asks of those who ship: which papers come with the goods."""

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


def test_rules_are_a_setting_of_the_owner(world):
    rule = NeedRule("conformity", True, frozenset({"purchase"}), frozenset({"Castings"}))
    with keeper(world.nordwind):
        assert desk.shipping_rules() == ShippingRules()
    drafts = [desk.set_needs([rule], 1)]
    flow.house(world.nordwind, drafts, world.kim.actor)

    with keeper(world.nordwind):
        assert desk.shipping_rules() == ShippingRules((rule,), 1)
    with keeper(world.westhaven):
        assert desk.shipping_rules() == ShippingRules()


def test_too_many_rules_are_refused():
    with pytest.raises(NotUnderstood):
        desk.set_needs([NeedRule("origin")] * 51, 1)
