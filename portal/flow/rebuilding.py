"""Working out again what the ledger means: some orders or shipments of one owner at a time.

Where everybody may write, a batch is folded and kept under its lock. Where one writes at a
time, others fold, and the writer keeps what they made; what was said in the meantime it folds
itself, under the lock.

    fold_apart ─▶ keep_apart          or          rebuild
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from portal import desk, journey, ledger, watch
from portal.db import db, keeper, transaction
from portal.flow.spreading import folded, keep_readings
from portal.journey import Made, Shipment, fold_shipment
from portal.ledger import Said


@dataclass(frozen=True, slots=True)
class Batch:
    """Some orders, or some shipments, of one owner, in the order of their ids."""

    owner: int
    kind: str
    ids: tuple[UUID, ...]


@dataclass(slots=True)
class Folded:
    """What a batch means, made without its lock.

    `seqs` say how much had been said by then, in each order and in the shipments of its goods.
    `asking` is what was said in those orders in which somebody asked something.
    """

    batch: Batch
    seqs: dict[UUID, dict[UUID, int]]
    told: dict[UUID, list[Said]]
    made: dict[UUID, Made] = field(default_factory=dict)
    documents: dict[UUID, journey.Document] = field(default_factory=dict)
    cases: dict[UUID, tuple[watch.Case, ...]] = field(default_factory=dict)
    asking: dict[UUID, list[Said]] = field(default_factory=dict)
    shipments: dict[UUID, Shipment] = field(default_factory=dict)


def subjects(owner: int) -> list[tuple[str, UUID]]:
    """Return (kind, id) of everything that has a stored reading, shipments last."""
    stream = ledger.Stream
    with keeper(owner):
        query = select(stream.kind, stream.id).where(stream.kind.in_(("order", "shipment")))
        return [tuple(row) for row in db.session.execute(query.order_by(stream.kind, stream.id))]


def rebuild(batch: Batch) -> Batch:
    """Fold a batch again under its lock and keep its readings; return it, since it is done."""
    with keeper(batch.owner), transaction():
        _fold_held(batch.ids)
    return batch


def fold_apart(batch: Batch) -> Folded:
    """Fold a batch without a lock; nothing is kept."""
    with keeper(batch.owner):
        found = _read(batch)
        if batch.kind == "shipment":
            found.shipments = {one: fold_shipment(said) for one, said in found.told.items()}
        else:
            _make(found)
        found.told = {}  # the writer has no use for it
    return found


def keep_apart(found: Folded) -> Batch:
    """Keep what was folded apart, and how far the rebuild has come with it."""
    batch = found.batch
    with keeper(batch.owner), transaction():
        late = _overtaken(found)
        _keep(found, late)
        if late:
            _fold_held(late)
        journey.advance(batch.kind, batch.ids[-1], len(batch.ids))
    return batch


def mark(batch: Batch) -> Batch:
    """Note that a batch, and all before it, is kept."""
    with keeper(batch.owner), transaction():
        journey.advance(batch.kind, batch.ids[-1], len(batch.ids))
    return batch


def check(batch: Batch) -> list[tuple[str, str]]:
    """Return (which, what) of every stored reading that is not what the ledger gives.

    Bytes are compared, as they stand in the database. Nothing is locked: what is being said
    just now may show as a difference.
    """
    with keeper(batch.owner):
        found = _read(batch)
        wrong = _wrong_shipments(found) if batch.kind == "shipment" else _wrong_orders(found)
        names = _names(found) if any(wrong.values()) else {}
    return [
        (f"{batch.kind} {names.get(one, one)}", what)
        for one in batch.ids
        for what in wrong.get(one, ())
    ]


def _wrong_orders(found: Folded) -> dict[UUID, list[str]]:
    _make(found)
    wrong = journey.compared(found.made)
    more = (desk.question_differences(found.told), watch.case_differences(found.cases.items()))
    for differing in more:
        for order, names in differing.items():
            wrong[order] = wrong[order] + names
    return wrong


def _wrong_shipments(found: Folded) -> dict[UUID, list[str]]:
    found.shipments = {one: fold_shipment(said) for one, said in found.told.items()}
    return journey.compared_shipments(found.shipments)


def _names(found: Folded) -> dict[UUID, str]:
    """Return what people call these orders or shipments."""
    stream = ledger.Stream
    query = select(stream.id, stream.key).where(stream.id.in_(found.batch.ids))
    keys = dict(db.session.execute(query).all())
    return keys | {one: made.number for one, made in found.shipments.items()}


def _read(batch: Batch) -> Folded:
    told = ledger.told_of(batch.ids)
    seqs: dict[UUID, dict[UUID, int]] = {}
    for stream, said in told.items():
        heads = seqs.setdefault(stream, {})
        for one in said:  # oldest first, so the last one stays
            heads[UUID(one.shipment) if one.shipment else stream] = one.seq
    return Folded(batch, seqs, told)


def _make(found: Folded) -> None:
    for order, said in found.told.items():
        read, own = journey.fold(said), [one for one in said if not one.shipment]
        found.made[order] = journey.made_of(read)
        found.documents[order] = journey.document(order, read)
        found.cases[order] = watch.weighed(watch.fold(own), read)
        if desk.question_rows(order, own):
            found.asking[order] = own


def _overtaken(found: Folded) -> set[UUID]:
    """Return those of whom more was said since they were folded."""
    stream = ledger.Stream
    known = {one for heads in found.seqs.values() for one in heads}
    query = select(stream.id, stream.seq).where(stream.id.in_(sorted(known)))
    now = dict(db.session.execute(query).all())
    return {
        one
        for one in found.batch.ids
        if any(now[head] != seq for head, seq in found.seqs.get(one, {one: -1}).items())
    }


def _keep(found: Folded, late: Collection[UUID]) -> None:
    on_time = [one for one in found.batch.ids if one not in late]
    made = {one: found.made[one] for one in on_time if one in found.made}
    journey.keep_again(made, [found.documents[one] for one in made])
    watch.keep([(one, found.cases[one]) for one in made])
    desk.keep_questions([(one, said) for one, said in found.asking.items() if one in made])
    shipments = [(one, found.shipments[one]) for one in on_time if one in found.shipments]
    journey.keep_shipments(shipments)


def _fold_held(ids: Iterable[UUID]) -> None:
    held = ledger.hold(ids)
    orders = [one for one in held if one.kind == "order"]
    reads = [folded(one) for one in orders]
    keep_readings(orders, reads)
    journey.index([journey.document(one.id, read) for one, read in zip(orders, reads, strict=True)])
    journey.keep_shipments(
        [(one.id, fold_shipment(one.history)) for one in held if one.kind == "shipment"]
    )
