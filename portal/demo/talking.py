"""People who write to each other in the demo world: questions, answers, a note now and then.

What is written about an order is drawn from its number, so that it is the same in every run.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from portal import clock, desk, flow, journey, ledger
from portal.db import keeper
from portal.demo.order import Order
from portal.demo.stage import Stage, was_said
from portal.desk import Thread, say
from portal.ledger import Draft
from portal.people import Actor

KINDS = frozenset({"purchase", "service"})
TALKED_ABOUT = 0.2  # of these orders
ANSWERED = 0.7  # of the questions
NOTED = 0.4  # of the conversations
BUYER, SUPPLIER = "buyer", "supplier"

TALKS = (  # who asks, what, and the answer
    (BUYER, "Do the goods come with a certificate of origin?", "Yes, it lies in the first box."),
    (BUYER, "Can ten of them leave this week? The rest may follow.", "Ten leave on Thursday."),
    (
        BUYER,
        "Which pallets do you use? Our rack takes Euro pallets only.",
        "Euro pallets, as ever.",
    ),
    (BUYER, "Is the drawing of March still the one you work to?", "It is, revision C."),
    (SUPPLIER, "Which revision of the drawing counts, C or D?", "Revision C, please."),
    (SUPPLIER, "Until when can we deliver at gate 3 on Fridays?", "Until two; ring twice."),
    (SUPPLIER, "May we pack two orders on one pallet?", "Yes, if both delivery notes are on it."),
    (SUPPLIER, "Shall the label carry your item number too?", "Please, above ours."),
)
NOTES = (
    "They asked the same last time; let us put it into the order text.",
    "I have it from the workshop by phone, nothing in writing yet.",
    "Chemnitz could help out with some if it comes to that.",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing somebody writes: on which working day of the order, who, what."""

    day: int
    who: str
    text: str
    number: int
    line: int = 0
    question: bool = False
    note: bool = False


def work(stage: Stage, seed: str) -> None:
    """Let people write what they write today; what was written before is not written again."""
    today = clock.now().date()
    groups: dict[tuple, list[tuple[Order, Turn]]] = defaultdict(list)
    for order in stage.orders:
        if stage.name_of(order) in stage.ids:
            for turn in _turns(order, seed):
                if order.day(turn.day) == today:
                    by = _actor(stage, order, turn)
                    groups[order.owner, by.name].append((order, turn))
    for (owner, _name), some in sorted(groups.items(), key=lambda group: group[0]):
        _write(stage, owner, some)


def _turns(order: Order, seed: str) -> Iterator[Turn]:
    rng = Random(f"{seed}:talk:{order.key}")
    if order.kind not in KINDS or rng.random() > TALKED_ABOUT:
        return
    asks, question, answer = rng.choice(TALKS)
    first, line = rng.randint(1, 6), rng.choice((0, 1))
    yield Turn(first, asks, question, 1, line, question=True)
    if rng.random() < NOTED:
        yield Turn(first, BUYER, rng.choice(NOTES), 2, line, note=True)
    if rng.random() < ANSWERED:
        other = SUPPLIER if asks == BUYER else BUYER
        yield Turn(first + rng.randint(1, 3), other, answer, 3, line)


def _actor(stage: Stage, order: Order, turn: Turn) -> Actor:
    if turn.who == SUPPLIER:
        return stage.cast.of(order.company)
    return stage.cast.one(order.owner, "buyer", int(order.number[-1]))


def _write(stage: Stage, owner: int, some: list[tuple[Order, Turn]]) -> None:
    by = _actor(stage, *some[0])
    house = stage.cast.owners[owner]
    with keeper(house):
        told = [(stage.name_of(order), _drafts(stage, order, turn, by)) for order, turn in some]
    told = [(name, drafts) for name, drafts in told if drafts]
    if told:
        flow.batch(house, told, by)


def _drafts(stage: Stage, order: Order, turn: Turn, by: Actor) -> list[Draft]:
    key = f"{order.key}:talk:{turn.number}"
    said = ledger.history(stage.ids[stage.name_of(order)])
    if was_said(said, key):
        return []
    talk = desk.talk(said)
    open_to_us = [post.ident for post in talk.posts.values() if post.waits and post.asked == by.org]
    to = talk.partner if by.org == talk.owner else talk.owner
    message = say.Message(
        turn.text,
        Thread(turn.line),
        to=by.org if turn.note else to,
        question=turn.question,
        answers="" if turn.question or turn.note else next(iter(open_to_us), ""),
    )
    return say.post(talk, journey.fold(said), (), by, key, message)
