"""Real paths: told alike whatever the order of telling, and held against the template."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from portal import journey
from portal.insight.paths.path import Path, Stop, against, digest, follows, in_turn, paths
from portal.journey import Step, Template
from portal.ledger import instant
from tests.journey.saying import CARRIER, Story

START = datetime(2026, 3, 1, tzinfo=UTC)
TEMPLATE = Template(
    "purchase/1",
    "purchase",
    (
        Step("ORDER_ACCEPTED", "supplier", True, "asked", 2),
        Step("PACKED", "supplier", False, "promise", -8),
        Step("DISPATCHED", "supplier", True, "promise", -7),
        Step("DEPARTED", "carrier", False, "promise", -6),
        Step("DELIVERED", "carrier", True, "promise", 0),
    ),
    asks=True,
    ends=("delivered",),
)


def at(day: int) -> datetime:
    return START + timedelta(days=day)


def path(*codes: str) -> Path:
    return Path(1, tuple(Stop(code, at(n), at(n)) for n, code in enumerate(codes)))


def odd(*codes: str, **more):
    return against(path(*codes).codes, TEMPLATE, **more)


def test_the_template_itself_is_followed():
    assert odd("ORDER_ACCEPTED", "PACKED", "DISPATCHED", "DEPARTED", "DELIVERED") == {}
    assert follows({})


def test_a_step_that_is_not_required_may_be_missing():
    assert odd("ORDER_ACCEPTED", "DISPATCHED", "DELIVERED") == {}


def test_a_required_step_before_a_later_one_was_skipped():
    found = odd("ORDER_ACCEPTED", "DELIVERED")

    assert found == {"DISPATCHED": ("skipped",)}
    assert not follows(found)


def test_what_has_not_come_yet_was_not_skipped():
    assert odd("ORDER_ACCEPTED") == {}


def test_who_agreed_before_was_not_asked():
    assert odd("DISPATCHED", "DELIVERED") == {"ORDER_ACCEPTED": ("skipped",)}
    assert odd("DISPATCHED", "DELIVERED", agreed=True) == {}


def test_a_step_after_its_successor_strayed():
    found = odd("ORDER_ACCEPTED", "DELIVERED", "DISPATCHED")

    assert found == {"DISPATCHED": ("strayed",)}
    assert not follows(found)


def test_a_step_told_again_is_repeated_and_still_follows():
    found = odd("ORDER_ACCEPTED", "DISPATCHED", "DISPATCHED", "DELIVERED")

    assert found == {"DISPATCHED": ("repeated",)}
    assert follows(found)


def test_a_step_of_every_leg_may_come_again():
    assert odd("ORDER_ACCEPTED", "DISPATCHED", "DEPARTED", "DEPARTED", "DELIVERED") == {}


def test_the_second_coming_of_a_step_is_no_straying():
    found = odd("ORDER_ACCEPTED", "DISPATCHED", "DELIVERED", "DISPATCHED", "DELIVERED")

    assert {mark for marks in found.values() for mark in marks} == {"repeated"}


@pytest.mark.parametrize(
    ("told", "as_one"),
    [
        ("A B C", "A B C"),
        ("A A B", "A* B"),
        ("A B A B A B", "A+B*"),
        ("A A B A B B", "A+B*"),
        ("X A B A B C", "X A+B* C"),
        ("A B A", "A B A"),
        ("A B A B A", "A+B* A"),
    ],
)
def test_rounds_are_told_once(told, as_one):
    assert " ".join(path(*told.split()).codes) == as_one


def test_in_turn_is_stable():
    once = in_turn(["A", "B*", "A", "B"])

    assert once == ("A+B*",)
    assert in_turn(once) == once


def test_a_very_long_path_is_cut():
    codes = path(*(f"C{n}" for n in range(50))).codes

    assert (len(codes), codes[-1]) == (30, "…")


def test_paths_are_known_by_their_codes():
    assert digest("A B") == digest("A B") != digest("A C")


@pytest.fixture
def story():
    story = Story()
    story.order()
    story.line(("100", "03-30"))
    story.accept()
    story.step("DISPATCHED", "100", instant(at(10)))
    story.step("DELIVERED", "60", instant(at(14)), org=CARRIER)
    story.step("DELIVERED", "40", instant(at(16)), org=CARRIER)
    return story


def codes_of(said) -> dict[int, str]:
    return {one.line: " ".join(one.codes) for one in paths(journey.fold(said), said)}


def test_a_path_is_read_from_what_was_said(story):
    assert codes_of(story.said) == {1: "ORDER_ACCEPTED DISPATCHED DELIVERED*"}


def test_the_order_of_telling_changes_nothing(story):
    told = codes_of(story.said)

    for seed in range(20):
        mixed = list(story.said)
        random.Random(seed).shuffle(mixed)
        assert codes_of(mixed) == told


def test_what_lies_in_the_future_is_not_passed(story):
    story.step("RECEIVED", "100", instant(at(400)), at=at(20))

    assert codes_of(story.said) == {1: "ORDER_ACCEPTED DISPATCHED DELIVERED*"}


def test_a_word_long_after_the_deed_is_told_late():
    late = Path(1, (Stop("DISPATCHED", at(1), at(5)), Stop("DELIVERED", at(6), at(8))))

    assert late.told_late(TEMPLATE) == ["DISPATCHED"]
