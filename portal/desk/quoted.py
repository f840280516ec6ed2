"""What a notice quotes of an order, looked up when it is sent."""

import json
from uuid import UUID

from sqlalchemy import select

from portal import ledger
from portal.db import db
from portal.desk.notice import Notice
from portal.ledger import Event, EventDetail


def number_of(stream: UUID) -> str:
    """Return what the order is called when people say it aloud."""
    placed = select(Event.facts).where(Event.stream == stream, Event.kind == "order.placed")
    facts = db.session.scalar(placed.order_by(Event.seq).limit(1))
    return json.loads(facts)["body"]["number"] if facts else ""


def facts_of(notice: Notice, ident: str) -> dict:
    """Return what an event says; nothing if there is none."""
    query = select(Event.facts).where(
        Event.stream == notice.stream, Event.ident == bytes.fromhex(ident)
    )
    return json.loads(db.session.scalar(query) or "{}")


def text_of(stream: UUID | None, ident: str) -> str:
    """Return the free text said with an event; empty if there was none or it was erased."""
    query = (
        select(EventDetail.text)
        .join(Event, (Event.stream == EventDetail.stream) & (Event.seq == EventDetail.seq))
        .where(
            Event.stream == stream,
            Event.ident == bytes.fromhex(ident),
            EventDetail.name == "text",
        )
    )
    return db.session.scalar(query) or ""


def line_no_of(notice: Notice, line: int) -> str:
    """Return what a line is called when people say it aloud; empty for the whole order."""
    query = select(Event.facts).where(
        Event.stream == notice.stream, Event.kind == "line.placed", Event.line == line
    )
    facts = db.session.scalar(query.order_by(Event.seq).limit(1)) if line else None
    no = json.loads(facts)["body"]["no"] if facts else ""
    return no.lstrip("0") or no


def rule_of(notice: Notice, case: str) -> str:
    """Return which rule opened a case."""
    opened = (said.facts["body"] for said in ledger.history(notice.stream) if _opens(said, case))
    return next(opened, {}).get("rule", "")


def _opens(said, case: str) -> bool:
    return said.facts["kind"] == "case.opened" and said.facts["body"]["case"] == case


def document_name_of(notice: Notice, document: str) -> str:
    """Return the name of the file that was attached; empty if it was erased."""
    for said in ledger.history(notice.stream):
        if said.facts["kind"] != "document.attached":
            continue
        if said.facts["body"]["document"] == document:
            query = select(EventDetail.text).where(
                EventDetail.stream == notice.stream,
                EventDetail.seq == said.seq,
                EventDetail.name == "name",
            )
            return db.session.scalar(query) or ""
    return ""
