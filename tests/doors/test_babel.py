"""Numbers, days and moments as people read them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask_babel import force_locale

from portal.web import babel

AT = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)


def written(app, language, call):
    with app.test_request_context(), force_locale(language):
        return call().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("call", "english", "german"),
    [
        (lambda: babel.day(date(2026, 3, 2)), "2 Mar 2026", "02.03.2026"),
        (lambda: babel.day(date(2026, 3, 2), True), "Mon 2 Mar 2026", "Mo. 02.03.2026"),
        (lambda: babel.moment(AT), "2 Mar 2026, 08:05 UTC", "02.03.2026, 08:05 UTC"),
        (lambda: babel.clock_time(AT), "08:05 UTC", "08:05 UTC"),
        (lambda: babel.amount(Decimal("1250.5")), "1,250.5", "1.250,5"),
        (lambda: babel.amount(Decimal("0.000001"), "KGM"), "0.000001 KGM", "0,000001 KGM"),
        (lambda: babel.amount(Decimal("1E+3")), "1,000", "1.000"),
        (lambda: babel.percent(Decimal("0.9375")), "93.8 %", "93,8 %"),
        (lambda: babel.money(Decimal("1250.5"), "EUR"), "1,250.50 EUR", "1.250,50 EUR"),
        (lambda: babel.money(Decimal("1250"), "JPY"), "1,250 JPY", "1.250 JPY"),
        (lambda: babel.country("CH"), "Switzerland", "Schweiz"),
        (lambda: babel.country("XQ"), "XQ", "XQ"),
        (lambda: babel.ago(AT, datetime(2026, 3, 5, 9, tzinfo=UTC)), "3 days ago", "vor 3 Tagen"),
        (lambda: babel.ago(AT, datetime(2026, 3, 2, 6, tzinfo=UTC)), "in 2 hours", "in 2 Stunden"),
    ],
)
def test_each_language_writes_its_own_way(app, call, english, german):
    assert written(app, "en", call) == english
    assert written(app, "de", call) == german


@pytest.mark.parametrize(
    "call",
    [
        lambda: babel.day(None),
        lambda: babel.moment(None),
        lambda: babel.clock_time(None),
        lambda: babel.amount(None),
        lambda: babel.percent(None),
        lambda: babel.money(None, "EUR"),
        lambda: babel.ago(None),
        lambda: babel.country(""),
    ],
)
def test_no_data_is_a_dash(app, call):
    assert written(app, "en", call) == "–"


def test_this_minute_is_now(app):
    seen = [AT.replace(second=s) for s in (0, 49)]

    assert [babel.ago(AT, now) for now in seen] == ["just now", "just now"]
    assert babel.ago(AT, AT.replace(second=50)) == "50 seconds ago"


def test_zero_is_data(app):
    assert written(app, "en", lambda: babel.amount(0)) == "0"


def test_machines_read_the_instant(app):
    assert babel.iso(AT) == "2026-03-02T08:05:00.000000Z"
    assert babel.iso(date(2026, 3, 2)) == "2026-03-02"
    assert babel.iso(None) == ""


def test_a_moment_without_a_zone_is_refused(app):
    with app.test_request_context(), pytest.raises(ValueError, match="has no zone"):
        babel.moment(datetime(2026, 3, 2, 8, 5))


def test_a_zone_without_letters_is_named_by_its_offset(world):
    ada = world.browser(world.ada)
    with world.app.test_request_context():
        assert "Asia/Almaty" in babel.zones()
        assert "UTC" == babel.zones()[0]
    assert "Europe/Berlin" in ada.get("/account").text


def test_outside_a_request_english_and_utc_are_spoken(app):
    assert babel.language() == "en"
    assert babel.zone().key == "UTC"
    assert babel.moment(AT) == "2 Mar 2026, 08:05 UTC"
