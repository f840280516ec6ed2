"""The real files: every row is told or a problem, and says what its columns say."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal import intake
from portal.errors import NotUnderstood
from portal.ledger import canonical
from portal.ledger.facts import build, ident

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCMS = SHARED / "data" / "scms.csv"
OLIST = SHARED / "data" / "olist.csv"
ODD = SHARED / "badfiles" / "generated" / "csv"
BY = {"org": 1}


@pytest.fixture(scope="module")
def scms():
    return list(intake.read(SCMS, "scms"))


@pytest.fixture(scope="module")
def olist():
    return list(intake.read(OLIST, "olist"))


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(entries):
    return [entry for entry in entries if isinstance(entry, intake.Told)]


def problems(entries):
    return [entry for entry in entries if isinstance(entry, intake.Problem)]


def milestones(entries):
    return Counter(
        (draft.code, draft.klass)
        for entry in told(entries)
        for draft in entry.drafts
        if draft.kind == "milestone"
    )


def facts(draft):
    return canonical(build(draft, BY, "a", {}))


def test_every_row_of_scms_is_told(scms):
    assert len(scms) == 7740
    assert problems(scms) == []
    assert [entry.row for entry in scms] == list(range(2, 7742))


def test_scms_knows_two_types_of_order(scms):
    assert Counter(entry.order.type for entry in scms) == {"transfer": 4467, "purchase": 3273}
    assert len({entry.order for entry in scms}) == 4952
    depots = {entry.order.partner.name for entry in scms if entry.order.type == "transfer"}
    assert depots == {"SCMS from RDC"}


def test_scms_invents_no_order_date(scms):
    rows = rows_of(SCMS)

    for entry, row in zip(scms, rows, strict=True):
        placed = entry.header[0]
        assert (placed.when.said if placed.when else "") == row["po_sent"]
        assert placed.body["agreed"] is True


def test_scms_has_no_promise(scms):
    """The schedule is revised until delivery, so it is kept without any effect."""
    parts = [part for entry in scms for part in entry.line[0].body["parts"]]

    assert all(part.keys() == {"part", "qty"} for part in parts)
    assert milestones(scms)["STATUS_INFO", "PLN"] == 7111
    assert {code for code, klass in milestones(scms) if klass != "ACT"} == {"STATUS_INFO"}


def test_scms_deliveries_were_known_when_they_were_recorded(scms):
    rows = {row["line_id"]: row for row in rows_of(SCMS)}
    delivered = [
        (entry, draft) for entry in scms for draft in entry.line if draft.code == "DELIVERED"
    ]

    assert len(delivered) == 7111
    assert milestones(scms)["RECEIVED", "ACT"] == 0
    for entry, draft in delivered:
        row = rows[entry.line_no]
        assert draft.when.said == row["delivered"]
        assert (f"{draft.reported:%Y-%m-%d}" if draft.reported else "") == row["recorded"]
        assert [f"{qty.n} {qty.uom}" for qty in draft.qty] == [f"{row['qty']} PK"]
        kind = "asn" if entry.order.type == "purchase" else "delivery_note"
        assert draft.refs == ((kind, row["asn"]),)


def test_scms_lines_say_what_was_asked_for(scms):
    for entry, row in zip(scms, rows_of(SCMS), strict=True):
        body = entry.line[0].body
        assert body["qty"] == row["qty"]
        assert float(body["value"]) == float(row["value"])
        assert float(body["price"]) == float(row["pack_price"])
        assert body.get("site", {}).get("name", "Not Applicable") == row["site"]
        assert len(entry.header[0].body["to"]["country"]) == 2


def test_rows_of_one_scms_order_say_the_same_header(scms):
    headers = {}
    for entry in scms:
        said = [facts(draft) for draft in entry.header]
        assert headers.setdefault(entry.order, said) == said


def test_every_identity_is_of_one_content(scms, olist):
    known = {}
    for entry in told(scms) + told(olist):
        for draft in entry.drafts:
            mark = (draft.key, draft.klass)
            said = ident(build(draft, BY, "a", {}))
            assert known.setdefault(mark, said) == said


def test_every_row_of_olist_is_told_or_a_problem(olist):
    lacking = [row for row in rows_of(OLIST) if not row["n_items"]]

    assert len(olist) == 5166
    assert len(problems(olist)) == len(lacking) == 622
    assert {(p.column, p.words) for p in problems(olist)} == {
        ("n_items", "The column n_items is empty. Fill it in.")
    }
    assert problems(olist)[0].raw.decode().startswith(lacking[0]["order_id"])


def test_olist_orders_are_sales_with_a_promise(olist):
    rows = {row["order_id"]: row for row in rows_of(OLIST)}

    for entry in told(olist):
        row = rows[entry.order.number]
        assert entry.order.type == "sales"
        assert entry.order.partner.number == f"BR-{row['customer_state']}"
        assert [party.number for party in entry.order.parties] == [row["seller_id"]]
        assert entry.line[0].body["parts"][0]["agreed"] == row["promised"]
        assert entry.header[0].when.said == row["purchased"]


def test_olist_times_are_at_home_in_sao_paulo(olist):
    whens = [draft.when for entry in told(olist) for draft in entry.drafts if draft.when]

    assert {when.basis for when in whens} == {"partner"}
    assert {when.precision for when in whens} == {"instant"}
    assert {when.offset for when in whens} <= {-180, -120, None}


def test_olist_milestones_are_all_there(olist):
    rows = [row for row in rows_of(OLIST) if row["n_items"]]

    counted = milestones(olist)

    assert counted["ORDER_ACCEPTED", "ACT"] == sum(bool(row["approved"]) for row in rows)
    assert counted["DISPATCHED", "ACT"] == sum(bool(row["dispatched"]) for row in rows)
    assert counted["DISPATCHED", "REQ"] == sum(bool(row["shipping_limit"]) for row in rows)
    assert counted["DELIVERED", "ACT"] == sum(bool(row["delivered"]) for row in rows)
    cancelled = [d for e in told(olist) for d in e.header if d.kind == "order.cancelled"]
    assert len(cancelled) == sum(row["status"] == "canceled" for row in rows)


def test_history_is_not_reported_anew_by_the_file_it_comes_in(olist):
    entries = intake.read(OLIST, "olist", reported=datetime(2026, 11, 23, tzinfo=UTC))

    assert [entry for entry in entries] == olist


def test_no_column_of_the_real_files_is_overlooked():
    assert intake.read(SCMS, "scms").unknown == ()
    assert intake.read(OLIST, "olist").unknown == ()


@pytest.mark.parametrize(
    "name", ["container_milestones.csv", "truck_trips.csv", "bpi2019_items.csv"]
)
def test_files_of_another_kind_are_refused_with_what_was_found(name):
    with pytest.raises(NotUnderstood, match="The file lacks the column .* It has: "):
        intake.read(SHARED / "data" / name, "scms")


@pytest.mark.parametrize("path", sorted(ODD.glob("*.csv")), ids=lambda path: path.name)
def test_odd_files_are_refused_with_words_or_read(path):
    with pytest.raises(NotUnderstood) as caught:
        intake.read(path, "orders")

    assert str(caught.value)
