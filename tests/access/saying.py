"""What is said in the town of the access test before anybody asks."""

from uuid import UUID, uuid4

from portal import vault
from portal.ledger import Doc, Draft
from tests.world import Who, World


def rules_on() -> Draft:
    """Switch two rules on."""
    rules = {name: {"mode": "on"} for name in ("overdue", "not_acknowledged")}
    body = {"key": "watch.rules", "version": 1, "doc": {"rules": rules}}
    return Draft("setting.made", key="rules-on", body=body)


def attach(world: World, order: UUID, by: Who) -> UUID:
    """Let somebody attach a note to an order; return the document's id."""
    document = uuid4()
    kept = vault.keep(world.app.config["VAULT_DIR"], by.org, b"%PDF-1.4 note", 1000)
    draft = Draft(
        "document.attached",
        key=str(document),
        docs=(Doc(kept.sha256, "application/pdf", kept.bytes, "note.pdf"),),
        details={"name": "note.pdf"},
        body={"type": "delivery_note", "document": str(document)},
    )
    world.tell(order, draft, by=by)
    return document
