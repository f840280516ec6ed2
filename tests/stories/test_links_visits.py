"""A technician reports a visit by a link in a mail, without an account, as everybody does."""

from tests.stories import visits
from tests.stories.filling import fill, form_on
from tests.stories.mailbox import send, sit_down
from tests.world import Line


def act(world, order, holder, there, do, action, **typed):
    page = holder.get(f"{there}?do={do}&what={visits.last(world, order).ident}").text
    return holder.post(f"{there}/{action}", data=form_on(page, f"{there}/{action}") | typed)


def test_a_holder_of_a_link_reports_a_visit(world, at):
    at("2026-03-12T07:00")
    order = world.place("SV-7", Line("KAL", "2", name="Calibration"), type="service")
    holder = world.browser()
    there = sit_down(holder, send(world, order))
    fill(holder, there, f"{there}/acceptances")
    typed = {"on": "2026-03-12", "since": "08:00", "until": "10:00", "technician": "A. Richter"}

    planned = fill(holder, f"{there}?do=visit", f"{there}/visits", **typed)
    way = act(world, order, holder, there, "visit-way", "visits/on-the-way")
    site = act(world, order, holder, there, "visit-site", "visits/on-site")
    done = act(world, order, holder, there, "visit-done", "visits/completions", hours="1")

    assert [one.status_code for one in (planned, way, site, done)] == [303, 303, 303, 303]
    assert visits.last(world, order).done == {1: 2}
    assert world.history(order)[-1].facts["by"]["auth"] == "link"
