"""The same thing said twice is recognised; a different thing is not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.ledger import Draft, Qty, day, ident, norm, number
from portal.ledger.facts import build

BY = {"org": 7, "auth": "session"}
SAID = Draft(
    "milestone",
    code="DISPATCHED",
    line=1,
    key="form-1",
    qty=(Qty(Decimal("60"), "EA", "dispatched", 1),),
    when=day(date(2026, 3, 2)),
)


def name(draft, act="a"):
    return ident(build(draft, BY, act, {}))


def test_the_same_words_in_another_act_are_the_same_thing():
    assert name(SAID, "a") == name(SAID, "b")


def test_the_sender_s_clock_and_channel_do_not_make_it_another_thing():
    later = replace(SAID, reported=datetime(2026, 3, 5, tzinfo=UTC), channel="api")

    assert name(SAID) == name(later)


@pytest.mark.parametrize(
    "other",
    [
        {"key": "form-2"},
        {"source": "erp"},
        {"code": "PACKED"},
        {"klass": "EST"},
        {"line": 2},
        {"qty": (Qty(Decimal("61"), "EA", "dispatched", 1),)},
        {"when": day(date(2026, 3, 3))},
        {"reason": "WEATHER"},
        {"refs": (("tracking", "1Z"),)},
    ],
)
def test_anything_claimed_otherwise_is_another_thing(other):
    assert name(SAID) != name(replace(SAID, **other))


@pytest.mark.parametrize(
    ("said", "kept"),
    [("po-000 42/a", "PO42A"), ("0007", "7"), ("1Z 999-AA1", "1Z999AA1"), ("0", "0"), ("--", "")],
)
def test_references_are_compared_without_dress(said, kept):
    assert norm(said) == kept


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1200.500", "1200.5"), ("1E+3", "1000"), ("0.000001", "0.000001"), ("100", "100")],
)
def test_amounts_are_plain_digits(amount, text):
    assert number(Decimal(amount)) == text
