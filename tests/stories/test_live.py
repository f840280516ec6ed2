"""An open page asks whether there is news: 304 until there is, in one small question."""

import re

from tests.stories.cases import late_order
from tests.stories.filling import fill
from tests.stories.test_orders_buyer import statements

HTMX = {"HX-Request": "true"}


def accept(world, order):
    """Sam accepts all as asked."""
    at = f"/orders/{order}"
    fill(world.browser(world.sam), at, f"{at}/acceptances")


def asks(page):
    """Return where a page asks, and the mark it asks with."""
    (address,) = re.findall(r'id="live-asks"[^>]*hx-get="([^"]+)"', page)
    (mark,) = re.findall(r"If-None-Match\": \"(\\\"[\w]+\\\")\"", page)
    return address, mark.replace("\\", "")


def look(browser, address, mark):
    """Ask as a page does."""
    return browser.get(address, headers={**HTMX, "If-None-Match": mark})


def test_nothing_is_drawn_until_something_is_said(world):
    order = world.place("PO-7")
    ada, sam = world.browser(world.ada), world.browser(world.sam)
    for who in (ada, sam):
        quiet = look(who, *asks(who.get(f"/orders/{order}").text))
        assert quiet.status_code == 304 and quiet.data == b""
    address, mark = asks(ada.get(f"/orders/{order}").text)
    accept(world, order)

    loud = look(ada, address, mark)

    assert loud.status_code == 200 and "<html" not in loud.text
    assert re.search(r"\d new events?\.", loud.text)
    assert look(ada, *asks(loud.text)).status_code == 304
    assert asks(loud.text) == asks(ada.get(f"/orders/{order}").text), "the page knows its mark"


def test_every_list_and_a_case_ask(world, at):
    late_order(world, at)
    ada = world.browser(world.ada)
    links = r'class="main"><a href="(/exceptions/[\w-]{36})"'
    case = re.findall(links, ada.get("/exceptions").text)[0]
    marks = {at: asks(ada.get(at).text) for at in ("/orders", "/lines", "/exceptions", case)}
    assert {look(ada, *mark).status_code for mark in marks.values()} == {304}
    fill(ada, case, f"{case}/notes", text="Called them.")

    assert {look(ada, *mark).status_code for mark in marks.values()} == {200}


def test_a_supplier_hears_of_its_own_orders_and_of_no_others(world):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    mark = asks(sam.get("/lines").text)
    world.place("PO-8", to=world.calder)
    assert look(sam, *mark).status_code == 304, "that is another supplier's"

    accept(world, order)
    assert look(sam, *mark).status_code == 200


def test_asking_costs_two_statements(world):
    order = world.place("PO-7")
    for who in (world.ada, world.sam):
        browser = world.browser(who)
        for page in (f"/orders/{order}", "/orders", "/lines"):
            mark = asks(browser.get(page).text)
            asked = [
                one
                for one in statements(lambda b=browser, m=mark: look(b, *m))
                if one != "BEGIN" and "set_config" not in one
            ]
            assert len(asked) <= 2, "\n".join(asked)


def test_a_page_left_open_neither_keeps_anybody_signed_in_nor_leads_away(world, at):
    order = world.place("PO-7")
    sam = world.browser(world.sam)
    mark = asks(sam.get(f"/orders/{order}").text)
    for minute in range(0, 59, 5):
        at(f"2026-03-02T09:{minute:02}")
        assert look(sam, *mark).status_code == 304
    at("2026-03-02T10:01")

    ended = look(sam, *mark)
    assert ended.status_code == 204 and "HX-Redirect" not in ended.headers
    assert sam.get("/").status_code == 303


def test_the_past_and_an_auditors_view_do_not_ask(world):
    order = world.place("PO-7")
    past = world.browser(world.ada).get(f"/orders/{order}?step=1", follow_redirects=True)

    assert "live-asks" not in past.text
    assert "live-asks" not in world.browser(world.aud).get(f"/orders/{order}").text
