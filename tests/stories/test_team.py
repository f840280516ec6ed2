"""A supplier's own administration: colleagues, what each may do, who stands in, who looks after."""

import re

import pytest

from portal import clock, people
from portal.db import door
from tests.stories.filling import fill, form_on
from tests.stories.mailbox import found, mails
from tests.world import PASSWORD, Line

JOIN = re.compile(r"http://localhost:8000(/join/[\w-]+)")


@pytest.fixture
def order(world):
    """An order of Nordwind with Brenner, where Sam is the first."""
    return world.place("PO-7", Line())


def invite(world, email="lea@brenner.example", **typed):
    """Let Sam invite a colleague; return the answer and the browser."""
    sam = world.browser(world.sam)
    page = sam.get("/account/team/invite").text
    data = form_on(page, "/account/team/invite") | {"email": email} | typed
    return sam, sam.post("/account/team/invite", data=data)


def joined(world, email="lea@brenner.example", name="Lea"):
    """Let the colleague accept; return who they are."""
    path = found(world, email, JOIN)[-1]
    browser = world.browser()
    data = form_on(browser.get(path).text, path)
    answer = browser.post(path, data=data | {"name": name, "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303, answer.text
    return world.recognised(name, email, world.brenner)


def test_a_colleague_is_invited_joins_and_sees_what_they_were_given(world, order):
    other = world.place("PO-8")
    sam, sent = invite(world, **{"buyers-0-orders": "assigned", "buyers-1-orders": ""})
    assert sent.status_code == 303, sent.text
    team = sam.get("/account/team").text
    assert "lea@brenner.example" in team and "Open invitations" in team

    world.lea = joined(world)
    lea = world.browser(world.lea)

    assert "Lea" in sam.get("/account/team").text
    assert lea.get(f"/orders/{order}").status_code == 404
    fill(sam, f"/orders/{order}/staff", f"/orders/{order}/staff", people=[str(world.lea.id)])
    assert lea.get(f"/orders/{order}").status_code == 200
    assert lea.get(f"/orders/{other}").status_code == 404
    assert lea.get("/account/team").status_code == 404, "Lea looks after nobody"
    assert lea.get(f"/orders/{order}/staff").status_code == 404


def test_what_a_colleague_may_do_is_taken_away_from_the_next_click(world, order):
    world.lea = world.person("Lea", "supplier", world.brenner)
    lea, sam, at = world.browser(world.lea), world.browser(world.sam), mate(world.lea)
    assert "Accept all as asked" in lea.get(f"/orders/{order}").text

    sent = sam.post(at, data=form_on(sam.get(at).text, at) | {"buyers-1-acts": ["report"]})

    assert sent.status_code == 303
    assert "Accept all as asked" not in lea.get(f"/orders/{order}").text
    page = sam.get(at).text
    assert "Report steps and delays" in page and "checked" in page


def mate(who):
    return f"/account/team/{who.id}"


def test_nobody_gives_what_they_do_not_have(world, order):
    world.lea = world.person("Lea", "supplier", world.brenner)
    sam = world.browser(world.sam)
    at = mate(world.lea)
    typed = {"buyers-1-acts": ["report"], "buyers-1-prices": [], "manages": "y"}
    sam.post(at, data=form_on(sam.get(at).text, at) | typed)
    lea = world.browser(world.lea)

    page = lea.get("/account/team/invite").text
    assert "Answer orders" not in page and "Report steps" in page
    data = form_on(page, "/account/team/invite") | {"email": "max@brenner.example"}
    forged = lea.post("/account/team/invite", data=data | {"buyers-0-acts": ["answer"]})
    wide = lea.post("/account/team/invite", data=data | {"buyers-0-prices": "y"})

    assert forged.status_code == 422
    assert wide.status_code in (403, 422) and "do not have yourself" in wide.text
    assert lea.post(mate(world.sam), data=data).status_code in (403, 422), "Sam may do more"


def test_who_left_is_out_and_the_last_manager_stays(world, order):
    world.lea = world.person("Lea", "supplier", world.brenner)
    lea, sam = world.browser(world.lea), world.browser(world.sam)

    fill(sam, f"{mate(world.lea)}/end", f"{mate(world.lea)}/end")
    assert lea.get(f"/orders/{order}").status_code == 303, "asked to sign in"
    assert "No access" in sam.get("/account/team").text
    fill(sam, mate(world.lea), f"{mate(world.lea)}/readmit")
    assert world.browser(world.lea).get(f"/orders/{order}").status_code == 200

    last = fill(sam, f"{mate(world.sam)}/end", f"{mate(world.sam)}/end")
    assert last.status_code == 403 and "last administrator" in last.text


def test_a_deputy_sees_the_orders_and_gets_the_mails(world, order, at):
    for name in ("Lea", "Max"):
        setattr(world, name.lower(), world.person(name, "supplier", world.brenner))
    sam = world.browser(world.sam)
    for one in (world.lea, world.max):
        path = mate(one)
        narrow = {"buyers-1-orders": "assigned"}
        sam.post(path, data=form_on(sam.get(path).text, path) | narrow)
    fill(sam, f"/orders/{order}/staff", f"/orders/{order}/staff", people=[str(world.lea.id)])
    lea, max_ = world.browser(world.lea), world.browser(world.max)
    assert max_.get(f"/orders/{order}").status_code == 404

    days = {"first": "2026-03-02", "last": "2026-03-06", "deputy": str(world.max.id)}
    sent = fill(lea, "/account/absences", "/account/absences", **days)

    assert sent.status_code == 303, sent.text
    assert max_.get(f"/orders/{order}").status_code == 200
    assert "Max" in lea.get("/account/absences").text
    with door():
        (away,) = people.team.absences(world.brenner, clock.now().date())
    stranger = world.browser(world.sue)
    data = form_on(lea.get("/account/absences").text, f"/account/absences/{away.id}/end")
    assert stranger.post(f"/account/absences/{away.id}/end", data=data).status_code in (400, 404)
    fill(lea, "/account/absences", f"/account/absences/{away.id}/end")
    assert max_.get(f"/orders/{order}").status_code == 404


def test_an_absence_that_cannot_be_meant_is_asked_again(world, order):
    world.lea = world.person("Lea", "supplier", world.brenner)
    sam = world.browser(world.sam)
    days = {"first": "2026-03-06", "last": "2026-03-02", "deputy": str(world.lea.id)}

    sent = fill(sam, "/account/absences", "/account/absences", **days)

    assert sent.status_code == 422 and "ends before it begins" in sent.text


def test_one_inbox_shows_the_orders_of_several_buyers(world):
    world.place("PO-8", to=world.calder)
    world.place("W-1", to=world.calder, owner=world.westhaven)

    page = world.browser(world.sue).get("/orders").text

    assert "PO-8" in page and "W-1" in page
    assert "Nordwind" in page and "Westhaven" in page


def test_alone_there_is_nobody_to_stand_in(world, order):
    sam = world.browser(world.sam)

    assert "Nobody can stand in yet" in sam.get("/account/absences").text
    assert "You are alone here" in sam.get("/account/team").text
    assert mails(world, "lea@brenner.example") == []


@pytest.mark.parametrize(
    ("hours", "said"),
    [(1, "1 hour"), (12, "12 hours"), (24, "1 day"), (36, "36 hours"), (72, "3 days")],
)
def test_an_invitation_says_how_long_it_is_good_for(app, world, hours, said):
    app.config["INVITE_HOURS"] = hours

    ours = world.browser(world.sam).get("/account/team/invite").text
    theirs = world.browser(world.kim).get("/admin/people/invite").text

    assert f"good for {said}." in ours and f"good for {said}." in theirs
