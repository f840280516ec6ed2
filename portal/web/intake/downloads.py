"""Files handed out: the original, the rows that were set aside, and a template to fill in."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID

from flask import Response, send_file
from flask_babel import gettext as _

from portal import flow, intake, ledger, vault
from portal.intake import Reading
from portal.ledger import Message, RowProblem
from portal.web.guard import audience, viewer
from portal.web.intake.door import bp, limit, original

AT_ONCE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXAMPLE = {
    "order": "4500017",
    "line": "00010",
    "item": "M-2201",
    "description": "Bracket, galvanised",
    "quantity": "1200",
    "unit": "PCS",
    "requested": "2026-12-01",
    "supplier_number": "100234",
    "supplier": "Nordblech GmbH",
    "supplier_country": "DE",
    "price": "1.25",
    "per": "1",
    "currency": "EUR",
    "order_date": "2026-11-02",
}


@bp.get("/template.csv")
@audience("admin", "buyer")
def hand_out_template():
    """An empty table with one example row."""
    columns = intake.profile("orders").columns
    rows = [
        [column.names[0] for column in columns],
        [EXAMPLE.get(column.key, "") for column in columns],
    ]
    return _csv(rows, _("orders-template.csv"), ",")


@bp.get("/<uuid:message>/original")
@audience("admin", "buyer")
def hand_out_original(message: UUID):
    """The file as it came, byte for byte."""
    found, _sender = ledger.message_for(message)
    file, name = original(found), found.name
    _note(found, "intake original")
    return _attached(file, name, "application/octet-stream")


@bp.get("/<uuid:message>/problems.csv")
@audience("admin", "buyer")
def hand_out_problems(message: UUID):
    """The rows that were set aside, with the reasons beside them, to be mended and sent again."""
    found, _sender = ledger.message_for(message)
    name = _("set-aside-%(name)s", name=Path(found.name).stem)
    with original(found) as file:
        reading = intake.read(Path(file.name), found.profile, limit=limit())
        answer = _csv(_rows(found, reading), f"{name}.csv", reading.table.separator)
    _note(found, "intake problems")
    return answer


def _rows(found: Message, reading: Reading) -> Iterator[list[str]]:
    """Give the header and the rows as they were sent, each with its number and its reasons."""
    yield [*reading.table.header, _("Row"), _("Problem")]
    width = len(reading.table.header)
    for number, faults in groupby(_problems(found.id), lambda one: one.row):
        some = list(faults)
        cells = next(csv.reader(io.StringIO(some[0].raw), delimiter=reading.table.separator), [])
        fitted = [*cells, *[""] * (width - len(cells))]
        yield [*fitted, str(number), " · ".join(_reason(one) for one in some)]


def _problems(message: UUID) -> Iterator[RowProblem]:
    """Give all that is wrong with all rows, page by page."""
    after = 0
    while found := ledger.problems(message, after, AT_ONCE):
        yield from found
        after = found[-1].row


def _reason(problem: RowProblem) -> str:
    told = _(problem.words, **json.loads(problem.given))
    return f"{problem.column}: {told}" if problem.column else told


def _csv(rows: Iterable[list[str]], name: str, separator: str) -> Response:
    """Return rows as a CSV file that a spreadsheet opens and does not compute."""
    file = TemporaryFile()
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=separator)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    text.flush()
    text.detach()
    file.seek(0)
    return _attached(file, name, "text/csv")


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _attached(file, name: str, media: str) -> Response:
    answer = send_file(file, mimetype=media)
    answer.headers["Content-Disposition"] = vault.disposition(vault.safe_name(name))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _note(found: Message, what: str) -> None:
    """Keep who downloaded it in the access log."""
    flow.looked(found.owner, viewer(), what, None, "download")
