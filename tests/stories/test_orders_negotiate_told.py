"""Who is told by mail when Ada and Sam negotiate: always the other side, never oneself."""

import pytest

from portal import flow, jobs, people
from portal.desk import say
from portal.people import Card
from tests.stories.filling import fill, form_on
from tests.stories.mails import mailed, words
from tests.world import Line


@pytest.fixture
def order(world, at):
    """PO-7, which Ada placed in the portal and Sam has accepted; older mails are gone."""
    at("2026-03-10T09:00")
    placed = world.place("PO-7", Line())
    fill(world.browser(world.sam), f"/orders/{placed}", f"/orders/{placed}/acceptances")
    fill(
        world.browser(world.ada),
        f"/orders/{placed}?do=change&line=1",
        f"/orders/{placed}/changes",
        **{"parts-0-day": "2026-04-08", "go": "send"},
    )
    jobs.run(world.app, once=True)
    return placed


def told(world, who) -> list[str]:
    """Return the subjects of the mails to somebody, oldest first."""
    return [mail["Subject"] for mail in mailed(world.app, who)]


def offer(world, order, **typed):
    return fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        **({"parts-0-day": "2026-04-15", "verdict": "offer"} | typed),
    )


def test_he_is_told_that_she_changed_it(world, order):
    assert told(world, world.sam)[-1] == "Order PO-7 from Nordwind has changed"
    assert told(world, world.ada) == []


def test_she_is_told_that_he_proposes_otherwise(world, order):
    offer(world, order, text="The furnace is down.")

    assert told(world, world.ada) == ["Order PO-7: Brenner proposes something else for line 10"]
    text = words(mailed(world.app, world.ada)[-1])
    assert "The furnace is down." in text and f"/orders/{order}" in text


def test_she_is_told_that_he_refuses(world, order):
    offer(world, order, verdict="reject", reason="CAPACITY")

    assert told(world, world.ada) == ["Order PO-7: Brenner refuses line 10"]


def test_what_he_accepts_needs_no_mail(world, order):
    fill(world.browser(world.sam), f"/orders/{order}", f"/orders/{order}/acceptances")

    assert told(world, world.ada) == []


@pytest.mark.parametrize(
    ("verdict", "subject"),
    [
        ("accepted", "Order PO-7: your proposal for line 10 is accepted"),
        ("refused", "Order PO-7: please answer line 10 once more"),
    ],
)
def test_he_is_told_what_she_decided(world, order, verdict, subject):
    offer(world, order)
    ada = world.browser(world.ada)
    data = form_on(ada.get(f"/orders/{order}").text, f"/orders/{order}/decisions")

    said = {"verdict": verdict, "text": "By the 10th."}
    ada.post(f"/orders/{order}/decisions", data=data | said)

    assert told(world, world.sam)[-1] == subject
    assert "By the 10th." in words(mailed(world.app, world.sam)[-1])


def test_he_is_told_what_she_wants_instead(world, order):
    offer(world, order)
    proposal = world.history(order)[-1].ident
    at = f"/orders/{order}?do=counter&what={proposal}"
    typed = {"parts-0-day": "2026-04-10", "go": "send"}

    fill(world.browser(world.ada), at, f"/orders/{order}/counters", **typed)

    assert told(world, world.sam)[-1] == "Order PO-7: Nordwind wants something else for line 10"


@pytest.mark.parametrize(
    ("verb", "subject"),
    [
        ("block", "Order PO-7: Nordwind blocked line 10"),
        ("cancel", "Order PO-7: Nordwind cancelled line 10, or some of it"),
    ],
)
def test_he_is_told_what_she_stopped(world, order, verb, subject):
    at, action = f"/orders/{order}?do={verb}&line=1", f"/orders/{order}/halts"

    fill(world.browser(world.ada), at, action, reason="DEMAND", go="send")

    assert told(world, world.sam)[-1] == subject


def test_he_is_asked_to_confirm_what_she_entered(world, order):
    at, action = f"/orders/{order}?do=enter&line=1", f"/orders/{order}/entries"

    fill(world.browser(world.ada), at, action, verdict="offer")

    subject = "Order PO-7: please confirm what was entered for you"
    assert told(world, world.sam)[-1] == subject


def test_whoever_has_no_account_is_written_to_as_well(world, order):
    card = Card(world.brenner, "Order desk", "desk@brenner.example")
    flow.within(world.nordwind, lambda: people.keep_contact(card))

    with world.seen_by(world.ada):
        flow.tell(
            order,
            lambda read, _cases: say.block(read, world.ada.actor, "k", 0, "DEMAND"),
            world.ada.actor,
        )

    to = [mail["To"].addresses[0].addr_spec for mail in mailed(world.app)]
    assert "desk@brenner.example" in to
