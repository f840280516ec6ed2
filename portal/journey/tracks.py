"""Counting a line whose goods travel in shipments, each piece of them once. Pure.

What was said of a shipment and what was said of the order itself may be about the same
goods. So a report on the order belongs to one of three sorts:

exact    it names a shipment: it says how much of that shipment reached the step
joint    it may be about the goods of some shipments: of both, the larger quantity counts
apart    somebody said that it is about other goods: it is added

    goods reached = apart + the larger of (joint, what the shipments brought)

where reports and shipments that may be about the same goods are compared group by group.
Whoever says that a shipment moved, it is the same goods: that counts for every organisation.
What organisations say on the order is compared with each other as ever, never added.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.journey.counts import Count
from portal.journey.milestones import BESIDE
from portal.journey.state import ZERO

Beside = tuple[str, ...]
APART: Beside = ()
NOBODY = 0  # the count of what only shipments tell


@dataclass(slots=True)
class Told:
    """What was counted of one quantity, before it is put together."""

    direct: dict[int, dict[Beside, Count]] = field(default_factory=dict)
    exact: dict[str, dict[int, Count]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    owed: dict[int, Decimal] = field(default_factory=dict)
    last: dict[int, tuple[str, date | None]] = field(default_factory=dict)


@dataclass(slots=True)
class Tracks:
    """One line: what is in each shipment of it (shipment → part → quantity), and what was told.

    `opening` is what had come before anybody counted here; it travelled in no shipment of ours.
    """

    rows: dict[str, dict[int, Decimal]]
    opening: Decimal = ZERO
    told: dict[str, Told] = field(default_factory=dict)

    def direct(self, what: str, org: int, beside: Beside) -> Count:
        """Return the running count of what `org` reports on the order, beside these shipments."""
        counts = self._of(what).direct.setdefault(org, {})
        if beside not in counts:
            counts[beside] = Count(loose=ZERO if beside else self._opening(what))
        return counts[beside]

    def rest(self, what: str, org: int, count: Count, total: Decimal) -> Decimal:
        """Return what a total of `org` leaves for one of its counts: it holds the others too."""
        counts = self._of(what).direct.get(org, {})
        others = sum((each.total for each in counts.values() if each is not count), ZERO)
        if APART not in counts:
            others += self._opening(what)
        return max(total - others, ZERO) if count is not counts.get(APART) else total

    def exact(self, what: str, org: int, shipment: str) -> Count:
        """Return the running count of what `org` reports of one shipment's goods."""
        return self._of(what).exact.setdefault(shipment, {}).setdefault(org, Count())

    def move(self, what: str, shipment: str) -> None:
        """Take in that all of a shipment reached a step."""
        self._of(what).moved.add(shipment)

    def owe(self, what: str, n: Decimal) -> None:
        """Take in that so much of what was counted is to come once more."""
        told = self._of(what)
        before = self.put_together(what)
        for org in {NOBODY, *before}:
            count = before.get(org) or self._count(told, org, self._opening(what))
            told.owed[org] = told.owed.get(org, ZERO) + min(n, count.total)

    def put_together(self, what: str, ident: str = "", day: date | None = None, org: int = NOBODY):
        """Return the count of each organisation that reported, with the shipments' in it.

        Where nobody reported on the order, the shipments alone speak. `ident` and `day` are of
        the newest report, by `org`.
        """
        told = self._of(what)
        if ident:
            told.last[org] = (ident, day)
        orgs = sorted(told.direct) or [NOBODY]
        return {each: self._count(told, each, self._opening(what)) for each in orgs}

    def whole(self, what: str) -> Count:
        """Return what there would be if every shipment had reached this step."""
        told = self._of(what)
        all_moved = Told(told.direct, told.exact, set(self.rows), told.owed)
        orgs = sorted(told.direct) or [NOBODY]
        counts = [self._count(all_moved, org, self._opening(what)) for org in orgs]
        return max(counts, key=lambda count: count.total)

    def _of(self, what: str) -> Told:
        return self.told.setdefault(what, Told())

    def _opening(self, what: str) -> Decimal:
        return ZERO if what in BESIDE else self.opening

    def _count(self, told: Told, org: int, opening: Decimal) -> Count:
        made = Count(spilt=True, marked=True)
        brought = {name: _brought(told, name, rows) for name, rows in self.rows.items()}
        mine = told.direct.get(org, {})
        if APART not in mine:
            made.add(opening, 0)
        for beside, names in _groups(mine, brought):
            _add_larger(made, [mine[one] for one in beside], [brought[one] for one in names])
        made.take(told.owed.get(org, told.owed.get(NOBODY, ZERO)))
        made.ident, made.day = told.last.get(org, ("", None))
        return made


def _brought(told: Told, name: str, rows: dict[int, Decimal]) -> dict[int, Decimal]:
    """Return how much of a shipment's goods reached the step: as reported, else all or nothing."""
    exact = told.exact.get(name, {}).values()
    if exact:
        most = max(exact, key=lambda count: (count.total, count.ident))
        return _spread(most, rows)
    return rows if name in told.moved else {}


def _spread(count: Count, rows: dict[int, Decimal]) -> dict[int, Decimal]:
    """Return a count by part; what names no part goes where the shipment has goods."""
    found, rest = dict(count.named), count.loose
    for part, n in sorted(rows.items()):
        more = min(rest, max(n - found.get(part, ZERO), ZERO))
        found[part] = found.get(part, ZERO) + more
        rest -= more
    if rest:
        found[0] = found.get(0, ZERO) + rest
    return found


def _groups(mine: dict[Beside, Count], brought: dict[str, dict]) -> list[tuple[list, list]]:
    """Return (reports, shipments) that may be about the same goods, group by group."""
    groups: list[tuple[set[Beside], set[str]]] = [(set(), {name}) for name in sorted(brought)]
    for beside in sorted(mine):
        near = [group for group in groups if group[1] & set(beside)]
        joined: tuple[set[Beside], set[str]] = ({beside}, set())
        for reports, names in near:
            joined[0].update(reports)
            joined[1].update(names)
        groups = [group for group in groups if group not in near] + [joined]
    return [(sorted(reports), sorted(names)) for reports, names in groups]


def _add_larger(made: Count, reports: list[Count], brought: list[dict[int, Decimal]]) -> None:
    """Add what a group brought; where reports say more, the difference too, where they say it."""
    loose = sum((count.loose for count in reports), ZERO)
    named = _sum(count.named for count in reports)
    there = _sum(brought)
    rest = loose + sum(named.values(), ZERO) - sum(there.values(), ZERO)
    for part, n in there.items():
        made.add(n, part)
    for part in sorted(named):
        more = min(max(rest, ZERO), max(named[part] - there.get(part, ZERO), ZERO))
        made.add(more, part)
        rest -= more
    if rest > 0:
        made.add(rest, 0)


def _sum(counts) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for each in counts:
        for part, n in each.items():
            found[part] = found.get(part, ZERO) + n
    return found
