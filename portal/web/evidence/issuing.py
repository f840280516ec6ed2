"""Issuing a pack: everything is made first, then one event in the house stream says so.

The same form sent again gives the same pack, of the same moment, and no second event.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from flask import current_app
from flask_babel import force_locale

from portal import clock, desk, evidence, flow, journey, ledger
from portal.db import moment_of, moment_text
from portal.evidence import Beside, Matter, Pack
from portal.flow import Form
from portal.ledger import Draft
from portal.people import Actor
from portal.web.evidence.wording import labels, words


@dataclass(frozen=True)
class Wish:
    """Which pack is wanted. `internal`: with what only the owner's people may read."""

    order: UUID
    internal: bool = False

    def reader(self, by: Actor) -> int | None:
        """Return for whom it is made; None is a stranger. Only the owner has secrets here."""
        return by.org if self.internal and by.side in ("owner", "system") else None

    def form(self, key: str) -> Form:
        """Return the act of asking for it, by the key of its form."""
        return Form(key, desk.digest_of(f"pack/{self.order}/{self.internal}".encode()))


def issue(wish: Wish, by: Actor, target: BinaryIO, form: Form | None = None) -> Pack:
    """Write a pack into `target` and record that it was issued.

    Raises:
        NotFound: there is no such order for this asker.
    """
    return issue_for(ledger.order_for(wish.order).owner, wish, by, target, form)


def issue_for(
    owner: int, wish: Wish, by: Actor, target: BinaryIO, form: Form | None = None
) -> Pack:
    """Write a pack of an owner's order whose right was checked before; see `issue`."""
    before = flow.within(owner, lambda: _before(by, form))
    made = _made(owner, wish, by, before)
    digest = evidence.write_pack(made, target)
    if before is None:
        flow.manage(owner, by, lambda: _recorded(wish, by, form, made, digest))
    return made


def _before(by: Actor, form: Form | None) -> dict | None:
    known = desk.seen(by.org, by.id, form.key, form.digest) if form else None
    return json.loads(known.answer) if known else None


def _made(owner: int, wish: Wish, by: Actor, before: dict | None) -> Pack:
    at = moment_of(before["at"]) if before else clock.now()
    upto = before["seq"] if before else None
    matter, beside = flow.within(owner, lambda: _read(wish.order, upto, at if before else None))
    at = max([at, *(one.said.at for one in matter.shipped())])  # whoever asks again gets the same
    reader = wish.reader(by)
    said = words(matter, journey.fold(matter.told(reader)))
    report = evidence.printed(evidence.report(matter, reader, said, at), said.voice)
    shown = list(_shown(matter, reader, beside))
    root = Path(current_app.config["VAULT_DIR"])
    return evidence.pack(matter, reader, report, root, at, shown)


def _read(order: UUID, upto: int | None, at: datetime | None) -> tuple[Matter, Beside]:
    """Read an order, and what its events name only by number."""
    matter = evidence.matter(order, upto, at)
    files = {file.document: file for one in matter.entries for file in one.files}
    return matter, evidence.beside([one.said for one in matter.entries], files)


def _shown(matter: Matter, reader: int | None, beside: Beside) -> Iterator[tuple[str, bytes]]:
    """Yield what was shown to whoever answered, as source and as PDF."""
    for made in evidence.accepted([one.said for one in matter.readable(reader)], beside):
        digest = evidence.digest_of(made)
        yield f"accepted/{digest}.json", evidence.text_of(made).encode()
        with force_locale(made["lang"]):
            yield f"accepted/{digest}.pdf", evidence.printed_order(made, labels())


def _recorded(
    wish: Wish, by: Actor, form: Form | None, made: Pack, digest: bytes
) -> tuple[None, list[Draft]]:
    """Remember the form and draft the event; nothing if another click was a moment earlier."""
    if _before(by, form) is not None:
        return None, []
    body = {
        "order": str(wish.order),
        "sha256": digest.hex(),
        "head": made.head.hex(),
        "seq": made.seq,
        "internal": wish.reader(by) is not None,
    }
    if form:
        answer = ledger.canonical({"at": moment_text(made.at), "seq": made.seq})
        desk.remember(by.org, by.id, form.key, form.digest, answer=answer)
    return None, [Draft("pack.issued", key=form.key if form else digest.hex(), body=body)]
