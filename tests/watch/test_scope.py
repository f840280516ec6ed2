"""For whom rules are set otherwise, and what is not measured."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.errors import NotUnderstood
from portal.journey import Calendar, fold
from portal.watch import DEFAULTS, KEY, Sparing, Usual, next_check, whispered
from portal.watch.scope import (
    named,
    read_sparing,
    resolve,
    rules_key,
    spare_key,
    subject_of,
    written_sparing,
)
from tests.journey.saying import SUPPLIER
from tests.watch.saying import ALL_ON, Book, finding, hours
from tests.watch.troubles import agreed

CALENDAR = Calendar()
GROUP = "0192d1a0-0000-7000-8000-0000000000aa"


def subject(**body):
    """Return what a purchase order from China to Bremen of item A1 can be about."""
    body = {"origin": {"country": "CN"}, "site": "Bremen", **body}
    read = fold(agreed().said)
    read.origin, read.site = body["origin"], body["site"]
    return subject_of("o-1", read, GROUP, "DE")


def holds(docs, about=None):
    """Return the grace of the rule about overdue goods, and its mode, where this is set."""
    told = {key: (1, doc) for key, doc in docs.items()}
    rule = resolve(DEFAULTS, told, about or subject(), CALENDAR, Usual()).rules["overdue"]
    return rule.figures["grace_days"], rule.mode


def says(**rule):
    return {"rules": {"overdue": rule}}


def test_the_most_specific_setting_wins_figure_by_figure():
    docs = {
        KEY: says(mode="on", grace_days=1),
        rules_key("kind", "purchase"): says(grace_days=2),
        rules_key("group", GROUP): says(grace_days=3),
        rules_key("supplier", str(SUPPLIER)): says(grace_days=4),
        rules_key("lane", "cn>bremen"): says(grace_days=5),
    }
    for expected in (5, 4, 3, 2, 1):
        assert holds(docs) == (expected, "on")
        docs.popitem()
    assert holds({}) == (0, "shadow")


def test_what_is_set_for_others_holds_for_them():
    docs = {
        rules_key("supplier", "99"): says(grace_days=4),
        rules_key("kind", "sales"): says(grace_days=5),
        rules_key("lane", "CN>Hamburg"): says(grace_days=6),
    }
    assert holds(docs) == (0, "shadow")


def test_a_setting_that_ended_holds_no_more():
    assert holds({rules_key("kind", "purchase"): {"ended": True}}) == (0, "shadow")


def test_a_partner_is_at_home_where_an_order_names_no_origin():
    docs = {rules_key("lane", "DE>Bremen"): says(grace_days=6)}

    assert holds(docs, subject(origin={})) == (6, "shadow")
    assert holds(docs) == (0, "shadow")


def test_figures_of_rules_that_are_gone_are_passed_over():
    doc = {"rules": {"a rule of long ago": {"mode": "on"}, "overdue": {"gone": 3, "grace_days": 2}}}

    assert holds({KEY: doc}) == (2, "shadow")


def test_names_are_alike_in_any_case_and_space():
    assert rules_key("lane", "CN>  Bremen") == rules_key("lane", "cn> bremen")
    assert named(spare_key("item", "AX 7")) == ("item", "ax 7")
    assert named(KEY) == ("", "")


def spared(scope, name, sparing):
    told = {spare_key(scope, name): (1, written_sparing(sparing))}
    return resolve(ALL_ON, told, subject(), CALENDAR, Usual())


@pytest.mark.parametrize(
    ("scope", "name"),
    [("supplier", str(SUPPLIER)), ("item", "a1"), ("site", "BREMEN"), ("order", "o-1")],
)
def test_what_is_not_measured_opens_no_case(scope, name):
    settings, told = spared(scope, name, Sparing("strike")), Book()

    assert told.sweep([finding(), finding(line=0, part=0)], at=1, settings=settings) == ()
    assert told.sweep([finding()], at=1) != ()


def test_other_lines_and_other_rules_are_measured():
    base = spared("item", "a1", Sparing("strike", rules=frozenset({"ship_date_missed"})))
    told = Book()

    ours, theirs = finding(), finding(rule="ship_date_missed")

    assert len(told.sweep([ours, theirs], at=1, settings=base)) == 1
    other = finding(rule="ship_date_missed", line=2)
    assert len(told.sweep([ours, theirs, other], at=2, settings=base)) == 1
    assert {(case.rule, case.line) for case in told.cases()} == {
        ("overdue", 1),
        ("ship_date_missed", 2),
    }


def test_a_case_stays_as_it_is_while_nothing_is_measured():
    told = Book()
    told.sweep([finding()], at=1)

    assert told.sweep([], at=2, settings=spared("item", "a1", Sparing("strike"))) == ()
    assert told.sweep([], at=3) != ()


def test_it_holds_from_day_to_day_and_is_looked_at_again_afterwards():
    strike = Sparing("strike", date(2026, 3, 2), date(2026, 3, 4))
    settings, told = spared("item", "a1", strike), Book()
    last, after = hours(24 * 2 + 15.9), hours(24 * 2 + 16)
    assert (last.day, after.day) == (4, 5)

    assert told.sweep([finding()], at=24 * 2 + 15.9, settings=settings) == ()
    assert next_check([finding()], hours(1), settings) == datetime(2026, 3, 5, tzinfo=UTC)
    assert next_check([finding()], hours(1)) is None
    assert told.sweep([finding()], at=24 * 2 + 16, settings=settings) != ()
    assert next_check([finding()], after, settings) is None


def test_nothing_is_counted_in_silence_either():
    settings = spared("item", "a1", Sparing("strike"))
    shadow = replace(settings, rules=DEFAULTS.rules)

    assert whispered([finding()], shadow, hours(1)) == ()
    assert whispered([finding()], DEFAULTS, hours(1)) != ()


def test_a_reason_has_to_be_given_and_the_days_to_be_in_order():
    strike = Sparing(" strike ", date(2026, 3, 2), None, frozenset({"overdue"}), "AX 7")
    assert read_sparing(written_sparing(strike)) == replace(strike, reason="strike")

    for wrong, field in (
        (Sparing("  "), "reason"),
        (Sparing("x", date(2026, 3, 2), date(2026, 3, 1)), "until"),
    ):
        with pytest.raises(NotUnderstood) as caught:
            written_sparing(wrong)
        assert caught.value.field == field


def test_cases_are_due_by_the_working_days_of_the_place():
    closed = Calendar(off=frozenset({date(2026, 3, 3)}))
    settings = resolve(DEFAULTS, {}, subject(), closed, Usual())

    assert settings.due(3, hours(0)) == hours(48)
    assert settings.rules["overdue"].calendar == closed
