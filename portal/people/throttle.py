"""Not too often: tries are counted in the database, so every process counts together."""

import hashlib
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from portal.db import db, uuid7
from portal.errors import N_, TooOften
from portal.people.addresses import looked_up
from portal.people.tables import Attempt


@dataclass(frozen=True)
class Limit:
    """So many tries in so long."""

    tries: int
    window: timedelta


QUARTER = timedelta(minutes=15)
SIGN_IN = {  # one address from one network is slowed first, so nobody can lock out another
    "address and network": Limit(10, QUARTER),
    "address": Limit(50, QUARTER),
    "network": Limit(300, QUARTER),
}
FORGOT = {
    "address": Limit(5, timedelta(hours=1)),
    "network": Limit(30, timedelta(hours=1)),
}
LINK = {"network": Limit(60, QUARTER)}  # trying secrets of links


def throttle(
    what: str, limits: dict[str, Limit], address: str, network: str, now: datetime
) -> None:
    """Count one try.

    Raises:
        TooOften: says after how many seconds it may be tried again.
    """
    for kind, limit in limits.items():
        _count(_key(what, kind, address, network), limit, now)


def forgive(what: str, limits: dict[str, Limit], address: str, network: str) -> None:
    """Forget the tries of somebody who turned out to be right; the network's stay."""
    keys = [_key(what, kind, address, network) for kind in limits if kind != "network"]
    db.session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def network_of(ip: str) -> str:
    """Return the network an address belongs to: /24, or /64 for IPv6."""
    try:
        found = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None) or found
    size = 24 if mapped.version == 4 else 64
    return str(ipaddress.ip_network(f"{mapped}/{size}", strict=False))


def _count(key: bytes, limit: Limit, now: datetime) -> None:
    since = now - limit.window
    db.session.execute(delete(Attempt).where(Attempt.key == key, Attempt.at <= since))
    tries, first = db.session.execute(
        select(func.count(), func.min(Attempt.at)).where(Attempt.key == key)
    ).one()
    if tries >= limit.tries:
        seconds = max(1, math.ceil((first + limit.window - now).total_seconds()))
        raise TooOften(
            N_("That was too often. Try again in %(minutes)s min."),
            seconds=seconds,
            minutes=math.ceil(seconds / 60),
        )
    db.session.add(Attempt(id=uuid7(), key=key, at=now))
    db.session.flush()


def _key(what: str, kind: str, address: str, network: str) -> bytes:
    address = looked_up(address)
    parts = {"address": [address], "network": [network]}.get(kind, [address, network])
    return hashlib.sha256("\n".join([what, kind, *parts]).encode()).digest()
