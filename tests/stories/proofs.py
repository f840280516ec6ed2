"""A delivered order with papers, for stories about evidence."""

from uuid import uuid4

from portal import vault
from portal.ledger import Doc, Draft
from tests.evidence import sample
from tests.world import Line

SCAN = b"%PDF-1.7\n% a signed delivery note\n%%EOF\n"
SECRET = "canary-of-our-own-7731"


def delivered(world, number="PO-7"):
    """Return an order of which 98 of 100 were delivered, with a signature and a private note."""
    order = world.place(number, Line(agreed="2026-04-01"))
    world.reach(order, "DISPATCHED", "100", world.sam, what="dispatched")
    world.reach(
        order,
        "DELIVERED",
        "98",
        world.sam,
        what="delivered",
        details={"recipient": "K. Petersen", "text": "two cartons dented"},
    )
    attach(world, order, "signature", sample.signature(), "image/png", "signature.png")
    note = Draft(
        "case.commented",
        body={"case": str(uuid4())},
        details={"text": SECRET},
        only_for=world.nordwind,
    )
    world.tell(order, note, by=world.ada)
    return order


def attach(world, order, type_, content, media="application/pdf", name="note.pdf"):
    """Attach a file as Sam; return the document's id."""
    kept = vault.keep(world.app.config["VAULT_DIR"], world.nordwind, content, 10_000_000)
    document = str(uuid4())
    draft = Draft(
        "document.attached",
        docs=(Doc(kept.sha256, media, kept.bytes, name),),
        details={"name": name},
        body={"type": type_, "document": document},
    )
    world.tell(order, draft, by=world.sam)
    return document


def accept(world, order, document, condition="claused"):
    """Accept a delivery note as Ada."""
    body = {"document": document, "verdict": "accepted", "condition": condition}
    world.tell(order, Draft("document.judged", body=body), by=world.ada)
