"""The outbox against a real SMTP server: refused for good, given up, sent again."""

import re

import pytest
from sqlalchemy import select

from portal import desk, jobs, people
from portal.db import db, door, keeper, transaction
from portal.desk import Notice
from tests.goals.smtp import Mailserver
from tests.stories.filling import fill
from tests.stories.test_orders_buyer import statements


@pytest.fixture
def server(app):
    """A mail server on this machine, to which the portal hands its mails."""
    with Mailserver() as made:
        app.config["SMTP_URL"] = made.url
        yield made


def states(world):
    with keeper(world.nordwind):
        return sorted(db.session.scalars(select(Notice.state)))


def try_until_given_up(app, at):
    for half in range(desk.MAIL_TRIES + 1):
        at(f"2026-03-{3 + half // 2:02}T{9 + half % 2 * 12:02}:00")
        jobs.run(app, once=True)


def test_a_mail_arrives_with_both_parts_and_its_way_out(world, app, server):
    world.place("PO-7")
    jobs.run(app, once=True)

    (mail,) = server.delivered
    assert mail["To"].addresses[0].addr_spec == world.sam.email
    assert {part.get_content_type() for part in mail.iter_parts()} == {"text/plain", "text/html"}
    assert mail["List-Unsubscribe"].startswith("<http://localhost:8000/mails/")


def test_a_german_mail_is_german_to_its_last_line(world, app, server):
    with door(), transaction():
        db.session.get_one(people.Person, world.sam.id).locale = "de"
    world.place("PO-7")
    jobs.run(app, once=True)

    (mail,) = server.delivered
    text = mail.get_body(("plain",)).get_content()
    assert "Weniger Mails oder keine: http" in text and "\n\n\n" not in text


def test_an_answer_lost_after_the_data_is_repeated_under_the_same_name(world, app, at, server):
    server.plan = ["lost"]
    world.place("PO-7")
    jobs.run(app, once=True)
    at("2026-03-02T09:10")
    jobs.run(app, once=True)

    first, second = server.delivered
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes().partition(b"\r\n\r\n")[0] != b"" and states(world) == ["sent"]


def test_a_mailbox_the_server_does_not_know_is_not_tried_again(world, app, at, server):
    server.plan = ["unknown"]
    world.place("PO-7")
    jobs.run(app, once=True)
    at("2026-03-03T09:00")
    jobs.run(app, once=True)

    assert server.delivered == [] and server.asked == 1
    assert states(world) == ["bounced"]


def test_what_was_given_up_is_shown_with_its_reason_and_sent_again(world, app, at, server):
    server.plan = ["busy"] * desk.MAIL_TRIES
    world.place("PO-7")
    try_until_given_up(app, at)
    assert server.delivered == []
    kim = world.browser(world.kim)

    page = kim.get("/admin/outbox").text
    assert "PO-7" in page and "Sam" in page and "451" in page
    asked = statements(lambda: kim.get("/admin/outbox"))
    assert len([one for one in asked if one != "BEGIN" and "set_config" not in one]) <= 6
    (path,) = re.findall(r'action="(/admin/outbox/[\w-]{36}/again)"', page)
    fill(kim, "/admin/outbox", path)
    jobs.run(app, once=True)

    assert len(server.delivered) == 1
    assert "Nothing was given up" in kim.get("/admin/outbox").text
    assert "Sent 1 mail again that was given up" in kim.get("/admin/history").text


def test_all_that_was_given_up_is_sent_again_at_once(world, app, at, server):
    server.plan = ["busy"] * 2 * desk.MAIL_TRIES
    world.place("PO-7")
    world.place("PO-8", to=world.calder)
    try_until_given_up(app, at)

    fill(world.browser(world.kim), "/admin/outbox", "/admin/outbox/again")
    jobs.run(app, once=True)

    assert len(server.delivered) == 2


def test_the_outbox_is_the_administrators(world):
    assert world.browser(world.ada).get("/admin/outbox").status_code == 404
    with keeper(world.nordwind):
        assert desk.telling.all_dead() == []
