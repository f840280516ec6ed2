"""A row that answers and ships: its shipment is weighed as the order will stand by then."""

from decimal import Decimal

import pytest

from portal import bundles, flow, journey
from portal.bundles import BAD, READY, TOLD, WRONG
from portal.desk import tolerance
from portal.desk.tolerance import Limit, Tolerance
from tests.bundles.acting import TODAY, asked, begun
from tests.bundles.shipping import looked as by_sheet
from tests.bundles.shipping import rows_of, ship, shipments, table
from tests.bundles.shipping import told as send
from tests.bundles.test_hostile_files import words


@pytest.fixture
def house(town):
    """Nordwind takes up to half less at once, and refuses an answer of still less."""
    less = Limit("accept", "refuse", pct=Decimal(50), message="Not so few.")
    told = Tolerance({"qty.under": less}, shown=True)
    flow.manage(
        town.nordwind,
        town.kim.actor,
        lambda: (None, [tolerance.drafted("default", "", told)]),
    )
    return town


def row(town, place=None, n=1, **said):
    """Return a row that ships on delivery note DN-1 today, and says so much more."""
    (one,) = asked(town, town.sam, place or (town.one, 1), **said)
    one.row, one.note, one.ship_day = n, one.note or "DN-1", TODAY
    one.ship_qty = one.ship_qty or Decimal(100)
    return one


def looked(town, *rows):
    """Look at rows as a bundle; return its id and the rows as they were weighed."""
    ident, _new = begun(town, town.sam, list(rows))
    return ident, rows_of(town, ident)


def less(n, **said):
    """Propose so many, and that the rest is not delivered."""
    return {"verb": "propose", "qty": Decimal(n), "rest": "none", "reason": "CAPACITY", **said}


def test_less_that_is_accepted_at_once_is_the_most_that_may_be_sent(house):
    ident, rows = looked(house, row(house, **less(60)))

    assert rows[1].state == WRONG, "it is weighed against the 60 that will be agreed by then"
    assert rows[1].problem().field == "ship_qty"
    assert "At most 60 may be sent" in words(rows[1])
    with house.seen_by(house.sam):
        sent = {"note": "DN-1", "ship_qty": Decimal(60), "ship_day": TODAY}
        edit = bundles.Edit(1, rows[1].stamp, **less(60), **sent)
        bundles.change(house.sam.actor, ident, [edit], TODAY)
    rows = rows_of(house, ident)
    assert rows[1].state == READY and '"accept"' in rows[1].follows
    assert send(house, ident)[1].state == TOLD
    assert shipments(house) == ["DN-1"]


def test_less_that_waits_for_the_buyer_leaves_what_was_ordered(town):
    ident, rows = looked(town, row(town, **less(60)))

    assert rows[1].state == READY, words(rows[1])
    assert send(town, ident)[1].state == TOLD
    assert shipments(town) == ["DN-1"]


def test_an_answer_in_another_row_of_the_order_counts_too(house):
    """Two notes of one line, over which a third row has just given up something."""
    first = row(house, **less(50, ship_qty=Decimal(50)))
    second = row(house, n=2, verb="propose", qty=Decimal(20), day=first.asked_day)
    second.note, second.ship_qty = "DN-2", Decimal(21)

    ident, rows = looked(house, first, second)

    assert [one.state for one in rows.values()] == [WRONG, WRONG]
    assert "At most 70 may be sent" in words(rows[2])
    assert "waits for" in words(rows[1])
    with house.seen_by(house.sam):
        said = {"rest": second.rest, "qty": second.qty, "day": second.day}
        sent = {"note": "DN-2", "ship_qty": Decimal(20), "ship_day": TODAY}
        edit = bundles.Edit(2, rows[2].stamp, "propose", **said, **sent)
        bundles.change(house.sam.actor, ident, [edit], TODAY)
    rows = send(house, ident)
    assert [one.state for one in rows.values()] == [TOLD, TOLD], words(rows[2])
    assert shipments(house) == ["DN-1", "DN-2"]


def test_what_was_looked_at_is_what_becomes_of_it(house):
    rows = [
        row(house, n=1, **less(60, ship_qty=Decimal(60))),
        row(house, (house.one, 2), 2, verb="accept", ship_qty=Decimal(41), note="DN-2"),
        row(house, (house.two, 1), 3, **less(70, ship_qty=Decimal(71), note="DN-3")),
    ]

    ident, seen = looked(house, *rows)
    done = send(house, ident)

    fails = {n: one.state == WRONG for n, one in seen.items()}
    assert fails == {1: False, 2: True, 3: True}, {n: words(one) for n, one in seen.items()}
    assert {n: one.state in (BAD, WRONG) for n, one in done.items()} == fails


def test_an_answer_that_is_refused_lets_its_shipment_wait(house):
    ident, rows = looked(house, row(house, **less(40, ship_qty=Decimal(40))))

    assert rows[1].state == WRONG and "Not so few." in words(rows[1])
    send(house, ident)
    assert shipments(house) == []


def test_a_row_that_rejects_cannot_send(town):
    ident, rows = looked(town, row(town, verb="reject", reason="CAPACITY"))

    assert rows[1].state == WRONG and rows[1].problem().field == "verb"
    assert "rejects the line, and yet something is sent" in words(rows[1])
    send(town, ident)
    assert shipments(town) == []


def test_goods_that_were_reported_before_are_said_to_be_these_or_others(town):
    town.reach(town.one, "DISPATCHED", "30", town.sam, what="dispatched")

    ident, rows = looked(town, row(town, ship_qty=Decimal(30)))

    assert rows[1].state == WRONG and rows[1].problem().field == "reported"
    assert "reported as sent before" in words(rows[1])
    with town.seen_by(town.sam):
        sent = {"note": "DN-1", "ship_qty": Decimal(30), "ship_day": TODAY}
        edit = bundles.Edit(1, rows[1].stamp, "", **sent, reported="same")
        bundles.change(town.sam.actor, ident, [edit], TODAY)
    assert rows_of(town, ident)[1].state == READY
    assert send(town, ident)[1].state == TOLD
    line = journey.fold(town.history(town.one)).lines[1]
    assert line.shipped == 30, "the same goods are not counted twice"


def test_a_line_says_one_thing_about_what_was_reported(town):
    town.reach(town.one, "DISPATCHED", "30", town.sam, what="dispatched")
    first = row(town, verb="propose", qty=Decimal(60), ship_qty=Decimal(30), reported="same")
    second = row(town, n=2, ship_qty=Decimal(10), reported="other")
    second.verb, second.qty, second.day = "propose", Decimal(40), first.asked_day

    _ident, rows = looked(town, first, second)

    assert rows[2].state == WRONG and rows[2].problem().field == "reported"
    assert "say both" in words(rows[2]) and "waits for" in words(rows[1])


def test_a_sheet_says_it_in_a_column(town, place):
    town.reach(town.one, "DISPATCHED", "30", town.sam, what="dispatched")
    book = table(town)
    ship(book, 2, qty=30)
    book.active.cell(1, 15).value = "Reported before"
    book.active.cell(2, 15).value = "No, those were other goods"

    ident, rows = by_sheet(town, book, place)

    assert rows[2].state == READY and rows[2].reported == "other", words(rows[2])
    assert send(town, ident)[2].state == TOLD


def test_the_look_warns_of_more_that_the_buyer_will_be_asked_about(town):
    ship_over = Tolerance({"ship.over": Limit("accept", "ask", pct=Decimal(2))})
    flow.manage(
        town.nordwind,
        town.kim.actor,
        lambda: (None, [tolerance.drafted("default", "", ship_over)]),
    )

    ident, rows = looked(
        town,
        row(town, ship_qty=Decimal(104)),
        row(town, (town.two, 1), 2, ship_qty=Decimal(102), note="DN-2"),
    )

    assert [one.state for one in rows.values()] == [READY, READY]
    assert [bundles.BEYOND in one.follows for one in rows.values()] == [True, False]
    with town.seen_by(town.sam):
        edit = bundles.Edit(1, rows[1].stamp, "", note="DN-1", ship_qty=Decimal(100),
                            ship_day=TODAY)  # fmt: skip
        bundles.change(town.sam.actor, ident, [edit], TODAY)
    assert rows_of(town, ident)[1].follows == ""
    send(town, ident)
    assert shipments(town) == ["DN-1", "DN-2"]
