"""An order's sheet: everything its page shows, in as few questions as there are tables."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, Integer, cast, literal, null, select, type_coerce, union_all

from portal import ledger
from portal.db import Id, current, db
from portal.desk.talk import Post, Talk, talk
from portal.desk.telling.follow import ORDER, Follow
from portal.errors import N_, NotFound
from portal.journey import Journey, as_of, fold
from portal.ledger import Document, EventDetail, Said, Voices
from portal.people import Organisation, Person
from portal.watch import Outlook

SHOWN = 100  # events whose texts are fetched for one page of the history
NOBODY, ME = -1, -2  # no company has these numbers
_NAMES_TECHNICIANS = frozenset({"visit.planned", "visit.changed"})
NEVER = N_("There is no such order.")
NOT_YET = N_("Nothing was known of this order at that moment.")
POSTS = 30  # messages that a page of the order shows, the newest


@dataclass(frozen=True, slots=True)
class File:
    """A document as it can be handed out; `name` may have been erased."""

    id: UUID
    seq: int
    sha256: bytes
    media: str
    bytes: int
    name: str
    gone: bool


@dataclass(slots=True)
class Sheet:
    """An order as this viewer may know it. `said` is all of it, texts only of what is shown.

    `told` is what the journey is folded from: `said`, and what its shipments tell. `posts`
    are the messages shown, oldest first; of `earlier` ones only that there are some.
    `moments` are those at which something was learnt, up to today, whatever moment is shown;
    of those within a second the last, since one act is one step. `outlooks`: what is expected
    of each (line, part), for the owner's people only, and of no past moment. `followed`: the
    viewer wants to hear of all that happens with it.
    """

    order: UUID
    said: list[Said]
    journey: Journey
    shown: list[Said]
    told: list[Said]
    talk: Talk
    posts: list[Post]
    moments: list[datetime]
    earlier: bool = False
    details: dict[int, dict[str, str]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    orgs: dict[int, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    outlooks: dict[tuple[int, int], dict] = field(default_factory=dict)
    voices: Voices = field(default_factory=Voices)
    followed: bool = False

    @property
    def older(self) -> int | None:
        """Return where the next page of the history starts; None at its beginning."""
        first = self.shown[-1].seq if self.shown else 0
        return first if any(one.seq < first for one in self.said) else None


def sheet_of(
    order: UUID,
    before: int | None = None,
    posts: int = POSTS,
    at: datetime | None = None,
) -> Sheet:
    """Return the sheet of an order the scope may see. At most four statements.

    Args:
        before: show the history before this event; none shows the newest.
        posts: how many of the newest messages are shown.
        at: show the order as it was known at this moment; none shows it as it is known now.

    Raises:
        NotFound: there is none, or the asker may not know that there is; or not yet.
    """
    told = ledger.told(order)
    learnt = {one.replace(microsecond=0): one for one in sorted(said.at for said in told)}
    said = of_order(told, NEVER)
    if at is not None:
        told = as_of(told, at)
        said = of_order(told, NOT_YET)
    earlier = (one for one in reversed(said) if before is None or one.seq < before)
    shown = [one for one, _ in zip(earlier, range(SHOWN), strict=False)]
    spoken = talk(said)
    newest = list(spoken.posts.values())
    recent, moments, more = newest[-posts:], list(learnt.values()), len(newest) > posts
    found = Sheet(order, said, fold(told), shown, told, spoken, recent, moments, more)
    _read_apart(found)
    _read_names(found, expecting=at is None and current().kind == "own")
    return found


def of_order(told: list[Said], missing: str) -> list[Said]:
    """Return what was said in the order itself, if its placing is among it."""
    said = [one for one in told if not one.shipment]
    if not any(one.facts["kind"] == "order.placed" for one in said):
        raise NotFound(missing)
    return said


def file_of(order: UUID, document: UUID) -> tuple[int, File]:
    """Return the owner and a document of an order the scope may see.

    Raises:
        NotFound: there is none, or the asker may not know that there is.
    """
    row = db.session.scalar(
        select(Document).where(Document.id == document, Document.stream == order)
    )
    if row is None:
        raise NotFound(N_("There is no such document."))
    query = select(EventDetail.text).where(
        EventDetail.stream == order, EventDetail.seq == row.seq, EventDetail.name == "name"
    )
    return row.owner, file_row(row, {"name": db.session.scalar(query) or ""})


def _read_apart(sheet: Sheet) -> None:
    """Fetch texts of what is shown, and of every document."""
    papers = {one.seq for one in sheet.said if one.facts["kind"] == "document.attached"}
    naming = {one.seq for one in sheet.said if one.facts["kind"] in ledger.NAMING}
    seqs = {one.seq for one in sheet.shown if "details" in one.facts} | papers | naming
    seqs |= {post.seq for post in sheet.posts}
    seqs |= {one.seq for one in sheet.said if one.facts["kind"] in _NAMES_TECHNICIANS}
    if seqs:
        query = select(EventDetail.seq, EventDetail.name, EventDetail.text)
        for seq, name, text in db.session.execute(_among(query, sheet, seqs)):
            sheet.details.setdefault(seq, {})[name] = text
    told = [(one.facts, sheet.details.get(one.seq, {})) for one in sheet.said if one.seq in naming]
    sheet.voices = ledger.voices(told)
    if papers:
        for row in db.session.scalars(select(Document).where(Document.stream == sheet.order)):
            sheet.files[str(row.id)] = file_row(row, sheet.details.get(row.seq, {}))


def _among(query, sheet: Sheet, seqs: Collection[int]):
    """Narrow to these events; of a short order all are fetched, so the plan stays one."""
    query = query.where(EventDetail.stream == sheet.order)
    return query if len(sheet.said) <= SHOWN else query.where(EventDetail.seq.in_(seqs))


def file_row(row: Document, details: dict[str, str]) -> File:
    """Return a stored document as it can be handed out."""
    gone = row.gone_at is not None
    return File(row.id, row.seq, row.sha256, row.media, row.bytes, details.get("name", ""), gone)


def _read_names(sheet: Sheet, expecting: bool) -> None:
    """Fetch the names of everybody who spoke, and what is expected, in one question."""
    orgs = {one.facts["by"]["org"] for one in sheet.said}
    orgs |= {sheet.journey.owner, sheet.journey.partner} - {0}
    people = set().union(*(ledger.persons(one.facts) for one in sheet.said))
    for post in sheet.posts:
        people.update(post.mentions)
        orgs |= {post.shared_with, post.asked} - {0}
    also = [_expected(sheet.order)] if expecting else []
    scope = current()
    if scope.person and not scope.only and scope.kind != "lens":
        also.append(_followed(sheet.order, scope.person))
    query = union_all(*_selects(names_query(orgs, people)), *also)
    for org, person, text in db.session.execute(query):
        if org == ME:
            sheet.followed = True
        elif org == NOBODY:
            doc = json.loads(text)
            sheet.outlooks[doc["line"], doc["part"]] = doc
        elif person is None:
            sheet.orgs[org] = text
        else:
            sheet.people[person] = text


def _selects(query) -> tuple:
    return tuple(query.selects) if isinstance(query, CompoundSelect) else (query,)


def _expected(order: UUID):
    """Select what is expected of each line, shaped like the names it is fetched with."""
    nobody = literal(NOBODY).label("id"), type_coerce(cast(null(), Id), Id), Outlook.base
    return select(*nobody).where(Outlook.order == order, Outlook.line > 0)


def _followed(order: UUID, person: UUID):
    """Select whether the viewer follows the order, shaped like the names."""
    me = literal(ME).label("id"), type_coerce(cast(null(), Id), Id), Follow.ref
    mine = Follow.person == person, Follow.kind == ORDER, Follow.ref == str(order)
    return select(*me).where(*mine)


def names_query(orgs: Collection[int], people: Collection[UUID]):
    """Select the names of companies and people: (company, person, name), one of both."""
    companies = select(Organisation.id, type_coerce(cast(null(), Id), Id), Organisation.name).where(
        Organisation.id.in_(orgs)
    )
    persons = select(cast(literal(None), Integer), Person.id, Person.name).where(
        Person.id.in_(people)
    )
    return union_all(companies, persons) if people else companies
