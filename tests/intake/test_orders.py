"""Our own template: a buyer's open orders, one row per line."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from portal import intake
from portal.ledger import Draft, canonical
from portal.ledger.facts import build, ident
from tests.intake.conftest import HEADER, ROW

SAMPLE = Path(__file__).parent / "samples" / "orders.csv"


def identities(entries):
    """Return what the ledger would know each draft by, with the line it belongs to."""
    return {
        (entry.order, no, ident(build(draft, {"org": 1}, "a", {})))
        for entry in entries
        for no, drafts in (("", entry.header), (entry.line_no, entry.line))
        for draft in drafts
    }


def test_the_sample_is_read():
    entries = list(intake.read(SAMPLE, "orders"))

    assert [(entry.row, entry.order.number, entry.line_no) for entry in entries] == [
        (2, "4500017", "00010"),
        (3, "4500017", "00020"),
        (4, "4500018", "00010"),
    ]
    second = entries[1]
    assert second.order.partner == intake.PartnerKey("supplier", "Nordblech GmbH", "100234", "DE")
    assert second.line[0].body == {
        "no": "00020",
        "item": {"code": "M-2202", "name": "Bracket, painted\n(RAL 7016)"},
        "qty": "350.5",
        "uom": "KGM",
        "price": "14.9",
        "per": "100",
        "site": {"name": "Plant Linz", "country": "AT"},
        "parts": [{"part": 1, "qty": "350.5", "ask": "2026-12-08"}],
    }


def test_a_header_names_the_order_and_leaves_the_partner_to_others():
    entry = next(iter(intake.read(SAMPLE, "orders")))

    (placed,) = entry.header
    assert placed.body == {
        "number": "4500017",
        "type": "purchase",
        "revision": 1,
        "currency": "EUR",
    }
    assert placed.when.said == "02.11.2026"
    assert placed.refs == (("po", "4500017"),)
    assert placed.details == {"by": "Ada Meyer"}, "a person's name can be erased"
    assert (placed.source, placed.channel, placed.key) == ("orders", "file", "orders:4500017")


def test_rows_of_one_order_say_the_same_header():
    first, second, _ = intake.read(SAMPLE, "orders")

    assert first.header == second.header
    assert first.line != second.line


def test_a_blank_cell_says_nothing():
    last = list(intake.read(SAMPLE, "orders"))[-1]

    assert last.line[0].body["parts"] == [{"part": 1, "qty": "40"}]
    assert "price" not in last.line[0].body


def test_the_order_of_rows_and_the_split_into_files_do_not_matter(read):
    rows = [
        "PO-7,10,M-1,100,PCS,2026-12-01,Sam",
        "PO-7,20,M-2,5,KG,,Sam",
        "PO-8,10,M-1,7,PCS,2026-12-09,Tom",
        "PO-7,10,M-1,100,EA,01.12.2026,Sam",
        "PO-7,20,M-2,6,KG,,Sam",
    ]

    whole = identities(read(*rows))

    assert identities(read(*reversed(rows))) == whole
    assert identities(read(*rows[:2])) | identities(read(*rows[2:])) == whole
    assert identities(read(*rows, *rows)) == whole
    assert len(whole) == 2 + 4, "one changed quantity is a new version; two spellings are not"


def test_a_duplicate_row_is_told_twice_and_known_by_the_same_identity(read):
    first, again = read(ROW, ROW)

    assert (first.row, again.row) == (2, 3)
    assert first.drafts == again.drafts


def test_drafts_are_ready_for_the_ledger():
    for entry in intake.read(SAMPLE, "orders"):
        for draft in entry.drafts:
            assert isinstance(draft, Draft)
            assert draft.line == 0
            assert canonical(build(draft, {"org": 1}, "a", {}))


def test_a_problem_calls_the_column_as_the_file_does(read):
    (problem,) = read(ROW.replace("100", "-1"), header=HEADER.replace("quantity", "Menge"))

    assert problem.column == "Menge"


def test_a_supplier_may_have_only_a_number(read):
    header = HEADER.replace("supplier", "supplier number")

    (entry,) = read(ROW.replace("Sam & Sons", "100234"), header=header)

    assert entry.order.partner == intake.PartnerKey("supplier", "100234", "100234")


def test_without_any_supplier_the_row_is_a_problem(read):
    (problem,) = read("PO-7,10,M-1,100,PCS,2026-12-01,")

    assert problem.column == "supplier"


def test_who_sent_the_file_and_when_can_be_said(read):
    sent = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

    (entry,) = read(ROW, name="erp-north", reported=sent)

    assert {draft.key for draft in entry.drafts} == {"erp-north:PO-7", "erp-north:PO-7/10"}
    assert {draft.reported for draft in entry.drafts} == {sent}


def test_a_rows_own_time_of_change_wins(read):
    header = HEADER + ",changed on"
    sent = datetime(2026, 11, 20, tzinfo=UTC)

    early, late = read(
        ROW + ",2026-11-03 10:15:00", ROW + ",2026-11-04", header=header, reported=sent
    )

    assert early.line[0].reported == datetime(2026, 11, 3, 10, 15, tzinfo=UTC)
    end_of_day = datetime(2026, 11, 5, tzinfo=UTC) - timedelta(microseconds=1)
    assert late.line[0].reported == end_of_day, "on a day: known by its end"


def test_a_future_day_is_taken_as_said(cell):
    assert cell("requested date", "2099-12-31").line[0].body["parts"][0]["ask"] == "2099-12-31"


@pytest.mark.parametrize("quantity", ["0.000001", "9223372036854", "1200"])
def test_quantities_are_exact_to_a_millionth(cell, quantity):
    assert Decimal(cell("quantity", quantity).line[0].body["qty"]) == Decimal(quantity)
