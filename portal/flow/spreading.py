"""How what was said in orders spreads: read, look, notify, and keep all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from portal import clock, desk, journey, ledger, people, watch
from portal.flow.assigning import assign_new
from portal.flow.ruling import rulings
from portal.journey import Journey
from portal.ledger import Held, Said
from portal.people import Actor
from portal.watch import Chance, Finding


def spread(
    held: Sequence[Held],
    by: Actor,
    said: dict[UUID, list[Said]],
    likely: Mapping[UUID, Chance] | None = None,
) -> None:
    """Read, look, notify, and keep all of it.

    Args:
        likely: of these orders, those that are likely late; None: nobody ranked them just now.
    """
    # What was just said may be a tick later than the clock, and is true now nevertheless.
    now = max([clock.now(), *(one.said_at for one in held)])
    journeys = [folded(one) for one in held]
    rules = rulings(held, journeys, likely)
    found = {
        one.id: watch.look(read, rules[one.id]) for one, read in zip(held, journeys, strict=True)
    }
    news = {
        one.id: [*said.get(one.id, []), *_decide(one, found[one.id], rules[one.id], now)]
        for one in held
    }
    assign_new(held, journeys, news, now.date())
    ledger.keep(held)
    keep_readings(held, journeys)
    told = {one.id for one in held if news[one.id]}
    watch.plan(
        [(one, watch.next_check(those, now, rules[one])) for one, those in found.items()],
        told,
        clock.now(),
    )
    watch.whisper(
        [(one, watch.whispered(those, rules[one], now)) for one, those in found.items()], now
    )
    _notify(held, journeys, news, by)


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


def _decide(
    held: Held, findings: Sequence[Finding], settings: watch.Settings, now: datetime
) -> list[Said]:
    """Open, reopen and clear cases as the findings and the time ask; return what was said."""
    learnt = {said.ident: said.at for said in held.told()}
    cases = watch.fold(held.history)
    drafts = watch.decide(held.id, findings, cases, settings, now, learnt)
    private = [replace(draft, only_for=held.owner) for draft in drafts]
    return ledger.record(held, private, people.system(held.owner))


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
