"""Rows of a spreadsheet that ship: one shipment for each delivery note, whole or not at all."""

from decimal import Decimal

from portal import bundles, desk, flow
from portal.bundles import BAD, READY, TOLD, WRONG, Desk, key_of
from portal.desk.shipping import NeedRule, set_needs
from portal.ledger import Draft
from tests.bundles.acting import TODAY
from tests.bundles.shipping import kinds, looked, rows_of, ship, shipments, table, told
from tests.bundles.test_hostile_files import saved, words


def test_one_delivery_note_over_two_orders_is_one_shipment(town, place):
    book = table(town)
    ship(book, 2, qty=60, carrier="Kühne", tracking="T-1, T-2")
    ship(book, 4, note=" dn-1", qty=100, container="CSQU3054383")

    ident, rows = looked(town, book, place)
    assert [rows[n].state for n in (2, 4)] == [READY, READY], words(rows[2])
    assert not shipments(town), "looking announces nothing"
    rows = told(town, ident)

    assert rows[2].state == rows[4].state == TOLD, words(rows[2])
    assert rows[2].shipment == rows[4].shipment
    assert shipments(town) == ["DN-1"]
    with town.seen_by(town.ada):
        there = desk.ships.consignment(rows[2].shipment)
    assert there.shipment.carrier_name == "Kühne"
    assert {town.one, town.two} == set(there.orders)
    assert "response" not in kinds(town, town.one), "a row that only ships answers nothing"


def test_a_row_answers_and_ships(town, place):
    book = table(town)
    book.active.cell(2, 3).value = "accept"
    ship(book, 2, qty=100)

    ident, _rows = looked(town, book, place)
    rows = told(town, ident)

    assert rows[2].state == TOLD and rows[2].means == "accept"
    assert kinds(town, town.one)[-2:] == ["response", "goods.assigned"]
    assert shipments(town) == ["DN-1"]


def test_sent_twice_it_is_announced_once(town, place):
    book = table(town)
    ship(book, 2)
    file = saved(book)
    ident, _rows = looked(town, file, place)
    told(town, ident)

    again, rows = looked(town, file, place)

    assert again == ident and rows[2].state == TOLD
    assert shipments(town) == ["DN-1"]


def test_a_note_that_was_announced_already_is_refused_before_and_after(town, place):
    first, second = table(town), table(town)
    ship(first, 2)
    ship(second, 4, note="dn-1")
    one, _ = looked(town, first, place)
    two, before = looked(town, second, place)
    assert before[4].state == READY
    told(town, one)

    rows = told(town, two)

    assert rows[4].state == BAD and "was announced already" in words(rows[4])
    ship(second, 4, qty=11)
    _third, rows = looked(town, second, place)
    assert rows[4].state == WRONG and rows[4].problem().field == "note"
    assert shipments(town) == ["DN-1"]


def test_the_same_delivery_twice_in_one_note_is_refused(town, place):
    book = table(town)
    ship(book, 2)
    for cell in list(book.active[2]):
        book.active.cell(6, cell.column).value = cell.value

    _ident, rows = looked(town, book, place)

    assert rows[2].state == rows[6].state == WRONG
    assert "twice; put it into one row" in words(rows[6])
    assert "waits for it" in words(rows[2])


def test_more_than_was_ordered_is_refused_over_all_notes(town, place):
    book = table(town)
    ship(book, 2, qty=70)
    for cell in list(book.active[2]):
        book.active.cell(6, cell.column).value = cell.value
    ship(book, 6, note="DN-2", qty=50)
    ship(book, 3, note="DN-2", qty=40)

    ident, rows = looked(town, book, place)

    assert rows[2].state == READY and rows[6].state == WRONG
    assert "At most 100 may be sent" in words(rows[6])
    assert "waits for it" in words(rows[3]), "a shipment is announced whole or not at all"
    rows = told(town, ident)
    assert shipments(town) == ["DN-1"] and rows[3].state == WRONG


def test_what_is_wrong_is_mended_on_the_page(town, place):
    book = table(town)
    ship(book, 2, qty=700)
    ship(book, 4)
    ident, rows = looked(town, book, place)
    assert [rows[n].state for n in (2, 4)] == [WRONG, WRONG]

    with town.seen_by(town.sam):
        edit = bundles.Edit(2, rows[2].stamp, "", note="DN-1", ship_qty=Decimal(7), ship_day=TODAY)
        bundles.change(town.sam.actor, ident, [edit], TODAY)

    rows = rows_of(town, ident)
    assert [rows[n].state for n in (2, 4)] == [READY, READY]
    rows = told(town, ident)
    assert rows[2].shipment == rows[4].shipment


def test_a_line_of_another_supplier_holds_up_its_whole_note(town, place):
    book = table(town)
    with town.seen_by(town.sue):
        foreign = str(key_of(desk.lines_of([town.far])[0]))
    book.active.append(["PO-3", "10", *[None] * 5, foreign])
    row = book.active.max_row
    ship(book, row)
    ship(book, 2)
    ship(book, 4, note="DN-9")

    ident, rows = looked(town, book, place)

    assert [rows[n].state for n in (row, 2, 4)] == [WRONG, WRONG, READY]
    assert words(rows[row]) == "There is no such line, or you may not answer it."
    assert told(town, ident)[4].state == TOLD and shipments(town) == ["DN-9"]


def test_two_buyers_in_one_note_are_refused(town):
    at = Desk(town.sue.actor, town.app.config["VAULT_DIR"], 1 << 20, TODAY)
    book = table(town, town.sue)
    ship(book, 2)
    ship(book, 3)

    _ident, rows = looked(town, book, at, town.sue)

    assert [rows[n].state for n in (2, 3)] == [WRONG, WRONG]
    assert "lines of several buyers" in words(rows[2])


def test_papers_the_buyer_insists_on_are_asked_for(town, place):
    rule = NeedRule("conformity", strict=True)
    flow.house(town.nordwind, [set_needs([rule], 1)], town.kim.actor)
    book = table(town)
    ship(book, 2)

    _ident, rows = looked(town, book, place)

    assert rows[2].state == WRONG and "without these papers: conformity" in words(rows[2])


def test_an_answer_that_is_refused_holds_up_its_shipment(town, place):
    book = table(town)
    book.active.cell(2, 3).value = "accept"
    ship(book, 2)
    ship(book, 4)
    ident, _rows = looked(town, book, place)
    body = {"no": "000010", "qty": "55", "uom": "EA", "revision": 2}
    body |= {"parts": [{"part": 1, "qty": "55", "ask": "2026-04-20"}]}
    body["item"] = {"code": "HX-M12", "name": "Hex bolt M12"}
    town.tell(town.one, Draft("line.changed", line=1, body=body), by=town.ada)

    rows = told(town, ident)

    assert rows[2].state == rows[4].state == BAD
    assert "changed while you were answering" in words(rows[2])
    assert "waits for it" in words(rows[4]) and not shipments(town)


def test_an_answer_is_not_told_again_when_only_its_shipment_was_refused(town, place, monkeypatch):
    book = table(town)
    book.active.cell(2, 3).value = "accept"
    ship(book, 2)
    other = table(town)
    ship(other, 4)
    ident, _rows = looked(town, book, place)
    told(town, looked(town, other, place)[0])

    rows = told(town, ident)
    assert rows[2].state == BAD and rows[2].answered and "announced already" in words(rows[2])
    with town.seen_by(town.sam):
        edit = bundles.Edit(
            2, rows[2].stamp, "reject", note="DN-2", ship_qty=Decimal(9), ship_day=TODAY
        )
        bundles.change(town.sam.actor, ident, [edit], TODAY)
    rows = told(town, ident)

    assert rows[2].state == TOLD and rows[2].verb == "accept"
    assert kinds(town, town.one).count("response") == 1 and shipments(town) == ["DN-1", "DN-2"]


def test_the_buyer_has_no_such_columns(town):
    keys = {column.key for column in bundles.columns_for("owner")}

    assert not keys & set(bundles.SHIPPING)
    assert set(bundles.SHIPPING) <= {column.key for column in bundles.columns_for("supplier")}
