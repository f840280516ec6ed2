"""What a worker does with a bundle: read its file, or tell what it says, as its person would."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from portal import clock, flow, people
from portal.bundles import reading, sending, store
from portal.bundles.rows import fault_text
from portal.bundles.tables import DONE, READING, REFUSED, TELLING
from portal.db import taken
from portal.errors import N_, NotAllowed
from portal.people import Actor

JOBS = (reading.READ_JOB, sending.TELL_JOB)

Progress = Callable[[int], None]


def desk_of(by: Actor, settings: Mapping) -> reading.Desk:
    """Return where this person reads files now."""
    today = clock.now().astimezone(ZoneInfo(by.zone)).date()
    limit = int(settings["MAX_UPLOAD_MB"]) << 20
    return reading.Desk(by, Path(settings["VAULT_DIR"]), limit, today)


def work(kind: str, owner: int, ident: UUID, settings: Mapping, progress: Progress) -> None:
    """Do a job of a bundle, with the rights that its person has now."""
    person = flow.within(owner, lambda: store.person_of(ident))
    who = flow.within(owner, lambda: people.by_mail(person, [owner])) if person else None
    if who is None:
        flow.within(owner, lambda: _give_up(ident))
        return
    with taken(who.scope):
        at = desk_of(replace(who.actor, auth="session"), settings)  # they sent it in the browser
        if kind == reading.READ_JOB:
            reading.read(at, ident, progress)
        else:
            sending.tell(at.by, ident, at.today, progress)


def _give_up(ident: UUID) -> None:
    """Leave a bundle whose person does not work here any more."""
    why = fault_text(NotAllowed(N_("Who sent this may not answer for the company any more.")))
    store.change(ident, (READING,), state=REFUSED, problem=why)
    store.change(ident, (TELLING,), state=DONE)
