"""Files as people send them: odd bytes, other separators, no CSV at all."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import intake
from portal.errors import NotFound, NotUnderstood, TooLarge
from portal.intake.csvfile import LINES, Table

HEADER = "order,line,item,quantity,unit,requested date,supplier"
ROW = "PO-7,10,M-1,100,PCS,2026-12-01,Sam & Sons"
SMALL = f"{HEADER}\n{ROW}\n"


def told(data, profile="orders"):
    return list(intake.read(data, profile))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b" \r\n\n  \n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF, not a CSV file."),
        (b"PK\x03\x04\x14\x00", "This is an Excel workbook or a ZIP archive."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel workbook."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"\x1f\x8b\x08", "This file was packed by gzip and is damaged."),
        (b"\n <!doctype html><p>x", "This is a web page or XML"),
        (SMALL.encode("utf-16"), "This file is in UTF-16. Save it as CSV UTF-8."),
        (SMALL.encode("utf-16-le"), "The file holds NUL characters"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "The file holds NUL characters"),
        (SMALL.encode() + b"caf\x81,\n", "neither UTF-8 nor Windows-1252"),
        (b"Dear all,\nplease find the list below.\n", "The file lacks the column order"),
        (b'{"orders": []}', "The file lacks the column order"),
        (b'"order,line\n' + b"x\n" * 300, "The first row, with the names of the columns"),
        (b",".join(b"c%d" % n for n in range(501)), "The file has 501 columns"),
    ],
)
def test_what_is_no_csv_file_is_refused_with_words(data, words):
    with pytest.raises(NotUnderstood) as caught:
        told(data)

    assert words in str(caught.value)


def test_a_file_of_200_mb_is_refused_before_a_byte_of_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with open(path, "wb") as file:
        file.truncate(200 * 2**20)  # sparse: it takes no room

    with pytest.raises(TooLarge) as caught:
        intake.read(path, "orders")

    assert "The file has 200 MB; we take up to 64 MB." in str(caught.value)


def test_the_limit_is_the_callers():
    with pytest.raises(TooLarge):
        intake.read(SMALL.encode(), "orders", limit=len(SMALL) - 1)

    assert intake.read(SMALL.encode(), "orders", limit=len(SMALL))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotFound, match="There is no file none.csv"):
        intake.read(tmp_path / "none.csv", "orders")


def test_a_missing_column_is_named_with_what_was_found():
    with pytest.raises(NotUnderstood) as caught:
        told(b"order,line,item,menge,requested date\n1,2,3,4,5\n")

    assert str(caught.value) == (
        "The file lacks the column unit. It has: order, line, item, menge, requested date."
    )
    assert caught.value.field == "unit"


def test_a_column_that_stands_there_twice_is_refused():
    with pytest.raises(NotUnderstood, match="The column Qty stands there twice"):
        told(b"order,line,item,quantity,unit,supplier,Qty\n1,2,3,4,PCS,x,5\n")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found_out(separator, end):
    text = SMALL.replace(",", separator).replace("\n", end)

    (entry,) = told(text.encode())

    assert entry.order.number == "PO-7"
    assert entry.row == 2


def test_excels_hint_about_the_separator_is_no_row():
    (entry,) = told(("sep=;\r\n" + SMALL.replace(",", ";")).encode())

    assert entry.row == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_survive_whatever_the_encoding(encoding):
    reading = intake.read(SMALL.replace("Sam & Sons", "Søn & Müller").encode(encoding), "orders")

    (entry,) = reading

    assert entry.order.partner.name == "Søn & Müller"
    assert reading.table.encoding == encoding.removesuffix("-sig")


def test_headers_are_known_by_their_letters_alone():
    header = " PO_Number ,POSITION,Item-Code,  Qty,U.O.M.,Due   Date,VENDOR NAME"

    (entry,) = told(f"{header}\n{ROW}".replace("U.O.M.", "UOM").encode())

    assert entry.order.number == "PO-7"


def test_blank_lines_are_no_rows_but_are_counted_as_a_spreadsheet_does():
    entries = told(f"\n{HEADER}\n\n{ROW}\n,,,,,,\n  \n{ROW}\n\n".encode())

    assert [entry.row for entry in entries] == [4, 7]


def test_a_ragged_row_is_a_problem_and_keeps_its_bytes():
    short, long = "PO-7,10,M-1", ROW + ",extra"

    problems = told(f"{HEADER}\n{short}\r\n{ROW}\n{long}\n{ROW},,\n".encode())

    assert problems[0].words == "Cells in this row: 3; in the header: 7."
    assert problems[0].raw == b"PO-7,10,M-1\r\n"
    assert problems[2].words == "Cells in this row: 8; in the header: 7."
    assert [type(entry).__name__ for entry in problems] == ["Problem", "Told", "Problem", "Told"]


def test_a_quoted_cell_may_hold_lines_separators_and_quotes():
    row = 'PO-7,10,"M ""1""\nblue, large",100,PCS,2026-12-01,Sam'

    first, second = told(f"{HEADER}\n{row}\n{ROW}\n".encode())

    assert first.line[0].body["item"]["code"] == 'M "1"\nblue, large'
    assert second.row == 3


@pytest.mark.parametrize("after", [3, LINES + 50])
def test_a_quotation_mark_left_open_costs_one_row_only(after):
    broken = 'PO-6,10,"M-1,100,PCS,2026-12-01,Sam'

    entries = told("\n".join([HEADER, broken, *[ROW] * after]).encode())

    assert entries[0].words == "The quotation marks of this row do not match."
    assert entries[0].raw == broken.encode() + b"\n"
    assert [type(entry) for entry in entries[1:]] == [intake.Told] * after


def test_a_cell_of_a_megabyte_is_a_problem_whose_bytes_are_cut():
    huge = ROW.replace("M-1", "x" * 2**20)

    problem, entry = told(f"{HEADER}\n{huge}\n{ROW}".encode())

    assert problem.words == "A cell of this row has more than 131072 characters."
    assert len(problem.raw) == 16_384
    assert isinstance(entry, intake.Told)


def test_a_nul_in_a_row_is_a_problem_of_that_row():
    harmed = ROW.replace("M-1", "M\x001")

    problem, entry = told(f"{HEADER}\n{harmed}\n{ROW}".encode())

    assert (problem.row, problem.column) == (2, "item")
    assert problem.words == "The text holds a NUL character; remove it."
    assert isinstance(entry, intake.Told)


def test_a_formula_is_text_like_any_other():
    (entry,) = told(f"{HEADER}\n{ROW.replace('M-1', '=1+1')}".encode())

    assert entry.line[0].body["item"]["code"] == "=1+1"


def test_columns_nobody_knows_are_told_of():
    reading = intake.read(f"{HEADER},Colour,\n{ROW},red,\n".encode(), "orders")

    assert reading.unknown == ("Colour",)
    assert len(list(reading)) == 1


def test_a_path_and_its_bytes_give_the_same_and_can_be_walked_again(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(SMALL.encode())

    reading = intake.read(path, "orders")

    assert list(reading) == list(reading) == told(SMALL.encode())


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=9)


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6),
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_back_cell_by_cell(rows, separator, end, bom):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["a", "b", "c"], *rows]
    )

    table = Table(out.getvalue().encode("utf-8-sig" if bom else "utf-8"), {"a", "b", "c"})

    assert [row.cells for row in table] == [
        row for row in rows if any(cell.strip() for cell in row)
    ]
    assert not any(row.fault for row in table)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_entries_or_one_error(rubbish):
    data = f"{HEADER}\n{ROW}\n".encode() + rubbish

    try:
        entries = told(data)
    except NotUnderstood:
        return
    raw = b"".join(entry.raw for entry in entries if isinstance(entry, intake.Problem))
    assert all(piece in data for piece in raw.splitlines())


def test_many_open_quotation_marks_do_not_stall_us():
    rows = ['PO-6,10,"M-1,' + random.Random(7).choice("ab")] * 2000

    entries = told("\n".join([HEADER, *rows]).encode())

    assert len(entries) >= 1000
