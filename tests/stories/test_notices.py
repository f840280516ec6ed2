"""The bell, what somebody follows, and what they are told once."""

import re

import pytest

from portal import desk, flow
from tests.stories.cases import late_order
from tests.stories.filling import fill, form_on
from tests.stories.messages import write
from tests.stories.test_orders_buyer import statements
from tests.stories.told_by import bell, mails
from tests.world import Line


def test_a_new_order_rings_the_suppliers_bell_until_it_was_read(world):
    sam = world.browser(world.sam)
    assert bell(sam.get("/")) == 0
    order = world.place("PO-7")
    assert bell(sam.get("/")) == 1

    page = sam.get("/notices").text
    assert "A new order waits for your answer" in page and "PO-7" in page
    (path,) = re.findall(r'action="(/notices/[\w-]+/open)"', page)
    opened = sam.post(path, data=form_on(page, path))

    assert opened.status_code == 303 and opened.location == f"/orders/{order}"
    assert bell(sam.get("/")) == 0
    assert "PO-7" not in sam.get("/notices").text
    assert "PO-7" in sam.get("/notices?view=all").text


def tell(world, order, about):
    """Tell Sam something of an order."""
    told = desk.telling.Told("order", desk.telling.Reader(person=world.sam.id), {}, order, about)
    flow.within(world.nordwind, lambda: desk.telling.send([told], [world.sam.org]))


def test_many_notices_stand_by_day_and_fold_by_order(world, at):
    first = world.place("PO-7")
    for n in range(4):
        tell(world, first, f"word {n}")
    at("2026-03-04T09:00")
    world.place("PO-8")
    sam = world.browser(world.sam)

    page = sam.get("/notices").text
    days = re.findall(r"<h2>([^<]+)</h2>", page)
    assert len(days) == 2 and "4 Mar" in days[0] and "2 Mar" in days[1], days
    assert "4 more of that day" in page and page.count("told-head") == 2


def test_looking_at_the_list_reads_nothing(world):
    world.place("PO-7")
    sam = world.browser(world.sam)
    sam.get("/notices")
    sam.get("/notices?view=all")

    assert bell(sam.get("/")) == 1


def test_another_supplier_and_another_colleague_hear_nothing(world):
    world.place("PO-7")

    for who in (world.sue, world.cam, world.eve, world.ada, world.kim):
        assert bell(world.browser(who).get("/")) == 0


def test_all_is_marked_as_read_at_once(world):
    for number in ("PO-7", "PO-8"):
        world.place(number)
    sam = world.browser(world.sam)
    fill(sam, "/notices", "/notices/read")

    assert bell(sam.get("/")) == 0


def test_the_bell_asks_by_itself_and_says_nothing_where_nothing_is_new(world, client):
    sam = world.browser(world.sam)
    assert sam.get("/notices/bell?n=0").status_code == 204
    world.place("PO-7")

    answer = sam.get("/notices/bell?n=0")
    assert answer.status_code == 200 and "<html" not in answer.text
    assert sam.get("/notices/bell?n=1").status_code == 204
    assert client.get("/notices/bell?n=0").status_code == 204


def test_a_page_left_open_keeps_nobody_signed_in(world, at):
    sam = world.browser(world.sam)
    for minute in range(0, 59, 5):
        at(f"2026-03-02T09:{minute:02}")
        sam.get("/notices/bell?n=0")
    at("2026-03-02T10:01")

    assert sam.get("/").status_code == 303, "an hour without a click"


def test_the_pages_cost_few_statements(world):
    for n in range(8):
        world.place(f"PO-{n}", Line(), Line(code="B"))
    sam = world.browser(world.sam)
    for address in ("/", "/notices", "/notices?view=all", "/account/notices"):
        sam.get(address)
        asked = [one for one in statements(lambda there=address: sam.get(there)) if one != "BEGIN"]
        assert len(asked) <= 6, "\n".join(asked)


@pytest.fixture
def followed(world):
    """An order that Rio, who has nothing to do with it, follows."""
    order = world.place("PO-7")
    fill(world.browser(world.rio), f"/orders/{order}", f"/orders/{order}/follow")
    return order


def test_who_follows_an_order_hears_of_it_once_for_each_step(world, app, followed):
    for _ in range(2):
        world.reach(followed, "DISPATCHED", "20", world.sam, what="dispatched")

    rio = world.browser(world.rio)
    page = rio.get("/notices").text
    assert page.count("Reached: Dispatched") == 1
    (mail,) = mails(app, world.rio)
    assert "PO-7" in mail["Subject"] and "Dispatched" in mail["Subject"]


def test_who_follows_no_more_hears_no_more(world, app, followed):
    rio = world.browser(world.rio)
    fill(rio, f"/orders/{followed}", f"/orders/{followed}/follow")
    world.reach(followed, "DISPATCHED", "20", world.sam, what="dispatched")

    assert bell(rio.get("/")) == 0
    assert mails(app, world.rio) == []


def test_nobody_follows_what_they_may_not_see(world):
    order = world.place("PO-7")

    sue = world.browser(world.sue)
    page = sue.get("/account").text
    sent = sue.post(f"/orders/{order}/follow", data=form_on(page, "/account/details"))
    assert sent.status_code == 404


def test_a_note_of_one_side_is_not_told_to_followers_of_the_other(world, followed):
    sam = world.browser(world.sam)
    fill(sam, f"/orders/{followed}", f"/orders/{followed}/follow")
    write(world.browser(world.ada), f"/orders/{followed}/messages", "Hush.", to="us")

    assert "A message" not in sam.get("/notices").text


@pytest.mark.parametrize("what", [{"rule": "overdue"}, {"severity": "3"}, {"supplier": "V-1001"}])
def test_cases_are_told_to_who_follows_rule_severity_or_supplier(world, at, what):
    rio = world.browser(world.rio)
    page = rio.get("/account/notices").text
    form = form_on(page, "/account/notices/follow")
    form = {name: form[name] for name in ("csrf_token", "key")} | what
    assert rio.post("/account/notices/follow", data=form).status_code == 303
    late_order(world, at)
    rio = world.browser(world.rio)

    assert "A new case: " in rio.get("/notices").text
    listed = rio.get("/account/notices").text
    assert "Stop following" in listed
    fill(rio, "/account/notices", "/account/notices/unfollow")
    assert "Nothing yet." in rio.get("/account/notices").text


def test_a_supplier_nobody_knows_is_not_followed(world):
    rio = world.browser(world.rio)
    form = form_on(rio.get("/account/notices").text, "/account/notices/follow")
    form = {name: form[name] for name in ("csrf_token", "key")} | {"supplier": "Nobody & Sons"}

    answer = rio.post("/account/notices/follow", data=form)
    assert answer.status_code == 422 and "No supplier has this number or name" in answer.text
