"""A technician has visits to several orders; the name may be forgotten and proofs still hold."""

import pytest

from portal import desk, ledger
from portal.db import keeper
from portal.ledger import verify
from tests.stories import visits
from tests.stories.filling import fill, form_on
from tests.stories.test_orders_buyer import statements
from tests.stories.told import house
from tests.world import Line

AT, ERASE = "/admin/technicians", "/admin/technicians/erase"
WINDOW = "08:00–10:00 (Europe/Berlin)"


@pytest.fixture
def orders(world, at):
    """SV-7 and SV-8, of two suppliers; A. Richter comes for SV-7 on 12 March."""
    at("2026-03-02T09:00")
    line = Line("KAL", "2", name="Calibration")
    made = [world.place(f"SV-{n}", line, type="service") for n in (7, 8)]
    sam = world.browser(world.sam)
    for one in made:
        fill(sam, f"/orders/{one}", f"/orders/{one}/acceptances")
    visits.plan(sam, made[0])
    return made


def test_another_visit_at_that_time_is_told_first_and_may_be_planned_all_the_same(world, orders):
    sam = world.browser(world.sam)
    action = f"/orders/{orders[1]}/visits"

    warned = visits.plan(sam, orders[1], since="09:30", until="11:00")

    assert warned.status_code == 422
    assert "This technician has another visit at that time: SV-7:" in warned.text
    assert WINDOW in warned.text and not visits.folded(world, orders[1]).visits
    sent = sam.post(action, data=form_on(warned.text, action) | {"anyway": "y"})
    assert sent.status_code == 303 and visits.folded(world, orders[1]).visits


@pytest.mark.parametrize(
    "typed",
    [{"since": "10:00", "until": "11:00"}, {"technician": "B. Lang"}, {"technician": ""}],
    ids=["afterwards", "somebody else", "nobody"],
)
def test_what_does_not_overlap_is_planned_at_once(world, orders, typed):
    assert visits.plan(world.browser(world.sam), orders[1], **typed).status_code == 303


def test_a_visit_that_was_called_off_is_in_nobodys_way(world, orders):
    sam = world.browser(world.sam)
    visits.act(world, sam, orders[0], "visit-off", "visits/ends", reason="CUSTOMER_REQUEST")

    assert visits.plan(sam, orders[1]).status_code == 303


def test_looking_costs_the_same_however_many_visits_there_are(world, orders):
    window = visits.last(world, orders[0]).window

    def look():
        with world.seen_by(world.sam):
            return desk.clashes(orders[1], "A. Richter", window)

    look()
    assert len(statements(look)) <= 3 and len(look()) == 1


def test_a_supplier_learns_nothing_of_orders_it_does_not_see(world, orders):
    with world.seen_by(world.sue):
        assert not desk.clashes(orders[1], "A. Richter", visits.last(world, orders[0]).window)


def test_a_name_is_erased_and_every_proof_still_holds(world, orders):
    kim = world.browser(world.kim)
    page = kim.get(f"{AT}?q=A.+Richter").text
    assert "Named at 1 place." in page and "SV-7" in page

    done = kim.post(ERASE, data=form_on(page, ERASE))

    assert done.status_code == 303
    shown = world.browser(world.ada).get(f"/orders/{orders[0]}").text
    assert "A. Richter" not in shown and "technician 1" in shown
    assert "Nobody of this name" in kim.get(f"{AT}?q=A.+Richter").text
    with keeper(world.nordwind):
        assert list(verify()) == []
        assert not ledger.named_technician("A. Richter", 10)
    said = house(world)[-1]
    assert (said["kind"], said["body"]["many"]) == ("names.erased", 1)
    assert "A. Richter" not in str(said)
    assert "Erased the name of a technician" in kim.get("/admin/history").text


def test_another_owners_technician_of_that_name_stays(world, orders):
    far = world.place("SV-9", Line("KAL", "1"), type="service", owner=world.westhaven,
                      to=world.calder)  # fmt: skip
    with keeper(world.westhaven):
        assert not ledger.erase_technician("A. Richter")
    assert far and "A. Richter" in world.browser(world.ada).get(f"/orders/{orders[0]}").text


def test_only_an_administrator_erases(world, orders):
    assert world.browser(world.ada).get(AT).status_code == 404
