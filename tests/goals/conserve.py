"""Quantities add up after every history: what was ordered, what has left, what goes back.

    ordered    = open + fulfilled + cancelled          (excess apart)
    dispatched = on the way + received + lost + sent back

Each history is told through the portal, by the people's own forms where they allow it and by
a carrier's careless messages beside; then the stored readings are compared with the ledger.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from portal import clock, flow, journey, ledger
from portal.db import keeper
from portal.desk import say
from portal.errors import PortalError
from portal.journey import stages
from portal.ledger import Draft, Qty
from tests.bench.goals import Board
from tests.goals.stage import Stage
from tests.world import Line, Who

STEPS = ("PACKED", "DISPATCHED", "DISPATCHED", "DELIVERED", "LOST", "DAMAGED")
LOOSE = ("DISPATCHED", "ARRIVED", "DELIVERED", "RECEIVED", "LOST", "RETURNED_TO_SENDER")
QTYS = ("1", "2.5", "10", "40", "60", "100", "130")


def run(stage: Stage, board: Board, histories: int = 10_000) -> None:
    """Tell `histories` and count those after which something does not add up."""
    chance = random.Random(5)
    wrong = sum(bool(_told(stage, chance, n)) for n in range(histories))
    with _leaking():
        caught = any(_told(stage, chance, histories + n) for n in range(50))
    board.goal(f"conserve.{stage.engine}", wrong, "=", 0)
    board.goal(f"conserve.planted.caught.{stage.engine}", int(caught), "=", 1)


@contextmanager
def _leaking() -> Iterator[None]:
    """Plant a fault inside: what was cancelled is forgotten."""
    sound = stages._balance

    def leak(part, template) -> None:
        sound(part, template)
        part.cancelled = Decimal(0)

    stages._balance = leak
    try:
        yield
    finally:
        stages._balance = sound


def _told(stage: Stage, chance: random.Random, number: int) -> list[str]:
    """Tell one history; return what does not add up."""
    world, order = stage.world, placed(stage, chance, f"Q-{number}")
    for n, (who, act) in enumerate(script(chance)):
        attempt(world, order, getattr(world, who), act, chance, f"{number}:{n}")
    return faults(world.nordwind, order)


def placed(stage: Stage, chance: random.Random, number: str) -> UUID:
    """Place an order of two lines; return its id."""
    ask = (clock.now().date() + timedelta(days=chance.randint(5, 60))).isoformat()
    return stage.world.place(number, Line(qty="100", ask=ask), Line(qty="60", ask=ask))


def script(chance: random.Random) -> list[tuple[str, object]]:
    """Return who does what: at random, and every other time with goods that go back."""
    acts = chance.choices(ACTS, k=chance.randint(3, 7))
    return acts if chance.random() < 0.5 else [*acts, *GIVEN_BACK, *chance.choices(ACTS, k=2)]


def attempt(world, order, who: Who, act, chance: random.Random, key: str) -> None:
    """Say one thing; what the portal refuses is refused."""
    with world.seen_by(who):
        own = say.mine(ledger.history(order), who.org)
        try:
            flow.tell(order, lambda read, _cases: act(read, who, chance, key, own), who.actor)
        except PortalError:
            return


def _answer(read, who, chance, key, _own):
    number = chance.choice((1, 2))
    line = read.lines[number]
    if chance.random() < 0.5:
        return say.accept_all(read, who.actor, key, say.asked_stamp(read))
    day, today = clock.now().date() + timedelta(days=chance.randint(1, 90)), clock.now().date()
    some = Decimal(chance.choice(QTYS))
    offers = [say.Offer(some, day, 1)]
    if line.ordered > some and chance.random() < 0.5:
        offers.append(say.Offer(line.ordered - some, day + timedelta(days=7)))
    note = say.Note(rest=chance.choice(say.RESTS))
    return say.answer(read, who.actor, key, number, line.stamp, offers, today, note)


def _decide(read, who, chance, key, _own):
    open_ones = [one.proposal or one.rejected for one in read.parts()]
    proposal = next((one for one in open_ones if one), "")
    verdict = chance.choice(say.VERDICTS[:2])
    return say.decide(read, who.actor, key, proposal, verdict, text="Earlier, please.")


def _report(read, who, chance, key, own):
    said = say.Report(
        chance.choice(STEPS), clock.now().date(), line=chance.choice((1, 2)),
        qty=Decimal(chance.choice(QTYS)), count=chance.choice(say.COUNTS),
        over=chance.random() < 0.3, reason="OTHER",
    )  # fmt: skip
    return say.report(read, who.actor, key, said, clock.now(), own)


def _receive(read, who, chance, key, own):
    qty = Decimal(chance.choice(QTYS))
    bad = qty if chance.random() < 0.2 else Decimal(0)
    got = [say.Got(chance.choice((1, 2)), qty, bad)]
    arrival = say.Arrival(clock.now().date(), reason="QUALITY", over=chance.random() < 0.3)
    return say.receipt(read, who.actor, key, got, arrival, clock.now(), own)


def _cancel(_read, _who, chance, key, _own):
    body = {"qty": chance.choice(QTYS)} if chance.random() < 0.7 else {}
    return [Draft("line.cancelled", line=chance.choice((1, 2)), body=body, key=key)]


def _change(read, _who, chance, key, _own):
    qty, day = chance.choice(QTYS), clock.now().date() + timedelta(days=chance.randint(1, 90))
    parts = [{"part": 1, "qty": qty, "ask": day.isoformat()}]
    body = {"revision": read.revision + 1, "qty": qty, "uom": "EA", "parts": parts}
    return [Draft("line.changed", line=1, body=body, key=key)]


def _loose(_read, _who, chance, key, _own):
    """A carrier's message: any step, any quantity, any day, as it comes."""
    day = date(2026, 1, 1) + timedelta(days=chance.randint(0, 200))
    qty = (Qty(Decimal(chance.choice(QTYS)), "EA", "", chance.choice((1, 2)), 0),)
    code, count = chance.choice(LOOSE), chance.choice(say.COUNTS)
    return [
        Draft("milestone", code=code, qty=qty, when=ledger.day(day), key=key, body={"count": count})
    ]


def _ask_back(read, who, chance, key, _own):
    here = [line for line in read.lines.values() if say.returnable(read, line)]
    line = chance.choice(here or list(read.lines.values()))
    qty = min(Decimal(chance.choice(QTYS)), say.returnable(read, line) + chance.randint(0, 1))
    pieces = [say.Piece(line.line, qty)]
    return say.ask_return(read, who.actor, key, pieces, chance.choice(say.REMEDIES), "QUALITY")


def _answer_back(read, who, chance, key, _own):
    reply = say.Reply(chance.choice(("accepted", "accepted", "refused")), text="As drawn.")
    asked = _return(read, chance, "requested")
    return say.answer_return(read, who.actor, key, asked, reply, clock.now().date())


def _send_back(read, who, chance, key, _own):
    when = say.when_moved(clock.now().date(), who.actor.zone, clock.now())
    code = say.SENT if who.actor.side == "owner" else say.BACK
    asked = _return(read, chance, "accepted", "under_way")
    return say.move_return(read, who.actor, key, asked, code, [], when)


def _return(read, chance: random.Random, *states: str) -> str:
    """Return one that is in such a state, if there is one."""
    fits = [one.ident for one in read.returns if one.state in states]
    return chance.choice(fits or [""])


ACTS = (
    ("sam", _answer), ("sam", _report), ("sam", _report), ("sam", _answer_back),
    ("sam", _send_back), ("sam", _loose), ("ada", _decide), ("ada", _cancel), ("ada", _change),
    ("rio", _receive), ("rio", _receive), ("rio", _ask_back), ("rio", _send_back),
)  # fmt: skip


GIVEN_BACK = (("rio", _receive), ("rio", _ask_back), ("sam", _answer_back), ("sam", _send_back))


def faults(owner: int, order) -> list[str]:
    """Return what of an order does not add up, or is not stored as the ledger has it."""
    with keeper(owner):
        read = journey.fold(ledger.history(order))
        wrong = [f"stored {name}" for name in journey.differences(order, read)]
    for part in read.parts():
        if part.ordered != part.open_qty + part.fulfilled + part.cancelled:
            wrong.append(f"{part.line}/{part.part}: ordered")
        if min(part.open_qty, part.fulfilled, part.cancelled) < 0:
            wrong.append(f"{part.line}/{part.part}: below nothing")
        there = journey.balance(part)
        left = max(part.moved("dispatched"), part.moved("received"))
        if there.dispatched != left or min(there.on_the_way, there.lost, there.sent_back) < 0:
            wrong.append(f"{part.line}/{part.part}: dispatched")
    for one in read.returns:
        if any(one.back.get(line, 0) > n for line, n in one.wanted.items()):
            wrong.append("returned more than was to go back")
    return wrong
