"""From a file somebody filled in to a bundle that can be looked at.

    receive ─▶ (at once, or in line) ─▶ read ─▶ open
                                          └───▶ refused: no file we can read

The file is kept as it came. The same file sent again by the same person is the same bundle,
with all that became of it since.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from portal import desk, flow, vault
from portal.bundles import store
from portal.bundles.cells import keyed, understood
from portal.bundles.columns import Words, words_for
from portal.bundles.filled import Filled, check_kind, read_filled
from portal.bundles.foresight import look
from portal.bundles.keys import Key
from portal.bundles.rows import Row, fault_text
from portal.bundles.sending import name_of
from portal.bundles.shipping import note_of
from portal.bundles.tables import OPEN, READING, REFUSED
from portal.db import uuid7
from portal.errors import Conflict, PortalError
from portal.people import Actor

READ_JOB = "bundle.read"
FILE = "file"
AT_ONCE = {"xlsx": 60_000, "csv": 100_000}  # bytes read while the sender waits: some 500 rows
ORDERS = 200  # whose rows are weighed and kept between two looks at how far it is

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Desk:
    """Where somebody reads a file: who it is, where files are kept, how large they may be."""

    by: Actor
    root: Path
    limit: int
    today: date

    @property
    def words(self) -> Words:
        """Return the words that a file may hold."""
        return words_for(self.by.side)


def receive(at: Desk, stream: BinaryIO, name: str) -> tuple[UUID, bool]:
    """Keep a file and read it, or put it in line if it is long; return its bundle, and whether
    it is new.

    Raises:
        NotUnderstood, TooLarge: it is no file we take; nothing is kept of it as a bundle.
    """
    ending = check_kind(name)
    kept = vault.keep(at.root, at.by.org, stream, at.limit)
    ident = name_of(at.by, f"{FILE}:{kept.sha256.hex()}:{ending}")
    if not _begun(at.by, ident, vault.safe_name(name), kept, long=kept.bytes > AT_ONCE[ending]):
        return ident, False
    if kept.bytes <= AT_ONCE[ending]:
        read(at, ident)
    return ident, True


def _begun(by: Actor, ident: UUID, name: str, kept: vault.Kept, long: bool) -> bool:
    """Make the bundle of a file, or begin anew one that was refused; False if it is there."""

    def begin() -> None:
        if not store.change(ident, (REFUSED,), state=READING, problem="", handled=0):
            head = store.new(by, ident, FILE, READING, name=name, sha256=kept.sha256)
            store.add(by, head, [])
        if long:
            desk.enqueue(READ_JOB, f"{ident}:{uuid7()}", {"bundle": str(ident)}, desk.WATCHED)

    try:
        flow.within(by.org, begin)
    except Conflict:
        return False
    return True


def read(at: Desk, ident: UUID, progress: Progress = lambda _: None) -> None:
    """Read the file of a bundle. What is wrong with it as a whole stands in the bundle then."""
    head = store.head_of(at.by, ident)
    if head.state != READING:
        return
    try:
        with vault.open(at.root, at.by.org, head.sha256) as file:
            filled = read_filled(Path(file.name), check_kind(head.name), at.words, at.limit)
    except PortalError as error:
        why = fault_text(error)
        flow.within(at.by.org, lambda: store.change(ident, state=REFUSED, problem=why))
        return
    flow.within(at.by.org, lambda: store.change(ident, rows=len(filled), handled=0))
    handled = 0
    for some in _windows(keyed(filled)):
        rows = _weighed(at, some)
        handled += len(rows)
        _keep(at.by, ident, rows, handled)
        progress(handled)
    flow.within(at.by.org, lambda: store.change(ident, (READING,), state=OPEN, handled=0))


def _keep(by: Actor, ident: UUID, rows: Sequence[Row], handled: int) -> None:
    def keep() -> None:
        store.write(ident, rows)
        store.change(ident, handled=handled)

    flow.within(by.org, keep)


def _windows(rows: Sequence[tuple[Filled, Key | None]]) -> list[list[tuple[Filled, Key | None]]]:
    """Return the rows some orders at a time; those of one order or shipment together."""
    groups = _together(rows)
    return [
        [row for group in groups[first : first + ORDERS] for row in group]
        for first in range(0, len(groups), ORDERS)
    ]


def _together(rows: Sequence[tuple[Filled, Key | None]]) -> list[list[tuple[Filled, Key | None]]]:
    groups: dict[object, list[tuple[Filled, Key | None]]] = {}
    of_note: dict[str, object] = {}
    moved: dict[object, object] = {}  # a group that was put into another one, for good

    def home(name: object) -> object:
        while name in moved:
            name = moved[name]
        return name

    for filled, key in rows:
        name = home(key.order if key else filled.number)
        note = note_of(filled.cells.get("note", "")[1:].strip())
        groups.setdefault(name, []).append((filled, key))
        first = home(of_note.setdefault(note, name)) if note else name
        if first != name:
            groups[first] += groups.pop(name)
            moved[name] = first
    return list(groups.values())


def _weighed(at: Desk, some: Sequence[tuple[Filled, Key | None]]) -> list[Row]:
    found = desk.lines_of({key.order for _, key in some if key})
    lines = {line.place: line for line in found}
    rows = [
        understood(filled, key, lines.get(key.place) if key else None, at.words, at.by)
        for filled, key in some
    ]
    look(rows, found, at.by, at.today)
    return rows
