"""What rules ask of shipments: each order with goods in one finds its trouble. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from portal.db import moment_text
from portal.journey import Carried, Journey, Part, Passed, Shipment, Trouble, milestone
from portal.watch.finding import Finding
from portal.watch.rule import known, waiting
from portal.watch.setting import RuleSetting

MOVING = ("arrived", "departed", "dispatched")  # the farthest first


def struck_shipments(
    journey: Journey, setting: RuleSetting, rule: str, shipped: Mapping[str, Trouble], over: str
) -> Iterator[Finding]:
    """Yield a finding for each shipment that is struck and has goods that are still to come."""
    for name, trouble in sorted(shipped.items()):
        carried = journey.carried[name]
        struck_at = trouble.at or journey.changed_at
        if not in_shipment(journey, carried) or over and _passed_after(carried, over, struck_at):
            continue
        words = {"failed_at": moment_text(struck_at), "reason": trouble.reason or "UNKNOWN"}
        yield of_shipment(rule, struck_at, setting, trouble.ident, carried, words)


def stalled_shipments(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each shipment that lies longer than usual where it came to last."""
    for carried in shipments(journey):
        made = carried.shipment
        if not made.open or not in_shipment(journey, carried):
            continue
        if last := _last_step(made):
            what, step = last
            days = setting.usual.stays_for(what, setting.figures["dwell_days"])
            words = {"stop_at": moment_text(step.at), "days": str(days)}
            since = step.at + timedelta(days=days)
            yield of_shipment("stalled", since, setting, step.ident, carried, words)


def _last_step(made: Shipment) -> tuple[str, Passed] | None:
    """Return how far a shipment has come on its way, and the step that says so."""
    steps = [
        (milestone(one.code).rank, one.at, milestone(one.code).what, one)
        for one in made.latest.values()
        if one.at and milestone(one.code).what in MOVING
    ]
    return max(steps, key=lambda one: (one[1], one[0]))[2:] if steps else None


def of_shipment(
    rule: str, since: datetime, setting: RuleSetting, ident: str, carried: Carried, words: dict
) -> Finding:
    """Return a trouble that is a shipment's, on all that travels in it."""
    return Finding(
        rule,
        since,
        severity=setting.severity,
        evidence=known(ident),
        words={**called(carried), **words},
        shipment=carried.name,
    )


def told_by_shipments(journey: Journey) -> dict[str, Carried]:
    """Return, by the event that says so, the shipments that passed a step."""
    return {
        one.ident: carried
        for carried in shipments(journey)
        for one in (*carried.shipment.passed.values(), *carried.shipment.latest.values())
    }


def _passed_after(carried: Carried, what: str, at: datetime) -> bool:
    """Say whether a shipment has come as far as this since."""
    return any(
        one.at and one.at >= at and milestone(one.code).what == what
        for one in carried.shipment.latest.values()
    )


def shipments(journey: Journey) -> list[Carried]:
    """Return the shipments with goods of an order of which it is known what was said."""
    return [one for _, one in sorted(journey.carried.items()) if one.counts and one.shipment]


def in_shipment(journey: Journey, carried: Carried) -> list[Part]:
    """Return the deliveries still to come that have goods in a shipment."""
    rows = {(row.line, row.part) for row in carried.rows}
    return [one for one in waiting(journey) if rows & {(one.line, one.part), (one.line, 0)}]


def called(carried: Carried) -> dict[str, str]:
    """Return what a shipment is called, as the words of a finding hold it."""
    made = carried.shipment
    containers = made.refs_of("container") if made else []
    name = (made.number if made else "") or next(iter(containers), "")
    return {"shipment": name or carried.name[-8:]}
