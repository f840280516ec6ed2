"""A town in which everybody has something: owners, partners, notes, shipments, narrow people."""

from dataclasses import replace
from uuid import uuid4

from portal import clock, desk, people
from portal.db import insert_rows, keeper, transaction
from portal.ledger import Doc, Draft
from tests.bundles.acting import asked, begun
from tests.world import Line


def build(world):
    """Orders of two owners with three partners; notes and messages in the first; shipments."""
    haulier = {"org": world.calder, "role": "carrier"}
    near = world.place("PO-7", parties=[haulier])
    for note in NOTES:
        _write(world, near, *note)
    far = world.place("PO-8", Line(agreed="2026-05-01"), to=world.calder)
    seller = {"org": world.brenner, "role": "seller"}
    sold = world.place("SO-9", to=world.lindqvist, type="sales", parties=[seller])
    world.place("W-1", to=world.calder, owner=world.westhaven)
    for number, order in (("DN-7", near), ("DN-8", far), ("DN-9", sold)):
        world.ship(number, order)
    _narrow(world)
    return world


# (who writes, for whom, who reads it besides the owner's people and the writer's own)
NOTES = (
    ("ada", "only_for", "nordwind", ""),
    ("sam", "only_for", "brenner", ""),
    ("sue", "only_for", "calder", ""),
    ("ada", "shared_with", "brenner", "sam aud"),
    ("sam", "shared_with", "brenner", "sam aud"),
    ("sue", "shared_with", "calder", "sue aud"),
    ("ada", "", "", "sam sue aud"),
)


def _write(world, order, who, readers, org, _read_by):
    """Say something with a text and a file, for these readers."""
    by, document = getattr(world, who), uuid4()
    for_whom = {readers: getattr(world, org)} if readers else {}
    file = Doc(b"\0" * 32, "text/plain", 1, "note.txt")
    name = f"{who} {readers} {org}"
    said = Draft("message.posted", key=f"m {name}", details={"text": name}, **for_whom)
    attached = Draft(
        "document.attached",
        key=f"d {name}",
        docs=(file,),
        details={"name": name},
        body={"type": "other", "document": str(document)},
        **for_whom,
    )
    world.tell(order, said, attached, by=by)
    with keeper(world.nordwind), transaction():
        row = {"id": uuid4(), "message_id": name, "notice": uuid4(), "received_at": clock.now()}
        row |= {"sender": by.email, "state": "held", "reason": "sender", "text": name}
        empty = {"stream": order, "person": by.id, "answered": False}
        insert_rows(desk.Incoming, [{"owner": world.nordwind, **row, **empty}])


def _narrow(world):
    """Let narrow people join: Lea and Max see what they look after, Una of Calder one buyer.

    Max has nothing to look after; Bob comes by the link of one order.
    """
    mine, other = world.place("PO-10"), world.place("PO-11")
    world.ship("DN-10", mine)
    world.ship("DN-11", other)
    for name, org in (("lea", world.brenner), ("max", world.brenner), ("una", world.calder)):
        who = world.person(name.title(), "supplier", org)
        rights = people.Rights("all" if name == "una" else "assigned")
        with keeper(org), transaction():
            people.permits.set_rights(org, who.id, {world.nordwind: rights})
        setattr(world, name, world.recognised(who.name, who.email, org))
    given = Draft("order.assigned", body={"given": [str(world.lea.id)]})
    world.tell(mine, given, by=world.sam)
    one_sees = {"Sam": (mine, other), "Lea": (mine,)}
    for one in (world.sam, world.lea):
        with keeper(one.org), transaction():
            desk.lineviews.keep_line_view(one.id, "Mine", {"view": "open"})
        begun(world, one, asked(world, one, *((order, 1) for order in one_sees[one.name])))
    buyers = (world.nordwind,)
    only = replace(world.sam.scope, narrow=True, owners=buyers, whole=buyers, only=mine)
    world.bob = replace(world.sam, name="Bob", scope=only)
