"""Ada buys: she sees every order, decides on proposals, searches. Eve and Sue are strangers."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import event

from portal import people
from portal.db import db
from tests.stories.filling import fill, form_on
from tests.world import Line


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


def offer(world, order, **typed):
    return fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        **({"parts-0-day": "2026-04-15", "verdict": "offer"} | typed),
    )


def test_she_accepts_a_proposal(world):
    order = world.place("PO-7")
    offer(world, order, text="Furnace is down.")
    ada = world.browser(world.ada)

    page = ada.get(f"/orders/{order}").text
    assert "To decide: line 10" in page and "Furnace is down." in page
    sent = fill(ada, f"/orders/{order}", f"/orders/{order}/decisions")

    assert sent.status_code == 303
    assert "accepted the proposal for line 10" in ada.get(sent.location).text


def test_she_refuses_a_proposal_and_says_what_she_needs(world):
    order = world.place("PO-7")
    offer(world, order)
    ada = world.browser(world.ada)
    proposal = world.history(order)[-1].ident
    at, action = f"/orders/{order}?do=refuse&what={proposal}", f"/orders/{order}/decisions"
    data = form_on(ada.get(at).text, action, verdict="refused")

    silent = ada.post(action, data=data)
    sent = ada.post(action, data=data | {"text": "By 8 April at the latest."})

    assert silent.status_code == 422 and "Say what you need instead" in silent.text
    assert sent.status_code == 303
    page = world.browser(world.sam).get(f"/orders/{order}").text
    assert "By 8 April at the latest." in page and "to answer again" in page


def test_a_colleague_who_decides_later_is_told(world):
    order = world.place("PO-7")
    offer(world, order)
    ada, kim = world.browser(world.ada), world.browser(world.kim)
    action = f"/orders/{order}/decisions"
    hers = form_on(ada.get(f"/orders/{order}").text, action)
    his = form_on(kim.get(f"/orders/{order}").text, action)

    first, second = ada.post(action, data=hers), kim.post(action, data=his)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "no longer open" in second.text


def test_the_list_shows_what_is_late_and_what_waits(world, at):
    world.place("PO-7")
    world.place("PO-8", Line(ask="2026-03-05", agreed="2026-03-05"))
    at("2026-03-20T09:00")
    ada = world.browser(world.ada)

    late = ada.get("/orders?tab=late").text
    silent = ada.get("/orders?tab=answer").text

    assert "PO-8" in late and "15 days late" in late and "PO-7" not in late
    assert "PO-7" in silent and "PO-8" not in silent


@pytest.mark.parametrize("text", ["PO-2026-0042", "po 2026 0042", "SO-77", "ACME-9"])
def test_a_unique_number_goes_straight_to_its_order(world, text):
    order = world.place("PO-2026-0042", Line(code="ACME-9"))
    world.place("PO-2026-0043", Line(code="HX-1"))
    sam = world.browser(world.sam)
    fill(sam, f"/orders/{order}", f"/orders/{order}/acceptances", ref="SO-77")

    answer = world.browser(world.ada).get("/orders", query_string={"q": text})

    assert answer.status_code == 303
    assert answer.location == f"/orders/{order}"


def test_a_part_of_a_number_lists_what_has_it(world):
    world.place("PO-2026-0042")
    world.place("PO-2026-0043")

    page = world.browser(world.ada).get("/orders?q=2026004").text

    assert "PO-2026-0042" in page and "PO-2026-0043" in page


def test_nothing_found_says_so(world):
    page = world.browser(world.ada).get("/orders?q=nowhere")

    assert page.status_code == 200
    assert "No orders here" in page.text


@pytest.mark.parametrize("who", ["sue", "eve", "cam"])
def test_a_strangers_order_is_no_order(world, who):
    order, absent = world.place("PO-7"), uuid4()
    stranger = world.browser(getattr(world, who))
    wanted = ["", "/corrections/00", f"/documents/{absent}"]

    for tail in wanted:
        foreign, none = (stranger.get(f"/orders/{o}{tail}") for o in (order, absent))
        assert (foreign.status_code, none.status_code) == (404, 404)
        assert _plain(foreign).replace(str(order), str(absent)) == _plain(none)
    assert "PO-7" not in stranger.get("/orders?tab=all").text
    assert "No orders here" in stranger.get("/orders?q=PO-7").text


def _plain(answer) -> str:
    """Return a page without the tokens against forged forms, which carry the second."""
    return re.sub(r"[\w-]{16,}\.[\w-]{6}\.[\w-]{20,}", "#", answer.text)


def test_a_stranger_can_say_nothing(world):
    order = world.place("PO-7")
    sue = world.browser(world.sue)
    own = world.place("PO-9", to=world.calder)
    page = sue.get(f"/orders/{own}?do=step").text
    data = form_on(page, f"/orders/{own}/milestones") | {"code": "DISPATCHED"}

    answer = sue.post(f"/orders/{order}/milestones", data=data)

    assert answer.status_code == 404
    assert len(world.history(order)) == 2


def test_a_search_keeps_the_company_and_the_kind_that_were_chosen(world):
    for number, more in (
        ("AB-1", {}),
        ("AB-2", {"to": world.calder}),
        ("AB-3", {"type": "service"}),
    ):
        world.place(number, Line(), **more)
    ada = world.browser(world.ada)

    both = ada.get("/orders?q=AB-&kind=purchase").text
    only = ada.get("/orders?q=AB-&kind=service")
    choice = ada.get("/orders?q=AB-&partner=Calder")

    assert "AB-1" in both and "AB-2" in both and "AB-3" not in both
    assert only.status_code == 303, "the only one of that kind is opened"
    assert choice.status_code == 303 and "q=AB-" in choice.location
    assert "/orders/" in ada.get(choice.location).location


def test_the_pages_need_few_statements(world):
    order = world.place("PO-7", *(Line(code=f"A-{n}") for n in range(5)))
    fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances", ref="S-1")

    for who in (world.ada, world.sam):
        browser = world.browser(who)
        for address in ("/orders", f"/orders/{order}"):
            browser.get(address)
            said = statements(lambda b=browser, a=address: b.get(a))
            assert len(said) <= 6, "\n".join(said)


def statements(act):
    """Return the statements sent to the database while `act` runs."""
    said = []

    def hear(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    return said


@pytest.mark.parametrize("who", ["ada", "kim", "rio", "sam", "sue", "cam", "eve", "aud"])
def test_everybody_has_a_start_page(world, who):
    world.place("PO-7")

    page = world.browser(getattr(world, who)).get("/")

    assert page.status_code == 200
    assert ("PO-7" in page.text) == (who in ("ada", "kim", "sam", "aud"))


def test_the_auditor_reads_in_which_bounds(world):
    page = world.browser(world.aud).get("/").text

    assert "Orders of Nordwind" in page and "readable until" in page


def test_the_auditors_look_is_noted(world):
    order = world.place("PO-7")

    world.browser(world.aud).get(f"/orders/{order}")

    with world.seen_by(world.kim):
        assert [look.what for look in people.accesses(order)] == ["order"]
