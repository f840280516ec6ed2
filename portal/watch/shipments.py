"""Rules about what is announced of shipments: papers to come, days on which they arrive. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.errors import N_
from portal.journey import Carried, Journey, Part
from portal.watch.finding import MEDIUM, Finding
from portal.watch.rule import GOODS, Rule, begins, known
from portal.watch.setting import RuleSetting
from portal.watch.shipped import called, in_shipment, shipments

_LEAVING = ("DISPATCHED", "DEPARTED")
_COMING = "DELIVERED"


def papers_missing(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each shipment that has to come with papers nobody attached, or whose
    papers were refused, from some days before it leaves."""
    for carried in shipments(journey):
        made = carried.shipment
        if not made.missing or not in_shipment(journey, carried):
            continue
        leaves = _leaves(carried)
        papers = " ".join(sorted(need.type for need in made.missing))
        words = {**called(carried), "papers": papers}
        words |= {"due_day": leaves.isoformat()} if leaves else {}
        yield Finding(
            "papers_missing",
            _asked_from(carried, leaves, setting.figures["days_before"]),
            severity=setting.severity,
            evidence=known(made.announced),
            words=words,
            shipment=carried.name,
        )


def shipment_late(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each shipment expected later than what is in it is needed or agreed."""
    for carried in shipments(journey):
        word = carried.shipment.words.get(_COMING)
        if word is None or not carried.shipment.open:
            continue
        grace = timedelta(days=setting.figures["grace_days"])
        days = [day for one in in_shipment(journey, carried) if (day := _needed(journey, one))]
        late = [day for day in days if word.last > day + grace]
        if late:
            dates = {"expected_day": word.last.isoformat(), "due_day": min(late).isoformat()}
            yield Finding(
                "shipment_late",
                word.said_at,
                severity=setting.severity,
                evidence=known(word.ident),
                words={**called(carried), **dates},
                shipment=carried.name,
            )


def _leaves(carried: Carried) -> date | None:
    """Return the day it left, or is said to leave."""
    made = carried.shipment
    left = [one.day for code in _LEAVING if (one := made.passed.get(code)) and one.day]
    said = [one.last for code in _LEAVING if (one := made.words.get(code))]
    return min(left or said, default=None)


def _asked_from(carried: Carried, leaves: date | None, days_before: int) -> datetime:
    """Return from when its papers are asked for: never before it was announced."""
    announced = carried.shipment.announced_at or carried.at
    if leaves is None:
        return announced
    return max(announced, begins(leaves - timedelta(days=days_before)))


def _needed(journey: Journey, part: Part) -> date | None:
    """Return by when it is needed: what its owner said, else what was agreed, else asked for."""
    needs = journey.lines[part.line].needs
    return needs[0].day if needs else part.agreed_day or part.ask_day


SHIPMENTS = (
    Rule(
        "papers_missing",
        papers_missing,
        MEDIUM,
        N_("Papers of a shipment missing"),
        N_("Shipment %(shipment)s has to come with papers that are not there: %(papers)s."),
        N_("Shipment %(shipment)s was without papers it has to come with: %(papers)s."),
        N_("Ask the shipper for the papers before it leaves, or customs will."),
        {"days_before": 2},
        action=GOODS,
    ),
    Rule(
        "shipment_late",
        shipment_late,
        MEDIUM,
        N_("Shipment comes too late"),
        N_(
            "Shipment %(shipment)s is expected on %(expected_day)s; "
            "what is in it is due from %(due_day)s on."
        ),
        N_(
            "Shipment %(shipment)s was expected on %(expected_day)s; "
            "what is in it was due from %(due_day)s on."
        ),
        N_("Have it come faster, or tell those who wait for it."),
        {"grace_days": 0},
        action=GOODS,
    ),
)
