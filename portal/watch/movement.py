"""Rules about goods on their way: held, stuck, refused, sent back, or not heard of. Pure."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from portal.db import moment_text
from portal.errors import N_, NN_
from portal.journey import Journey, Part
from portal.watch.finding import HIGH, LOW, MEDIUM, Finding
from portal.watch.rule import ASK, GOODS, Rule, amount, known, waiting
from portal.watch.setting import RuleSetting
from portal.watch.shipped import (
    MOVING,
    stalled_shipments,
    struck_shipments,
    told_by_shipments,
)
from portal.watch.usual import STAGES, WHATS

FAILED = frozenset({"DELIVERY_ATTEMPT_FAILED", "DELIVERY_REFUSED"})
CUSTOMS = frozenset({"CUSTOMS_HELD", "CUSTOMS_REFUSED"})
STUCK = frozenset({"HELD", "MISROUTED", "LOST"})
_THERE = ("delivered", "received")


def no_word(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield one finding for the order: nobody but its owner spoke for longer than is usual.

    How long is usual depends on how far the least of it has come; without statistics of the
    owner's own orders the rule's figure holds. Silence before an answer is another rule's.
    """
    parts = [part for part in waiting(journey) if part.next_by != "owner"]
    if not parts or journey.heard_at is None or journey.unanswered:
        return
    stage = min((_stage_of(part) for part in parts), key=STAGES.index)
    days = setting.usual.silent_for(stage, setting.figures["silent_days"])
    yield Finding(
        "no_word",
        journey.heard_at + timedelta(days=days),
        severity=setting.severity,
        evidence=known(journey.heard),
        words={"heard_at": moment_text(journey.heard_at), "days": str(days)},
    )


def stalled(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each shipment, or part, that lies longer than usual where it came last.

    For goods on their way only. Of parts whose goods are in shipments the shipments speak.
    """
    yield from stalled_shipments(journey, setting)
    told = told_by_shipments(journey)
    for part in waiting(journey):
        stop = _last_stop(part)
        if stop and part.reached[stop[0]].ident not in told:
            what, at = stop
            days = setting.usual.stays_for(what, setting.figures["dwell_days"])
            yield Finding(
                "stalled",
                at + timedelta(days=days),
                part.line,
                part.part,
                setting.severity,
                known(part.reached[what].ident),
                {**amount(journey, part, part.moved(what)), "stop_at": moment_text(at),
                 "days": str(days)},
            )  # fmt: skip


def customs_held(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line or part that customs holds or refuses, until it is cleared."""
    yield from _struck(journey, setting, "customs_held", CUSTOMS, over="cleared")


def held_up(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line or part that is held, went astray or is lost on its way."""
    yield from _struck(journey, setting, "held_up", STUCK)


def delivery_failed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line or part whose last attempt at delivery came to nothing."""
    yield from _struck(journey, setting, "delivery_failed", FAILED)


def sent_back(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part of which goods went back to the sender, while they are owed."""
    for part in waiting(journey):
        back = part.reached.get("sent_back")
        if back and back.n > 0 and back.first_at:
            yield Finding(
                "sent_back",
                back.first_at,
                part.line,
                part.part,
                setting.severity,
                known(back.ident),
                {**amount(journey, part, back.n), "back_at": moment_text(back.first_at)},
            )


def _struck(
    journey: Journey, setting: RuleSetting, rule: str, codes: Collection[str], over: str = ""
) -> Iterator[Finding]:
    """Yield a finding for each shipment, line or part whose last such trouble is not over."""
    latest, shipped = {}, {}
    for trouble in journey.troubles:
        if trouble.open and trouble.code in codes:
            if trouble.shipment:
                shipped[trouble.shipment] = trouble
            else:
                latest[trouble.line, trouble.part] = trouble
    yield from struck_shipments(journey, setting, rule, shipped, over)
    for trouble in latest.values():
        struck_at = trouble.at or journey.changed_at
        if over and _came_after(journey, trouble.line, trouble.part, over, struck_at):
            continue
        yield Finding(
            rule,
            struck_at,
            trouble.line,
            trouble.part,
            setting.severity,
            known(trouble.ident),
            {"failed_at": moment_text(struck_at), "reason": trouble.reason or "UNKNOWN"},
        )


def _came_after(journey: Journey, line: int, part: int, what: str, at: datetime) -> bool:
    """Say whether everything that was struck has come as far as this since."""
    struck = [
        one
        for one in waiting(journey)
        if line in (0, one.line) and part in (0, one.part) and one.cap > 0
    ]
    return bool(struck) and all(
        (reached := one.reached.get(what)) and reached.full_at and reached.full_at >= at
        for one in struck
    )


def _last_stop(part: Part) -> tuple[str, datetime] | None:
    """Return how far a part has come on its way, and when; None before and after that."""
    if any(part.moved(what) >= part.cap for what in _THERE):
        return None
    for what in MOVING:
        reached = part.reached.get(what)
        if reached and not reached.inferred and reached.first_at:
            return what, reached.full_at or reached.first_at
    return None


def _stage_of(part: Part) -> str:
    """Return how far all of a part has come, as statistics name it."""
    whats = {stage: WHATS.get(stage, stage) for stage in STAGES[1:]}
    far = [one for one, what in whats.items() if part.cap and part.moved(what) >= part.cap]
    return far[-1] if far else STAGES[0]


MOVEMENT = (
    Rule(
        "no_word",
        no_word,
        LOW,
        N_("No word for longer than usual"),
        NN_(
            "Nobody there said anything since %(heard_at)s; after %(days)s day that is unusual.",
            "Nobody there said anything since %(heard_at)s; after %(days)s days that is unusual.",
        ),
        N_("Nobody there had said anything since %(heard_at)s."),
        N_("Ask how things stand."),
        {"silent_days": 21},
        action=ASK,
    ),
    Rule(
        "stalled",
        stalled,
        MEDIUM,
        N_("Does not move"),
        NN_(
            "%(qty)s %(uom)s has not moved since %(stop_at)s; after %(days)s days that is unusual.",
            "%(qty)s %(uom)s have not moved since %(stop_at)s; "
            "after %(days)s days that is unusual.",
        ),
        N_("Had not moved since %(stop_at)s: %(qty)s %(uom)s."),
        N_("Ask the carrier where the goods are and when they go on."),
        {"dwell_days": 7},
        action=ASK,
        of_shipment=N_(
            "Shipment %(shipment)s has not moved since %(stop_at)s; "
            "after %(days)s days that is unusual."
        ),
        was_of_shipment=N_("Shipment %(shipment)s had not moved since %(stop_at)s."),
    ),
    Rule(
        "customs_held",
        customs_held,
        HIGH,
        N_("Held by customs"),
        N_("Customs has held the goods since %(failed_at)s: %(reason)s."),
        N_("Customs had held the goods since %(failed_at)s: %(reason)s."),
        N_("Find out which papers or payments are missing, and send them."),
        action=GOODS,
        of_shipment=N_("Customs has held shipment %(shipment)s since %(failed_at)s: %(reason)s."),
        was_of_shipment=N_(
            "Customs had held shipment %(shipment)s since %(failed_at)s: %(reason)s."
        ),
    ),
    Rule(
        "held_up",
        held_up,
        HIGH,
        N_("Held up on the way"),
        N_("The goods were held up, went astray or got lost on %(failed_at)s: %(reason)s."),
        N_("The goods had been held up, astray or lost on %(failed_at)s: %(reason)s."),
        N_("Ask the carrier where the goods are, and claim them if they are lost."),
        action=GOODS,
        of_shipment=N_(
            "Shipment %(shipment)s was held up, went astray or got lost on "
            "%(failed_at)s: %(reason)s."
        ),
        was_of_shipment=N_(
            "Shipment %(shipment)s had been held up, astray or lost on %(failed_at)s: %(reason)s."
        ),
    ),
    Rule(
        "delivery_failed",
        delivery_failed,
        HIGH,
        N_("Delivery failed"),
        N_("The delivery on %(failed_at)s came to nothing: %(reason)s."),
        N_("The delivery on %(failed_at)s had come to nothing: %(reason)s."),
        N_("Settle with the carrier when it is tried again."),
        action=GOODS,
        of_shipment=N_(
            "The delivery of shipment %(shipment)s on %(failed_at)s came to nothing: %(reason)s."
        ),
        was_of_shipment=N_(
            "The delivery of shipment %(shipment)s on %(failed_at)s had come to "
            "nothing: %(reason)s."
        ),
    ),
    Rule(
        "sent_back",
        sent_back,
        HIGH,
        N_("Sent back to the sender"),
        NN_(
            "%(qty)s %(uom)s went back to the sender on %(back_at)s and is still owed.",
            "%(qty)s %(uom)s went back to the sender on %(back_at)s and are still owed.",
        ),
        N_("Had gone back to the sender on %(back_at)s: %(qty)s %(uom)s."),
        N_("Ask why, and when it is sent again."),
        action=ASK,
    ),
)
