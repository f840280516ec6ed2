"""An owner's tolerances: read for an order, one page of them, and the draft of a next version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from portal import ledger, people
from portal.desk import calendars
from portal.desk.tolerance.resolve import Effective, Settings, Subject, resolve
from portal.desk.tolerance.setting import Limit, Tolerance, read, written
from portal.desk.tolerance.vocabulary import (
    ACCEPT,
    BEFORE,
    CATEGORY,
    DEFAULT,
    GROUP,
    ITEM,
    PREFIX,
    REFUSE,
    SHIP_OVER,
    key_of,
    named,
)
from portal.journey import Calendar, Journey, Line
from portal.ledger import Draft

Docs = Mapping[str, tuple[int, dict]]
Groups = Mapping[int, tuple[UUID, str]]


@dataclass(frozen=True)
class House:
    """Some of an owner's settings: tolerances, and the working days of sites."""

    settings: Settings
    calendars: Docs

    @classmethod
    def of(cls, docs: Docs) -> "House":
        """Return what these documents say, by key."""
        told = {key: one for key, one in docs.items() if key.startswith(PREFIX) and key != BEFORE}
        found = {key: (version, read(doc)) for key, (version, doc) in told.items()}
        return cls(_with_before(found, *docs.get(BEFORE, (0, {}))), docs)

    def with_setting(self, key: str, version: int, tolerance: Tolerance) -> "House":
        """Return the same settings with one put in its place."""
        return replace(self, settings={**self.settings, key: (version, tolerance)})


@dataclass(frozen=True)
class Rules:
    """What an owner's settings say of one order: tolerances of each line, working days of sites.

    `openly`: only what the partner is shown. What holds is worked out of all settings first.
    """

    order: str
    supplier: int
    group: str
    group_name: str
    site: str
    house: House
    openly: bool = False

    def subject(self, line: Line) -> Subject:
        """Return what settings about a line of the order can be about."""
        item = line.item
        return Subject(
            self.order, item.get("code", ""), item.get("category", ""), self.supplier, self.group
        )

    def holds(self, line: Line) -> Effective:
        """Return what holds for a line."""
        holds = resolve(self.subject(line).keys(), self.house.settings)
        return holds.shown() if self.openly else holds

    def name_of(self, key: str, line: Line) -> str:
        """Return what the subject of a setting is called where its key holds an id or less."""
        scope, _subject = named(key)
        item = line.item
        known = {
            CATEGORY: item.get("category", ""),
            ITEM: item.get("code", ""),
            GROUP: self.group_name,
        }
        return known.get(scope, "")

    def calendar(self, line: Line) -> Calendar:
        """Return the working days of the place a line goes to."""
        return calendars.at(site_of(line, self.site), self.house.calendars)


def site_of(line: Line, site: str) -> str:
    """Return the place a line goes to: its own, else the order's."""
    return line.site.get("name") or site


def rules_of(order: UUID, journey: Journey) -> Rules:
    """Return what the scope's owner has set for an order. Two statements."""
    return rules_of_all([(order, journey)])[order]


def rules_of_all(orders: Iterable[tuple[UUID, Journey]]) -> dict[UUID, Rules]:
    """Return what the scope's owner has set for each of these orders. Two statements."""
    orders = list(orders)
    groups = people.groups_of({read.partner for _, read in orders})
    none = House({}, {})
    wanted = {key for one, read in orders for key in _keys(rules_in(none, one, read, groups), read)}
    house = House.of(ledger.settings_called(wanted))
    return {order: rules_in(house, order, read, groups) for order, read in orders}


def whole_house() -> House:
    """Return every tolerance and calendar of the scope's owner. Two statements."""
    return House.of(ledger.settings_of(PREFIX) | ledger.settings_of(calendars.KEY))


def rules_in(house: House, order: UUID, journey: Journey, groups: Groups) -> Rules:
    """Return what some settings say of an order.

    Args:
        groups: (group, its name) by partner, see `people.groups_of`.
    """
    group, name = groups.get(journey.partner, ("", ""))
    return Rules(str(order), journey.partner, str(group), name, journey.site, house)


def speak_of_categories(docs: Docs) -> bool:
    """Say whether any of these settings is about a category of items."""
    return any(named(key)[0] == CATEGORY and not doc.get("ended") for key, (_, doc) in docs.items())


def set_for(keys: Iterable[str]) -> Settings:
    """Return the settings of these keys, of those there are. One statement."""
    return House.of(ledger.settings_called({*keys, BEFORE})).settings


def moved_over(scope: str) -> list[Draft]:
    """Return the draft that ends the percentage set before, once the default speaks for it."""
    version, doc = ledger.settings_called([BEFORE]).get(BEFORE, (0, {}))
    if scope != DEFAULT or "over_percent" not in doc:
        return []
    body = {"key": BEFORE, "version": version + 1, "doc": {"ended": True}}
    return [Draft("setting.made", key=f"{BEFORE}/{version + 1}", body=body)]


def drafted(scope: str, subject: str, tolerance: Tolerance) -> Draft:
    """Return the draft of a setting's next version, for the house stream.

    Raises:
        NotUnderstood: a limit that cannot be meant; `field` names it.
    """
    key = key_of(scope, subject)
    version = ledger.settings_called([key]).get(key, (0, {}))[0] + 1
    body = {"key": key, "version": version, "doc": written(tolerance)}
    return Draft("setting.made", key=f"{key}/{version}", body=body)


def _keys(rules: Rules, journey: Journey) -> set[str]:
    lines = journey.lines.values()
    keys = {key for line in lines for key in rules.subject(line).keys()}
    keys |= set(Subject(rules.order, "", "", rules.supplier, rules.group).keys())
    return keys | {BEFORE} | calendars.keys(site_of(line, journey.site) for line in lines)


def _with_before(
    settings: dict[str, tuple[int, Tolerance]], version: int, doc: Mapping
) -> dict[str, tuple[int, Tolerance]]:
    """Put the percentage that was set before into the default, unless that names another."""
    if "over_percent" not in doc:
        return settings
    default = key_of(DEFAULT)
    made, tolerance = settings.get(default, (version, Tolerance()))
    if tolerance.ended:
        return settings
    over = Limit(ACCEPT, REFUSE, Decimal(doc["over_percent"]), message="")
    limits = {SHIP_OVER: over} | tolerance.limits
    return settings | {default: (made, replace(tolerance, limits=limits))}
