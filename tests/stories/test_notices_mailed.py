"""Mails as each wishes them: at once, once a day, or not; and the one click out of them."""

from portal import flow, jobs, mailroom
from tests.stories.filling import fill
from tests.stories.told_by import bell, mails, text_of, wish


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


def test_a_digest_that_comes_back_is_told_in_each_of_its_orders(world, app):
    orders = [world.place(f"PO-{n}") for n in range(5)]
    (mail,) = mails(app, world.sam)
    name = mail["Message-ID"].strip("<>").partition("@")[0]

    assert flow.bounced(world.nordwind, name, "5.1.1", "report")
    assert flow.bounced(world.nordwind, name, "5.1.1", "report"), "the same again changes nothing"

    for order in orders:
        kinds = [said.facts["kind"] for said in world.history(order)]
        assert kinds.count("mail.bounced") == 1


def test_old_notices_are_thrown_away(world, at):
    world.place("PO-7")
    at("2026-06-02T09:00")
    jobs.clean()

    assert "PO-7" not in world.browser(world.sam).get("/notices?view=all").text
