"""Who is mailed about a message, and what stands in it."""

import pytest

from portal import flow, people
from tests.stories.mails import DOMAIN, mailed, post_on, words
from tests.stories.messages import CLOSED, posts, write
from tests.world import Line


@pytest.fixture
def order(app, world):
    """An order whose messages may be answered by mail."""
    post_on(app)
    return world.place("PO-7", Line(), Line(code="NUT-M12"))


@pytest.fixture
def talk(order):
    """The address of its conversation."""
    return f"/orders/{order}/messages"


def about(app, who):
    """Return the mails about messages that somebody got."""
    return [mail for mail in mailed(app, who) if "messages" in mail["Subject"]]


def test_a_question_is_mailed_to_the_side_that_is_asked(app, world, order, talk):
    write(world.browser(world.ada), talk, "When do they leave?", question="y", about="line:2")

    (mail,) = about(app, world.sam)
    assert mail["Subject"] == "Order PO-7, line 20: messages"
    assert "Ada (Nordwind) asks:" in words(mail) and "When do they leave?" in words(mail)
    assert mail["Reply-To"].addresses[0].domain == DOMAIN
    assert len(mail["Reply-To"].addresses[0].username) <= 64
    assert mail["Auto-Submitted"] == "auto-generated"
    assert about(app, world.ada) == about(app, world.sue) == about(app, world.kim) == []


def test_whoever_is_on_the_order_is_told_else_the_buyers(app, world, order, talk):
    write(world.browser(world.sam), talk, "Which drawing counts?", question="y")
    first = [who.name for who in (world.ada, world.kim, world.rio) if about(app, who)]

    write(world.browser(world.rio), talk, "I ask.")
    write(world.browser(world.sam), talk, "Thank you.")

    assert first == ["Ada"], "nobody had said anything yet, and Ada is the only buyer"
    assert len(about(app, world.ada)) == 1
    assert len(about(app, world.rio)) == 1


def test_a_note_is_mailed_to_whom_it_points_to_and_nobody_else(app, world, order, talk):
    write(world.browser(world.sam), talk, "We are here.")
    write(world.browser(world.ada), talk, f"@Kim {CLOSED}", "note=1")

    (mail,) = about(app, world.kim)
    assert CLOSED in words(mail)
    assert "wrote a note for Nordwind only" in words(mail)
    assert "Your answer is a note too" in words(mail)
    everything = b"".join(one.as_bytes() for one in mailed(app, world.sam))
    assert CLOSED.encode() not in everything


def test_somebody_pointed_to_gets_one_mail(app, world, order, talk):
    write(world.browser(world.sam), talk, "We are here.")
    write(world.browser(world.ada), talk, "@Sam please look.")

    assert len(about(app, world.sam)) == 1


def test_mails_of_one_conversation_stand_together(app, world, at, order, talk):
    ada = world.browser(world.ada)
    write(ada, talk, "First.", about="line:1")
    at("2026-03-02T09:05")
    first = about(app, world.sam)[0]
    write(ada, talk, "Second.", about="line:1")
    second = next(one for one in about(app, world.sam) if "Second." in words(one))
    write(ada, talk, "Of another line.", about="line:2")
    other = next(one for one in about(app, world.sam) if "another line" in words(one))

    assert second["In-Reply-To"] == first["Message-ID"]
    assert first["References"].split()[0] == second["References"].split()[0]
    assert other["References"].split()[0] != first["References"].split()[0]
    assert first["Subject"] == second["Subject"] != other["Subject"]


def test_without_a_domain_no_answer_is_asked_for(app, world, order, talk):
    app.config.update(REPLY_DOMAIN="")
    write(world.browser(world.ada), talk, "When?")

    (mail,) = about(app, world.sam)
    assert mail["Reply-To"] is None
    assert "##-" not in words(mail) and "Open the conversation" in words(mail)


def test_who_has_left_meanwhile_is_not_written_to(app, world, order, talk):
    write(world.browser(world.ada), talk, "When?")
    flow.within(
        world.nordwind, lambda: people.deactivate(world.nordwind, world.sam.id, world.brenner)
    )

    assert about(app, world.sam) == []
    assert len(posts(world, order)) == 1


def test_a_mail_is_in_its_readers_language(app, world, order, talk):
    flow.within(world.nordwind, lambda: people.describe(world.sam.id, "Sam", "de", "Europe/Berlin"))
    write(world.browser(world.ada), talk, "Wann?", question="y")

    (mail,) = [one for one in mailed(app, world.sam) if "Nachrichten" in one["Subject"]]
    assert "fragt:" in words(mail) and "Wann?" in words(mail)
