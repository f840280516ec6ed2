"""Which journey orders follow: chosen when they are placed, changed when somebody moves them."""

from collections.abc import Callable, Sequence
from uuid import UUID

from portal import clock, desk, ledger, people
from portal.db import keeper, transaction
from portal.errors import N_, NotFound
from portal.flow.spreading import folded, spread
from portal.journey import TEMPLATES, Journey, Template, read_plan
from portal.ledger import Held, Said
from portal.people import Actor


def choose(held: Sequence[Held], said: dict[UUID, list[Said]]) -> None:
    """Record which journey these new orders follow, where their owner chose; add it to `said`."""
    choice = desk.journeys.choice_made() if held else None
    if choice is None or not choice.rules:
        return
    reads = [(one.id, folded(one)) for one in held]
    drafts = desk.journeys.chosen_for(choice, reads, clock.now().date())
    for one in held:
        if one.id in drafts:
            new = ledger.record(one, [drafts[one.id]], people.system(one.owner))
            said[one.id] = [*said.get(one.id, ()), *new]


def journey_called(name: str) -> Template:
    """Return a journey of the scope's owner, or a built-in one, with its version.

    Raises:
        NotFound: there is none.
    """
    if name in TEMPLATES:
        return TEMPLATES[name]
    base, _slash, version = name.rpartition("/")
    for made, template in desk.journeys.versions(base):
        if str(made.version) == version and template:
            return read_plan(name, made.doc)
    raise NotFound(N_("There is no such journey."))


def move_orders(
    owner: int, start: str, end: str, by: Actor, key: str, hold: Callable[[object], None]
) -> int:
    """Move every open order of one version of a journey to another; return how many.

    Some at a time, each in a transaction; begun again, it goes on with those that are left.

    Args:
        start, end: journeys with their versions.
        hold: called after each transaction.
    """
    moved, last = 0, None
    while True:
        with keeper(owner):
            template, orders = journey_called(end), desk.journeys.moving(start, last)
        if not orders:
            return moved
        with keeper(owner), transaction():
            moved += _move(ledger.hold(orders), start, template, by, key)
        last = orders[-1]
        hold(moved)


def _move(held: Sequence[Held], start: str, template: Template, by: Actor, key: str) -> int:
    """Move these orders, of those that still follow what they are to be moved from."""
    reads: dict[UUID, Journey] = {one.id: folded(one) for one in held}
    there = {order: read for order, read in reads.items() if read.template.name == start}
    drafts = desk.journeys.move_drafts(list(there.items()), template, clock.now().date(), key)
    said = {one.id: ledger.record(one, [drafts[one.id]], by) for one in held if one.id in drafts}
    spread([one for one in held if said.get(one.id)], by, said)
    return len(drafts)
