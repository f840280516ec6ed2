"""What leads to a message leads to that message: mails, links, the overview, the list."""

import re

import pytest

from tests.stories.filling import form_on
from tests.stories.mailbox import BOX, mails, newest, send
from tests.stories.mails import mailed, words
from tests.stories.messages import posts, write
from tests.world import Line


@pytest.fixture
def order(world):
    """An order somebody asks about."""
    return world.place("PO-7", Line())


@pytest.fixture
def talk(order):
    """The address of its conversation."""
    return f"/orders/{order}/messages"


def ask(world, order, talk):
    """Let Ada write first something, then a question; return the question."""
    write(world.browser(world.ada), talk, "Good day.")
    write(world.browser(world.ada), talk, "Which pallet?", question="y")
    return posts(world, order)[-1].ident


def test_the_mail_leads_to_the_message(app, world, order, talk):
    write(world.browser(world.sam), talk, "Which drawing?", question="y")
    question = posts(world, order)[-1].ident

    letter = words(mailed(app, world.ada)[-1])
    page = world.browser(world.ada).get(talk).text

    assert f"{talk}#m-{question}" in letter
    assert f'id="m-{question}" tabindex="-1"' in page


def test_a_link_leads_its_holder_to_the_message(world, order, talk):
    send(world, order)
    question = ask(world, order, talk)
    path, holder = newest(world, BOX), world.browser()
    assert f"{path}?post={question}" in mails(world, BOX)[-1]

    page = holder.get(f"{path}?post={question}").text
    sent = holder.post(path, data=form_on(page, path) | {"name": "Jan"})

    assert sent.location.endswith(f"/orders/{order}/messages#m-{question}")
    assert f'id="m-{question}"' in holder.get(sent.location.partition("#")[0]).text


@pytest.mark.parametrize("post", ["//evil.example", "a#b", "../x", "ZZ"])
def test_a_link_leads_nowhere_else(world, order, post):
    path, holder = send(world, order), world.browser()

    page = holder.get(path, query_string={"post": post}).text
    sent = holder.post(path, data=form_on(page, path) | {"name": "Jan"})

    assert sent.location.endswith(f"/orders/{order}")


def test_the_overview_leads_to_the_question(world, order, talk):
    question = ask(world, order, talk)

    page = world.browser(world.sam).get("/").text

    assert f'href="{talk}#m-{question}"' in page


def test_the_column_leads_to_the_oldest_question_that_waits(world, order, talk):
    question = ask(world, order, talk)
    write(world.browser(world.ada), talk, "And when?", question="y")
    sam, ada = world.browser(world.sam), world.browser(world.ada)

    theirs = re.search(rf'href="({talk}\?waiting=\w+)"', sam.get("/orders?tab=ours").text)[1]
    mine = re.search(rf'href="({talk}\?waiting=\w+)"', ada.get("/orders?tab=theirs").text)[1]

    assert sam.get(theirs).location == f"{talk}#m-{question}"
    assert ada.get(mine).location == f"{talk}#m-{question}"
    assert sam.get(f"{talk}?waiting=theirs").status_code == 200, "none waits: the conversation"
