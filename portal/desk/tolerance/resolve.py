"""Which setting holds: the most specific one that says something, field by field. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.desk.tolerance.setting import Limit, Tolerance
from portal.desk.tolerance.vocabulary import (
    CATEGORY,
    DEFAULT,
    GROUP,
    ITEM,
    ORDER,
    SCOPES,
    SUPPLIER,
    key_of,
    named,
)

Settings = Mapping[str, tuple[int, Tolerance]]  # key → (version, setting)


@dataclass(frozen=True, slots=True)
class Subject:
    """What settings can be about: an order, one of its lines, its supplier and its group.

    `supplier` is its number in the house; "" and 0 are nothing that could have a setting.
    """

    order: str = ""
    item: str = ""
    category: str = ""
    supplier: int = 0
    group: str = ""

    def keys(self) -> list[str]:
        """Return the keys of the settings that may hold, the most specific first."""
        told = {
            ORDER: self.order,
            ITEM: self.item,
            CATEGORY: self.category,
            SUPPLIER: str(self.supplier or ""),
            GROUP: self.group,
        }
        return [
            key_of(scope, told.get(scope, ""))
            for scope in SCOPES
            if scope == DEFAULT or told[scope]
        ]


@dataclass(frozen=True, slots=True)
class Held:
    """A limit that holds, and which version of which setting says so."""

    limit: Limit
    key: str
    version: int
    shown: bool = False

    @property
    def scope(self) -> str:
        """Return for whom it was set."""
        return named(self.key)[0]


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds for one line. `close` is the setting that closes a short rest, if one does."""

    limits: dict[str, Held]
    close: Held | None = None

    def shown(self) -> "Effective":
        """Return what of it the partner is shown."""
        limits = {name: held for name, held in self.limits.items() if held.shown}
        return Effective(limits, self.close if self.close and self.close.shown else None)


def resolve(keys: Iterable[str], settings: Settings) -> Effective:
    """Return what holds where these keys may say something, the most specific first."""
    limits: dict[str, Held] = {}
    close: Held | None = None
    decided = False
    for key in keys:
        version, tolerance = settings.get(key, (0, None))
        if tolerance is None or tolerance.ended:
            continue
        for name, limit in tolerance.limits.items():
            limits.setdefault(name, Held(limit, key, version, tolerance.shown))
        if tolerance.close is not None and not decided:
            decided = True
            if tolerance.close:
                close = Held(_CLOSES, key, version, tolerance.shown)
    return Effective(limits, close)


_CLOSES = Limit("accept")
