"""People at work on cases in the demo world: taking, asking, answering, closing with a cause.

What happens to a case is drawn from what it is about, so that it is the same in every run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from random import Random
from uuid import UUID

from sqlalchemy import Row, select

from portal import clock, desk, flow, ledger, watch
from portal.db import db, keeper
from portal.demo.order import Order
from portal.demo.stage import Stage
from portal.desk import CAUSES
from portal.ledger import Draft
from portal.people import Actor
from portal.watch import Case, CaseReading

NOTES = (
    "Called twice; nobody answers before ten.",
    "Production can bridge a week with the stock of Chemnitz.",
    "Line 3 waits for this, please keep an eye on it.",
    "Freight forwarder informed.",
)
QUESTIONS = (
    "When will the goods leave, and with which carrier?",
    "Can you deliver at least half of it this week?",
    "Please confirm the day or name a new one.",
    "Which step is the order in now?",
)
ANSWERS = (
    "They leave on Thursday; the papers follow by mail.",
    "Half of it is packed, the rest needs another ten days.",
    "We had a tool change; we are back on plan from Monday.",
    "The truck was full. It is on tomorrow's.",
)
LIKELY = {
    "not_acknowledged": ("no_answer", "no_answer", "not_reported"),
    "ship_date_missed": ("capacity", "material", "not_reported", "quality"),
    "delivery_failed": ("site_closed", "not_met", "address"),
    "overdue": ("carrier_delay", "customs", "capacity", "not_posted", "weather"),
}
ENDED = {"damage": "made_good", "quality": "made_good", "false_alarm": "no_trouble",
         "not_posted": "posted", "capacity": "new_date"}  # fmt: skip
LIES = 11  # days that a case lies about when nobody hurries
OTHERS = ("capacity", "carrier_delay", "other")

_LIVE = (
    select(
        CaseReading.stream,
        CaseReading.case,
        CaseReading.rule,
        CaseReading.line,
        CaseReading.part,
        CaseReading.nth,
        CaseReading.state,
        CaseReading.changed_at,
    )
    .where(CaseReading.live)
    .order_by(CaseReading.opened_at)
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What will become of a case, in days: drawn once from what it is about."""

    taken: int
    asked: int
    answered: int
    closed: int
    is_quick: bool
    is_asked: bool
    is_answered: bool
    note: str
    question: str
    answer: str
    cause: str


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing somebody does on a case."""

    order: Order
    row: Row
    by: Actor
    name: str
    fate: Fate


def work(stage: Stage, seed: str) -> None:
    """Let everybody do what a day brings on the cases of both owners."""
    orders = {stage.ids.get(stage.name_of(order)): order for order in stage.orders}
    for owner in stage.cast.owners:
        with keeper(owner):
            rows = db.session.execute(_LIVE).all()
            steps = [step for row in rows for step in _next(stage, orders, seed, row)]
        _do(stage, owner, steps)


def _next(stage: Stage, orders: dict, seed: str, row: Row) -> Iterator[Step]:
    order = orders[row.stream]
    fate = _fate(f"{seed} {order.key} {row.rule} {row.line} {row.part} {row.nth}", row.rule)
    name = _due(row, order, fate, clock.now())
    if name:
        buyer = stage.cast.one(order.owner, "buyer", int(order.number[-1]))
        by = stage.cast.of(order.company) if name == "answer" else buyer
        yield Step(order, row, by, name, fate)


def _due(row: Row, order: Order, fate: Fate, now: datetime) -> str:
    """Return what is done on a case today, or nothing."""
    age = (now - row.changed_at).days
    asks = fate.is_asked and order.company.kind == "supplier"
    answers = fate.is_answered and order.company.talk > 0.4
    lies = 0 if fate.is_quick else LIES
    due = {
        watch.OPEN: ("take", lies + fate.taken),
        watch.TAKEN: ("ask", fate.asked) if asks else ("close", lies + 9),
        watch.WAITING: ("answer", fate.answered) if answers else ("close", LIES + LIES),
        watch.ANSWERED: ("close", lies + 6 + fate.closed),
        watch.CLEARED: ("close", lies + fate.closed),
    }
    name, after = due[row.state]
    return name if age >= after else ""


def _fate(seed: str, rule: str) -> Fate:
    rng = Random(seed)
    return Fate(
        taken=rng.choice((0, 0, 1, 1, 2, 4)),
        asked=rng.choice((0, 1, 2)),
        answered=rng.choice((1, 1, 2, 4)),
        closed=rng.choice((0, 1, 2, 3)),
        is_quick=rng.random() < 0.75,
        is_asked=rng.random() < 0.6,
        is_answered=rng.random() < 0.75,
        note=rng.choice((*NOTES, "", "")),
        question=rng.choice(QUESTIONS),
        answer=rng.choice(ANSWERS),
        cause=rng.choice(LIKELY.get(rule, OTHERS)),
    )


def _do(stage: Stage, owner: int, steps: list[Step]) -> None:
    steps = sorted(steps, key=lambda step: (step.by.name, step.order.key, step.row.line))
    for _name, group in groupby(steps, key=lambda step: step.by.name):
        group = list(group)
        with keeper(owner):
            told = [_told(stage, step) for step in group]
        flow.batch(owner, told, group[0].by)


def _told(stage: Stage, step: Step) -> tuple[str, list[Draft]]:
    case = _case(stage.ids[stage.name_of(step.order)], step.row.case)
    key = f"{step.order.key}:{case.rule}:{case.line}:{case.part}:{len(case.history)}:{step.name}"
    return stage.name_of(step.order), _STEPS[step.name](stage, step, case, key)


def _case(stream: UUID, case: UUID) -> Case:
    return next(one for one in watch.fold(ledger.history(stream)) if one.id == case)


def _take(_stage: Stage, step: Step, case: Case, key: str) -> list[Draft]:
    drafts = [desk.take(case, step.by, key)]
    if step.fate.note:
        drafts.append(desk.comment(case, step.by, step.fate.note, f"{key}:note"))
    return drafts


def _ask(stage: Stage, step: Step, case: Case, key: str) -> list[Draft]:
    partner = stage.cast.orgs[step.order.company.number]
    return [desk.ask(case, step.by, step.fate.question, partner, key)]


def _answer(_stage: Stage, step: Step, case: Case, key: str) -> list[Draft]:
    return [desk.answer(case, step.by, step.fate.answer, key)]


def _close(_stage: Stage, step: Step, case: Case, key: str) -> list[Draft]:
    cause = step.fate.cause
    closing = desk.cases.Closing(ENDED.get(cause, "came"), cause, CAUSES[cause].usually)
    return [desk.resolve(case, step.by, closing, key=key)]


_STEPS = {"take": _take, "ask": _ask, "answer": _answer, "close": _close}
