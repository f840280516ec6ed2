"""From the text of a cell to a value: numbers, days, moments, units, countries. Never a guess.

Each reader gives a value or raises `Unreadable` with words for the person who sent the file.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from portal import ledger
from portal.errors import N_

YEARS = range(1990, 2100)
LARGEST = Decimal("9223372036854")
PLACES = 6

_FIELDS = {
    "%Y": r"(?P<Y>[0-9]{1,6})",
    "%m": r"(?P<m>[0-9]{1,2})",
    "%d": r"(?P<d>[0-9]{1,2})",
    "%H": r"(?P<H>[0-9]{1,2})",
    "%M": r"(?P<M>[0-9]{2})",
    "%S": r"(?P<S>[0-9]{2})",
}
_WIDTH = re.compile(r"\{1,(\d)\}")
_SHOWN = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%H": "hh", "%M": "mm", "%S": "ss"}
_PLAIN = re.compile(r"[+-]?[0-9]+")
_SHAPES = {
    ".": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"),
    ",": re.compile(r"[+-]?(?:[0-9]+(?:,[0-9]+)?|,[0-9]+)"),
}
_GROUPED = {
    ".": re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    ",": re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
}


class Unreadable(Exception):
    """A cell that cannot be understood: an English template, and the values in it."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values


@dataclass(frozen=True)
class Zone:
    """Where a file's times are at home, and how we know. No name: nobody said."""

    name: str = "UTC"
    basis: str = "none"


@dataclass(frozen=True)
class DateFormat:
    """One way of writing a day or a moment; `precision` is day, minute or instant."""

    text: str
    pattern: re.Pattern
    precision: str

    @property
    def shown(self) -> str:
        """Return the format as people write it: DD.MM.YYYY."""
        return re.sub(r"%[YmdHMS]", lambda found: _SHOWN[found[0]], self.text)


@dataclass(frozen=True)
class Amounts:
    """How numbers are written, and which are taken.

    decimal: "." or "," or "either" (then 1.500 is refused: it may be 1.5 or 1500).
             Thousands may be grouped by the other one.
    places: round to so many; None takes up to six as they are.
    """

    decimal: str = "."
    places: int | None = None
    zero: bool = False
    negative: bool = False


def date_format(text: str) -> DateFormat:
    """Return the format `text` (%Y %m %d %H %M %S) made ready for reading.

    Raises:
        ValueError: it lacks year, month or day, or holds something else.
    """
    fields = re.findall(r"%.?", text)
    if not {"%Y", "%m", "%d"} <= set(fields) <= set(_FIELDS) or len(set(fields)) < len(fields):
        raise ValueError(f"{text!r} is no date format; it needs %Y, %m and %d, each once")
    fixed = re.search("%.%", text)  # 20261201: only the widths tell the fields apart
    pattern = re.escape(text)
    for field, shape in _FIELDS.items():
        pattern = pattern.replace(field, _WIDTH.sub(_widest, shape) if fixed else shape)
    precision = "instant" if "%S" in fields else "minute" if "%H" in fields else "day"
    return DateFormat(text, re.compile(pattern), precision)


def _widest(width: re.Match) -> str:
    """Return a width that may not vary: four digits for the year, two for the rest."""
    return "{4}" if width[1] == "6" else "{2}"


def date_formats(texts: tuple[str, ...]) -> tuple[DateFormat, ...]:
    """Return several formats, tried in turn.

    Raises:
        ValueError: one of them is none, or two read the same text as different days.
    """
    formats = tuple(date_format(text) for text in texts)
    for one in formats:
        probe = one.text
        for field, digits in zip(_FIELDS, ("2003", "02", "01", "04", "05", "06"), strict=True):
            probe = probe.replace(field, digits)
        days = {tuple(map(int, (found["Y"], found["m"], found["d"])))
                for form in formats if (found := form.pattern.fullmatch(probe))}  # fmt: skip
        if len(days) > 1:
            raise ValueError(f"{probe!r} would be two different days in {', '.join(texts)}")
    return formats


@lru_cache(maxsize=8192)
def stated(text: str, formats: tuple[DateFormat, ...], zone: Zone) -> tuple[str, ledger.When]:
    """Return the day (YYYY-MM-DD) and the bounds in time that `text` states.

    Raises:
        Unreadable: it fits no format, is no day of the calendar, or a year we do not take.
    """
    for form in formats:
        found = form.pattern.fullmatch(text)
        if found:
            parts = {name: int(digits) for name, digits in found.groupdict().items()}
            day = _calendar_day(text, parts, form)
            return day.isoformat(), _when(text, day, parts, form, zone)
    shown = ", ".join(form.shown for form in formats)
    raise Unreadable(N_("“%(found)s” is not a date we know. Write it as %(format)s."),
                     found=text, format=shown)  # fmt: skip


def _calendar_day(text: str, parts: dict[str, int], form: DateFormat) -> date:
    year, month, day = parts["Y"], parts["m"], parts["d"]
    if year not in YEARS:
        raise Unreadable(
            N_("The year %(year)s is not between %(first)s and %(last)s."),
            year=year, first=YEARS[0], last=YEARS[-1],
        )  # fmt: skip
    if not 1 <= month <= 12:
        raise Unreadable(
            N_("There is no month %(month)s in “%(found)s”. It is read as %(format)s."),
            month=month, found=text, format=form.shown,
        )  # fmt: skip
    if not 1 <= day <= monthrange(year, month)[1]:
        raise Unreadable(
            N_("The calendar has no day “%(found)s”. It is read as %(format)s."),
            found=text, format=form.shown,
        )  # fmt: skip
    return date(year, month, day)


def _when(text: str, day: date, parts: dict, form: DateFormat, zone: Zone) -> ledger.When:
    if form.precision == "day":
        return ledger.day(day, zone.name, text, zone.basis)
    hour, minute, second = parts["H"], parts["M"], parts.get("S", 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable(N_("There is no such time of day: “%(found)s”."), found=text)
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone.name))
    return _moment(text, local, form.precision, zone)


def _moment(text: str, local: datetime, precision: str, zone: Zone) -> ledger.When:
    """Return the bounds of a local time; where clocks change they hold both readings."""
    first, second = sorted(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    step = timedelta(minutes=1) if precision == "minute" else timedelta(microseconds=1)
    known = first == second and zone.basis != "none"
    offset = int(local.utcoffset().total_seconds() // 60) if known else None
    return ledger.When(first, second + step, text, offset, zone.basis, precision)


def number(text: str, amounts: Amounts) -> Decimal:
    """Return the number that `text` states.

    Raises:
        Unreadable: no number, one that could mean two things, or one out of bounds.
    """
    value = Decimal(_written(text, amounts.decimal))
    if value < 0 and not amounts.negative:
        raise Unreadable(N_("“%(found)s” is below zero. Send returns as returns."), found=text)
    if value == 0 and not amounts.zero:
        raise Unreadable(N_("“%(found)s” is nothing. Leave the row out or say how much."),
                         found=text)  # fmt: skip
    if abs(value) > LARGEST:
        raise Unreadable(N_("“%(found)s” is more than we can count (%(most)s)."),
                         found=text, most=f"{LARGEST:,}")  # fmt: skip
    if amounts.places is not None:
        return round(value, amounts.places)
    if value.normalize().as_tuple().exponent < -PLACES:
        raise Unreadable(N_("“%(found)s” has more than six decimals."), found=text)
    return value


def _written(text: str, decimal: str) -> str:
    """Return `text` as Decimal reads it: a point, no groups."""
    if _PLAIN.fullmatch(text):
        return text
    mark = _mark(text) if decimal == "either" else decimal
    if _GROUPED[mark].fullmatch(text):
        return text.replace("," if mark == "." else ".", "").replace(",", ".")
    if _SHAPES[mark].fullmatch(text):
        return text.replace(",", ".")
    raise Unreadable(N_("“%(found)s” is not a number we can read, such as 1200.5."), found=text)


def _mark(text: str) -> str:
    """Return the decimal mark of a number that may use either, if only one is possible."""
    possible = [
        mark for mark in ".,"
        if _SHAPES[mark].fullmatch(text) or _GROUPED[mark].fullmatch(text)
    ]  # fmt: skip
    if len(possible) == 2:
        raise Unreadable(
            N_("“%(found)s” can be read in two ways. Write it without grouping the thousands "
               "and with another number of decimals."), found=text)  # fmt: skip
    return possible[0] if possible else "."


def short(text: str, most: int) -> str:
    """Return `text` if it is no longer than `most` characters.

    Raises:
        Unreadable: it is longer, or holds a NUL.
    """
    if len(text) > most:
        raise Unreadable(N_("This has %(length)s characters; we take up to %(most)s."),
                         length=len(text), most=most)  # fmt: skip
    if "\x00" in text:
        raise Unreadable(N_("The text holds a NUL character; remove it."))
    return text


def one_of(text: str, known: dict[str, str], template: str) -> str:
    """Return what `known` calls `text`, whatever its case.

    Raises:
        Unreadable: it is not among them; `template` says so with %(found)s.
    """
    value = known.get(text.casefold())
    if value is None:
        raise Unreadable(template, found=text)
    return value
