"""Cases that nobody dealt with in time climb the owner's ladder: others hear of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from portal import desk, people, watch
from portal.flow.sharing import record_privately
from portal.ledger import Draft, Held, Said
from portal.watch import Case, Rung, Settings


def escalate(
    held: Sequence[Held],
    rules: Mapping[UUID, Settings],
    news: dict[UUID, list[Said]],
    now: datetime,
) -> None:
    """Let the cases of these orders climb the rungs whose time has come; adds to `news`.

    Nothing is asked where none has. A rung at which nobody is found is not climbed.
    """
    due = {one.id: climbing for one in held if (climbing := _climbing(one, rules[one.id], now))}
    if not due:
        return
    found = desk.cases.assignment()
    away = people.team.deputies([held[0].owner], now.date())
    for one in held:
        drafts = [
            _draft(case, rung, told)
            for case, rung in due.get(one.id, ())
            if (told := desk.cases.told_at(rung, case, found, away))
        ]
        if drafts:
            news[one.id] += record_privately(one, drafts)


def next_rung(held: Held, settings: Settings, now: datetime) -> datetime | None:
    """Return when a case of an order reaches its next rung."""
    if not settings.ladder.rungs:
        return None
    return settings.ladder.next_check(watch.fold(held.history), settings.calendar, now)


def _climbing(held: Held, settings: Settings, now: datetime) -> list[tuple[Case, Rung]]:
    ladder = settings.ladder
    if not ladder.rungs:
        return []
    return [
        (case, rung)
        for case in watch.fold(held.history)
        if case.live
        for rung in ladder.due(case, settings.calendar, now)
    ]


def _draft(case: Case, rung: Rung, told: Sequence[UUID]) -> Draft:
    opened = sum(step.kind in ("case.opened", "case.reopened") for step in case.history)
    body = {
        "case": str(case.id),
        "rung": rung.name,
        "to": rung.to,
        "persons": [str(one) for one in told],
        "mail": rung.mail,
        "times": opened,  # reached again after it was opened again, it is not the same said twice
    }
    place = {"line": case.line, "part": case.part}
    return Draft("case.escalated", source="watch", channel="system", body=body, **place)
