"""Cells: what they may say, and the words for what they may not."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import intake
from portal.intake.values import (
    LARGEST,
    Amounts,
    Unreadable,
    Zone,
    date_formats,
    number,
    stated,
)

ISO = date_formats(("%Y-%m-%d",))
BOTH = date_formats(("%Y-%m-%d", "%d.%m.%Y"))
CLOCK = date_formats(("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"))
SAO_PAULO = Zone("America/Sao_Paulo", "partner")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20013-05-01", "The year 20013 is not between 1990 and 2099."),
        ("1989-12-31", "The year 1989 is not between 1990 and 2099."),
        ("0026-05-01", "The year 26 is not between 1990 and 2099."),
        ("2026-25-03", "There is no month 25 in “2026-25-03”. It is read as YYYY-MM-DD."),
        ("2026-02-30", "The calendar has no day “2026-02-30”."),
        ("2026-00-10", "There is no month 0"),
        ("03/04/2026", "“03/04/2026” is not a date we know. Write it as YYYY-MM-DD,"),
        ("46000", "is not a date we know"),
        ("tomorrow", "is not a date we know"),
        ("２０２６-01-01", "is not a date we know"),
    ],
)
def test_a_date_that_cannot_be_is_a_problem(cell, text, words):
    problem = cell("requested date", text)

    assert (problem.row, problem.column, problem.found) == (2, "requested date", text)
    assert words in problem.words


def test_a_day_written_in_the_other_order_is_refused_not_turned_round(cell):
    problem = cell("requested date", "12.25.2026")

    assert problem.words == "There is no month 25 in “12.25.2026”. It is read as DD.MM.YYYY."


@pytest.mark.parametrize(
    "text", ["2026-12-01", "01.12.2026", "1.12.2026", "2026/12/01", "20261201"]
)
def test_the_ways_to_write_a_day(cell, text):
    entry = cell("requested date", f" {text} ")

    assert entry.line[0].body["parts"] == [{"part": 1, "qty": "100", "ask": "2026-12-01"}]


def test_two_formats_that_differ_on_the_same_text_are_no_formats():
    with pytest.raises(ValueError, match="two different days"):
        date_formats(("%d/%m/%Y", "%m/%d/%Y"))

    assert date_formats(("%d.%m.%Y", "%m/%d/%Y"))


@pytest.mark.parametrize("text", ["%Y-%m", "%Y-%m-%d-%d", "%y-%m-%d", "%Y-%m-%d %p"])
def test_a_format_needs_year_month_and_day(text):
    with pytest.raises(ValueError, match="is no date format"):
        date_formats((text,))


def test_a_day_without_a_zone_is_a_day_in_utc_and_says_so():
    _, when = stated("2026-12-01", ISO, Zone())

    assert (when.start, when.stop) == (
        datetime(2026, 12, 1, tzinfo=UTC),
        datetime(2026, 12, 2, tzinfo=UTC),
    )
    assert (when.basis, when.precision, when.said) == ("none", "day", "2026-12-01")


def test_a_time_of_day_is_at_home_in_the_partners_zone():
    day, when = stated("2017-07-09 21:57:05", CLOCK, SAO_PAULO)

    assert day == "2017-07-09"
    assert when.start == datetime(2017, 7, 10, 0, 57, 5, tzinfo=UTC)
    assert (when.offset, when.basis, when.precision) == (-180, "partner", "instant")


def test_an_hour_that_came_twice_is_known_to_within_that_hour():
    _, when = stated("2018-02-17 23:30", CLOCK, SAO_PAULO)

    assert when.stop - when.start == timedelta(minutes=61)
    assert when.offset is None


def test_there_is_no_25th_hour():
    with pytest.raises(Unreadable):
        stated("2026-01-01 24:00", CLOCK, Zone())


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_we_write_is_read_back(day):
    assert stated(day.isoformat(), BOTH, Zone())[0] == day.isoformat()
    assert stated(day.strftime("%d.%m.%Y"), BOTH, Zone())[0] == day.isoformat()


@settings(deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(
        lambda d: d.replace(microsecond=0)
    )
)
def test_bounds_always_hold_the_moment(moment):
    _, when = stated(str(moment), CLOCK, SAO_PAULO)

    assert when.start < when.stop <= when.start + timedelta(hours=1, seconds=1)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_date_or_unreadable(text):
    try:
        day, when = stated(text, CLOCK, SAO_PAULO)
    except Unreadable as error:
        assert error.template % error.values
    else:
        assert when.start < when.stop
        date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-5", "“-5” is below zero. Send returns as returns."),
        ("0", "“0” is nothing."),
        ("0.00", "“0.00” is nothing."),
        ("9223372036855", "is more than we can count (9,223,372,036,854)"),
        ("1" + "0" * 80, "is more than we can count"),
        ("1E5", "is not a number we can read"),
        ("NaN", "is not a number we can read"),
        ("Infinity", "is not a number we can read"),
        ("1_000", "is not a number we can read"),
        ("١٢", "is not a number we can read"),
        ("12 pcs", "is not a number we can read"),
        ("0x10", "is not a number we can read"),
        ("=2*50", "is not a number we can read"),
        ("1.500", "“1.500” can be read in two ways."),
        ("1,500", "“1,500” can be read in two ways."),
        ("0.1234567", "has more than six decimals"),
    ],
)
def test_a_quantity_that_cannot_be_is_a_problem(cell, text, words):
    problem = cell("quantity", text)

    assert (problem.column, problem.found) == ("quantity", f"{text[:80]}…" if text[80:] else text)
    assert words in problem.words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100", "100"),
        ("+7", "7"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("1.50", "1.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.50", "1234.5"),
        ("9223372036854", "9223372036854"),
        (".5", "0.5"),
        ("0100", "100"),
    ],
)
def test_the_ways_to_write_a_quantity(cell, text, value):
    entry = cell("quantity", text)

    assert entry.line[0].body["qty"] == value


def test_a_profile_with_a_decimal_comma_reads_no_point_as_one():
    comma = Amounts(decimal=",")

    assert number("1.500", comma) == 1500
    assert number("1,500", comma) == Decimal("1.5")
    with pytest.raises(Unreadable):
        number("1.5", comma)


def test_the_noise_of_binary_fractions_is_rounded_only_where_the_profile_says():
    assert number("119.97999999999999", Amounts(places=2)) == Decimal("119.98")
    with pytest.raises(Unreadable):
        number("119.97999999999999", Amounts())


@settings(deadline=None)
@given(st.decimals(-LARGEST, LARGEST, places=6))
def test_every_amount_we_take_is_read_back(value):
    every = Amounts(zero=True, negative=True)

    assert number(f"{value:f}", every) == value
    assert number(f"{value:f}".replace(".", ","), Amounts(",", zero=True, negative=True)) == value
    assert number(f"{value:,f}", every) == value


@settings(deadline=None)
@given(st.text("0123456789.,+-eE ", max_size=15))
def test_either_mark_is_read_as_one_of_the_two_or_not_at_all(text):
    def read_with(mark):
        try:
            return number(text, Amounts(mark, zero=True, negative=True))
        except Unreadable:
            return None

    possible = {value for value in (read_with("."), read_with(",")) if value is not None}
    assert read_with("either") in ({None} if len(possible) != 1 else possible | {None})


@pytest.mark.parametrize("text", ["PCS", "pcs", "EA", "PCE", "C62", "Stk", "stück", "Each"])
def test_pieces_have_many_names(cell, text):
    assert cell("unit", text).line[0].body["uom"] == "EA"


def test_a_unit_nobody_knows_is_a_problem(cell):
    problem = cell("unit", "bushel-ish")

    assert problem.column == "unit"
    assert problem.words == "“bushel-ish” is not a unit we know. Use one such as PCS, KG or M."


@pytest.mark.parametrize("column", ["order", "line", "item", "quantity", "unit", "supplier"])
@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "N/A"])
def test_what_is_needed_may_not_be_blank(cell, column, text):
    problem = cell(column, text)

    assert problem.row == 2
    assert "is empty. Fill it in." in problem.words


def test_text_is_trimmed_and_may_not_be_endless(cell):
    assert cell("item", "  M-1\t").line[0].body["item"]["code"] == "M-1"
    assert cell("item", "x" * 81).words == "This has 81 characters; we take up to 80."


def test_a_message_stays_short_whatever_was_found(cell):
    problem = cell("quantity", "9" * 100_000)

    assert problem.found == "9" * 80 + "…"
    assert len(problem.words) < 200


def test_all_that_is_wrong_with_a_row_is_said_at_once(read):
    (problem,) = read("PO-7,10,,-1,bushel,2026-13-01,Sam")

    assert [fault.column for fault in problem.faults] == [
        "item",
        "quantity",
        "unit",
        "requested date",
    ]


def test_units_and_countries_are_lists_with_one_meaning_each():
    assert len(set(intake.units().values())) > 30
    assert intake.countries()["côte d'ivoire"] == "CI"
    assert intake.countries()["congo, drc"] == "CD"
    assert intake.countries()["uk"] == "GB"
    assert len(set(intake.countries().values())) == 249
