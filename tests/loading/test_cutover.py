"""Orders agreed before the portal came, from our template: no clock, no mail, no case."""

import sqlalchemy as sa

from portal import desk, flow, journey
from portal.db import db, keeper
from portal.ledger import Draft
from portal.watch import CaseReading

HEADER = (
    "order,line,item,quantity,unit,requested date,agreed date,agreed before,"
    "received so far,supplier number,supplier name\n"
)
FIRST = "4500017,10,M-1,100,PCS,2026-04-01,2026-04-10,yes,40,V-1001,Brenner\n"
SECOND = "4500017,20,M-2,50,PCS,2026-04-01,,yes,,V-1001,Brenner\n"
ASKED = "4500018,10,M-3,50,PCS,2026-04-01,,no,,V-1001,Brenner\n"


def lines_of(world):
    """Return the readings of all lines by number of order and line."""
    with keeper(world.nordwind):
        query = sa.select(journey.LineReading, journey.OrderReading.number).join(
            journey.OrderReading, journey.OrderReading.order == journey.LineReading.order
        )
        found = {(number, line.no): line for line, number in db.session.execute(query)}
        db.session.expunge_all()
        return found


def notices(world):
    """Return which mails wait."""
    with keeper(world.nordwind):
        return list(db.session.scalars(sa.select(desk.Notice.template)))


def test_they_arrive_as_agreed_with_what_had_come(world, take_in):
    _, counts = take_in(HEADER + FIRST + SECOND + ASKED)

    assert (counts.accepted, counts.quarantined) == (3, 0)
    found = lines_of(world)
    assert {key: line.view for key, line in found.items()} == {
        ("4500017", "10"): "due",
        ("4500017", "20"): "due",
        ("4500018", "10"): "to_answer",
    }
    line = found["4500017", "10"]
    assert (line.received, line.dispatched, str(line.agreed_day)) == (40, 40, "2026-04-10")


def test_no_mail_and_no_case_starts_but_for_what_is_asked(world, take_in, at):
    doc = {"rules": {"not_acknowledged": {"mode": "on"}}}
    body = {"key": "watch.rules", "version": 1, "doc": doc}
    flow.house(world.nordwind, [Draft("setting.made", key="on", body=body)], world.kim.actor)
    take_in(HEADER + FIRST + SECOND)
    assert notices(world) == []

    at("2026-03-30T09:00")
    with keeper(world.nordwind):
        streams = list(db.session.scalars(sa.select(journey.OrderReading.order)))
    flow.look(world.nordwind, streams)

    with keeper(world.nordwind):
        assert db.session.scalars(sa.select(CaseReading)).all() == []


def test_the_next_file_asks_again_for_what_it_changes(world, take_in, at):
    take_in(HEADER + FIRST + SECOND)
    at("2026-03-09T09:00")
    take_in(HEADER + FIRST.replace(",100,", ",120,") + SECOND, name="monday.csv")

    views = {no: line.view for (_, no), line in lines_of(world).items()}
    assert views == {"10": "to_answer", "20": "due"}


def test_a_word_that_is_neither_yes_nor_no_is_set_aside(world, take_in):
    _, counts = take_in(HEADER + FIRST.replace(",yes,", ",perhaps,"))

    assert (counts.accepted, counts.quarantined) == (0, 1)


def test_the_page_says_that_it_was_agreed_before(world, take_in):
    take_in(HEADER + FIRST)
    with keeper(world.nordwind):
        order = db.session.scalars(sa.select(journey.OrderReading.order)).one()

    page = world.browser(world.sam).get(f"/orders/{order}").text

    assert "agreed before the portal" in page and "Came before the portal: 40 pcs" in page
    assert "Accept all as asked" not in page


def test_a_change_by_file_asks_again_for_what_had_been_answered(world, take_in, at):
    take_in(HEADER + ASKED)
    with keeper(world.nordwind):
        order = db.session.scalars(sa.select(journey.OrderReading.order)).one()
    body = {"revision": 1, "answer": "accept"}
    world.tell(order, Draft("response", line=1, body=body), by=world.sam)
    assert lines_of(world)["4500018", "10"].view == "due"

    at("2026-03-09T09:00")
    take_in(HEADER + ASKED.replace(",50,", ",60,"), name="monday.csv")

    found = lines_of(world)["4500018", "10"]
    assert (found.view, found.ordered, str(found.agreed_day)) == ("to_answer", 60, "2026-04-01")
