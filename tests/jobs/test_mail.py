"""Mails: written with the news, sent after it, once, in the reader's language."""

from email import message_from_bytes, policy
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import desk, flow, jobs, people
from portal.db import Scope, db, door, keeper, taken, transaction
from portal.desk import Notice
from portal.ledger import Draft
from tests.world import Line


def mails(app):
    """Return the mails that were written, the oldest first."""
    files = sorted(app.config["MAIL_DIR"].glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def body(mail, kind="plain"):
    return mail.get_body((kind,)).get_content()


def states(owner):
    with keeper(owner):
        rows = select(Notice.template, Notice.state).order_by(Notice.id)
        return [tuple(row) for row in db.session.execute(rows)]


def work(app):
    """Let the worker do what is waiting; a fault stops the test, not only the job."""
    jobs.run(app, once=True)


def codes(world, order):
    return [said.facts.get("code") for said in world.history(order)]


def test_a_new_order_is_mailed_to_the_supplier_once_and_its_clock_starts(app, world):
    order = world.place("PO-7", Line(), Line(code="HX-M16"))
    assert mails(app) == []  # nothing is sent while the news is written
    work(app)
    work(app)

    (mail,) = mails(app)
    assert mail["To"].addresses[0].addr_spec == world.sam.email
    assert "PO-7" in mail["Subject"] and "Nordwind" in mail["Subject"]
    assert "/a/" in body(mail) and "/a/" in body(mail, "html"), "it needs no account"
    assert codes(world, order).count("ORDER_SENT") == 1
    assert states(world.nordwind) == [("order", desk.SENT)]


def test_a_job_done_again_after_a_crash_sends_the_same_mail_and_no_second_event(app, world, at):
    order = world.place("PO-7")
    with jobs.worker(), transaction():
        (lost,) = desk.claim()
    with keeper(lost.owner):
        jobs.HANDLERS[lost.kind](lost)  # sent, and then the worker dies
    at("2026-03-02T09:30")
    work(app)

    assert len(mails(app)) == 1
    assert codes(world, order).count("ORDER_SENT") == 1
    assert states(world.nordwind) == [("order", desk.SENT)]


def test_an_order_nobody_has_to_answer_is_not_mailed(app, world):
    world.place("PO-8", Line(agreed="2026-04-01"), agreed=True)
    world.place("SO-1", type="sales", to=world.lindqvist)
    work(app)

    assert mails(app) == []


def test_the_mail_speaks_the_readers_language(app, world):
    with door(), transaction():
        people.describe(world.sam.id, "Sam", "de", "Europe/Berlin")
    world.place("PO-7")
    work(app)

    (mail,) = mails(app)
    assert '<html lang="de">' in body(mail, "html")


def test_who_left_before_the_mail_did_is_not_written_to(app, world):
    world.place("PO-7")
    with door(), transaction():
        db.session.get_one(people.Person, world.sam.id).deactivated_at = jobs.clock.now()
    work(app)

    assert mails(app) == []
    assert states(world.nordwind) == [("order", desk.NOBODY)]


def test_a_silent_server_is_tried_again_later(app, world, at, monkeypatch):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"  # nobody listens there
    world.place("PO-7")
    work(app)
    assert states(world.nordwind) == [("order", desk.WAITING)]

    app.config["SMTP_URL"] = ""
    at("2026-03-02T09:05")
    work(app)
    assert states(world.nordwind) == [("order", desk.SENT)]


def test_an_invitation_carries_a_link_that_works_and_is_stored_nowhere(app, world):
    token = people.digest(_invited(world))
    flow.within(
        world.nordwind,
        lambda: desk.notify("invitation", {"token": token.hex()}, address="new@nordwind.example"),
    )
    work(app)

    (mail,) = mails(app)
    secret = body(mail).split("/join/")[1].split()[0]
    with door():
        found = people.invitation(secret, jobs.clock.now())
        assert (found.email, found.role) == ("new@nordwind.example", "buyer")
    with keeper(world.nordwind):
        assert all(secret not in params for params in db.session.scalars(select(Notice.params)))


def _invited(world):
    with keeper(world.nordwind), transaction():
        lasts = jobs.timedelta(days=7)
        return people.invite(world.kim.actor, "new@nordwind.example", "buyer", lasts)


def test_an_invitation_that_was_used_meanwhile_is_not_mailed(app, world):
    flow.within(
        world.nordwind,
        lambda: desk.notify("invitation", {"token": "00" * 32}, address="a@b.example"),
    )
    work(app)

    assert states(world.nordwind) == [("invitation", desk.NOBODY)]


def test_a_password_link_goes_to_the_person(app, world):
    with door(), transaction():
        link = people.forgot(world.ada.email, jobs.timedelta(hours=1))
        token = link.token.hex()
    flow.within(world.nordwind, lambda: desk.notify("reset", {"token": token}, person=world.ada.id))
    work(app)

    (mail,) = mails(app)
    secret = body(mail).split("/reset/")[1].split()[0]
    with door():
        assert people.reset_of(secret, jobs.clock.now()) == world.ada.email


@pytest.fixture
def case(world):
    """An overdue order's case, opened by the system."""
    order = world.place("PO-7")
    opened = Draft(
        "case.opened",
        line=1,
        part=1,
        only_for=world.nordwind,
        body={
            "case": str(UUID(int=5)),
            "rule": "overdue",
            "nth": 1,
            "severity": 3,
            "since": "2026-03-01T00:00:00.000000Z",
            "words": {"qty": "100", "uom": "EA", "due_day": "2026-02-28"},
        },
    )
    with taken(Scope("own", org=world.nordwind)):
        flow.tell(order, lambda *_: [opened], people.system(world.nordwind))
    return order


def act(world, order, say, by):
    with world.seen_by(by):
        flow.tell(order, lambda journey, cases: [say(cases[0])], by.actor)


def test_a_question_and_its_answer_are_mailed_with_their_words(app, world, case):
    act(world, case, lambda one: desk.take(one, world.ada.actor), world.ada)
    act(
        world,
        case,
        lambda one: desk.ask(one, world.ada.actor, "Where <is> it?", world.brenner, "k"),
        world.ada,
    )
    with world.seen_by(world.sam):
        assert len(desk.open_questions()[desk.OURS]) == 1
        flow.tell(
            case,
            lambda _journey, cases: [desk.answer(cases[0], world.sam.actor, "On the ship.", "k2")],
            world.sam.actor,
        )
    work(app)

    written = {mail["Subject"]: mail for mail in mails(app)}
    asked = next(mail for subject, mail in written.items() if "question" in subject)
    answered = next(mail for subject, mail in written.items() if "answered" in subject)
    assert asked["To"].addresses[0].addr_spec == world.sam.email
    assert "Where <is> it?" in body(asked) and "Where &lt;is&gt; it?" in body(asked, "html")
    assert answered["To"].addresses[0].addr_spec == world.ada.email
    assert "On the ship." in body(answered)
    with world.seen_by(world.sam):
        assert desk.open_questions() == {desk.OURS: [], desk.THEIRS: []}


def test_a_case_handed_over_is_mailed_and_one_taken_is_not(app, world, case):
    act(world, case, lambda one: desk.take(one, world.ada.actor, "a"), world.ada)
    work(app)
    before = len(mails(app))

    act(world, case, lambda one: desk.hand_over(one, world.ada.actor, world.kim.id), world.ada)
    work(app)
    assert len(mails(app)) == before + 1
    assert mails(app)[-1]["To"].addresses[0].addr_spec == world.kim.email


def test_a_private_note_is_never_mailed(app, world, case):
    work(app)
    before = len(mails(app))
    act(world, case, lambda one: desk.comment(one, world.ada.actor, "He lies.", "k"), world.ada)
    work(app)

    assert len(mails(app)) == before


def test_a_name_with_a_line_break_cannot_add_a_header(app, world):
    with door(), transaction():
        people.organisation(world.nordwind).name = "Nordwind\nBcc: all@example.com"
    world.place("PO-7")
    work(app)

    (mail,) = mails(app)
    assert mail["Bcc"] is None
