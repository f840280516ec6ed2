"""A small demo world holds everything a big one has, and obeys the house's rules."""

from collections import Counter

import pytest
from sqlalchemy import select

from portal import demo, desk, journey, ledger, people, watch
from portal.db import db, door, keeper, worker
from portal.demo.cast import HOUSE_PARTS, PASSWORD, SECOND_PARTS
from portal.demo.companies import PARTNERS
from portal.demo.past import MANY
from portal.journey import OrderReading
from portal.ledger import Document, Event, Stream
from portal.watch import CaseReading
from tests.demo.conftest import ORDERS, heads, owners
from tests.stories.filling import fill

KINDS = {"purchase", "sales", "service", "transfer", "transport"}
STEPS = {
    "PRODUCTION_RELEASED", "PACKED", "DISPATCHED", "DEPARTED", "CUSTOMS_CLEARED", "ARRIVED",
    "DELIVERED", "RECEIVED", "RECEIPT_ACCEPTED", "ORDER_SENT", "DELIVERY_ATTEMPT_FAILED",
    "PICKED", "READY_FOR_PICKUP",
}  # fmt: skip
SAID = {
    "order.placed", "line.placed", "response", "decision", "milestone", "delay.reported",
    "document.attached", "document.judged", "case.opened", "case.taken", "case.asked",
    "case.answered", "case.cleared", "case.resolved", "case.commented", "message.posted",
}  # fmt: skip
SIGN_INS = [part.email for part in (*HOUSE_PARTS, *SECOND_PARTS)]
SIGN_INS += [one.email for one in PARTNERS if one.number in ("V-1001", "C-501", "K-201")]


def _everywhere(query):
    """Ask as the keeper of each owner in turn; return all rows."""
    rows = []
    for owner in owners():
        with keeper(owner):
            rows += db.session.execute(query).all()
    return rows


@pytest.fixture
def live(made):
    """What was said in the live orders: (kind, code), how often."""
    query = select(Event.kind, Event.code).where(Event.source != "erp")
    return Counter(tuple(row) for row in _everywhere(query))


def test_there_are_orders_of_all_kinds_open_and_finished(made):
    rows = _everywhere(select(OrderReading.kind, OrderReading.open))

    assert {(kind, is_open) for kind in KINDS for is_open in (True, False)} == set(map(tuple, rows))
    assert len(rows) == ORDERS + round(ORDERS * MANY)


def test_everything_people_say_was_said(live):
    erp = {"order.placed", "line.placed"}

    assert SAID - erp <= {kind for kind, _ in live}
    assert STEPS <= {code for _, code in live}


def test_negotiations_wait_on_either_side_and_one_was_settled(made):
    waiting, settled = set(), False
    for owner in owners():
        with keeper(owner):
            streams = db.session.scalars(select(Stream.id).where(Stream.kind == "order")).all()
            for stream in streams:
                said = ledger.history(stream)
                parts = list(journey.fold(said).parts())
                waiting |= {"theirs" if part.counter else "ours" for part in parts if part.proposal}
                countered = any((one.facts.get("body") or {}).get("verdict") == "countered"
                                for one in said)  # fmt: skip
                settled |= countered and all(part.agreed_day for part in parts)

    assert (waiting, settled) == ({"ours", "theirs"}, True)


def test_some_things_said_are_doubtful(made):
    flags = set()
    for owner in owners():
        with keeper(owner):
            streams = db.session.scalars(select(Stream.id).where(Stream.kind == "order")).all()
            for stream in streams:
                flags |= {flag.kind for flag in journey.fold(ledger.history(stream)).flags}

    assert {"future_actual", "sources_disagree"} <= flags


def test_cases_are_at_many_states_and_the_resolved_have_causes(made):
    rows = _everywhere(select(CaseReading.state, CaseReading.cause))

    assert {watch.OPEN, watch.CLEARED, watch.RESOLVED} <= {row.state for row in rows}
    assert all(row.cause for row in rows if row.state == watch.RESOLVED)


def test_documents_are_kept_and_some_are_accepted_as_proof(made):
    rows = _everywhere(select(Document.sha256, Document.media))

    assert {row.media for row in rows} >= {"application/pdf"}
    for row in rows:
        name = row.sha256.hex()
        assert list(made.config["VAULT_DIR"].glob(f"*/{name[:2]}/{name}"))


def test_history_was_recorded_on_the_day_of_loading(made):
    query = select(Event.recorded_at, Event.reported_at).where(Event.code == "RECEIVED")
    loaded = [row for row in _everywhere(query) if row.reported_at]

    assert len({row.recorded_at.date() for row in loaded}) == 1
    assert len({row.reported_at.date() for row in loaded}) > 50


def test_mails_of_the_past_stand_apart_and_none_failed(made):
    with worker():
        jobs = desk.waiting()

    assert jobs == {"waiting": 0, "dead": 0}
    assert list((made.config["MAIL_DIR"] / "demo").glob("*.eml"))
    assert not list(made.config["MAIL_DIR"].glob("*.eml"))


def test_the_ledger_holds(made):
    for owner in owners():
        with keeper(owner):
            assert list(ledger.verify()) == []


def test_readings_are_what_the_ledger_gives(made):
    for owner in owners():
        with keeper(owner):
            streams = db.session.scalars(select(Stream.id).where(Stream.kind == "order")).all()
            for stream in streams:
                read = journey.fold(ledger.history(stream))
                assert journey.differences(stream, read) == []


def test_a_supplier_works_for_both_buyers(made):
    with door():
        shared = [member for member in people.members(owners()[0]) if member.active]
    query = select(people.Relation.partner)
    first, second = ({row.partner for row in _of(owner, query)} for owner in owners())

    assert first & second & {member.org for member in shared}


def _of(owner, query):
    with keeper(owner):
        return db.session.execute(query).all()


@pytest.mark.parametrize("email", SIGN_INS)
def test_everybody_can_sign_in_and_work(made, email):
    browser = made.test_client()

    fill(browser, "/sign-in", "/sign-in", email=email, password=PASSWORD)

    assert browser.get("/").status_code == 200


def test_making_it_again_changes_nothing(made):
    before = heads()

    demo.make(ORDERS, made.said.append)

    assert heads() == before


def test_another_size_is_not_mixed_in(made):
    before, said = heads(), []

    demo.make(ORDERS + 5, said.append)

    assert heads() == before
    assert any(str(ORDERS) in line for line in said)


def test_the_sign_ins_are_said(made):
    assert any("jonas@vahrenkamp.example" in line for line in made.said)
