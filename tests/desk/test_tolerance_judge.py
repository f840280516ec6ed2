"""The verdict on an answer: the traps that let bad tolerances wave everything through."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk import tolerance
from portal.desk.tolerance import Effective, Held, Limit, Offer, Row
from portal.journey import Calendar, calendar_of

FRIDAY = date(2026, 3, 6)
PLAIN = Calendar()


def rows(*told):
    """Return rows of (quantity, days after the first Friday); None is no day."""
    return tuple(
        Row(Decimal(qty), None if on is None else FRIDAY + timedelta(days=on)) for qty, on in told
    )


def offer(base, offered, **more):
    return Offer(rows(*base), rows(*offered), uom="EA", currency="EUR", **more)


def held(**limits):
    """Return what holds: limits by field, the dots written as underscores."""
    key = "tolerance:default"
    return Effective({n.replace("_", "."): Held(limit, key, 4) for n, limit in limits.items()})


def within(days, count="calendar", beyond="ask"):
    return Limit("accept", beyond, abs=Decimal(days), count=count, message="No.")


def pct(percent, beyond="ask", **more):
    return Limit("accept", beyond, pct=Decimal(percent), message="No.", **more)


def said(given, limits, calendar=PLAIN):
    """Return the outcome and, by field, why."""
    found = tolerance.judge(given, limits, calendar)
    return found.outcome, {one.field: one.why for one in found.rulings}


FREE = held(date_late=within(3), date_early=within(3), qty_under=pct(5), qty_over=pct(5))


@pytest.mark.parametrize(
    ("on", "outcome"), [(3, "accept"), (4, "ask"), (-3, "accept"), (-4, "ask")]
)
def test_the_last_day_that_passes_and_the_first_that_does_not(on, outcome):
    assert said(offer([("100", 0)], [("100", on)]), FREE)[0] == outcome


def test_ten_splits_are_one_quantity():
    nine = [(9, 0)] * 10

    assert said(offer([("100", 0)], nine), FREE) == ("ask", {"qty.under": "beyond"})
    assert said(offer([("100", 0)], [*nine, (5, 0)]), FREE)[0] == "accept"


def test_two_deliveries_changing_places_are_no_change():
    both = offer([("50", 0), ("50", 7)], [("50", 7), ("50", 0)])

    assert said(both, FREE) == ("accept", {"date.late": "same"})


def test_a_line_that_is_only_cut_otherwise_is_asked_where_nothing_is_set():
    cut = offer([("100", 0)], [("60", 0), ("40", 0)])

    assert said(cut, held())[0] == "ask"
    assert said(cut, held(date_late=within(0)))[0] == "accept"
    assert said(cut, held(date_late=Limit("ask")))[0] == "ask"


def test_the_last_piece_counts_as_late_as_it_comes():
    some = offer([("100", 0)], [("99", 0), ("1", 10)])

    verdict = tolerance.judge(some, FREE, PLAIN)

    assert verdict.outcome == "ask"
    assert verdict.rulings[0].off == 10


def test_some_earlier_and_some_later_are_both_weighed():
    both = offer([("100", 5)], [("50", 0), ("50", 9)])

    assert said(both, FREE) == ("ask", {"date.early": "beyond", "date.late": "beyond"})


def test_a_percentage_is_of_what_was_agreed_not_of_what_is_offered():
    assert said(offer([("100", 0)], [("95", 0)]), FREE)[0] == "accept"
    assert said(offer([("100", 0)], [("94.99", 0)]), FREE)[0] == "ask"
    assert said(offer([("100", 0)], [("105", 0)]), FREE)[0] == "accept"
    assert said(offer([("100", 0)], [("105.01", 0)]), FREE)[0] == "ask"


def test_a_percentage_is_of_the_whole_line_not_of_what_is_left():
    rest = offer([("10", 0)], [("6", 0)], done=Decimal(90))

    assert said(rest, FREE) == ("accept", {"qty.under": "within"}), "4 of 100, not 4 of 10"


def test_of_two_limits_the_stricter_holds():
    tight = pct(10, abs=Decimal(5), unit="EA")

    assert said(offer([("100", 0)], [("94", 0)]), held(qty_under=tight))[0] == "ask"
    assert said(offer([("40", 0)], [("35", 0)]), held(qty_under=tight))[0] == "ask"
    assert said(offer([("100", 0)], [("95", 0)]), held(qty_under=tight))[0] == "accept"


def test_a_limit_of_zero_lets_nothing_pass():
    assert said(offer([("100", 0)], [("100", 1)]), held(date_late=within(0)))[0] == "ask"
    assert said(offer([("100", 0)], [("99.999999", 0)]), held(qty_under=pct(0)))[0] == "ask"


def test_no_limit_is_no_limit():
    far = offer([("100", 0)], [("100", 300)])

    assert said(far, held(date_late=Limit("accept"))) == ("accept", {"date.late": "always"})


def test_a_weekend_is_no_delay_in_working_days():
    limits = held(date_late=within(1, "working"))

    for on in (1, 2, 3):  # Saturday, Sunday, Monday
        assert said(offer([("100", 0)], [("100", on)]), limits)[0] == "accept"
    assert said(offer([("100", 0)], [("100", 4)]), limits)[0] == "ask"
    assert said(offer([("100", 0)], [("100", 3)]), held(date_late=within(1)))[0] == "ask"


def test_the_days_off_of_the_place_count():
    monday_off = calendar_of(range(5), [FRIDAY + timedelta(days=3)])
    tuesday = offer([("100", 0)], [("100", 4)])

    assert said(tuesday, held(date_late=within(1, "working")), monday_off)[0] == "accept"


def test_within_zero_working_days_a_saturday_may_become_monday():
    sunday_to_monday = offer([("100", 2)], [("100", 3)])

    assert said(sunday_to_monday, held(date_late=within(0, "working")))[0] == "accept"
    assert said(sunday_to_monday, held())[0] == "ask"


@pytest.mark.parametrize(
    ("price", "outcome"), [("1.02", "accept"), ("1.021", "ask"), ("0.5", "ask"), ("1", "accept")]
)
def test_a_price_is_compared_for_one_unit(price, outcome):
    dearer = offer([("100", 0)], [("100", 0)], base_price=Decimal(100) / 100, price=Decimal(price))

    assert said(dearer, held(price_up=pct(2), date_late=within(0)))[0] == outcome


def test_an_amount_in_another_currency_is_asked():
    dearer = offer([("9", 0)], [("9", 0)], base_price=Decimal(10), price=Decimal("10.01"))
    dollars = Limit("accept", abs=Decimal(1), unit="USD")

    assert said(dearer, held(price_up=dollars)) == ("ask", {"price.up": "currency"})


def test_a_limit_in_another_unit_is_asked_and_its_percentage_still_refuses():
    short = offer([("100", 0)], [("80", 0)])
    kilos = {"abs": Decimal(50), "unit": "KGM"}

    assert said(short, held(qty_under=pct(30, **kilos))) == ("ask", {"qty.under": "unit"})
    assert said(short, held(qty_under=pct(10, "refuse", **kilos)))[0] == "refuse"


def test_a_price_where_there_was_none_is_asked():
    first = offer([("9", 0)], [("9", 0)], price=Decimal(5))

    assert said(first, held(price_up=Limit("accept"))) == ("ask", {"price.up": "no_base"})


def test_a_quantity_whose_day_is_to_follow_is_asked():
    some = offer([("100", 0)], [("60", 0), ("40", None)])

    assert said(some, held(date_late=Limit("accept"))) == ("ask", {"date.late": "undated"})


def test_where_no_day_was_asked_for_any_day_will_do():
    assert said(offer([("9", None)], [("9", 3)]), FREE) == ("accept", {"date.late": "same"})


def test_the_harshest_word_counts():
    late_and_short = offer([("100", 0)], [("50", 9)])
    limits = held(date_late=within(3), qty_under=pct(10, "refuse"))

    verdict = tolerance.judge(late_and_short, limits, PLAIN)

    assert verdict.outcome == "refuse"
    assert [(one.field, one.held.version) for one in verdict.deciding] == [("qty.under", 4)]


@pytest.mark.parametrize("outcome", ["accept", "ask", "refuse"])
def test_what_follows_within_a_limit_is_as_set(outcome):
    limit = Limit(outcome, "refuse", abs=Decimal(3), message="No.")

    assert said(offer([("1", 0)], [("1", 2)]), held(date_late=limit))[0] == outcome


SCHEDULES = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40)), min_size=1, max_size=5)


@given(SCHEDULES, SCHEDULES, st.randoms(use_true_random=False))
def test_how_a_schedule_is_cut_and_sorted_does_not_matter(base, offered, random):
    cut = [piece for qty, on in offered for piece in ((qty / Decimal(2), on),) * 2]
    random.shuffle(cut)

    whole, split = (tolerance.judge(offer(base, one), FREE, PLAIN) for one in (offered, cut))

    assert split.rulings == whole.rulings


@given(SCHEDULES, SCHEDULES, st.integers(0, 30), st.integers(0, 30))
def test_a_wider_limit_never_lets_less_pass(base, offered, days, more):
    given_ = offer(base, offered)
    narrow, wide = (
        tolerance.judge(
            given_,
            held(
                date_late=within(d, "working"),
                date_early=within(d),
                qty_under=pct(d),
                qty_over=pct(d),
            ),
            PLAIN,
        ).outcome
        for d in (days, days + more)
    )

    assert tolerance.OUTCOMES.index(wide) <= tolerance.OUTCOMES.index(narrow)


@given(SCHEDULES)
def test_what_is_offered_as_agreed_is_never_off(base):
    found = tolerance.judge(offer(base, base), FREE, PLAIN)

    assert (found.outcome, [one.why for one in found.rulings]) == ("accept", ["same"])


@given(SCHEDULES, st.integers(1, 20), st.sampled_from(["working", "calendar"]))
def test_everything_so_much_later_is_so_much_late(base, days, count):
    later = [(qty, on + days) for qty, on in base]

    late = tolerance.judge(offer(base, later), held(date_late=within(days, count)), PLAIN)

    assert late.outcome == "accept"
    assert 0 <= late.rulings[0].off <= days
