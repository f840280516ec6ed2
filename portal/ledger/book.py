"""Writing in the ledger, and reading an order's history from it."""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, update

from portal import clock
from portal.db import db, insert_rows, moment_text, upsert_rows, uuid7
from portal.errors import N_, NotFound
from portal.ledger import chain, facts
from portal.ledger.checks import checked
from portal.ledger.draft import Draft
from portal.ledger.held import Held, Said
from portal.ledger.lock import WHOLE
from portal.ledger.tables import (
    Assignment,
    Document,
    Event,
    EventDetail,
    Link,
    Party,
    Ref,
    Setting,
    Stream,
)

_TICK = timedelta(microseconds=1)


def record(
    held: Held, drafts: Iterable[Draft], by, act: UUID | None = None, of_file: bool = False
) -> list[Said]:
    """Add what `by` says to a held stream; return what was new. Does not write or commit.

    The same thing said before is counted in `held.duplicates` and not added. What is said
    now is later than all that was said before, however fast the clock ticks; rows of a file
    (`of_file`) are not: they say themselves what came after what.

    Raises:
        NotUnderstood: no such kind here, or a field it needs is missing.
        NotAllowed: this side may not say this.
    """
    act_text = str(act or uuid7())
    who = _who(by)
    now = clock.now()
    at = max(now, _latest(held, of_file)) if held.seq else now
    return [
        said
        for draft in drafts
        if (said := _record_one(held, checked(draft, by, held), who, act_text, at))
    ]


def _latest(held: Held, of_file: bool) -> datetime:
    """Return the moment before which nothing more may be said; one transaction is one moment."""
    return held.said_at if of_file or held.rows.events else held.said_at + _TICK


def keep(held: Iterable[Held]) -> None:
    """Write what was recorded in these streams. Does not commit."""
    held = [one for one in held if one.rows.events]
    new = [one for one in held if one.new]
    insert_rows(Stream, [_stream_row(one) for one in new])
    _move_heads([one for one in held if not one.new])
    for model, name in ((Event, "events"), (EventDetail, "details"), (Document, "documents")):
        insert_rows(model, [row for one in held for row in getattr(one.rows, name)])
    upsert_rows(Party, [row for one in held for row in one.rows.parties])
    upsert_rows(Ref, [row for one in held for row in one.rows.refs])
    upsert_rows(Link, [row for one in held for row in one.rows.links])
    upsert_rows(Assignment, [row for one in held for row in one.rows.assignments])
    insert_rows(Setting, [row for one in held for row in one.rows.settings])
    for one in held:
        one.new = False
        one.rows = type(one.rows)()


def order_for(order: UUID) -> Stream:
    """Return the stream of an order the scope may see.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    found = db.session.scalar(select(Stream).where(Stream.id == order, Stream.kind == "order"))
    if found is None:
        raise NotFound(N_("There is no such order."))
    return found


def orders_numbered(number: str, kinds: Iterable[str]) -> list[UUID]:
    """Return the orders of a number that the scope may see: at most one of each kind."""
    keys = [facts.order_key({"type": kind, "number": number}) for kind in kinds]
    query = select(Stream.id).where(Stream.kind == "order", Stream.key.in_(keys))
    return list(db.session.scalars(query))


def shipment_for(shipment: UUID) -> Stream:
    """Return the stream of a shipment the scope may see.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    found = db.session.scalar(
        select(Stream).where(Stream.id == shipment, Stream.kind == "shipment")
    )
    if found is None:
        raise NotFound(N_("There is no such shipment."))
    return found


def orders_of(shipment: UUID) -> list[UUID]:
    """Return the orders the scope may see whose facts name this shipment, by id."""
    query = select(Link.order).where(Link.shipment == shipment)
    return list(db.session.scalars(query.order_by(Link.order)))


def orders_in(shipments: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return the orders whose facts name each of these shipments, as far as the scope sees them."""
    query = select(Link.shipment, Link.order).where(Link.shipment.in_(sorted(set(shipments))))
    found: dict[UUID, set[UUID]] = {}
    for shipment, order in db.session.execute(query):
        found.setdefault(shipment, set()).add(order)
    return found


def owners_of(orders: Iterable[UUID]) -> dict[UUID, int]:
    """Return whose these orders are, as far as the scope may see them."""
    query = select(Stream.id, Stream.owner).where(
        Stream.id.in_(sorted(set(orders))), Stream.kind == "order"
    )
    return {row.id: row.owner for row in db.session.execute(query)}


def last_day(kind: str) -> date | None:
    """Return the day the owner's house last said something of this kind about; None if never."""
    query = (
        select(Event.occurred_from)
        .join(Stream, (Stream.owner == Event.owner) & (Stream.id == Event.stream))
        .where(Stream.kind == "house", Event.kind == kind)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    found = db.session.scalar(query)
    return found.date() if found else None


def _record_one(held: Held, draft: Draft, who: dict, act: str, at: datetime) -> Said | None:
    sealed, apart = _apart(held, draft)
    said = facts.build(draft, who, act, sealed)
    columns = facts.columns(said)
    if _known(held, columns["ident"]):
        held.duplicates += 1
        return None
    salt = secrets.token_bytes(16)
    text = facts.canonical(said)
    held.seq += 1
    held.said_at = at
    envelope = chain.envelope(
        held.log,
        str(held.id),
        held.seq,
        held.head,
        moment_text(held.said_at),
        chain.seal(salt, text),
    )
    held.head = chain.leaf(envelope)
    place = {"owner": held.owner, "stream": held.id, "seq": held.seq}
    columns |= place | {
        "recorded_at": held.said_at,
        "facts": text,
        "salt": salt,
        "head": held.head,
        "class": columns.pop("klass"),
    }
    held.rows.events.append(columns)
    _add_apart(held, said, place, apart)
    event = Said(held.seq, columns["ident"].hex(), held.said_at, said)
    held.remember(event)
    return event


def _known(held: Held, ident: bytes) -> bool:
    """Was it said before? Orders and shipments are held with their history; others are asked."""
    if held.kind in WHOLE or held.new or ident in held.idents:
        return ident in held.idents
    query = select(Event.seq).where(
        Event.owner == held.owner, Event.stream == held.id, Event.ident == ident
    )
    return db.session.execute(query).first() is not None


def _apart(held: Held, draft: Draft) -> tuple[dict, list[tuple]]:
    """Return the commitments for the facts, and the rows they commit to."""
    details, docs, apart = {}, [], []
    for name, text in draft.details.items():
        salt = secrets.token_bytes(32)
        details[name] = facts.commitment(salt, text.encode())
        apart.append(("details", {"name": name, "salt": salt, "text": text}))
    for number, doc in enumerate(draft.docs):
        salt = secrets.token_bytes(32)
        commitment = facts.commitment(salt, doc.sha256)
        docs.append({"c": commitment, "media": doc.media, "bytes": doc.bytes})
        row = {"sha256": doc.sha256, "salt": salt, "media": doc.media, "bytes": doc.bytes}
        apart.append(("documents", row | {"id": UUID(draft.body["document"]), "ord": number}))
    return {"details": details, "docs": docs}, apart


def _add_apart(held: Held, said: dict, place: dict, apart: list[tuple]) -> None:
    readers = {name: said.get(name) for name in ("only_for", "shared_with")}
    person = said["by"].get("person")
    for table, row in apart:
        row |= place | readers
        if table == "details":
            row["person"] = UUID(person) if person else None
        else:
            row["gone_at"] = None
        getattr(held.rows, table).append(row)
    at = {"owner": held.owner, "stream": held.id}
    held.rows.parties += [
        at | {"org": org, "role": role} for org, role in facts.parties(said, held.owner)
    ]
    held.rows.refs += [at | {"kind": kind, "norm": norm} for kind, norm in facts.refs(said)]
    held.rows.links += [
        {
            "owner": held.owner,
            "order": held.id,
            "shipment": shipment,
            "seq": place["seq"],
            "assigned": assigned,
            "opened_at": held.opened_at,
        }
        for shipment, assigned in facts.links(said)
    ]
    held.rows.assignments += [
        place | {"person": UUID(one), "org": said["by"]["org"], "active": active}
        for one, active in facts.assignments(said)
    ]
    if said["kind"] == "setting.made":
        body = said["body"]
        doc = facts.canonical(body["doc"])
        held.rows.settings.append(
            place | {"key": body["key"], "version": body["version"], "doc": doc}
        )


def _who(by) -> dict:
    said = {"org": by.org, "auth": by.auth}
    if by.id:
        said["person"] = str(by.id)
    if by.via:
        said["link"] = str(by.via.link)
        said |= {"seat": str(by.via.seat)} if by.via.seat else {}
    return said


def _stream_row(held: Held) -> dict:
    return {
        "owner": held.owner,
        "id": held.id,
        "kind": held.kind,
        "key": held.key,
        "opened_at": held.opened_at,
        **_moved(held),
    }


def _moved(held: Held) -> dict:
    return {"seq": held.seq, "head": held.head, "said_at": held.said_at, "unsealed": True}


def _move_heads(held: list[Held]) -> None:
    if not held:
        return
    table = Stream.__table__
    query = update(table).where(
        table.c.owner == bindparam("_owner"), table.c.id == bindparam("_id")
    )
    rows = [{"_owner": one.owner, "_id": one.id, **_moved(one)} for one in held]
    db.session.connection().execute(
        query.values({name: bindparam(name) for name in _moved(held[0])}), rows
    )


def b64(value: bytes) -> str:
    """Return bytes as the base64 that packs and envelopes use."""
    return b64encode(value).decode()
