"""Every rule is told by an order that has its trouble, and says all of it."""

from decimal import Decimal

import pytest

from portal.journey import fold
from portal.watch import DEFAULTS, RULES, look
from portal.watch.rule import ACTIONS
from tests.watch.troubles import TROUBLES, asked, found


def test_every_rule_has_its_trouble():
    assert set(TROUBLES) == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_says_what_it_means_and_what_to_do(rule):
    assert rule.means and rule.advice and rule.action in ACTIONS
    assert DEFAULTS.rules[rule.name].mode == rule.mode


@pytest.mark.parametrize("rule", TROUBLES)
def test_every_sentence_can_be_filled_from_its_finding(rule):
    findings = found(TROUBLES[rule](), rule)

    assert findings, "it does not find its own trouble"
    for finding in findings:
        assert finding.rule == rule
        for words in (RULES[rule].says, RULES[rule].said):
            for text in [words] if isinstance(words, str) else words:
                assert "%(" not in text % finding.words
        assert Decimal(finding.words.get("qty", "1")) > 0


@pytest.mark.parametrize("rule", TROUBLES)
def test_every_finding_names_events_of_the_order_it_is_about(rule):
    story = TROUBLES[rule]()
    told = {said.ident for said in story.said}

    for finding in found(story, rule):
        assert finding.evidence and set(finding.evidence) <= told


def test_all_rules_look_and_say_each_thing_once():
    said = look(fold(asked().said), DEFAULTS)

    assert len({(one.rule, one.line, one.part) for one in said}) == len(said)
