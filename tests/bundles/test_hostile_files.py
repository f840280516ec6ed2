"""Files as careless and malicious people send them: what is read, what is refused, and why."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from portal import bundles, desk
from portal.bundles import FILE, IDLE, READY, REFUSED, WRONG, key_of
from portal.errors import PortalError
from tests.bundles.acting import TODAY

HEAD = ["Order", "Line", "Your answer", "New quantity", "New day", "Reason", "Note", "Key"]
HEAD[-1] = "Key (leave as it is)"
ANSWER, QTY, DAY, REASON, NOTE, KEY = range(3, 9)  # columns from 1


def keys(town):
    """Return (order, line, key) of Sam's lines."""
    with town.seen_by(town.sam):
        lines = desk.lines_of([town.one, town.two])
        return [(one.number, one.no.lstrip("0"), str(key_of(one))) for one in lines]


def table(town, answer="accept"):
    """Return a workbook with a row for each of Sam's lines."""
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for number, no, key in keys(town):
        book.active.append([number, no, answer, None, None, None, None, key])
    return book


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sent(town, place, data: bytes, name="lines.xlsx"):
    """Send a file and let a worker read it if it is long; return its bundle and its rows."""
    with town.seen_by(town.sam):
        ident, _new = bundles.receive(place, io.BytesIO(data), name)
        bundles.work("bundle.read", town.brenner, ident, town.app.config, lambda _n: None)
        head = bundles.head_of(town.sam.actor, ident)
        return head, {row.row: row for row in bundles.rows_of(town.sam.actor, ident, limit=100)}


def cell(town, place, column, value):
    """Send a table whose first row has this value in a column; return that row."""
    book = table(town, answer=None)
    book.active.cell(2, ANSWER).value = "propose"
    book.active.cell(2, column).value = value
    return sent(town, place, saved(book))[1][2]


def words(row) -> str:
    return str(row.problem())


def test_a_plain_table_is_read(town, place):
    head, rows = sent(town, place, saved(table(town)))

    assert (head.state, head.source, head.rows) == (bundles.OPEN, FILE, 3)
    assert [row.state for row in rows.values()] == [READY] * 3


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (QTY, "=C2+7", "A formula stands in “New quantity”"),
        (DAY, "=TODAY()", "A formula stands in “New day”"),
        (ANSWER, '=IF(1,"accept","")', "A formula stands in “Your answer”"),
        (NOTE, "=1+1", "A formula stands in “Note”"),
        (QTY, "many", "“many” is not a number"),
        (QTY, "1.500", "can be read in two ways"),
        (QTY, 1e14, "is more than we can count"),
        (QTY, 33.333333333, "more than six decimals"),
        (QTY, date(2026, 4, 1), "“2026-04-01” is no quantity."),
        (DAY, "soon", "“soon” is no day"),
        (DAY, "3/4/2026", "“3/4/2026” can be one of two days"),
        (DAY, "31.2.2026", "“31.2.2026” is no day"),
        (DAY, "13/13/2026", "“13/13/2026” is no day"),
        (DAY, 46000, "“46000” is no day"),
        (DAY, date(1926, 4, 1), "“1926-04-01” is no day"),
        (ANSWER, "perhaps", "“perhaps” is not among the values of “Your answer”"),
        (ANSWER, "agree", "“agree” is not among the values"),
        (REASON, "because", "“because” is not among the values of “Reason”"),
        (NOTE, "x" * 4001, "“Note” has more than 4000 characters"),
    ],
)
def test_what_cannot_be_read_for_sure_is_not_read(town, place, column, value, said):
    row = cell(town, place, column, value)

    assert row.state == WRONG and said in words(row)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 4, 16), date(2026, 4, 16)),
        ("2026-04-16", date(2026, 4, 16)),
        ("16.4.2026", date(2026, 4, 16)),
        ("4/16/2026", date(2026, 4, 16)),
        ("16/04/2026", date(2026, 4, 16)),
        ("5/5/2026", date(2026, 5, 5)),
    ],
)
def test_days_as_people_write_them(town, place, value, day):
    row = cell(town, place, DAY, value)

    assert (row.day, row.state) == (day, READY)


@pytest.mark.parametrize(
    ("shown", "typed", "day"),
    [
        ("4/1/2026", "5/4/2026", date(2026, 5, 4)),  # the portal wrote 2026-04-01 there
        ("01/04/2026", "5/4/2026", date(2026, 4, 5)),
        ("9/9/2026", "5/4/2026", None),
    ],
)
def test_a_file_shows_itself_how_it_writes_days(town, place, shown, typed, day):
    book = table(town, answer=None)
    book.active.cell(1, 9).value, book.active.cell(2, 9).value = "Day asked for", shown
    book.active.cell(2, DAY).value = typed

    row = sent(town, place, saved(book))[1][2]

    assert row.day == day and (row.state == WRONG) == (day is None)


@pytest.mark.parametrize(
    ("value", "qty"), [(100, "100"), (0.1 + 0.2, "0.3"), ("12,5", "12.5"), ("1.250,5", "1250.5")]
)
def test_quantities_as_people_write_them(town, place, value, qty):
    row = cell(town, place, QTY, value)

    assert str(row.qty) == qty


def test_merged_cells_are_not_filled_down(town, place):
    book = table(town, answer=None)
    book.active.cell(2, ANSWER).value = "accept"
    book.active.merge_cells("C2:C3")

    _head, rows = sent(town, place, saved(book))

    assert [rows[n].state for n in (2, 3, 4)] == [WRONG, WRONG, IDLE]
    assert "merged" in words(rows[3])


def test_a_table_sorted_by_one_column_only_is_found_out(town, place):
    book = table(town)
    sheet = book.active
    first, last = sheet.cell(2, KEY).value, sheet.cell(4, KEY).value
    sheet.cell(2, KEY).value, sheet.cell(4, KEY).value = last, first

    _head, rows = sent(town, place, saved(book))

    assert [rows[n].state for n in (2, 3, 4)] == [WRONG, READY, WRONG]
    assert "do not belong to its key" in words(rows[2])


@pytest.mark.parametrize("key", ["", "x", "1.1.1.x~1~", "=A1", "~~", "'", "NaN~NaN~NaN"])
def test_a_key_that_is_none_names_no_line(town, place, key):
    book = table(town)
    book.active.cell(2, KEY).value = key or None

    _head, rows = sent(town, place, saved(book))

    assert rows[2].state == WRONG and rows[2].order is None
    assert "key of this row is missing or was changed" in words(rows[2])
    assert rows[3].state == READY


def test_a_row_without_key_and_answer_is_left_alone(town, place):
    book = table(town)
    book.active.append(["Sum", None, None, None, None, None, "Thank you"])

    head, rows = sent(town, place, saved(book))

    assert head.rows == 4 and rows[5].state == IDLE


def test_another_sheet_is_not_taken_for_it(town, place):
    book = openpyxl.Workbook()
    book.active.append(["Item", "Price"])

    head, rows = sent(town, place, saved(book))

    assert head.state == REFUSED and not rows
    assert "No sheet of this file has the column" in str(bundles.fault_of(head.problem))


def test_the_table_is_found_on_any_sheet_below_a_title(town, place):
    book = table(town)
    book.active.insert_rows(1, 2)
    book.active["A1"] = "Our answers"
    book.create_sheet("Cover", 0)["A1"] = "Key"

    head, rows = sent(town, place, saved(book))

    assert head.state == bundles.OPEN and sorted(rows) == [4, 5, 6]


def test_a_column_twice_and_a_column_missing_are_refused(town, place):
    for change, said in ((lambda s: s.cell(1, 9, "Your answer"), "stands there twice"),
                         (lambda s: s.delete_cols(ANSWER), "lacks the column")):  # fmt: skip
        book = table(town)
        change(book.active)
        head, _rows = sent(town, place, saved(book))
        assert head.state == REFUSED and said in str(bundles.fault_of(head.problem))


def test_too_many_rows_are_refused(town, place):
    text = ";".join(HEAD) + "\n" + "PO-1;10;accept;;;;;x\n" * (bundles.MOST_READ + 1)

    head, _rows = sent(town, place, text.encode(), "lines.csv")

    assert head.state == REFUSED and "more than 20000 rows" in str(bundles.fault_of(head.problem))


@pytest.mark.parametrize("name", ["lines.xls", "lines.ods", "lines.xlsm", "lines.pdf", "lines"])
def test_other_kinds_of_files_are_not_taken(town, place, name):
    with town.seen_by(town.sam), pytest.raises(PortalError, match="We read .xlsx and .csv"):
        bundles.receive(place, io.BytesIO(b"\xd0\xcf\x11\xe0 old"), name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lines.xlsx", b"\xd0\xcf\x11\xe0 an old workbook, or one with a password"),
        ("lines.xlsx", b"PK\x03\x04 torn"),
        ("lines.xlsx", b""),
        ("lines.csv", b"PK\x03\x04 a workbook"),
        ("lines.csv", b"\x00\x01\x02"),
        ("lines.csv", b"<html><table><tr><td>Key"),
        ("lines.csv", b""),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(town, place, name, data):
    head, rows = sent(town, place, data, name)

    assert head.state == REFUSED and not rows
    assert bundles.fault_of(head.problem)


def _with(book: bytes, part: str, content: bytes) -> bytes:
    """Return a workbook with one part more."""
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("xl/vbaProject.bin", b"macro", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "links to other files"),
        ("xl/bomb.xml", b" " * 120_000_000, "unpacks to more than"),
        ("xl/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DTD"),
    ],
)
def test_what_is_alive_or_swells_is_refused(town, place, part, content, said):
    head, rows = sent(town, place, _with(saved(table(town)), part, content))

    assert head.state == REFUSED and not rows
    assert said in str(bundles.fault_of(head.problem))


def test_a_refused_file_is_read_again_when_it_is_sent_again(town, place):
    data = saved(openpyxl.Workbook())

    first, second = sent(town, place, data)[0], sent(town, place, data)[0]

    assert first.id == second.id and second.state == REFUSED


def test_untouched_faults_stay_until_somebody_types(town, place):
    row = cell(town, place, ANSWER, "perhaps")
    with town.seen_by(town.sam):
        by = town.sam.actor
        ident = bundles.latest(by, FILE)[0].id
        same = bundles.Edit(row.row, row.stamp, row.verb, row.qty, row.day)
        bundles.change(by, ident, [same], TODAY)
        assert bundles.rows_of(by, ident)[0].state == WRONG
        bundles.change(by, ident, [bundles.Edit(row.row, row.stamp, "accept")], TODAY)
        assert bundles.rows_of(by, ident)[0].state == READY
