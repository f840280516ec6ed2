"""The bell, what somebody follows, and mails as each wishes them: at once, daily, or not."""

import re
from email import message_from_bytes, policy

import pytest

from portal import flow, jobs, mailroom
from portal.people import choices
from tests.stories.cases import late_order
from tests.stories.filling import fill, form_on
from tests.stories.messages import write
from tests.stories.test_orders_buyer import statements
from tests.world import Line


def mails(app, who):
    """Let the worker send what waits; return the mails to somebody, the oldest first."""
    jobs.run(app, once=True)
    files = sorted(app.config["MAIL_DIR"].glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [one for one in read if one["To"].addresses[0].addr_spec == who.email]


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def wish(who, **said):
    flow.within(who.org, lambda: choices.set_wish(who.id, choices.Wish(**said)))


def bell(page):
    """Return how much is new, as the bell says it."""
    inside = page.text.partition('id="bell"')[2].partition("</a>")[0]
    assert inside, "there is no bell"
    return int(inside.partition('class="count">')[2].partition("<")[0] or 0)


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


def test_a_digest_waits_for_its_hour_and_tells_everything_once(world, app, at):
    fill(world.browser(world.sam), "/account/notices", "/account/notices", mail="digest", hour="7")
    orders = [world.place(f"PO-{n}") for n in range(5)]
    assert mails(app, world.sam) == []
    at("2026-03-03T05:59")
    assert mails(app, world.sam) == []

    at("2026-03-03T06:00")  # seven in Berlin
    (mail,) = mails(app, world.sam)
    jobs.run(app, once=True)

    assert len(mails(app, world.sam)) == 1
    assert mail["Subject"] == "5 things about your orders with Nordwind"
    said = text_of(mail)
    assert said.count("/a/") == len(orders), "each opens by its own link"
    assert all(f"PO-{n}" in said for n in range(5))


def test_more_than_a_few_at_once_go_together(world, app):
    for n in range(30):
        world.place(f"PO-{n}")

    (mail,) = mails(app, world.sam)
    assert mail["Subject"] == "30 things about your orders with Nordwind"


def test_each_order_of_a_digest_has_reached_the_supplier(world, app):
    orders = [world.place(f"PO-{n}") for n in range(5)]
    mails(app, world.sam)

    for order in orders:
        codes = [said.facts.get("code") for said in world.history(order)]
        assert codes.count("ORDER_SENT") == 1


def test_quiet_hours_hold_mails_back_and_lose_none(world, app, at):
    fill(
        world.browser(world.sam),
        "/account/notices",
        "/account/notices",
        quiet_from="18",
        quiet_until="7",
    )
    at("2026-03-02T20:00")
    world.place("PO-7")
    assert mails(app, world.sam) == []

    at("2026-03-03T06:00")
    assert len(mails(app, world.sam)) == 1


def test_who_wants_no_mails_still_has_the_bell(world, app):
    wish(world.sam, mail="never")
    world.place("PO-7")

    assert mails(app, world.sam) == []
    assert bell(world.browser(world.sam).get("/")) == 1


def test_one_click_ends_the_mails_and_a_look_does_not(world, app, client):
    world.place("PO-7")
    (mail,) = mails(app, world.sam)
    there = mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(there).status_code == 200
    world.place("PO-8")
    assert len(mails(app, world.sam)) == 2, "looking changed nothing"

    sent = client.post(there, data={"List-Unsubscribe": "One-Click"})

    assert sent.status_code == 200
    world.place("PO-9")
    assert len(mails(app, world.sam)) == 2


def test_the_page_behind_the_link_gives_mails_back(world, app, client):
    wish(world.sam, mail="never")
    assert "End the mails" not in client.get(_stop(app, world, world.sam)).text
    client.post(_stop(app, world, world.sam), data={"mail": "once"})
    world.place("PO-7")

    assert len(mails(app, world.sam)) == 1


def test_a_forged_link_ends_nobodys_mails(world, app, client):
    there = _stop(app, world, world.sam)
    for bad in (there[:-1] + ("a" if there[-1] != "a" else "b"), there[:-4], there + "a"):
        assert client.post(bad).status_code == 404
    world.place("PO-7")

    assert len(mails(app, world.sam)) == 1


def _stop(app, world, who):
    return f"/mails/{mailroom.stop_token(world.nordwind, who.id, app.config)}"


def test_a_mail_somebody_asked_for_has_no_way_out(world, app):
    fill(world.browser(), "/forgot", "/forgot", email=world.ada.email)

    (mail,) = mails(app, world.ada)
    assert mail["List-Unsubscribe"] is None
