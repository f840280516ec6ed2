"""Long files: read and sent by the worker, with progress, and by those who may, only."""

import csv
import io

import pytest

from portal import bundles, jobs, people
from portal.db import db, keeper, transaction
from tests.stories.filling import form_on
from tests.stories.sheets import send_all, upload
from tests.world import Line

OPEN = "/lines?view=open"
CSV = "/lines/sheet.csv?view=open&sort=last"


@pytest.fixture
def town(world, at):
    """Two orders of Brenner; now it is 4 March."""
    world.one = world.place("PO-1", Line(ask="2026-04-01"), Line(ask="2026-04-02", code="A-2"))
    world.two = world.place("PO-2", Line(ask="2026-04-03", qty="40"))
    at("2026-03-04T09:00")
    return world


def worked() -> None:
    """Let the worker do what is waiting."""
    while jobs.work():
        pass
    db.session.rollback()


def file_of(browser, answer="accept", more=0) -> bytes:
    """Download the lines, answer each, and add rows that say nothing."""
    head, *rows = csv.reader(io.StringIO(browser.get(CSV).data.decode("utf-8-sig")))
    for row in rows:
        row[head.index("Your answer")] = answer
    blank = [""] * len(head)
    blank[head.index("Note")] = "Nothing is said about any line here."
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows, *([blank] * more)])
    return text.getvalue().encode()


def responses(world, *orders) -> int:
    """Return how often these orders were answered."""
    return sum(
        said.facts["kind"] == "response" for order in orders for said in world.history(order)
    )


def test_a_long_file_is_read_by_the_worker_and_the_page_asks_again(town):
    sam = town.browser(town.sam)

    page = upload(sam, file_of(sam, more=2_000), "lines.csv")

    assert "Being read" in page.text and "every 2s" in page.text
    assert "Download the original" in page.text
    worked()
    page = sam.get(page.request.path)
    assert "Look at your answers" in page.text and "2,000" in page.text
    send_all(sam, page)
    assert responses(town, town.one, town.two) == 3


def test_sent_again_while_it_waits_it_is_the_same_file(town):
    sam = town.browser(town.sam)
    data = file_of(sam, more=2_000)

    first, second = upload(sam, data, "lines.csv"), upload(sam, data, "lines.csv")

    assert first.request.path == second.request.path
    worked()
    assert "Look at your answers" in sam.get(first.request.path).text


def test_nothing_is_sent_while_the_file_is_still_read(town):
    sam = town.browser(town.sam)
    page = upload(sam, file_of(sam, more=2_000), "lines.csv")
    form = form_on(sam.get(OPEN).text, "/lines/bundles") | {"act": "tell"}

    sam.post(page.request.path, data=form)

    assert responses(town, town.one, town.two) == 0
    assert "Being read" in sam.get(page.request.path).text


def test_more_than_500_answers_are_sent_by_the_worker(town):
    many = [
        town.place(f"PO-1{n}", *(Line(code=f"B-{k}", ask="2026-05-04") for k in range(130)))
        for n in range(4)
    ]
    sam = town.browser(town.sam)
    page = upload(sam, file_of(sam), "lines.csv")
    worked()
    page = sam.get(page.request.path)

    page = send_all(sam, page)

    assert "Being sent" in page.text and responses(town, *many) == 0
    worked()
    assert "523 answers are sent" in sam.get(page.request.path).text
    assert responses(town, *many) == 520


def test_who_left_meanwhile_says_nothing_any_more(town):
    sam = town.browser(town.sam)
    upload(sam, file_of(sam, more=2_000), "lines.csv")
    with keeper(town.nordwind), transaction():
        people.deactivate(town.nordwind, town.sam.id, town.brenner)

    worked()

    assert responses(town, town.one, town.two) == 0
    with town.seen_by(town.sam):
        head = bundles.latest(town.sam.actor, bundles.FILE)[0]
    assert head.state == bundles.REFUSED
    assert "may not answer" in str(bundles.fault_of(head.problem))
