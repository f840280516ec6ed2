"""Answers by mail come back into the conversation; what is not right is held or passed."""

import pytest

from portal import desk, flow, people
from portal.db import db, keeper
from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill
from tests.stories.mails import answer, mailed, post_on, take, words
from tests.stories.messages import CLOSED, posts, write
from tests.vault.papers import pdf
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


@pytest.fixture
def asked(app, world, talk):
    """The mail in which Sam is asked about line 2."""
    write(world.browser(world.ada), talk, "When do they leave?", question="y", about="line:2")
    return next(one for one in mailed(app, world.sam) if "messages" in one["Subject"])


def held(world):
    """Return (reason, answered) of the mails that were held."""
    with keeper(world.nordwind):
        rows = db.session.query(desk.Incoming).filter(desk.Incoming.state == desk.HELD).all()
        return [(row.reason, row.answered) for row in rows]


def told_so(app, address="eve@else.example"):
    """Return the mails that tell a sender that theirs was not taken."""
    return [one for one in mailed(app) if one["To"].addresses[0].addr_spec == address]


def test_an_answer_by_mail_answers_the_question(app, world, order, talk, asked):
    assert take(app, answer(asked)).state == "taken"

    question, said = posts(world, order)
    assert (said.person, said.org, said.channel) == (world.sam.id, world.brenner, "mail")
    assert (said.thread.line, said.answers) == (2, question.ident)
    assert not question.waits
    shown = world.browser(world.ada).get(talk).text
    assert "On Friday." in shown and "by mail" in shown
    assert shown.count("When do they leave?") == 1, "what was quoted is not said again"
    back = [one for one in mailed(app, world.ada) if "On Friday." in words(one)]
    assert len(back) == 1


def test_the_conversation_goes_on_by_mail(app, world, order, asked):
    take(app, answer(asked))
    back = next(one for one in mailed(app, world.ada) if "On Friday." in words(one))

    assert take(app, answer(back, "Good, thank you.")).state == "taken"

    third = next(one for one in mailed(app, world.sam) if "Good, thank you." in words(one))
    assert "@mail.example>" in third["References"], "what Sam had sent is among them"
    assert asked["Message-ID"] in third["References"]
    assert [post.person for post in posts(world, order)] == [
        world.ada.id,
        world.sam.id,
        world.ada.id,
    ]


def test_the_same_mail_twice_is_one_message(app, world, order, asked):
    raw = answer(asked)

    states = [take(app, raw).state for _ in range(3)]

    assert states == ["taken", "again", "again"]
    assert len(posts(world, order)) == 2


def test_an_answer_to_a_note_is_a_note(app, world, order, talk):
    write(world.browser(world.ada), talk, f"@Kim {CLOSED}", "note=1")
    mail = next(one for one in mailed(app, world.kim) if "messages" in one["Subject"])

    assert take(app, answer(mail, "I ask engineering.")).state == "taken"

    note, said = posts(world, order)
    assert said.only_for == note.only_for == world.nordwind
    assert "engineering" not in world.browser(world.sam).get(talk).text


def test_a_question_about_a_case_is_answered_by_mail_too(app, world, at):
    post_on(app)
    late = late_order(world, at)
    page = f"/exceptions/{case_on(world, late).id}"
    fill(world.browser(world.ada), page, f"{page}/questions", text="Where is it?")
    mail = next(one for one in mailed(app, world.sam) if "a question" in one["Subject"])

    assert take(app, answer(mail, "On the ship.")).state == "taken"

    assert case_on(world, late).state == "answered"
    assert "On the ship." in world.browser(world.ada).get(page).text


def test_files_come_along_and_refused_ones_are_named(app, world, order, talk, asked):
    files = [("plan.pdf", pdf()), ("../setup.exe", b"MZ\x90"), ("lie.pdf", b"<html>")]

    assert take(app, answer(asked, "See the plan.", files)).state == "taken"

    said = posts(world, order)[-1]
    assert len(said.documents) == 1
    shown = world.browser(world.ada).get(talk).text
    assert "plan.pdf" in shown
    assert "setup.exe was not taken: We do not take .exe files." in shown
    assert "lie.pdf was not taken:" in shown


def test_a_mail_that_only_brings_files_says_their_names(app, world, order, talk, asked):
    assert take(app, answer(asked, "", [("plan.pdf", pdf())])).state == "taken"

    assert "plan.pdf" in world.browser(world.ada).get(talk).text


def test_a_long_mail_comes_whole(app, world, order, talk, asked):
    assert take(app, answer(asked, "word " * 5000)).state == "taken"

    said = posts(world, order)[-1]
    there = f"/orders/{order}/documents/{said.documents[0]}"
    assert world.browser(world.ada).get(there).text.count("word") == 5000


def test_another_sender_is_held_and_told_once(app, world, order, asked):
    stranger = {"From": "eve@else.example"}
    first = take(app, answer(asked, "One.", **stranger))
    second = take(app, answer(asked, "Two.", **stranger))

    assert (first.state, first.reason, second.state) == ("held", "sender", "held")
    assert sorted(held(world)) == [("sender", False), ("sender", True)]
    (told,) = told_so(app)
    assert "was not taken" in words(told)
    assert "PO-7" not in words(told) and "leave" not in words(told), "a stranger learns nothing"
    assert told["In-Reply-To"] and told["Reply-To"] is None
    assert len(posts(world, order)) == 1
    page = world.browser(world.kim).get("/admin/mail").text
    assert "another address" in page and "eve@else.example" in page and "One." in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"From": "portal@example.com"},
        {"From": None},
    ],
)
def test_machines_and_our_own_mails_are_passed_over_in_silence(app, world, order, asked, headers):
    before = len(mailed(app))

    assert take(app, answer(asked, **headers)).state == "passed"

    assert len(posts(world, order)) == 1
    assert len(mailed(app)) == before
    assert held(world) == []


def test_a_made_up_or_changed_address_is_nobodys(app, world, order, asked):
    box = str(asked["Reply-To"])
    local, _at, host = box.partition("@")
    others = set("abcdefghijklmnopqrstuvwxyz234567") - {local[-1]}
    for to in (
        *(f"{local[:-1]}{other}@{host}" for other in sorted(others)),
        f"reply+{'a' * 53}@{host}",
        f"{local}@else.example",
        "x@y.example",
    ):
        assert take(app, answer(asked, To=to)).state == "unknown"
    assert take(app, answer(asked, To=box.upper())).state == "taken"
    assert len(posts(world, order)) == 2


def test_an_address_is_for_its_recipient_alone(app, world, order, talk, asked):
    """A forwarded mail does not let a colleague speak in Sam's name."""
    tom = world.person("Tom", "supplier", world.brenner)

    taken = take(app, answer(asked, From=tom.email))

    assert (taken.state, taken.reason) == ("held", "sender")


def test_an_old_mail_can_no_longer_be_answered(app, world, at, order, asked):
    at("2026-06-30T09:00")

    taken = take(app, answer(asked))

    assert (taken.state, taken.reason) == ("held", "expired")
    assert "too old" in words(told_so(app, world.sam.email)[-1])


def test_who_has_left_cannot_answer_any_more(app, world, order, asked):
    def leave():
        return people.deactivate(world.nordwind, world.sam.id, world.brenner), []

    flow.manage(world.nordwind, world.kim.actor, leave)

    assert take(app, answer(asked)).reason == "gone"
    assert len(posts(world, order)) == 1


def test_a_mail_that_only_quotes_is_held(app, world, asked):
    assert take(app, answer(asked, "")).reason == "empty"
    assert held(world) == [("empty", True)]


def test_a_changed_key_lets_old_mails_be_answered_until_it_is_gone(app, world, order, asked):
    app.config.update(REPLY_KEYS=f"new, {app.config['SECRET_KEY']}")
    assert take(app, answer(asked, "With the old key.")).state == "taken"

    app.config.update(REPLY_KEYS="new")
    assert take(app, answer(asked, "Without it.")).state == "unknown"


def test_hostile_text_is_only_text(app, world, order, talk, asked):
    said = "\x00<script>alert(1)</script>\x1b[31m \u202e"

    assert take(app, answer(asked, said)).state == "taken"

    shown = world.browser(world.ada).get(talk).text
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown and "\x00" not in shown


def test_what_a_mail_says_is_said_with_the_rights_of_now(app, world, order, asked):
    """Sam became a customer's person meanwhile: nothing is said for Brenner."""

    def changed():
        people.give_role(world.nordwind, world.sam.id, world.brenner, "carrier")
        return None, []

    flow.manage(world.nordwind, world.kim.actor, changed)

    assert take(app, answer(asked)).state == "taken"
    said = world.history(order)[-1].facts
    assert said["by"]["auth"] == "mail" and said["by"]["org"] == world.brenner
