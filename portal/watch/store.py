"""Keeping what watching worked out: case readings, hits in shadow, when to look again."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from portal.db import current, db, insert_rows, upsert_rows
from portal.journey import unlike
from portal.ledger import canonical
from portal.watch.case import CLEARED, Case
from portal.watch.due import Due
from portal.watch.finding import Finding
from portal.watch.likely import LIKELY, least, most
from portal.watch.outlook import Outlook
from portal.watch.reading import CaseReading
from portal.watch.setting import ON, RuleSetting
from portal.watch.shadow import ShadowHit
from portal.watch.usual import Chance

_NAMES = tuple(column.key for column in CaseReading.__mapper__.column_attrs)
Folded = Iterable[tuple[UUID, tuple[Case, ...]]]


def keep(folded: Folded) -> None:
    """Write the reading of every case of these streams: one statement, however many.

    The cases are weighed. In the keeper's scope, by whoever holds the streams. Does not commit.
    """
    upsert_rows(CaseReading, case_rows(folded))


def case_rows(folded: Folded) -> list[dict]:
    """Return the reading of every case as table rows; the resolved before the live."""
    rows = [_case_row(stream, case) for stream, cases in folded for case in cases]
    return sorted(rows, key=lambda row: row["live"])


def case_differences(folded: Folded) -> dict[UUID, list[str]]:
    """Return by stream which stored cases are not what the ledger gives. One statement."""
    folded = list(folded)
    ours = {row["case"]: row for row in case_rows(folded)}
    streams = [stream for stream, _cases in folded]
    there = db.session.scalars(select(CaseReading).where(CaseReading.stream.in_(streams)))
    theirs = {one.case: {name: getattr(one, name) for name in _NAMES} for one in there}
    wrong: dict[UUID, list[str]] = {}
    for case, row in sorted((theirs | ours).items()):
        if case not in ours or case not in theirs or unlike(CaseReading, ours[case], theirs[case]):
            wrong.setdefault(row["stream"], []).append(f"case {row['rule']} #{row['nth']}")
    return wrong


def last_cases(shipments: Collection[str]) -> dict[tuple[str, str], CaseReading]:
    """Return the newest case of each rule about each of these shipments, by rule and shipment."""
    if not shipments:
        return {}
    wanted = CaseReading.shipment.in_(sorted(UUID(one) for one in shipments))
    rows = db.session.scalars(select(CaseReading).where(wanted).order_by(CaseReading.opened_at))
    return {(row.rule, str(row.shipment)): row for row in rows}


def plan(
    planned: Iterable[tuple[UUID, datetime | None]],
    told: Collection[UUID] = (),
    now: datetime | None = None,
) -> None:
    """Say when to look at streams again though nobody speaks; None: never.

    Args:
        told: those of them of which there is news: their outlook is worked out again from `now`.

    Two statements at most where there is news of all or of none, however many streams.
    """
    owner, news, others, quiet = current().org, [], [], []
    for stream, at in planned:
        row = {"owner": owner, "stream": stream, "check_at": at}
        if stream in told:
            news.append(row | {"outlook_at": now})
        elif at:
            others.append(row)
        else:
            quiet.append(stream)
    upsert_rows(Due, news)
    upsert_rows(Due, others)
    if quiet:
        ended = Due.owner == owner, Due.stream.in_(quiet)
        _change(delete(Due).where(*ended, Due.outlook_at.is_(None)))
        _change(update(Due).where(*ended).values(check_at=None))


def plan_outlook(planned: Iterable[tuple[UUID, datetime | None]]) -> None:
    """Say when the outlook of streams must be worked out again; None: not as time passes."""
    planned, owner = list(planned), current().org
    upsert_rows(
        Due, [{"owner": owner, "stream": stream, "outlook_at": at} for stream, at in planned if at]
    )
    if quiet := [stream for stream, at in planned if not at]:
        ended = Due.owner == owner, Due.stream.in_(quiet)
        _change(delete(Due).where(*ended, Due.check_at.is_(None)))
        _change(update(Due).where(*ended).values(outlook_at=None))


def outlook_due(now: datetime, limit: int) -> list[UUID]:
    """Return streams of the scope's owner whose outlook is out of date, the oldest first.

    They are held until the transaction ends, so that news of them is not taken for worked out.
    """
    query = select(Due.stream).where(Due.outlook_at <= now).order_by(Due.outlook_at).limit(limit)
    return list(db.session.scalars(query.with_for_update(skip_locked=True)))


def likely_orders(setting: RuleSetting, today: date) -> tuple[dict[UUID, Chance], set[UUID]]:
    """Return the orders that are likely late, ranked and cut off, and those to look at again.

    The latter have a live case of the rule though they are not that likely any more, or came.
    """
    one, low = Outlook, least(setting)
    whole = one.owner == current().org, one.line == 0
    near = today + timedelta(days=setting.figures["within_days"] + 1)
    count = select(func.count()).select_from(Outlook).where(*whole, _not_late(today))
    query = (
        select(one.order, one.chance, one.p50, one.late_from)
        .where(*whole, one.chance >= low, one.late_from > today, one.late_from <= near)
        .order_by(one.chance.desc(), one.order)
        .limit(most(setting, db.session.scalar(count)))
    )
    found = {order: Chance(*rest[:2], rest[2] - timedelta(days=1))
             for order, *rest in db.session.execute(query)}  # fmt: skip
    case = CaseReading
    still = select(one.order).where(*whole, one.chance >= low, one.late_from > today)
    live = select(case.stream).where(
        case.rule == LIKELY, case.live, case.state != CLEARED, case.stream.not_in(still)
    )
    return found, set(db.session.scalars(live))


def spoken_of(orders: Collection[UUID], mode: str) -> set[UUID]:
    """Return those of these orders that the rule about likely late ones has named already."""
    if mode == ON:
        query = select(CaseReading.stream).where(CaseReading.rule == LIKELY, CaseReading.live,
                                                 CaseReading.state != CLEARED)  # fmt: skip
        return set(db.session.scalars(query.where(CaseReading.stream.in_(sorted(orders)))))
    query = select(ShadowHit.stream).where(ShadowHit.rule == LIKELY)
    return set(db.session.scalars(query.where(ShadowHit.stream.in_(sorted(orders)))))


def _not_late(today: date) -> ColumnElement[bool]:
    return or_(Outlook.late_from.is_(None), Outlook.late_from > today)


def owners_foreseen(now: datetime) -> list[int]:
    """Return the owners who have outlooks out of date. Asked in the worker's scope."""
    query = select(Due.owner).where(Due.outlook_at <= now).distinct().order_by(Due.owner)
    return list(db.session.scalars(query))


def _change(statement) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


def due(now: datetime, limit: int = 200) -> list[UUID]:
    """Return streams of the scope's owner whose time has come, the longest waiting first."""
    query = select(Due.stream).where(Due.check_at <= now).order_by(Due.check_at).limit(limit)
    return list(db.session.scalars(query))


def owners_due(now: datetime) -> list[int]:
    """Return the owners who have streams to look at. Asked in the worker's scope."""
    query = select(Due.owner).where(Due.check_at <= now).distinct().order_by(Due.owner)
    return list(db.session.scalars(query))


def look_again(streams: Iterable[UUID], now: datetime) -> None:
    """Look at these streams at the next sweep, because a rule or a setting changed."""
    plan((stream, now) for stream in streams)


def whisper(heard: Iterable[tuple[UUID, Iterable[Finding]]], now: datetime) -> None:
    """Count what rules in shadow mode would have said of these streams; each trouble once.

    Two statements at most, however many streams.
    """
    keys = {(one.rule, stream, one.line, one.part) for stream, found in heard for one in found}
    if not keys:
        return
    owner = current().org
    columns = (ShadowHit.rule, ShadowHit.stream, ShadowHit.line, ShadowHit.part)
    streams = {stream for _rule, stream, _line, _part in keys}
    known = select(*columns).where(ShadowHit.owner == owner, ShadowHit.stream.in_(streams))
    new = keys - {tuple(row) for row in db.session.execute(known)}
    names = [column.key for column in columns]
    fixed = {"owner": owner, "first_at": now}
    insert_rows(ShadowHit, [fixed | dict(zip(names, key, strict=True)) for key in new])


def whispers() -> dict[str, int]:
    """Return how often each rule would have called while it was only being tried."""
    query = select(ShadowHit.rule, func.count()).group_by(ShadowHit.rule)
    return dict(db.session.execute(query).all())


def _case_row(stream: UUID, case: Case) -> dict:
    return {
        "owner": current().org,
        "case": case.id,
        "stream": stream,
        "line": case.line,
        "part": case.part,
        "rule": case.rule,
        "nth": case.nth,
        "live": case.live,
        "state": case.state,
        "severity": case.severity,
        "person": case.person,
        "opened_at": case.opened_at,
        "since": case.since,
        "due_at": case.due_at,
        "changed_at": case.changed_at,
        "asked_at": case.asked_at,
        "answered_at": case.answered_at,
        "resolved_at": case.resolved_at,
        "cause": case.cause,
        "accountable": case.accountable,
        "words": canonical(case.words),
        "reason": case.reason,
        "partner": case.partner,
        "team": case.team,
        "stake": case.stake.points,
        "amount": case.stake.amount,
        "currency": case.stake.currency if case.stake.amount is not None else "",
        "day": case.day,
        "shared": case.shared,
        "contested_at": case.contested_at,
        "moves": case.moves,
        "seen": case.seen,
        "shipment": UUID(case.shipment) if case.shipment else None,
    }
