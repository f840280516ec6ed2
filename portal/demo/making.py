"""Making the demo world: once, from a seed, anchored to the day of the first run.

found ─▶ people ─▶ finished orders ─▶ rules on ─▶ day by day up to yesterday

The world's seed, size and anchor are a setting of the house, so that running it again
goes on where it stopped, and changes nothing when it is complete.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from portal import clock, flow, ledger, people, watch
from portal.db import db, keeper
from portal.demo import cast, journeys, past, plan
from portal.demo.cast import HOUSE_PARTS, PASSWORD, SECOND_PARTS, SHOWN, Cast
from portal.demo.companies import PARTNERS
from portal.demo.days import Days, foresee
from portal.demo.stage import Stage
from portal.ledger import Draft, Stream

KEY = "demo"
SEED = "seven geese"
VERSION = 1

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class World:
    """What a demo world is made of. `anchor` is its today."""

    anchor: str
    orders: int
    seed: str = SEED
    version: int = VERSION
    complete: bool = False

    @property
    def today(self) -> date:
        """Return the day up to which (without it) things have happened."""
        return date.fromisoformat(self.anchor)

    @property
    def began(self) -> date:
        """Return the first day of the live period."""
        return self.today - timedelta(days=plan.LIVE_DAYS)

    @property
    def loaded(self) -> datetime:
        """Return when everything before was set up and loaded."""
        return datetime.combine(self.began - timedelta(days=1), time(8), UTC)


def make(orders: int, say: Say) -> None:
    """Make the world, go on with it, or find it complete; then say who may sign in."""
    today = clock.now().date()
    owners = _founded(today)
    world = _known(owners[0]) or _begin(owners, World(today.isoformat(), orders))
    if world.orders != orders:
        say(f"The demo world has {world.orders} live orders; an empty database can have others.")
    if not world.complete:
        _make(world, owners, say)
    _say_who(say)


def _make(world: World, owners: tuple[int, int], say: Say) -> None:
    with clock.set_to(world.loaded):
        say("Demo world: companies and people")
        cast.join(owners, current_app.extensions["hasher"])
        who = cast.known(owners)
        cast.let_look(who, datetime.combine(world.today, time(), UTC))
    played = _played(owners, world)
    if played < world.began:
        say("Demo world: finished orders of the years before")
        with clock.set_to(world.loaded + timedelta(hours=1)):
            past.load(who, world.seed, world.orders, world.began, say)
            _switch_on(who)
            journeys.set_up(who)
    say(f"Demo world: {plan.LIVE_DAYS} days with {world.orders} orders")
    stage = _stage(world, who)
    last = world.today - timedelta(days=1)
    Days(stage, world.seed).play(max(played, world.began), last, say)
    with clock.set_to(datetime.combine(last, time(22), UTC)):
        say("Demo world: expected deliveries")
        foresee()
        _note(owners[0], World(**asdict(world) | {"complete": True}), 2)


def _founded(today: date) -> tuple[int, int]:
    founded = datetime.combine(today - timedelta(days=plan.LIVE_DAYS + 1), time(7), UTC)
    with clock.set_to(founded):
        return cast.found(str(current_app.config["LOG_HOST"]))


def _known(house: int) -> World | None:
    with keeper(house):
        found = ledger.settings_of(KEY).get(KEY)
    return World(**found[1]) if found else None


def _begin(owners: tuple[int, int], world: World) -> World:
    with clock.set_to(world.loaded):
        _note(owners[0], world, 1)
    return world


def _note(house: int, world: World, version: int) -> None:
    body = {"key": KEY, "version": version, "doc": asdict(world)}
    draft = Draft("setting.made", key=f"{KEY}/{version}", body=body)
    flow.house(house, [draft], people.system(house))


def _played(owners: tuple[int, int], world: World) -> date:
    """Return the day on which the world last heard something; it goes on from there."""
    moments = []
    for owner in owners:
        with keeper(owner):
            newest = select(func.max(Stream.said_at)).where(Stream.kind == "order")
            moments.append(db.session.scalar(newest) or world.loaded)
    return max(moments).date()


def _switch_on(who: Cast) -> None:
    """Until now all rules looked on in shadow; from the first live day on they open cases."""
    doc = {"rules": {name: {"mode": watch.ON} for name in watch.RULES}}
    for owner in (0, 1):
        by = who.one(owner, "admin")
        with keeper(by.org):
            known = ledger.settings_of(watch.KEY)
        if not known:
            flow.manage(by.org, by, lambda: (None, [watch.set_rules(doc)]))


def _stage(world: World, who: Cast) -> Stage:
    """Return the stage with the orders that were placed before an interruption."""
    orders = plan.orders(world.seed, world.orders, world.today)
    stage = Stage(who, orders, Path(str(current_app.config["VAULT_DIR"])))
    for owner in who.owners:
        with keeper(owner):
            query = select(Stream.key, Stream.id).where(Stream.kind == "order")
            found = {key: stream for key, stream in db.session.execute(query)}
        stage.ids |= found
    return stage


def _say_who(say: Say) -> None:
    say("")
    say(f"Demo sign-ins; the password of each is: {PASSWORD}")
    for part in (*HOUSE_PARTS, *(one for one in SECOND_PARTS if one.role == "buyer")):
        say(f"  {part.role:<10} {part.email:<34} {part.name}, {part.company}")
    for kind, number in SHOWN:
        one = next(one for one in PARTNERS if one.number == number)
        say(f"  {kind:<10} {one.email:<34} {one.person}, {one.name}")
