"""Logs: one row per event. Cut into cases, codes given a meaning, odd dates told."""

import gzip

import pytest

from portal import intake
from portal.errors import NotUnderstood, TooLarge

BOXES = """
about = "boxes on the move"
dates = ["%Y-%m-%d %H:%M"]
[columns]
id = { required = true }
box = { required = true }
place = {}
what = { required = true }
more = {}
guess = {}
at = { type = "date", required = true }
[order]
number = "{box} {begun}"
body = { from = { name = "{begin_place}" } }
[[order.kinds]]
type = "transport"
date = "begun"
partner = { side = "carrier", name = "Boxes" }
[line]
no = "1"
[line.body]
item = { code = "{box}" }
qty = "1"
uom = "EA"
parts = [{ part = 1, qty = "1" }]
[log]
type = "transport"
number = "{box} {begun}"
line = "1"
key = "{id}"
code = ["more", "what"]
date = "at"
before = 30
place = { name = "{place}" }
[[log.classes]]
if = { guess = ["yes"] }
class = "EST"
[log.cases]
of = "box"
begins = { what = ["OUT"], guess = ["no"] }
apart = 2
[log.means]
OUT = "STATUS_INFO"
LOAD = "LOADED"
END = "DELIVERED"
"Cut loose" = { kind = "line.cancelled", reason = "UNKNOWN" }
"""
ADDED = """
about = "what happened to lines"
dates = ["%Y-%m-%d %H:%M"]
[columns]
case = { required = true, split = ["order", "no"], by = "_" }
nth = { required = true }
what = { required = true }
at = { type = "date", required = true }
[log]
type = "purchase"
number = "{order}"
line = "{no}"
key = "{case}:{nth}"
code = ["what"]
date = "at"
reported = "at"
means = { GR = "RECEIVED" }
"""
HEADER = "id,box,place,what,more,guess,at"


@pytest.fixture
def boxes():
    profile = intake.parse(BOXES, "boxes")

    def read(*rows: str) -> list:
        return list(intake.read("\n".join((HEADER, *rows)).encode(), profile))

    return read


def numbers(entries) -> list[str]:
    return [entry.order.number for entry in entries]


def event(entry):
    return entry.line[-1]


def test_a_journey_begins_anew_with_each_release(boxes):
    entries = boxes(
        "1,B1,Here,OUT,,no,2026-01-05 10:00",
        "2,B1,Here,LOAD,,no,2026-01-07 10:00",
        "3,B1,There,OUT,,no,2026-02-20 08:00",
        "4,B1,There,END,,no,2026-03-01 08:00",
        "5,B2,Here,OUT,,no,2026-02-01 08:00",
    )

    assert numbers(entries) == [
        "B1 2026-01-05", "B1 2026-01-05", "B1 2026-02-20", "B1 2026-02-20", "B2 2026-02-01",
    ]  # fmt: skip
    assert entries[3].header[0].body["from"] == {"name": "There"}
    assert entries[3].header[0].when.said == "2026-02-20 08:00"


def test_the_order_of_the_rows_changes_nothing(boxes):
    rows = [
        "1,B1,Here,OUT,,no,2026-01-05 10:00",
        "2,B1,Here,LOAD,,no,2026-01-07 10:00",
        "3,B1,There,OUT,,no,2026-02-20 08:00",
        "4,B1,There,END,,no,2026-03-01 08:00",
    ]

    said = [
        sorted((event(one).key, one.order.number, str(one.header)) for one in boxes(*some))
        for some in (rows, rows[::-1])
    ]

    assert said[0] == said[1]


def test_a_release_told_twice_is_one(boxes):
    entries = boxes("1,B1,Here,OUT,,no,2026-01-05 14:00", "2,B1,Here,OUT,,no,2026-01-05 10:00")

    assert numbers(entries) == ["B1 2026-01-05"] * 2


def test_what_is_expected_begins_nothing_and_keeps_each_revision(boxes):
    entries = boxes(
        "1,B1,Here,OUT,,no,2026-01-05 10:00",
        "2,B1,There,END,,yes,2026-02-01 10:00",
        "3,B1,There,END,,yes,2026-02-04 10:00",
        "4,B1,There,OUT,,yes,2026-02-09 10:00",
    )

    assert numbers(entries) == ["B1 2026-01-05"] * 4
    assert [(event(e).klass, event(e).when.said) for e in entries[1:3]] == [
        ("EST", "2026-02-01 10:00"), ("EST", "2026-02-04 10:00"),
    ]  # fmt: skip
    assert len({event(e).key for e in entries}) == 4


def test_without_a_release_it_begins_with_what_happened_first(boxes):
    entries = boxes(
        "1,B1,Sea,LOAD,,no,2026-01-05 10:00",
        "2,B1,There,END,,yes,2026-01-01 10:00",
        "3,B1,Here,OUT,,no,2026-02-20 08:00",
    )

    assert numbers(entries) == ["B1 2026-01-05", "B1 2026-01-05", "B1 2026-02-20"]


def test_a_code_without_a_meaning_is_kept_and_told(boxes):
    (entry,) = boxes("1,B1,Here,FLY,,no,2026-01-05 10:00")

    assert (event(entry).code, event(entry).raw["text"]) == ("UNMAPPED", "FLY")
    (note,) = entry.notes
    assert (note.column, note.found) == ("what", "FLY")
    assert note.words.startswith("“FLY” is no step we know.")


def test_the_more_exact_column_counts_first(boxes):
    known, unknown, cut = boxes(
        "1,B1,,LOAD,end,no,2026-01-05 10:00",
        "2,B1,,LOAD,who knows,no,2026-01-05 10:00",
        "3,B1,,LOAD,cut  LOOSE,no,2026-01-05 10:00",
    )

    assert (event(known).code, event(unknown).code) == ("DELIVERED", "LOADED")
    assert event(unknown).raw["text"] == "who knows"
    assert not unknown.notes
    assert (event(cut).kind, event(cut).code, event(cut).reason) == (
        "line.cancelled", "", "UNKNOWN",
    )  # fmt: skip


def test_a_day_before_the_beginning_is_told_and_one_far_off_set_aside(boxes):
    _, doubtful, impossible, broken = boxes(
        "1,B1,Here,OUT,,no,2026-06-05 10:00",
        "2,B1,There,END,,yes,2026-06-01 10:00",
        "3,B1,There,END,,yes,2025-06-01 10:00",
        "4,B1,There,END,,yes,1889-06-01 10:00",
    )

    assert [note.words for note in doubtful.notes] == [
        "“2026-06-01 10:00” lies 4 days before the order was placed (2026-06-05)."
    ]
    assert isinstance(impossible, intake.Problem)
    assert (impossible.row, impossible.column) == (4, "at")
    assert "369 days before" in impossible.words
    assert "The year 1889 is not between" in broken.words


def added(*rows: str) -> list:
    text = "\n".join(("case,nth,what,at", *rows))
    return list(intake.read(text.encode(), intake.parse(ADDED, "added")))


def test_a_log_may_add_to_orders_of_another_file():
    (entry,) = added("PO7_00010,3,GR,2026-01-05 10:00")

    assert entry.order == intake.OrderKey("purchase", "PO7", None)
    assert (entry.line_no, entry.header) == ("00010", ())
    (draft,) = entry.line
    assert (draft.code, draft.key) == ("RECEIVED", "added:PO7_00010:3")
    assert draft.reported == draft.when.stop - (draft.when.stop - draft.when.start) / 60_000_000


@pytest.mark.parametrize("case", ["PO7", "PO7_", "PO7_1_2"])
def test_a_cell_that_lacks_its_parts_is_set_aside(case):
    (problem,) = added(f"{case},3,GR,2026-01-05 10:00")

    assert problem.words == f"“{case}” does not have 2 parts with “_” between them."


@pytest.mark.parametrize(
    ("was", "becomes", "key"),
    [
        ('date = "at"\nreported', 'date = "what"\nreported', "log.date"),
        ('code = ["what"]', 'code = ["that"]', "log.code"),
        ('type = "purchase"', 'type = "order"', "log.type"),
        ('means = { GR = "RECEIVED" }', "means = { GR = 7 }", "log.means.GR"),
        ('means = { GR = "RECEIVED" }', 'means = { GR = { kind = "no.such" } }',
         "log.means.GR.kind"),
        ("means = {", 'cases = { of = "order", begins = { what = ["A"] } }\nmeans = {',
         "log.cases"),
        (', by = "_"', "", "columns.case.by"),
    ],
)  # fmt: skip
def test_a_broken_log_says_which_key(was, becomes, key):
    assert was in ADDED

    with pytest.raises(NotUnderstood) as caught:
        intake.parse(ADDED.replace(was, becomes, 1), "added")

    assert caught.value.field == key


def test_a_packed_file_is_read_like_a_plain_one(tmp_path):
    text = b"case,nth,what,at\nPO7_1,3,GR,2026-01-05 10:00\n"
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(text))
    profile = intake.parse(ADDED, "added")

    assert list(intake.read(path, profile)) == list(intake.read(text, profile))
    assert intake.lines_below(path, 1000) == 1


def test_a_packed_file_is_unpacked_no_further_than_we_take(tmp_path):
    bomb = gzip.compress(bytes(9 * 2**20))

    with pytest.raises(TooLarge, match="we take up to 8 MB"):
        intake.read(bomb, intake.parse(ADDED, "added"), limit=8 * 2**20)


def test_a_damaged_packed_file_is_refused():
    with pytest.raises(NotUnderstood, match="packed by gzip and is damaged"):
        intake.read(gzip.compress(b"case,nth,what,at\n" * 90)[:40], intake.parse(ADDED, "added"))
