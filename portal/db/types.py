"""Column types that mean the same on SQLite and on PostgreSQL.

Org     int            an organisation's number; never leaves the house
Id      UUID           BLOB(16) on SQLite, uuid on PostgreSQL
Moment  datetime       aware, UTC; 27 characters of text on SQLite, timestamptz on PostgreSQL
Day     date           a day at a place, never an instant
Amount  Decimal        exact to six places; integer millionths in the database
Key     str            compared byte by byte on both engines
Json    str            canonical JSON text, never jsonb: the hashed bytes must stay
Digest  bytes          hashes and salts
"""

import uuid
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from sqlalchemy import BigInteger, Date, DateTime, Integer, LargeBinary, Text, Uuid
from sqlalchemy.types import String, TypeDecorator

Org = Integer
Digest = LargeBinary
Json = Text
Key = String(collation="C").with_variant(String(), "sqlite")

MILLION = 1_000_000
LARGEST = Decimal(2**63 - 1) / MILLION


class Id(TypeDecorator):
    """A UUID: 16 bytes on SQLite, uuid on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect):
        """Give PostgreSQL its own type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value, dialect):
        """Take a UUID."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value, dialect):
        """Give a UUID."""
        if value is None or dialect.name == "postgresql":
            return value
        return uuid.UUID(bytes=value)


class Moment(TypeDecorator):
    """An instant in UTC. Naive datetimes are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect):
        """Text that sorts on SQLite; timestamptz on PostgreSQL."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value, dialect):
        """Take an aware datetime."""
        if value is None:
            return None
        text = moment_text(value)
        return value if dialect.name == "postgresql" else text

    def process_result_value(self, value, dialect):
        """Give an aware datetime in UTC."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return moment_of(value)


class Day(TypeDecorator):
    """A calendar day: date on PostgreSQL, YYYY-MM-DD on SQLite."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect):
        """Both engines have a type for it; SQLite's is text."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Date())
        return dialect.type_descriptor(String(10))

    def process_bind_param(self, value, dialect):
        """Take a date."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.isoformat()

    def process_result_value(self, value, dialect):
        """Give a date."""
        if value is None or dialect.name == "postgresql":
            return value
        return date.fromisoformat(value)


class Amount(TypeDecorator):
    """A quantity or sum of money, exact to a millionth."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value, dialect):
        """Take a Decimal (or int); refuse floats, which are not exact."""
        return None if value is None else millionths(value)

    def process_result_value(self, value, dialect):
        """Give a Decimal."""
        return None if value is None else amount_of(value)


@lru_cache(maxsize=4096)  # an import says the same days and its own moment again and again
def moment_text(moment: datetime) -> str:
    """Return `moment` as the 27 characters used in facts and on SQLite.

    >>> moment_text(datetime(2026, 11, 23, 2, 31, 7, 123456, UTC))
    '2026-11-23T02:31:07.123456Z'

    Raises:
        ValueError: it has no zone, so it is no moment.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no zone, so it is not a moment")
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


@lru_cache(maxsize=4096)
def moment_of(text: str) -> datetime:
    """Return the moment that `moment_text` wrote."""
    return datetime.fromisoformat(text)


@lru_cache(maxsize=4096, typed=True)  # typed: 1.0 must not pass because 1 did
def millionths(amount: Decimal | int) -> int:
    """Return an amount as the whole millionths in which it is kept.

    Raises:
        TypeError: it is a float, which is not exact.
    """
    if isinstance(amount, float):
        raise TypeError("amounts are Decimal, never float")
    return int((Decimal(amount) * MILLION).to_integral_value(ROUND_HALF_EVEN))


@lru_cache(maxsize=4096)
def amount_of(millionths: int) -> Decimal:
    """Return the amount that `millionths` wrote."""
    return Decimal(millionths) / MILLION
