"""Language, zone, numbers and dates, as the viewer reads them.

Filters: moment, day, clock_time, ago, iso, amount, percent, money, country.
A moment always names its zone. Nothing to show is shown as a dash.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, get_locale, gettext
from flask_login import current_user

from portal import clock
from portal.db import moment_text

Words = TypeVar("Words")
LANGUAGES = {"en": "English", "de": "Deutsch"}
NOTHING = "–"
JUST_NOW = timedelta(seconds=50)
_DAY = {"en": "d MMM y", "de": "dd.MM.y"}
_MONTH = {"en": "MMM y", "de": "MMM y"}
_LONG_DAY = {"en": "EEE d MMM y", "de": "EEE dd.MM.y"}


def init_app(app: Flask) -> None:
    """Choose the language of each request, and teach templates to write numbers and dates."""
    spoken = Babel(app, locale_selector=language, timezone_selector=lambda: zone().key)
    spoken.domain_instance = Catalogues()
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        clock_time=clock_time,
        ago=ago,
        iso=iso,
        amount=amount,
        percent=percent,
        money=money,
        country=country,
    )


class Catalogues(Domain):
    """The catalogues of words by language, found with fewer looks at the request."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, object] = {}

    def get_translations(self):
        """Return the words of the language that is spoken here."""
        spoken = _language()
        if spoken not in self.known:
            self.known[spoken] = super().get_translations()
        return self.known[spoken]


def worded(say: Callable[..., Words]) -> Callable[..., Words]:
    """Remember what a function says, by language: a list says the same few words in every row.

    Only for functions whose words depend on their arguments and the language.
    """

    @lru_cache(4096)
    def known(_spoken: str, *given) -> Words:
        return say(*given)

    @wraps(say)
    def spoken(*given) -> Words:
        return known(_language(), *given)

    return spoken


def language() -> str:
    """Return the language to answer in: the person's, the browser's choice, its wishes."""
    if not has_request_context():
        return "en"
    known = current_user.locale if current_user.is_authenticated else ""
    if known in LANGUAGES and current_user.auth == "session":
        return known
    chosen = request.cookies.get("language")
    wishes = (chosen, known, request.accept_languages.best_match(LANGUAGES, "en"))
    return next(one for one in wishes if one in LANGUAGES)


def zone() -> ZoneInfo:
    """Return the zone times are shown in: the viewer's, else UTC."""
    known = has_request_context() and current_user.is_authenticated
    return ZoneInfo(current_user.zone if known else "UTC")


@lru_cache(1)
def zones() -> list[str]:
    """Return the zones a person may choose, by name."""
    regions = ("Africa/", "America/", "Asia/", "Australia/", "Europe/", "Pacific/", "Atlantic/")
    return ["UTC", *sorted(z for z in available_timezones() if z.startswith(regions))]


def day(value: date | None, weekday: bool = False) -> str:
    """Return a calendar day, such as "23 Nov 2026". A day has no zone."""
    return NOTHING if value is None else _day(value, _language(), weekday)


def month(value: str) -> str:
    """Return a month such as "2026-11" as "Nov 2026"."""
    return format_date(date.fromisoformat(f"{value}-01"), _MONTH[_language()], _language())


def weekday(number: int, short: bool = False) -> str:
    """Return what a day of the week is called; 0 is Monday."""
    names = get_day_names("abbreviated" if short else "wide", locale=_locale(_language()))
    return names[number]


def moment(value: datetime | None) -> str:
    """Return an instant in the viewer's zone, such as "23 Nov 2026, 14:05 CET"."""
    return NOTHING if value is None else _moment(clock.aware(value), _language(), zone())


def clock_time(value: datetime | None) -> str:
    """Return only the time of day of an instant, with its zone."""
    if value is None:
        return NOTHING
    local = clock.aware(value).astimezone(zone())
    return f"{format_time(local, 'HH:mm', locale=_language())} {_zone_name(local)}"


def ago(value: datetime | None, now: datetime | None = None) -> str:
    """Return how far a moment lies from now, such as "3 days ago" or "in 2 hours"."""
    if value is None:
        return NOTHING
    distance: timedelta = clock.aware(value) - (now or clock.now())
    if abs(distance) < JUST_NOW:
        return gettext("just now")
    return format_timedelta(distance, add_direction=True, locale=_language())


def iso(value: date | None) -> str:
    """Return what machines read from `<time datetime>`."""
    if value is None:
        return ""
    return moment_text(value) if isinstance(value, datetime) else value.isoformat()


def amount(value: Decimal | int | None, unit: str = "") -> str:
    """Return a quantity with at most six places and its unit, such as "1,250.5 KGM"."""
    if value is None:
        return NOTHING
    text = _decimal(Decimal(value), _language())
    return f"{text} {unit}" if unit else text


def plural(value: Decimal | int) -> int:
    """Return the number that decides between one and more: half a box is "0.5 boxes"."""
    return int(value) if value == int(value) else 2


def percent(value: Decimal | float | None) -> str:
    """Return a share of one as a percentage with one place."""
    if value is None:
        return NOTHING
    return format_percent(value, "#,##0.#\u202f%", locale=_language())


def money(value: Decimal | None, currency: str) -> str:
    """Return a sum with its currency's code, such as "1,250.50 EUR"; alone where there is none."""
    if value is None or not currency:
        return amount(value)
    return _money(value, currency, _language())


def country(code: str | None) -> str:
    """Return a country's name from its ISO code; the code itself if it is not one."""
    return _locale(_language()).territories.get(code, code) if code else NOTHING


def spoken() -> str:
    """Return the language texts are written in just now; not the viewer's, if another was taken."""
    return _language()


def _language() -> str:
    """Return the language spoken now; asked hundreds of times a page, so first where it lies."""
    chosen = g.get("_flask_babel") if has_app_context() else None
    found = getattr(chosen, "babel_locale", None) or get_locale()
    return found.language if found else "en"


@lru_cache(8)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@lru_cache(4096)
def _day(value: date, language: str, weekday: bool) -> str:
    patterns = _LONG_DAY if weekday else _DAY
    return format_date(value, patterns[language], locale=language)


@lru_cache(4096)
def _moment(value: datetime, language: str, zone: ZoneInfo) -> str:
    local = value.astimezone(zone)
    return f"{_day(local.date(), language, False)}, {local:%H:%M} {_zone_name(local)}"


def _zone_name(local: datetime) -> str:
    """Many zones have no letters, only an offset; say that it is one."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


@lru_cache(4096)
def _decimal(value: Decimal, language: str) -> str:
    return format_decimal(value, "#,##0.######", locale=language)


@lru_cache(4096)
def _money(value: Decimal, currency: str, language: str) -> str:
    return format_currency(value, currency, "#,##0.00\u00a0¤¤", locale=language)
