"""A case's dossier: the case, the order it is on, and what people wrote about it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.db import db
from portal.desk.sheet import Sheet, sheet_of
from portal.errors import N_, NotFound
from portal.ledger import EventDetail, Said
from portal.people import OWNER_ROLES, Membership, Person
from portal.watch import Case, CaseReading, fold


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case as its page shows it.

    `steps` are its events, oldest first; `texts` what was written in them, by their seq;
    `evidence` the events of the order, and of its shipments, on which it rests.
    """

    case: Case
    sheet: Sheet
    steps: list[Said]
    texts: dict[int, str]
    evidence: list[Said]


def stream_of_case(case: UUID) -> UUID:
    """Return the order a case is on.

    Raises:
        NotFound: there is no such case, or the asker may not know that there is.
    """
    found = db.session.scalar(select(CaseReading.stream).where(CaseReading.case == case))
    if found is None:
        raise NotFound(N_("There is no such case."))
    return found


def dossier_of(case: UUID) -> Dossier:
    """Return everything about a case. Owner's scope only.

    Raises:
        NotFound: there is no such case, or the asker may not know that there is.
    """
    sheet = sheet_of(stream_of_case(case))
    found = case_among(fold(sheet.said), case)
    known = {one.ident: one for one in sheet.said}
    about = {step.ident for step in found.history}
    about |= {post.ident for post in sheet.talk.thread_of(str(case))}
    steps = sorted((known[ident] for ident in about), key=lambda one: one.seq)
    told = {one.ident: one for one in sheet.told}
    evidence = [told[ident] for ident in found.evidence if ident in told]
    return Dossier(found, sheet, steps, _texts(sheet, steps), evidence)


def case_among(cases: Iterable[Case], wanted: UUID) -> Case:
    """Return the case with this id.

    Raises:
        NotFound: it is not among them.
    """
    for case in cases:
        if case.id == wanted:
            return case
    raise NotFound(N_("There is no such case."))


def colleagues(owner: int, roles: Collection[str] = OWNER_ROLES) -> list[tuple[UUID, str]]:
    """Return (id, name) of a company's people who work on orders, by name. At the door."""
    query = (
        select(Person.id, Person.name)
        .join(Membership, Membership.person == Person.id)
        .where(
            Membership.org == owner,
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    return [(person, name) for person, name in db.session.execute(query)]


def people_called(persons: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people the caller already knows the ids of."""
    wanted = set(persons)
    if not wanted:
        return {}
    query = select(Person.id, Person.name).where(Person.id.in_(wanted))
    return {person: name for person, name in db.session.execute(query)}


def _texts(sheet: Sheet, steps: Iterable[Said]) -> dict[int, str]:
    """Return what was written; only what the sheet did not fetch is asked for."""
    seqs = [one.seq for one in steps if "text" in one.facts.get("details", {})]
    found = {seq: sheet.details[seq].get("text", "") for seq in seqs if seq in sheet.details}
    left = [seq for seq in seqs if seq not in found]
    if left:
        query = select(EventDetail.seq, EventDetail.text).where(
            EventDetail.stream == sheet.order, EventDetail.seq.in_(left), EventDetail.name == "text"
        )
        found |= {seq: text for seq, text in db.session.execute(query)}
    return found
