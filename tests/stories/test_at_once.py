"""A double click, two people, eight browsers: sent at the same moment, it happens once."""

from threading import Barrier, Thread

import pytest

from portal.db import db
from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill, form_on
from tests.stories.told import house, mailed

DONE, CONFLICT = 303, 409
ANSWERS = "parts-0-day"


@pytest.fixture
def together(app):
    """Send forms at the same moment, each from a thread of its own; return the statuses."""

    def send(*forms):
        db.session.remove()
        start, statuses = Barrier(len(forms)), []

        def one(browser, address, data):
            start.wait(timeout=30)
            statuses.append(browser.post(address, data=data).status_code)

        threads = [Thread(target=one, args=form) for form in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(statuses)

    return send


def tabs(world, who, many):
    """Return browsers that share one session, as the tabs of one browser do."""
    secret = world.secret(who)
    opened = [world.app.test_client() for _ in range(many)]
    for tab in opened:
        tab.set_cookie("portal", secret)
    return opened


def kinds(world, order):
    return [said.facts["kind"] for said in world.history(order)]


def form_of(browser, at, action, **typed):
    """Return what this browser sends: the form of a page it has open, and its address."""
    return browser, action, form_on(browser.get(at).text, action) | typed


def same(world, who, at, action, many=8, **typed):
    """Return one filled-in form, ready to be sent `many` times by the same person."""
    first, *others = tabs(world, who, many)
    _browser, _action, data = form_of(first, at, action, **typed)
    for tab in others:
        tab.set_cookie("form", first.get_cookie("form").value)
    return [(tab, action, data) for tab in (first, *others)]


def test_one_acceptance_sent_eight_times_is_one_event(world, together):
    order = world.place("PO-7")
    at = f"/orders/{order}"

    statuses = together(*same(world, world.sam, at, f"{at}/acceptances"))

    assert statuses == [DONE] * 8
    assert kinds(world, order).count("response") == 1


def test_one_report_sent_eight_times_is_one_event(world, together):
    order = world.place("PO-7")
    at = f"/orders/{order}"
    typed = {"code": "PACKED", "line": "1", "qty": "10"}

    statuses = together(*same(world, world.sam, f"{at}?do=step", f"{at}/milestones", **typed))

    assert statuses == [DONE] * 8
    assert kinds(world, order).count("milestone") == 1


def test_two_of_the_supplier_answer_one_line_and_the_second_is_told(world, together):
    order = world.place("PO-7")
    sid = world.person("Sid", "supplier", world.brenner)
    at, action = f"/orders/{order}?do=answer&line=1", f"/orders/{order}/answers"
    forms = [
        form_of(world.browser(who), at, action, verdict="offer", **{ANSWERS: day})
        for who, day in ((world.sam, "2026-04-15"), (sid, "2026-04-20"))
    ]

    assert together(*forms) == [DONE, CONFLICT]
    assert kinds(world, order).count("response") == 1


def test_two_buyers_decide_one_proposal_and_the_second_is_told(world, together):
    order = world.place("PO-7")
    at, action = f"/orders/{order}?do=answer&line=1", f"/orders/{order}/answers"
    sam, _, data = form_of(world.browser(world.sam), at, action, **{ANSWERS: "2026-04-15"})
    sam.post(action, data=data | {"verdict": "offer"})
    forms = [
        form_of(world.browser(who), f"/orders/{order}", f"/orders/{order}/decisions")
        for who in (world.ada, world.kim)
    ]

    assert together(*forms) == [DONE, CONFLICT]
    assert kinds(world, order).count("decision") == 1


def test_one_exception_is_taken_by_one(world, at, together):
    order = late_order(world, at)
    page = f"/exceptions/{case_on(world, order).id}"
    forms = [form_of(world.browser(who), page, f"{page}/taken") for who in (world.ada, world.kim)]

    assert together(*forms) == [DONE, CONFLICT]
    assert kinds(world, order).count("case.taken") == 1


def test_one_invitation_sent_eight_times_is_one(world, together):
    at = "/admin/people/invite"
    fill(world.browser(world.kim), at, at, email="ned@x.example", role="buyer")
    typed = {"email": "noa@x.example", "role": "buyer"}

    statuses = together(*same(world, world.kim, at, at, **typed))

    assert statuses == [DONE] * 8
    assert [address for _, address in mailed(world, "invitation")].count("noa@x.example") == 1
    assert [said["kind"] for said in house(world)].count("person.invited") == 2


def test_one_link_joins_one_person(world, together):
    kim, at = world.browser(world.kim), "/admin/people/invite"
    _, _, data = form_of(kim, at, at, email="noa@x.example", role="buyer")
    kim.post(at, data=data)
    link = "/join/" + kim.get("/admin/people").text.partition("/join/")[2][:43]
    typed = {"name": "Noa", "password": "three green boats in the rain"}
    typed |= {"again": typed["password"]}

    statuses = together(*(form_of(world.browser(), link, link, **typed) for _ in range(4)))

    assert statuses.count(DONE) == 1 and 500 not in statuses
    assert [said["kind"] for said in house(world)].count("person.joined") == 1


def test_two_administrators_cannot_end_each_other(world, together):
    kit = world.person("Kit", "admin", world.nordwind)
    page = world.browser(world.kim).get("/admin/people").text
    ends = {who.id: f"{_page_of(page, who)}/deactivate" for who in (world.kim, kit)}
    forms = [
        form_of(world.browser(who), ends[whom.id], ends[whom.id])
        for who, whom in ((world.kim, kit), (kit, world.kim))
    ]

    statuses = together(*forms)

    assert statuses.count(DONE) == 1 and 500 not in statuses, statuses


def _page_of(page, who):
    start, _found, rest = page.partition(f"/{who.id}")
    assert rest, f"{who.name} is not on the page"
    return f"{start[start.rindex('/admin/people/') :]}/{who.id}"
