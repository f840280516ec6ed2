"""Filling in what is sent, in a spreadsheet, said shortly."""

import io

import openpyxl
from sqlalchemy import select

from portal import bundles, desk
from portal.bundles import key_of
from portal.db import db
from portal.journey import ShipmentReading
from tests.bundles.acting import TODAY
from tests.bundles.test_hostile_files import HEAD, saved

SHIP = ["Delivery note", "Quantity sent", "Sent on", "Carrier", "Tracking number", "Container"]
NOTE, QTY, DAY, CARRIER, TRACKING, CONTAINER = range(9, 15)
"""Columns from 1."""


def table(town, who=None):
    """Return a workbook with a row for each line this person may ask for; nothing is filled in."""
    who = who or town.sam
    book = openpyxl.Workbook()
    book.active.append([*HEAD, *SHIP])
    with town.seen_by(who):
        lines = desk.lines_of([town.one, town.two, town.far, town.away])
        for one in sorted(lines, key=lambda one: (one.number, one.no)):
            key = str(key_of(one))
            book.active.append([one.number, one.no.lstrip("0"), *[None] * 5, key])
    return book


def ship(book, row, note="DN-1", qty=10, day=TODAY, **more):
    """Fill in what is sent of a row."""
    values = {NOTE: note, QTY: qty, DAY: day}
    values |= {globals()[name.upper()]: value for name, value in more.items()}
    for column, value in values.items():
        book.active.cell(row, column).value = value


def looked(town, book, place, who=None):
    """Send a workbook; return its bundle and rows."""
    who = who or town.sam
    with town.seen_by(who):
        data = book if isinstance(book, bytes) else saved(book)
        ident, _new = bundles.receive(place, io.BytesIO(data), "lines.xlsx")
        bundles.work("bundle.read", who.actor.org, ident, town.app.config, lambda _n: None)
    return ident, rows_of(town, ident, who)


def rows_of(town, ident, who=None):
    who = who or town.sam
    with town.seen_by(who):
        return {row.row: row for row in bundles.rows_of(who.actor, ident, limit=200)}


def told(town, ident, who=None):
    who = who or town.sam
    with town.seen_by(who):
        assert bundles.start(who.actor, ident)
        bundles.tell(who.actor, ident, TODAY)
    return rows_of(town, ident, who)


def shipments(town):
    """Return the delivery notes of what was announced, as Sam sees it."""
    with town.seen_by(town.sam):
        return sorted(db.session.scalars(select(ShipmentReading.number)))


def kinds(town, order):
    return [said.facts["kind"] for said in town.history(order)]
