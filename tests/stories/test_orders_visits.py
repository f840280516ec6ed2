"""A technician's visit: proposed, confirmed, on site, done, signed, accepted; or not."""

import io
import re

import pytest

from tests.stories import visits
from tests.stories.filling import fill, form_on
from tests.stories.told import mailed
from tests.world import Line

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c4944415408d763f8cfc000000301010018dd8db0000000"
    "0049454e44ae426082"
)


@pytest.fixture
def order(world, at):
    """SV-7: two machines to calibrate, agreed."""
    at("2026-03-02T09:00")
    made = world.place("SV-7", Line("KAL", "2", name="Calibration"), type="service")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    return made


@pytest.fixture
def on_site(world, order, at):
    """The technician is there, on the morning of the appointment."""
    visits.plan(world.browser(world.sam), order)
    visits.confirm(world.browser(world.ada), order)
    at("2026-03-12T08:30")
    sam = world.browser(world.sam)
    visits.set_out(world, sam, order)
    at("2026-03-12T09:00")
    visits.arrive(world, sam, order)
    return sam


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def card(browser, order):
    page = browser.get(f"/orders/{order}").text
    return words(page.partition('id="visits"')[2].partition('id="lines"')[0])


def test_a_visit_is_proposed_and_confirmed(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)

    sent = visits.plan(sam, order)
    shown = card(ada, order)
    agreed = visits.confirm(ada, order)

    assert (sent.status_code, agreed.status_code) == (303, 303)
    assert "08:00–10:00 (Europe/Berlin)" in shown and "A. Richter" in shown
    assert "to be confirmed" in shown and "proposed by" in shown
    assert "confirmed" in card(sam, order)
    assert "Confirm the time" not in sam.get(f"/orders/{order}").text
    assert mailed(world, "visit"), "the other side is told"


def test_the_buyer_asks_for_another_time_and_the_supplier_confirms(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)
    visits.plan(sam, order)

    silent = visits.act(world, ada, order, "visit-move", "visits", since="13:00", until="15:00")
    moved = visits.act(world, ada, order, "visit-move", "visits", since="13:00", until="15:00",
                       reason="CUSTOMER_REQUEST")  # fmt: skip
    agreed = visits.confirm(sam, order)

    assert silent.status_code == 422 and "Choose a reason." in silent.text
    assert (moved.status_code, agreed.status_code) == (303, 303)
    assert "13:00–15:00" in card(sam, order) and "moved 1 time" in card(sam, order)


def test_the_work_is_done_signed_and_accepted(world, order, on_site, at):
    at("2026-03-12T09:20")
    parts = {"parts-0-item": "Seal kit", "parts-0-qty": "2", "parts-0-uom": "pcs",
             "parts-0-serial": "S-77", "parts-1-item": "Seal kit", "parts-1-qty": "2",
             "parts-1-back": "y"}  # fmt: skip
    signature = (io.BytesIO(PNG), "sign.png")
    done = visits.complete(world, on_site, order, hours="2.5", amount="237.50", **parts,
                           signed_by="M. Weber", signature=signature)  # fmt: skip
    ada = world.browser(world.ada)
    shown = card(ada, order)
    before = visits.folded(world, order)
    accepted = visits.press(ada, order, f"/orders/{order}/visits/work/acceptances")

    assert done.status_code == 303, words(done.text)
    assert "done and signed" in shown and "2.5 hours" in shown and "237.50" in shown
    assert "S-77" in shown and "brought back" in shown
    assert before.open and accepted.status_code == 303
    assert not visits.folded(world, order).open, "accepted work fulfils the order"
    assert "Settled at the first visit yes" in card(ada, order)
    page = ada.get(f"/orders/{order}").text
    assert "M. Weber" in page and "sign.png" in page


def test_the_proof_of_service_names_who_signed(world, order, on_site, at):
    at("2026-03-12T09:20")
    visits.complete(world, on_site, order, signed_by="M. Weber")
    ada = world.browser(world.ada)

    got = ada.get(f"/orders/{order}/pod")

    assert "Proof of service (PDF)" in ada.get(f"/orders/{order}").text
    assert got.status_code == 200 and got.data[:4] == b"%PDF"


def test_refused_work_is_entered_anew(world, order, on_site, at):
    at("2026-03-12T09:20")
    visits.complete(world, on_site, order, hours="9")
    ada = world.browser(world.ada)

    refused = visits.act(world, ada, order, "work-refuse", "visits/work/refusals",
                         text="It took two hours.")  # fmt: skip
    again = visits.act(world, on_site, order, "visit-work", "visits/work", hours="2")
    accepted = visits.press(ada, order, f"/orders/{order}/visits/work/acceptances")

    assert [one.status_code for one in (refused, again, accepted)] == [303, 303, 303]
    assert visits.last(world, order).work.hours == 2
    assert mailed(world, "work")


def test_a_failed_visit_is_followed_by_another(world, order, on_site, at):
    at("2026-03-12T09:20")
    failed = visits.fail(world, on_site, order, text="The kit was wrong.", hours="1",
                         **{"lines-0-qty": "1"})  # fmt: skip
    first = visits.last(world, order)
    again = visits.plan(on_site, order, what=first.ident, on="2026-03-16")
    twice = visits.plan(on_site, order, what=first.ident, on="2026-03-17")

    assert (failed.status_code, again.status_code) == (303, 303)
    assert twice.status_code == 409 and "planned a moment earlier" in twice.text
    shown = card(on_site, order)
    assert "came to nothing" in shown and "A part was missing" in shown
    assert "after Visit 1, which came to nothing" in shown
    assert visits.last(world, order).wanted == {1: 1}, "one of two was done"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"until": "07:00"}, "ends before it begins"),
        ({"since": ""}, "Give the time from which."),
        ({"on": "2019-03-12"}, "long past"),
        ({"zone": "Mars/Olympus"}, "Choose a time zone of the list."),
        ({"lines-0-qty": "3"}, "without a visit so far: 2"),
        ({"lines-0-qty": "-1"}, "Give a quantity above zero."),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(world, order, typed, why):
    sent = visits.plan(world.browser(world.sam), order, **typed)

    assert sent.status_code == 422 and why in words(sent.text)
    assert visits.folded(world, order).visits == []


def test_nobody_is_in_two_places(world, order):
    sam = world.browser(world.sam)
    visits.plan(sam, order, **{"lines-0-qty": "1"})

    there = visits.plan(sam, order, since="09:00", until="11:00", technician="a. richter")
    else_ = visits.plan(sam, order, since="09:00", until="11:00", technician="J. Nowak")

    assert there.status_code == 422 and "another visit of this order at that time" in there.text
    assert else_.status_code == 303


def test_work_is_not_done_before_somebody_is_there(world, order, at):
    visits.plan(world.browser(world.sam), order)
    at("2026-03-12T09:20")
    sam = world.browser(world.sam)

    early = visits.complete(world, sam, order)
    visits.arrive(world, sam, order, at="09:10")
    before = visits.complete(world, sam, order, at="09:00")

    assert early.status_code == 422 and "technician is on site" in words(early.text)
    assert before.status_code == 422 and "before the step that was reported last" in before.text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"parts-0-item": "Kit", "parts-0-qty": "-2"}, "Give a quantity above zero."),
        ({"parts-0-qty": "2"}, "Say which part it was."),
        ({"hours": "-1"}, "Give a number from 0 to"),
        ({"lines-0-qty": ""}, "Say how much was done."),
        ({"lines-0-qty": "3"}, "still to be done: 2"),
        ({"at": "23:00"}, "still to come"),
    ],
)
def test_work_that_cannot_be_is_refused(world, order, on_site, at, typed, why):
    at("2026-03-12T09:20")
    sent = visits.complete(world, on_site, order, **typed)

    assert sent.status_code == 422 and why in words(sent.text)
    assert visits.last(world, order).state == "on_site"


def test_two_at_once_get_a_conflict(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)
    visits.plan(sam, order)
    action = f"/orders/{order}/visits/confirmations"
    shown = form_on(ada.get(f"/orders/{order}").text, action)
    visits.act(world, sam, order, "visit-move", "visits", since="09:00", reason="CAPACITY")

    late = ada.post(action, data=shown)

    assert late.status_code == 409 and "moved a moment earlier" in late.text
    assert visits.last(world, order).state == "proposed"


def test_nobody_plans_for_a_cancelled_order(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)
    action = f"/orders/{order}/visits"
    page = form_on(sam.get(f"/orders/{order}?do=visit").text, action)
    visits.plan(sam, order)
    fill(ada, f"/orders/{order}?do=cancel", f"/orders/{order}/halts", reason="DEMAND")
    typed = {"on": "2026-03-12", "since": "08:00", "until": "10:00"}

    late = sam.post(action, data=page | typed)

    assert late.status_code == 422 and "The buyer cancelled this order." in late.text
    assert visits.last(world, order).state == "cancelled"
    assert "Plan a visit" not in sam.get(f"/orders/{order}").text


def test_a_visit_is_called_off(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)
    visits.plan(sam, order)

    gone = visits.act(world, ada, order, "visit-off", "visits/ends", reason="CUSTOMER_REQUEST")

    assert gone.status_code == 303
    assert "called off" in card(sam, order)


def test_another_supplier_sees_nothing_of_it(world, order):
    visits.plan(world.browser(world.sam), order)
    sue = world.browser(world.sue)

    assert sue.get(f"/orders/{order}?do=visit").status_code == 404
    assert sue.post(f"/orders/{order}/visits").status_code in (400, 404, 422)


def test_a_technicians_name_is_kept_apart_from_the_facts(world, order):
    visits.plan(world.browser(world.sam), order)

    said = world.history(order)[-1]

    assert said.facts["body"]["technician"] == 1
    assert "Richter" not in str(said.facts), "a name in what is hashed could never be erased"
    assert set(said.facts["details"]) == {"technician"}


def test_work_is_accepted_once(world, order, on_site, at):
    at("2026-03-12T09:20")
    visits.complete(world, on_site, order, hours="2")
    ada, rio = world.browser(world.ada), world.browser(world.rio)
    action = f"/orders/{order}/visits/work/acceptances"
    shown = form_on(rio.get(f"/orders/{order}").text, action)
    first = visits.press(ada, order, action)

    late = rio.post(action, data=shown)

    assert (first.status_code, late.status_code) == (303, 409)
    assert "A colleague decided on this work a moment earlier." in late.text
