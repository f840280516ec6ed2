"""Who hears what becomes of a shipment: one mail for a shipment and act, however many orders."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from portal.desk.concerned import people_on
from portal.desk.readers import Reader
from portal.desk.staff import staff_of
from portal.desk.telling import Told, send
from portal.journey import Shipment
from portal.ledger import Held, Said
from portal.people import Actor

TOLD = {
    "shipment.announced": "announced",
    "shipment.changed": "changed",
    "shipment.cancelled": "cancelled",
}
TEMPLATE = "shipment"


def notify_of_shipment(
    held: Held, made: Shipment, orders: Sequence[Held], said: Iterable[Said], by: Actor
) -> None:
    """Write the notices that what was just said of a shipment calls for. No commit.

    The buyer's people on its orders hear of an announcement; if they entered it themselves, the
    sender's people do. Who attached a paper hears that it was refused.
    """
    told: list[Told] = []
    for one in said:
        kind, body = one.facts["kind"], one.facts.get("body", {})
        readers: Iterable[UUID] = ()
        what = TOLD.get(kind, "")
        if what:
            readers = _others(made, orders, by)
        elif kind == "document.judged" and body["verdict"] == "refused":
            what, readers = "refused", _attached(held, body["document"])
        params = {"shipment": str(held.id), "event": one.ident, "what": what}
        told += [
            Told(TEMPLATE, Reader(person=reader), params, None, f"{TEMPLATE}/{one.ident}")
            for reader in readers
            if reader != by.id
        ]
    if told:
        send(told, {made.owner, made.shipper, made.consignee} - {0})


def _others(made: Shipment, orders: Sequence[Held], by: Actor) -> Iterable[UUID]:
    if by.org != made.owner:
        return people_on([one.history for one in orders], made.owner)
    other = made.consignee if made.shipper == made.owner else made.shipper
    if not other:
        return ()
    staff = staff_of([other], [one.id for one in orders])
    return sorted({reader for one in orders for reader in staff.readers(other, one.id)})


def _attached(held: Held, document: str) -> list[UUID]:
    return [
        UUID(one.facts["by"]["person"])
        for one in held.history
        if one.facts["kind"] == "document.attached"
        and one.facts["body"]["document"] == document
        and "person" in one.facts["by"]
    ]
