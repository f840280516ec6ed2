"""Troubles of shipments: one case over all orders with goods in one. Pure.

Each of these orders finds the trouble by itself; one of them, its home, holds the case. Whoever
decides has all orders of the shipment in hand, so that nothing is opened twice, and nothing
cleared that another of them still finds.

    home   the order that holds it already, live or closed; else the first that finds it
    lift   a live case about a part of an order becomes the case about the shipment, with its
           history; more of them join it
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.journey import Journey
from portal.ledger import Draft
from portal.watch.case import CLEARED, GONE, Case
from portal.watch.decide import decide
from portal.watch.finding import Finding
from portal.watch.reading import CaseReading
from portal.watch.setting import OFF, ON, Settings

Asked = tuple[str, str]  # a rule, and a shipment by its id


@dataclass(frozen=True, slots=True)
class Mate:
    """One order with goods in a shipment: how it stands, what it finds, its cases, its rules."""

    stream: UUID
    journey: Journey
    findings: tuple[Finding, ...]
    cases: tuple[Case, ...]
    settings: Settings
    learnt: Mapping[str, datetime]

    def finds(self, asked: Asked, now: datetime) -> list[Finding]:
        """Return what it finds of a shipment by now, whether its rules may speak of it or not."""
        return [
            one for one in self.findings if (one.rule, one.shipment) == asked and one.since <= now
        ]

    def hears(self, rule: str, now: datetime) -> bool:
        """Say whether a rule may speak of it."""
        return self.settings.mode(rule) == ON and self.settings.measures(rule, 0, now)

    def of(self, asked: Asked) -> list[Case]:
        """Return its cases about a shipment."""
        return [one for one in self.cases if (one.rule, one.shipment) == asked]

    def parts_of(self, asked: Asked, now: datetime) -> list[Case]:
        """Return its live cases about parts of it that are about all of a shipment by now."""
        rule, shipment = asked
        still = {one.subject for one in self.findings if one.since <= now}
        return [
            one
            for one in self.cases
            if one.live and one.state != CLEARED and one.rule == rule and not one.shipment
            if one.subject not in still
            if _carries(self.journey, shipment, one)
        ]

    def alone(self, now: datetime) -> tuple[list[Finding], list[Case]]:
        """Return what it finds of itself, and its cases that are for itself to decide."""
        asked = {asked for asked in _due(self, now) if self.hears(asked[0], now)}
        theirs = {case.id for one in asked for case in self.parts_of(one, now)}
        return (
            [one for one in self.findings if not one.shipment],
            [one for one in self.cases if not one.shipment and one.id not in theirs],
        )


def asked_of(
    mates: Sequence[Mate], last: Mapping[Asked, CaseReading], now: datetime, only: str = ""
) -> set[Asked]:
    """Return what has to be decided of shipments, as far as these orders can tell.

    Args:
        last: the newest case of each rule about each shipment of theirs, wherever it stands.
        only: of this shipment alone a trouble may be over; "" is of any.
    """
    every = {*last, *(asked for mate in mates for asked in _due(mate, now))}
    return {one for one in every if _is_open(one, mates, last.get(one), now, only in ("", one[1]))}


def _is_open(asked, mates, last, now, clearing) -> bool:
    found = [(mate, one) for mate in mates for one in mate.finds(asked, now)]
    if not found:
        return clearing and last is not None and last.live and last.state != CLEARED
    spoken = [(mate, one) for mate, one in found if mate.hears(asked[0], now)]
    if not spoken:
        return False
    if last is None or last.state == CLEARED or last.reason == GONE:
        return True
    if any(mate.parts_of(asked, now) for mate in mates):
        return True
    if last.live:
        known = {ident for mate in mates for case in mate.of(asked) for ident in case.evidence}
        here = any(case.live for mate in mates for case in mate.of(asked))
        return not here or any(set(one.evidence) - known for _mate, one in spoken)
    return any(_is_news(one, mate, last.resolved_at) for mate, one in spoken)


def _is_news(finding: Finding, mate: Mate, closed_at: datetime) -> bool:
    learnt = (mate.learnt[one] for one in finding.evidence if one in mate.learnt)
    return max([finding.since, *learnt]) > closed_at


def shared(asked: Asked, mates: Iterable[Mate], now: datetime) -> Iterator[tuple[UUID, Draft]]:
    """Yield what to record in which order, so that the case about a shipment fits what is true.

    Args:
        mates: all orders whose facts name the shipment.
    """
    mates = sorted(mates, key=lambda one: one.stream)
    found = [(mate, one) for mate in mates for one in mate.finds(asked, now)]
    spoken = [(mate, one) for mate, one in found if mate.hears(asked[0], now)]
    if spoken:
        lifted = list(_lift(asked, mates, spoken, now))
        yield from lifted
        if any(draft.kind == "case.lifted" for _stream, draft in lifted):
            return
    home = _home(asked, mates, [mate for mate, _one in spoken])
    settings = _deciding(asked, mates, home, [mate for mate, _one in spoken])
    if home is None or settings is None:
        return
    cases = [case for mate in mates for case in mate.of(asked)]
    merged = [_merged([one for _mate, one in spoken or found])] if found else []
    learnt = {ident: at for mate in mates for ident, at in mate.learnt.items()}
    for draft in decide(home.stream, merged, cases, settings, now, learnt):
        yield home.stream, draft


def _due(mate: Mate, now: datetime) -> Iterator[Asked]:
    for one in mate.findings:
        if one.shipment and one.since <= now:
            yield one.rule, one.shipment


def _home(asked: Asked, mates: list[Mate], finding: list[Mate]) -> Mate | None:
    holding = [mate for mate in mates if any(case.live for case in mate.of(asked))]
    before = [mate for mate in mates if mate.of(asked)]
    last = max(before, key=lambda one: one.of(asked)[-1].opened_at, default=None)
    return next(iter(holding), None) or last or next(iter(finding), None)


def _deciding(
    asked: Asked, mates: list[Mate], home: Mate | None, spoken: list[Mate]
) -> Settings | None:
    """Return by whose rules it is decided: of one who speaks, else of one where it is not off."""
    looking = [one for one in (*spoken, *([home] if home else []), *mates)
               if one.settings.mode(asked[0]) != OFF]  # fmt: skip
    return looking[0].settings if looking else None


def _merged(found: list[Finding]) -> Finding:
    """Return the one finding of all that say the same: since the first, at its worst."""
    first = min(found, key=lambda one: (one.since, one.evidence))
    evidence = tuple(dict.fromkeys(ident for one in found for ident in one.evidence))
    return replace(first, severity=max(one.severity for one in found), evidence=evidence)


def _lift(
    asked: Asked, mates: list[Mate], spoken: list[tuple[Mate, Finding]], now: datetime
) -> Iterator[tuple[UUID, Draft]]:
    """Yield how live cases about parts become the one about the shipment, or join it."""
    live = [case for mate in mates for case in mate.of(asked) if case.live]
    parts = [(mate.stream, case) for mate in mates for case in mate.parts_of(asked, now)]
    parts.sort(key=lambda one: (one[1].opened_at, one[1].id))
    if parts and not live:
        stream, first = parts.pop(0)
        live = [first]
        found = _merged([one for _, one in spoken])
        body = {"shipment": asked[1], "evidence": list(found.evidence), "words": dict(found.words)}
        yield stream, _turned("case.lifted", first, body)
    for stream, case in parts:
        yield stream, _turned("case.joined", case, {"into": str(live[0].id)})


def _carries(journey: Journey, shipment: str, case: Case) -> bool:
    carried = journey.carried.get(shipment)
    return bool(carried) and any(
        case.line in (0, row.line) and (not row.part or case.part in (0, row.part))
        for row in carried.rows
    )


def _turned(kind: str, case: Case, body: dict) -> Draft:
    body = {"case": str(case.id), **body}
    return Draft(kind, line=case.line, part=case.part, source="watch", channel="system", body=body)
