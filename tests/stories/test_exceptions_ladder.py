"""Cases that nobody deals with climb the ladder Kim set; whoever is named hears of it once."""

import pytest

from portal import flow, jobs, ledger
from portal.db import db
from portal.desk import cases
from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill, form_on
from tests.stories.mails import mailed, words

AT = "/admin/ladder"
LEAD = {"rungs-0-hours": "2", "rungs-0-start": "opened", "rungs-0-to": "lead",
        "rungs-0-until": "taken", "rungs-0-severity": "1", "rungs-0-mail": "y"}  # fmt: skip
REST = {f"rungs-{n}-hours": "" for n in range(1, 5)}


def set_(world, **typed):
    """Let Kim set the ladder in her form, in hours of UTC."""
    return fill(world.browser(world.kim), AT, AT, zone="UTC", **LEAD | REST | typed)


def castings(world, lead):
    """Let every case go to Ada's team, which somebody leads."""
    team = cases.CaseTeam("t1", "Castings", (world.ada.id,), lead.id)
    draft = cases.set_assignment([team], [cases.Route("t1")], 1)
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [draft]))


def climbed(world, order):
    """Return what was said of its rungs in the case of goods that are overdue."""
    mine = str(case_on(world, order).id)
    said = [one.facts["body"] for one in world.history(order) if _up(one)]
    return [body for body in said if body["case"] == mine]


def _up(one):
    return one.facts["kind"] == "case.escalated"


def sweep(at, moment):
    at(moment)
    db.session.remove()
    jobs.sweep()


@pytest.fixture
def ladder(world, at):
    """Two working hours after a case was raised whoever leads its team hears of it."""
    at("2026-03-10T09:00")
    assert set_(world).status_code == 303
    castings(world, world.rio)


def test_who_leads_the_team_hears_of_what_nobody_took_once_and_not_at_night(world, ladder, at):
    order = late_order(world, at)  # on a Friday at nine
    page = f"/exceptions/{case_on(world, order).id}"
    ahead = world.browser(world.ada).get(page).text
    assert "If nobody acts" in ahead and "who leads its team, by mail" in ahead
    assert "unless somebody has taken it" in ahead

    sweep(at, "2026-04-03T10:59")
    assert climbed(world, order) == []
    sweep(at, "2026-04-03T11:00")
    sweep(at, "2026-04-03T12:00")
    sweep(at, "2026-04-06T12:00")

    (told,) = climbed(world, order)
    assert told["persons"] == [str(world.rio.id)]
    (mail,) = [one for one in mailed(world.app, world.rio) if "waits too long" in one["Subject"]]
    assert "A case on order PO-7 was not dealt with in time" in words(mail)
    after = world.browser(world.ada).get(page).text
    assert "Nobody dealt with it in time; told: Rio" in after
    assert "If nobody acts" not in after
    assert "A case waits too long" in world.browser(world.rio).get("/notices").text


def test_who_takes_it_in_time_is_left_alone(world, ladder, at):
    order = late_order(world, at)
    page = f"/exceptions/{case_on(world, order).id}"
    fill(world.browser(world.ada), page, f"{page}/taken")

    sweep(at, "2026-04-07T12:00")

    assert climbed(world, order) == []


def test_the_supplier_sees_nothing_of_it(world, ladder, at):
    order = late_order(world, at)
    sweep(at, "2026-04-03T11:00")

    assert "dealt with it in time" not in world.browser(world.sam).get(f"/orders/{order}").text
    with world.seen_by(world.sam):
        assert not any(_up(one) for one in ledger.history(order))


def test_without_a_lead_nobody_is_told_and_nothing_is_recorded(world, at):
    at("2026-03-10T09:00")
    set_(world)
    order = late_order(world, at)
    page = world.browser(world.ada).get(f"/exceptions/{case_on(world, order).id}").text
    assert "nobody, as it stands" in page

    sweep(at, "2026-04-07T12:00")

    assert climbed(world, order) == []


def test_only_the_bell_where_no_mail_was_wanted(world, at):
    at("2026-03-10T09:00")
    kim = world.browser(world.kim)
    typed = form_on(kim.get(AT).text, AT)
    typed = {name: value for name, value in typed.items() if name != "rungs-0-mail"}
    typed |= {name: value for name, value in (LEAD | REST).items() if name != "rungs-0-mail"}
    typed |= {"zone": "UTC", "rungs-0-to": str(world.rio.id)}
    assert kim.post(AT, data=typed).status_code == 303
    order = late_order(world, at)

    sweep(at, "2026-04-03T11:00")

    assert len(climbed(world, order)) == 1
    assert not [one for one in mailed(world.app, world.rio) if "waits too long" in one["Subject"]]
    assert "A case waits too long" in world.browser(world.rio).get("/notices").text


def test_it_starts_with_what_we_suggest_and_says_that_nothing_holds(world):
    page = world.browser(world.kim).get(AT).text

    assert "Nothing is set yet" in page
    assert 'value="18"' in page


def test_what_cannot_be_meant_is_said(world):
    assert "Working hours end after they begin." in set_(world, begin="18", end="8").text
    assert set_(world, **{"rungs-0-hours": "500"}).status_code == 422


def test_two_administrators_do_not_overwrite_each_other(world):
    kim = world.browser(world.kim)
    old = form_on(kim.get(AT).text, AT)
    assert set_(world).status_code == 303

    assert kim.post(AT, data=old).status_code == 409


def test_a_team_is_given_a_lead_in_its_form(world):
    kim, page = world.browser(world.kim), "/admin/teams"
    rio = str(world.rio.id)
    typed = {"teams-0-name": "Castings", "teams-0-people": [rio], "teams-0-lead": rio}

    assert fill(kim, page, page, **typed).status_code == 303
    with world.seen_by(world.kim):
        assert cases.assignment().teams[0].lead == world.rio.id
