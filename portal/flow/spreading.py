"""How what was said in orders spreads: read, look, notify, and keep all of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from portal import clock, desk, journey, ledger, people, watch
from portal.flow.assigning import assign_new
from portal.flow.escalating import escalate, next_rung
from portal.flow.ruling import rulings
from portal.flow.sharing import decide_together, mates_of, record_privately
from portal.journey import Journey
from portal.ledger import Held, Said
from portal.people import Actor
from portal.watch import Chance, Mate


def spread(
    held: Sequence[Held],
    by: Actor,
    said: dict[UUID, list[Said]],
    likely: Mapping[UUID, Chance] | None = None,
    *,
    whole: UUID | None = None,
) -> None:
    """Read, look, notify, and keep all of it.

    Args:
        whole: a shipment because of which all its orders are looked at, not for themselves.
        likely: of these orders, those that are likely late; None: nobody ranked them just now.
    """
    # What was just said may be a tick later than the clock, and is true now nevertheless.
    now = max([clock.now(), *(one.said_at for one in held)])
    journeys = [folded(one) for one in held]
    rules = rulings(held, journeys, likely)
    found = {
        one.id: watch.look(read, rules[one.id]) for one, read in zip(held, journeys, strict=True)
    }
    mates = mates_of(held, journeys, found, rules)
    shared, looked_at = decide_together(held, mates, now, whole)
    news = {
        one.id: [*said.get(one.id, []), *shared.get(one.id, []), *_decide(one, mate, now)]
        for one, mate in zip(held, mates, strict=True)
    }
    assign_new(held, journeys, news, now.date())
    escalate(held, rules, news, now)
    ledger.keep(held)
    keep_readings(held, journeys)
    _plan(held, mates, {one.id for one in held if news[one.id]}, now)
    if looked_at:
        watch.look_again(looked_at, clock.now())
    _notify(held, journeys, news, by)


def _plan(held: Sequence[Held], mates: Sequence[Mate], told: set[UUID], now: datetime) -> None:
    """Say when to look again, and count what rules on trial would have said."""
    watch.plan(
        [
            (
                mate.stream,
                _sooner(
                    watch.next_check(mate.findings, now, mate.settings),
                    next_rung(one, mate.settings, now),
                ),
            )
            for one, mate in zip(held, mates, strict=True)
        ],
        told,
        clock.now(),
    )
    watch.whisper(
        [(one.stream, watch.whispered(one.findings, one.settings, now)) for one in mates], now
    )


def _sooner(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one), default=None)


def _notify(
    held: Sequence[Held], journeys: Sequence[Journey], news: dict[UUID, list[Said]], by: Actor
) -> None:
    placed = {read.partner for one, read in zip(held, journeys, strict=True) if news[one.id]}
    many = len(held) > 1  # then everybody is looked up at once
    staff = desk.staff_of(placed, [one.id for one in held]) if many else None
    contacts = people.contacts_of(placed) if many else {}
    acts = [
        desk.telling.Act(one, read, news[one.id], by)
        for one, read in zip(held, journeys, strict=True)
        if news[one.id]
    ]
    desk.notify_about(acts, staff, contacts)


def _decide(held: Held, mate: Mate, now: datetime) -> list[Said]:
    """Open, reopen and clear cases as the findings and the time ask; return what was said.

    What is a shipment's is left out: `sharing`.
    """
    findings, cases = mate.alone(now)
    return record_privately(
        held, watch.decide(held.id, findings, cases, mate.settings, now, mate.learnt)
    )


def keep_readings(held: Sequence[Held], journeys: Sequence[Journey]) -> None:
    """Store what these orders are now."""
    journey.keep([(one.id, read) for one, read in zip(held, journeys, strict=True)])
    watch.keep(
        [
            (one.id, watch.weighed(watch.fold(one.history), read))
            for one, read in zip(held, journeys, strict=True)
        ]
    )
    desk.keep_questions([(one.id, one.history) for one in held])


def folded(held: Held) -> Journey:
    """Return the order as it stands under the lock, with what its shipments tell."""
    return journey.fold(held.told())
