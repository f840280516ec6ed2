"""The list of lines as a spreadsheet: downloaded, filled in, sent, looked at."""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO
from uuid import UUID

from babel.numbers import get_decimal_symbol
from flask import Response, current_app, flash, request, send_file, url_for
from flask_babel import get_locale, gettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from portal import bundles, desk, flow, vault
from portal.bundles import BAD, MOST_READ, MOST_WRITTEN, WRONG, Head, Paper
from portal.errors import N_, NotFound, PortalError
from portal.people import Actor
from portal.web import babel
from portal.web.companies import settled
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.lines import words
from portal.web.lines.cells import cells_of, mended_cells
from portal.web.lines.door import ANSWER, DECIDE, bp
from portal.web.lines.filters import Asked, read, searched, tabs_for
from portal.web.orders.sight import today_of
from portal.web.pages import done, show

MANY = 200  # characters of a file's name we take
AT_ONCE = 500
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_WRITE = {"xlsx": bundles.as_workbook, "csv": bundles.as_csv}


class SheetForm(PortalForm):
    """A file that was filled in."""

    file = FileField(_l("Filled-in file"), [FileRequired(_l("Choose a file."))])


@bp.get("/sheets")
@audience(*ANSWER, *DECIDE)
def list_sheets():
    """How to answer many lines in a spreadsheet: download, fill in, send; and what came before."""
    asked = read(request.args, viewer().side)
    found = settled("partner", asked.partner, asked.address())
    return found or _page(SheetForm(formdata=None), asked)


@bp.post("/sheets")
@audience(*ANSWER, *DECIDE)
def send_sheet():
    """Keep a filled-in file and read it. Nothing is said to any order yet."""
    by, form = viewer(), SheetForm()
    asked = read(request.args, by.side)
    if not form.validate():
        return _page(form, asked, 422)
    sent = form.file.data
    at = bundles.desk_of(by, current_app.config)
    try:
        bundle, new = bundles.receive(at, sent.stream, (sent.filename or "")[-MANY:])
    except PortalError as error:
        form.refuse(error)
        return _page(form, asked, error.status)
    if not new:
        flash(_("This very file came before. Below is what became of it."), "info")
    return done("lines.see_bundle", bundle=bundle)


@bp.get("/sheet.xlsx")
@audience(*ANSWER, *DECIDE)
def hand_out_workbook():
    """The lines of the current view as a spreadsheet."""
    return _list_as("xlsx")


@bp.get("/sheet.csv")
@audience(*ANSWER, *DECIDE)
def hand_out_csv():
    """The lines of the current view as a CSV file."""
    return _list_as("csv")


@bp.get("/bundles/<uuid:bundle>/rest.xlsx")
@audience(*ANSWER, *DECIDE)
def hand_out_rest_workbook(bundle: UUID):
    """The rows that were not sent, with what is wrong, to be mended and sent again."""
    return _rest_as(bundle, "xlsx")


@bp.get("/bundles/<uuid:bundle>/rest.csv")
@audience(*ANSWER, *DECIDE)
def hand_out_rest_csv(bundle: UUID):
    """The rows that were not sent, as a CSV file."""
    return _rest_as(bundle, "csv")


@bp.get("/bundles/<uuid:bundle>/original")
@audience(*ANSWER, *DECIDE)
def hand_out_sheet(bundle: UUID):
    """The file as it came, byte for byte."""
    by = viewer()
    head = bundles.head_of(by, bundle)
    if head.sha256 is None:
        raise NotFound(N_("This file is not here any more."))  # it was ticked, not sent
    file = vault.open(current_app.config["VAULT_DIR"], by.org, head.sha256)
    return _attached(file, head.name, "application/octet-stream")


def _page(form: SheetForm, asked: Asked, status: int = 200):
    by = viewer()
    tab = asked.tab if not asked.done else next(t for t in tabs_for(by.side) if t.name == "open")
    fields = asked.through(tab).fields()
    return show(
        "lines/sheets.html",
        status=status,
        form=form,
        view=str(tab.label),
        narrowed=asked.narrowed,
        fields=fields,
        ships="ship_qty" in bundles.takes_of(by.side),
        most=babel.amount(MOST_WRITTEN),
        read=babel.amount(MOST_READ),
        limit=current_app.config["MAX_UPLOAD_MB"],
        files=[_row(head) for head in bundles.latest(by, bundles.FILE)],
    )


def _row(head: Head) -> dict:
    return {
        "url": url_for("lines.see_bundle", bundle=head.id),
        "name": head.name,
        "at": head.made_at,
        "rows": babel.amount(head.rows),
        "state": words.bundle_state(head.state),
    }


def _list_as(ending: str) -> Response:
    by = viewer()
    asked = searched(read(request.args, by.side))
    if asked.partner.unclear:
        return done("lines.list_lines", **asked.address())
    page = desk.line_page(asked.wanted(by, today_of(by)), None, MOST_WRITTEN)
    names, splits = desk.names_of_others(page.rows), desk.splits_of(page.rows)
    rows = (cells_of(one, by, names, splits.get(one.place, ())) for one in page.rows)
    name = _("lines-%(day)s", day=today_of(by).isoformat())
    answer = _written(rows, by, ending, name, more=page.after is not None)
    _note({one.owner for one in page.rows}, by)
    return answer


def _rest_as(bundle: UUID, ending: str) -> Response:
    by = viewer()
    head = bundles.head_of(by, bundle)
    name = _("not-sent-%(name)s", name=head.name.rpartition(".")[0] or today_of(by).isoformat())
    rows = list(_rest(head, by))
    return _written(rows, by, ending, name, faults=True)


def _rest(head: Head, by: Actor) -> Iterator[Mapping[str, object]]:
    """Give the rows that were not sent, with their lines as they are now."""
    after = 0
    while found := bundles.rows_of(by, head.id, (WRONG, BAD), after, AT_ONCE):
        lines = desk.lines_at({row.place for row in found if row.place})
        names = desk.names_of_others(lines.values())
        for row in found:
            yield mended_cells(row, lines.get(row.place), by, names)
        after = found[-1].row


def _written(
    rows: Iterable[Mapping[str, object]],
    by: Actor,
    ending: str,
    name: str,
    faults: bool = False,
    more: bool = False,
) -> Response:
    columns = bundles.columns_for(by.side, faults)
    comma = get_decimal_symbol(get_locale()) == ","
    paper = Paper(columns, by.side, gettext, comma, more)
    return _attached(_WRITE[ending](paper, rows), f"{name}.{ending}", MEDIA[ending])


def _attached(file: BinaryIO, name: str, media: str) -> Response:
    answer = send_file(file, mimetype=media)
    answer.headers["Content-Disposition"] = vault.disposition(name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _note(owners: set[int], by: Actor) -> None:
    """Keep in each owner's access log who downloaded its lines."""
    for owner in sorted(owners):
        flow.looked(owner, by, "lines sheet", None, "download")
