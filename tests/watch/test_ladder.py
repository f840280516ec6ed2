"""The ladder of a case: working hours only, each rung once, and none that came to late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from portal.errors import NotUnderstood
from portal.journey import Calendar
from portal.ledger import Draft
from portal.watch import HIGH, LOW, MEDIUM, SUGGESTED, Ladder, Rung, read_ladder, written_ladder
from tests.watch.saying import Book, finding

BERLIN = "Europe/Berlin"
WEEK = Calendar()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def case():
    """A case as it was opened."""
    told = Book()
    told.sweep([finding()], at=1)
    return told.cases()[0]


def opened(case, text):
    moment = at(text)
    return replace(case, opened_at=moment, due_at=moment + timedelta(days=1), severity=MEDIUM)


@pytest.mark.parametrize(
    ("opened_at", "hours", "comes"),
    [
        ("2026-03-10T09:00", 2, "2026-03-10T11:00"),  # a Tuesday, 10 o'clock in Berlin
        ("2026-03-10T15:00", 2, "2026-03-11T08:00"),  # an hour is left that day
        ("2026-03-10T22:00", 0, "2026-03-11T07:00"),  # at night nobody is told
        ("2026-03-13T15:00", 9, "2026-03-16T15:00"),  # over the weekend
        ("2026-03-27T15:00", 3, "2026-03-30T08:00"),  # and over the change to summer time
    ],
)
def test_hours_are_those_that_are_worked(case, opened_at, hours, comes):
    ladder = Ladder((Rung(hours, "opened", "lead", "taken"),), zone=BERLIN)

    assert ladder.at(ladder.rungs[0], opened(case, opened_at), WEEK) == at(comes)


def test_a_holiday_is_not_worked(case):
    calendar = Calendar(off=frozenset({date(2026, 3, 11)}))
    ladder = Ladder((Rung(2, "opened", "lead", "taken"),), zone=BERLIN)
    one = opened(case, "2026-03-10T15:00")

    assert ladder.at(ladder.rungs[0], one, calendar) == at("2026-03-12T08:00")


def test_a_calendar_without_working_days_ends(case):
    ladder = Ladder((Rung(2, "opened", "lead", "taken"),))

    assert ladder.at(ladder.rungs[0], opened(case, "2026-03-10T09:00"), Calendar(frozenset()))


def test_a_rung_is_due_from_its_time_on_and_ahead_before(case):
    ladder, one = Ladder((Rung(2, "opened", "lead", "taken"),), 0, 24), case
    one = opened(one, "2026-03-10T09:00")

    assert ladder.due(one, WEEK, at("2026-03-10T10:59")) == []
    assert ladder.next_check([one], WEEK, at("2026-03-10T10:59")) == at("2026-03-10T11:00")
    assert ladder.due(one, WEEK, at("2026-03-10T11:00")) == list(ladder.rungs)
    assert ladder.next_check([one], WEEK, at("2026-03-10T11:00")) is None


@pytest.mark.parametrize(
    ("until", "states"),
    [
        ("taken", {"open"}),
        ("answered", {"open", "taken", "waiting"}),
        ("cleared", {"open", "taken", "waiting", "answered"}),
        ("resolved", {"open", "taken", "waiting", "answered", "cleared"}),
    ],
)
def test_what_came_first_ends_it(case, until, states):
    rung = Rung(0, "opened", "lead", until)
    every = ("open", "taken", "waiting", "answered", "cleared", "resolved")

    assert {state for state in every if rung.holds(replace(case, state=state))} == states


def test_a_light_case_climbs_no_rung_for_grave_ones(case):
    rung = Rung(0, "opened", "lead", "taken", HIGH)

    assert not rung.holds(replace(case, severity=MEDIUM))
    assert rung.holds(replace(case, severity=HIGH))


def test_each_rung_is_climbed_once_until_the_case_is_opened_again():
    told, rung = Book(), Rung(0, "opened", "lead", "resolved")
    told.sweep([finding()], at=1)
    body = {"case": str(told.cases()[0].id), "rung": rung.name, "to": "lead", "persons": []}
    told.write(Draft("case.escalated", line=1, part=1, key="up", body=body), 2)
    assert not rung.holds(told.cases()[0])

    told.sweep([], at=3)
    told.sweep([finding(since=1)], at=4)

    (case,) = told.cases()
    assert case.begun_at == case.history[-1].at
    assert rung.holds(case), "the trouble came back"


def test_what_was_due_before_the_ladder_was_made_is_passed_over(case):
    one = opened(case, "2026-03-10T09:00")
    ladder = Ladder((Rung(2, "opened", "lead", "taken"),), 0, 24, since=at("2026-03-10T11:01"))

    assert ladder.due(one, WEEK, at("2026-04-10T09:00")) == []
    assert ladder.ahead(one, WEEK) == []


def test_it_is_kept_as_it_was_said():
    named = Rung(4, "due", "person", "cleared", LOW, False, uuid4())
    ladder = Ladder((*SUGGESTED.rungs, named), 7, 16, BERLIN, at("2026-03-10T09:00"))

    assert read_ladder(written_ladder(ladder)) == ladder
    assert read_ladder({}) == Ladder()


@pytest.mark.parametrize(
    ("ladder", "field"),
    [
        (Ladder(begin=17, end=8), "end"),
        (Ladder(zone="Nowhere"), "zone"),
        (Ladder((Rung(401, "due", "lead", "taken"),)), "rungs"),
        (Ladder((Rung(1, "due", "person", "taken"),)), "rungs"),
        (Ladder((Rung(1, "due", "nobody", "taken"),)), "rungs"),
        (Ladder((Rung(1, "due", "lead", "taken"),) * 2), "rungs"),
        (Ladder(tuple(Rung(n, "due", "lead", "taken") for n in range(13))), "rungs"),
    ],
)
def test_what_cannot_be_meant_is_refused(ladder, field):
    with pytest.raises(NotUnderstood) as refused:
        written_ladder(ladder)

    assert refused.value.field == field
