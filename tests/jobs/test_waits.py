"""How long a failed job waits: ever longer, never all together, never beyond the limit."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.desk import MAIL_TRIES, MOST_TRIES, wait_after


def test_waits_double_from_a_quarter_of_a_minute():
    waits = [wait_after(tries, 0.5) for tries in range(1, MOST_TRIES)]

    assert waits[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert sum(waits, timedelta()) > timedelta(hours=1)  # a mail server may be down for a while


def test_a_mail_is_tried_for_days_as_mail_servers_do():
    waits = sum((wait_after(tries, 0.5) for tries in range(1, MAIL_TRIES)), timedelta())

    assert timedelta(days=3) < waits < timedelta(days=5)


@given(st.integers(1, 40), st.floats(0, 1))
def test_a_wait_is_spread_but_bounded(tries, chance):
    middle = wait_after(tries, 0.5)

    assert middle * 0.75 <= wait_after(tries, chance) <= middle * 1.25
    assert middle <= timedelta(hours=6)
