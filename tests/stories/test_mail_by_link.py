"""Whoever has no account answers by mail too: a contact in its name, a mailbox by who writes."""

import pytest

from portal import people
from portal.db import keeper, transaction
from tests.stories.mailbox import BOX, link_of, send
from tests.stories.mails import DOMAIN, answer, mailed, post_on, take, words
from tests.stories.messages import posts, write
from tests.world import Line

QUINN = "quality@brenner.example"


@pytest.fixture
def order(app, world):
    """An order whose messages may be answered by mail."""
    post_on(app)
    return world.place("PO-7", Line(), Line(code="NUT-M12"))


def mail_to(app, address):
    """Return the newest mail to an address that an answer may be sent to."""
    return [
        one for one in mailed(app)
        if one["To"].addresses[0].addr_spec == address and one["Reply-To"]
    ][-1]  # fmt: skip


def ask(world, order, **more):
    talk = f"/orders/{order}/messages"
    write(world.browser(world.ada), talk, "Which pallet?", question="y", about="line:2", **more)


def sam_reads(world, order):
    return world.browser(world.sam).get(f"/orders/{order}/messages").text


def test_a_mailbox_answers_into_the_thread_named_by_who_writes(app, world, order):
    send(world, order)
    ask(world, order)
    mail = mail_to(app, BOX)
    assert mail["Reply-To"].addresses[0].domain == DOMAIN
    assert "Write your answer above this line" in words(mail)

    taken = take(app, answer(mail, "Euro pallets.", From=f"Jan Fischer <{BOX}>"))

    assert taken.state == "taken"
    asked, said = posts(world, order)
    assert (said.org, said.person, said.thread.line) == (world.brenner, None, 2)
    assert said.channel == "mail" and not said.waits and asked.answered == said.ident
    page = world.browser(world.ada).get(f"/orders/{order}/messages").text
    assert "Jan Fischer (Brenner)" in page and "Euro pallets." in page
    assert "Portal wrote" not in page, "what it quotes is not said again"


def test_two_people_at_one_mailbox_are_two_and_the_same_one_is_the_same(app, world, order):
    send(world, order)
    ask(world, order)
    mail = mail_to(app, BOX)
    for n, name in enumerate(("Jan", "Kai", "jan")):
        assert take(app, answer(mail, f"Word {n}.", From=f"{name} <{BOX}>")).state == "taken"

    seats = [
        one.facts["by"].get("seat") for one in world.history(order)
        if one.facts["kind"] == "message.posted" and one.facts["by"]["auth"] == "link"
    ]  # fmt: skip
    assert len(seats) == 3 and seats[0] == seats[2] != seats[1]


def test_a_contact_answers_in_its_own_name(app, world):
    post_on(app)
    with keeper(world.nordwind), transaction():
        people.keep_contact(people.Card(world.brenner, "Quinn", QUINN))
    order = world.place("PO-8", Line(), Line(code="NUT-M12"))
    ask(world, order)

    assert take(app, answer(mail_to(app, QUINN), "Euro.", From=f"Quinn <{QUINN}>")).state == "taken"

    assert "Quinn (Brenner)" in world.browser(world.ada).get(f"/orders/{order}/messages").text


def test_from_another_address_it_is_held_and_nothing_is_said(app, world, order):
    send(world, order)
    ask(world, order)
    forged = answer(mail_to(app, BOX), "I am Jan.", From="Jan <jan@evil.example>")

    taken = take(app, forged)

    assert (taken.state, taken.reason) == ("held", "sender")
    assert len(posts(world, order)) == 1


def test_a_link_that_was_taken_back_takes_no_answer(app, world, order):
    send(world, order)
    ask(world, order)
    mail = mail_to(app, BOX)
    with keeper(world.nordwind), transaction():
        people.by_link.revoke(link_of(world, order, BOX).id)

    taken = take(app, answer(mail, "Still here.", From=f"Jan <{BOX}>"))

    assert (taken.state, taken.reason) == ("held", "gone")
    assert len(posts(world, order)) == 1


def test_an_address_of_one_mailbox_is_no_other_ones(app, world, order):
    send(world, order)
    send(world, order, "second@brenner.example")
    ask(world, order)

    taken = take(app, answer(mail_to(app, BOX), "Hello.", From="Eve <second@brenner.example>"))

    assert (taken.state, taken.reason) == ("held", "sender")


def test_the_same_mail_twice_is_one_message(app, world, order):
    send(world, order)
    ask(world, order)
    raw = answer(mail_to(app, BOX), "Euro pallets.", From=f"Jan <{BOX}>")

    assert take(app, raw).state == "taken"
    assert take(app, raw).state == "again"
    assert len(posts(world, order)) == 2


def test_others_on_the_order_do_not_read_it(app, world, order):
    send(world, order)
    ask(world, order)
    take(app, answer(mail_to(app, BOX), "Only for you.", From=f"Jan <{BOX}>"))

    said = posts(world, order)[-1]
    assert said.shared_with == world.brenner
    assert world.browser(world.sue).get(f"/orders/{order}/messages").status_code == 404
