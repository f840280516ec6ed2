"""How news travels. Nothing else commits what people and machines say.

    say ─▶ record ─▶ read ─▶ look ─▶ notify
           ledger    journey  watch   desk

Each thing told is one transaction: the right was checked in the asker's own scope, then
the stream is locked, what was said is recorded, the order is folded again, its cases are
looked at, and everything is kept, or nothing is.

In:   what somebody says of an order (here) or of a shipment (`freight`).
Out:  what was new of it.
Rule: shipments are locked before orders; whoever writes a reading holds its order.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

from portal import clock, desk, journey, ledger, people, watch
from portal.db import current, keeper, transaction
from portal.desk import Talk
from portal.flow import rebuilding
from portal.flow.backtesting import BACKTEST, ask_backtest, run_backtest
from portal.flow.following import choose, journey_called, move_orders
from portal.flow.foresight import AT_ONCE, foresee, foresee_all, learn, measure, rank
from portal.flow.form import Form
from portal.flow.freight import (
    SayOfFreight,
    announce,
    carry,
    recheck_shipment,
    rehearse,
)
from portal.flow.gated import gates_ahead, gates_of, record_gated, shown_rules
from portal.flow.lines import numbered
from portal.flow.looking import look, mark_open
from portal.flow.many import Telling, tell_all
from portal.flow.spreading import folded, keep_readings, spread
from portal.flow.trying import try_out
from portal.flow.weighing import weigh
from portal.journey import Journey
from portal.ledger import Draft, Held, Said
from portal.people import Actor
from portal.watch import Case

__all__ = [
    "AT_ONCE",
    "BACKTEST",
    "Form",
    "Say",
    "SayOfFreight",
    "Telling",
    "about",
    "announce",
    "ask_backtest",
    "batch",
    "bounced",
    "carry",
    "discuss",
    "foresee",
    "foresee_all",
    "gates_ahead",
    "heard",
    "house",
    "learn",
    "journey_called",
    "look",
    "looked",
    "manage",
    "mark_open",
    "move_orders",
    "measure",
    "order_key",
    "place",
    "rank",
    "rebuilding",
    "recheck",
    "recheck_shipment",
    "rehearse",
    "run_backtest",
    "seal_looks",
    "shown_rules",
    "tell",
    "tell_all",
    "try_out",
    "weigh",
    "within",
]

Say = Callable[[Journey, tuple[Case, ...]], Sequence[Draft]]
Write = Callable[[Talk, Journey, tuple[Case, ...]], Sequence[Draft]]


def tell(order: UUID, say: Say, by: Actor, form: Form | None = None) -> list[Said]:
    """Record what `say` answers to the order as it stands under the lock.

    The same form sent again changes nothing and gives an empty list.

    Raises:
        NotFound: there is no such order for this asker.
        PortalError: whatever `say` finds wrong; nothing is kept then.
    """
    return _tell(order, lambda held, read: say(read, watch.fold(held.history)), by, form)


def discuss(order: UUID, write: Write, by: Actor, form: Form | None = None) -> list[Said]:
    """Record what `write` adds to the order's conversation, as `tell` does."""

    def _say(held: Held, read: Journey) -> Sequence[Draft]:
        return write(desk.talk(held.history), read, watch.fold(held.history))

    return _tell(order, _say, by, form)


def _tell(
    order: UUID, say: Callable[[Held, Journey], Sequence[Draft]], by: Actor, form: Form | None
) -> list[Said]:
    owner = ledger.order_for(order).owner
    with keeper(owner), transaction():
        (held,) = ledger.hold([order])  # first, so that a second click waits and sees the first
        if form and desk.seen(by.org, by.mark, form.key, form.digest):
            return []
        gate = gates_of([held])[held.id]
        said = record_gated(held, gate, numbered(held, say(held, gate.journey)), by)
        spread([held], by, {held.id: said})
        if form:
            desk.remember(by.org, by.mark, form.key, form.digest)
    return said


def bounced(owner: int, name: str, status: str, report: str) -> bool:
    """Note that a mail of ours came back; False if the owner sent none of this name.

    The notice says so, the recipient's address is marked, and each order the mail was about
    learns it, so that its rules can look. The same report again changes nothing.

    Args:
        name: the mail's Message-ID without its host.
        status: what the server said, as RFC 3463 writes it.
        report: the name of the report itself.
    """
    with keeper(owner), transaction():
        notice = desk.notice_called(name)
        if notice is None:
            return False
        held, by = ledger.hold(desk.outgoing.orders_in(notice)), people.system(owner)
        if desk.mark_bounced(notice, status, report):
            drafts = {one.id: [desk.bounced(notice, one.id)] for one in held}
            spread(held, by, {one.id: ledger.record(one, drafts[one.id], by) for one in held})
    return True


def place(owner: int, drafts: Iterable[Draft], by: Actor) -> UUID:
    """Open an order with its header and lines; return its id.

    Raises:
        Conflict: there is an order of this kind and number.
    """
    drafts = list(drafts)
    with keeper(owner), transaction():
        held = _open(drafts[0])
        said = {held.id: ledger.record(held, numbered(held, drafts), by)}
        choose([held], said)
        spread([held], by, said)
    return held.id


def manage(owner: int, by: Actor, change: Callable[[], tuple[object, Sequence[Draft]]]) -> object:
    """Do `change` and record its drafts in the house stream, as one; return its result.

    One change at a time: the stream is locked before `change` looks at anything.
    """
    with keeper(owner), transaction():
        held = _stream("house", "house")
        result, drafts = change()
        _add(held, drafts, by)
    return result


def about(
    order: UUID,
    by: Actor,
    change: Callable[[Journey], tuple[object, Sequence[Draft]]],
    owner: int | None = None,
) -> object:
    """Do `change` to the owner's desk and record its drafts in an order's stream, as one.

    Args:
        change: given the order as it stands under the lock, returns a result and drafts.
        owner: whose order it is, if the right was checked; else the asker must see the order.

    Raises:
        NotFound: there is no such order for this asker.
    """
    owner = owner or ledger.order_for(order).owner
    with keeper(owner), transaction():
        (held,) = ledger.hold([order])
        result, drafts = change(folded(held))
        if said := ledger.record(held, drafts, by):
            spread([held], by, {held.id: said})
    return result


def house(owner: int, drafts: Sequence[Draft], by: Actor) -> None:
    """Record drafts in the house stream."""
    manage(owner, by, lambda: (None, drafts))


def recheck(owner: int, order: UUID) -> None:
    """Fold an order again and keep its readings: what `ledger rebuild` does for each."""
    with keeper(owner), transaction():
        (held,) = ledger.hold([order])
        read = folded(held)
        keep_readings([held], [read])
        journey.index([journey.document(order, read)])  # even if it says the index is there


def batch(owner: int, told: Sequence[tuple], by: Actor) -> list[int]:
    """Record what many rows tell of orders, in one transaction.

    Args:
        told: (order key, drafts) a row, or (order key, drafts, line); see `order_key`. A row
            may be the first of its order, so each begins with order.placed, if its order may
            be new. Where it does not place the line, `line` is what that is called.

    Returns:
        How many events of each row were new.
    """
    new, said = [], {}
    with keeper(owner), transaction():
        held = ledger.hold_keys("order", sorted({key for key, *_ in told}))
        known = set(held)
        for key, drafts, *line in told:
            one = held.get(key) or held.setdefault(key, _open(drafts[0]))
            said_now = [ledger.renewed(one, draft) for draft in numbered(one, drafts, *line)]
            fresh = ledger.record(one, said_now, by, of_file=True)
            said.setdefault(one.id, []).extend(fresh)
            new.append(len(fresh))
        choose([one for key, one in held.items() if key not in known], said)
        spread([one for one in held.values() if said.get(one.id)], by, said)
    return new


def within(owner: int, change: Callable[[], object]) -> object:
    """Do `change` to the owner's desk tables, as one; return its result. Nothing is said."""
    with keeper(owner), transaction():
        return change()


def order_key(type_: str, number: str) -> str:
    """Return what an order is called in business: its type and number, spaces and case apart."""
    return ledger.order_key({"type": type_, "number": number})


def _open(placed: Draft) -> Held:
    key = order_key(placed.body["type"], placed.body["number"])
    began = placed.when.start if placed.when else clock.now()
    return ledger.opened("order", key, began)


def _stream(kind: str, key: str) -> Held:
    """Lock a stream that is no order: house, source, relation."""
    found = ledger.hold_keys(kind, [key])
    return found.get(key) or ledger.opened(kind, key, clock.now())


def _add(held: Held, drafts: Sequence[Draft], by: Actor) -> None:
    ledger.record(held, drafts, by)
    ledger.keep([held])


def heard(owner: int, source: str, draft: Draft, by: Actor) -> None:
    """Record that a message came in, in the stream of its source."""
    with keeper(owner), transaction():
        _add(_stream("source", f"source:{source}"), [draft], by)


def looked(owner: int, by: Actor, what: str, stream: UUID | None, act: str = "look") -> None:
    """Note in the access log that somebody looked at or downloaded something."""
    scope = current()
    grant = scope.lens_grant if scope else None
    with keeper(owner), transaction():
        people.note_access(by, what, stream, act, grant)


def seal_looks(owner: int, before: date) -> int:
    """Record the digest of each past day's access log in the house stream; return how many days."""
    with keeper(owner), transaction():
        days = people.days_looked(ledger.last_day("access.digest"), before)
        if days:
            _add(_stream("house", "house"), [_digest(day) for day in days], people.system(owner))
    return len(days)


def _digest(day: date) -> Draft:
    sha256, rows = people.digest_of_day(day)
    body = {"day": day.isoformat(), "sha256": sha256, "rows": rows}
    key = f"access:{day.isoformat()}"
    return Draft("access.digest", key=key, when=ledger.day(day), channel="system", body=body)
