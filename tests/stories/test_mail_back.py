"""A mail of ours comes back: the notice, the address and the order know of it."""

import pytest

from portal import desk, flow, journey, watch
from portal.db import db, keeper
from tests.stories.cases import case_on, switch_on
from tests.stories.mails import mailed, post_on, take
from tests.stories.messages import posts, write
from tests.world import Line


@pytest.fixture
def order(app, world):
    """An order of which Sam was told by mail; its rules are on."""
    post_on(app)
    switch_on(world)
    return world.place("PO-7", Line(ask="2026-09-01"))


def report(mail, action="failed", status="5.1.1", name="bounce-1@mx.example") -> bytes:
    """Return what a mail server says of a mail of ours that it could not deliver."""
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
        "To: portal@example.com",
        f"Message-ID: <{name}>",
        "Auto-Submitted: auto-replied",
        "Return-Path: <>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        "Final-Recipient: rfc822; sam@brenner.example",
        f"Action: {action}",
        f"Status: {status}",
        "--b",
        "Content-Type: message/rfc822",
        "",
        f"Message-ID: {mail['Message-ID']}",
        "",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()


def notice(world, mail):
    """Return the notice of a mail, as the owner sees it."""
    with keeper(world.nordwind):
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        row = db.session.query(desk.Notice).filter(desk.Notice.message_id == name).one()
        return row.state, row.bounce


def kinds(world, order, who=None):
    """Return the kinds of what was said, as this person (Ada) may read it."""
    return [said.facts["kind"] for said in world.history(order, who)]


def test_a_mail_that_came_back_is_known_everywhere(app, world, order):
    (mail,) = mailed(app, world.sam)

    assert take(app, report(mail)).state == "bounced"

    assert notice(world, mail) == ("bounced", "5.1.1")
    assert case_on(world, order, "mail_bounced").state == "open"
    kim = world.browser(world.kim)
    assert "mails come back" in kim.get("/admin/people").text
    assert "came back" in kim.get("/admin/mail").text and "5.1.1" in kim.get("/admin/mail").text
    assert "mail.bounced" in kinds(world, order)
    assert "mail.bounced" not in kinds(world, order, world.sam)
    assert "mail.bounced" not in kinds(world, order, world.aud)


def test_the_same_report_twice_and_one_that_is_only_late_change_nothing(app, world, order):
    (mail,) = mailed(app, world.sam)

    late = take(app, report(mail, "delayed", "4.4.1", "late@mx.example"))
    first, again = take(app, report(mail)), take(app, report(mail))

    assert (late.state, first.state, again.state) == ("passed", "bounced", "bounced")
    assert kinds(world, order).count("mail.bounced") == 1


def test_a_report_about_somebody_elses_mail_is_nobodys(app, world, order):
    mail = {"Message-ID": "<0123456789abcdef0123456789abcdef@else.example>"}

    assert take(app, report(mail)).state == "unknown"
    assert "mail.bounced" not in kinds(world, order)


def test_the_case_is_over_once_somebody_there_has_spoken(app, world, at, order):
    (mail,) = mailed(app, world.sam)
    take(app, report(mail))
    at("2026-03-03T09:00")

    write(world.browser(world.sam), f"/orders/{order}/messages", "We have it.")

    assert case_on(world, order, "mail_bounced").state == "cleared"
    assert len(posts(world, order)) == 1


def test_a_mail_from_the_address_shows_that_it_works(app, world, order):
    from tests.stories.mails import answer

    write(world.browser(world.ada), f"/orders/{order}/messages", "When?")
    mails = mailed(app, world.sam)
    take(app, report(mails[0]))
    assert "mails come back" in world.browser(world.kim).get("/admin/people").text

    take(app, answer(next(one for one in mails if one["Reply-To"])))

    assert "mails come back" not in world.browser(world.kim).get("/admin/people").text


def test_readings_are_the_same_after_a_rebuild(app, world, order):
    (mail,) = mailed(app, world.sam)
    take(app, report(mail))
    write(world.browser(world.ada), f"/orders/{order}/messages", "When?", question="y")

    with keeper(world.nordwind):
        said = flow.ledger.history(order)
        assert journey.differences(order, journey.fold(said)) == []
        rows = desk.question_rows(order, said)
        stored = db.session.query(desk.Question).filter(desk.Question.stream == order).all()
        assert [(one.id, one.answered_at) for one in stored] == [
            (row["id"], row["answered_at"]) for row in rows
        ]
        assert len(watch.fold(said)) == 1
