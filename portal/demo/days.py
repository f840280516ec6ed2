"""The days of the demo world, one after the other, under a simulated clock.

6:00   what became due over night: the sweep, then the mails; every four weeks, forecasts
7:00   the owners' systems send orders; round by round, everybody acts
15:00  people work on their cases
16:00  people write to each other about their orders
18:00  trucks leave and are unloaded
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flask import current_app

from portal import clock, jobs
from portal.demo import casework, talking, voyages
from portal.demo.order import Order
from portal.demo.stage import Stage

WEEKEND = 5
ROUND = timedelta(minutes=50)
TURN = timedelta(minutes=1)
NIGHT, MORNING, AFTERNOON, CLOSING = time(6), time(7), time(15), time(16)
DUSK, EVENING = time(18), time(21)
SHOWN = 10  # days
SELDOM = 28  # days; a live portal foresees every day, which would take the demo too long


class Days:
    """Plays all orders of a stage."""

    def __init__(self, stage: Stage, seed: str) -> None:
        """Note who does what on which day."""
        self.stage, self.seed = stage, seed
        self.placed: dict[date, list[Order]] = defaultdict(list)
        self.acts: dict[date, list[tuple[int, Order, int]]] = defaultdict(list)
        for order in stage.orders:
            self.placed[order.placed].append(order)
            rounds: dict[date, int] = defaultdict(int)
            for number, act in enumerate(order.acts):
                day = order.day(act.day)
                self.acts[day].append((rounds[day], order, number))
                rounds[day] += 1

    def play(self, first: date, last: date, say: Callable[[str], None]) -> None:
        """Live through these days. Mails go to files, whatever mail server is set."""
        with _mails_to_files():
            for n in range((last - first).days + 1):
                self._day(first + timedelta(days=n), last)
                if n % SELDOM == SELDOM - 1:
                    with clock.set_to(_at(first + timedelta(days=n), EVENING)):
                        foresee()
                if n % SHOWN == SHOWN - 1:
                    say(f"  {n + 1} of {(last - first).days + 1} days")
            with clock.set_to(_at(last, EVENING)):
                jobs.sweep()
                _mail()

    def _day(self, day: date, last: date) -> None:
        with clock.set_to(_at(day, NIGHT)):
            jobs.sweep()
            _mail()
        if day.weekday() >= WEEKEND:
            return
        self._place(day)
        self._act(day)
        with clock.set_to(_at(day, AFTERNOON)):
            casework.work(self.stage, self.seed)
        with clock.set_to(_at(day, CLOSING)):
            talking.work(self.stage, self.seed)
        with clock.set_to(_at(day, DUSK)):
            voyages.work(self.stage, self.seed, day, last)

    def _place(self, day: date) -> None:
        for owner in (0, 1):
            orders = [order for order in self.placed[day] if order.owner == owner]
            if orders:
                with clock.set_to(_at(day, MORNING)):
                    self.stage.place(owner, orders)
                    _mail()

    def _act(self, day: date) -> None:
        groups: dict[tuple, list[tuple[Order, int]]] = defaultdict(list)
        for turn, order, number in self.acts[day]:
            by = self.stage.actor(order, order.acts[number])
            groups[turn, order.owner, by.name, by.auth].append((order, number))
        for n, (key, todo) in enumerate(sorted(groups.items(), key=lambda group: group[0])):
            turn, owner, _name, _auth = key
            order, number = todo[0]
            moment = _at(day, MORNING) + ROUND * (turn + 1) + TURN * n
            with clock.set_to(moment):
                self.stage.act(owner, self.stage.actor(order, order.acts[number]), todo)


def foresee() -> None:
    """Learn from what was delivered, if there is enough, and work every outlook out."""
    jobs.learn()
    while jobs.foresee():
        pass


def _mail() -> None:
    while jobs.work():
        pass


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, UTC)


@contextmanager
def _mails_to_files() -> Iterator[None]:
    """Let the mails of the simulated past go into a folder of their own.

    They are written and counted as any mail, so that orders are sent and the time to
    answer starts; but their readers are invented, and no server should be bothered.
    """
    config = current_app.config
    kept = {name: config[name] for name in ("SMTP_URL", "MAIL_DIR")}
    config.update(SMTP_URL="", MAIL_DIR=Path(str(config["MAIL_DIR"])) / "demo")
    try:
        yield
    finally:
        config.update(kept)
