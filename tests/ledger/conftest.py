"""A ledger with one owner, one supplier, one stranger, and an order between the first two."""

from datetime import date
from decimal import Decimal

import pytest

from portal import ledger, people
from portal.db import keeper, transaction
from portal.ledger import Doc, Draft, Qty, day

DIGEST = bytes(range(32))


class Book:
    """What the tests write in and ask about."""

    def __init__(self, world):
        self.owner, self.supplier = world.nordwind, world.brenner
        self.stranger = world.westhaven
        self.system = people.system(self.owner)
        self.order = self.place("PO-7", self.supplier)

    def place(self, number, partner):
        """Open an order of two events."""
        with keeper(self.owner), transaction():
            held = ledger.opened("order", f"purchase:{number}", day(date(2026, 3, 1)).start)
            drafts = [
                Draft(
                    "order.placed",
                    body={"number": number, "type": "purchase", "partner": partner},
                    refs=(("po", number),),
                    when=day(date(2026, 3, 1)),
                ),
                Draft(
                    "line.placed",
                    line=1,
                    body={
                        "no": "10",
                        "item": {"code": "AX-1", "name": "Axle"},
                        "qty": "100",
                        "uom": "EA",
                        "parts": [{"part": 1, "qty": "100", "ask": "2026-04-01"}],
                    },
                    details={"text": "Mind the thread."},
                ),
            ]
            ledger.record(held, drafts, self.system)
            ledger.keep([held])
        return held.id

    def say(self, *drafts, order=None):
        """Record in an order; return what was new."""
        with keeper(self.owner), transaction():
            (held,) = ledger.hold([order or self.order])
            said = ledger.record(held, drafts, self.system)
            ledger.keep([held])
        return said

    def verify(self):
        """Return every fault of the owner's ledger."""
        with keeper(self.owner):
            return list(ledger.verify())


def dispatched(key="k", **other):
    """Return a milestone draft with a file and a private note beside it."""
    return Draft(
        "milestone",
        code="DISPATCHED",
        line=1,
        key=key,
        qty=(Qty(Decimal(60), "EA", "dispatched", 1, 1),),
        when=day(date(2026, 3, 20)),
        **other,
    )


def attached():
    """Return a document draft."""
    document = "01890000-0000-7000-8000-000000000001"
    return Draft(
        "document.attached",
        key="doc",
        docs=(Doc(DIGEST, "application/pdf", 1200, "note.pdf"),),
        details={"name": "note.pdf"},
        body={"type": "delivery_note", "document": document},
    )


@pytest.fixture
def book(world):
    """A ledger to write in."""
    return Book(world)
