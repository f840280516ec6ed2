"""A buyer sends a file: looks at what it would do, confirms, finds it again, mends its faults."""

import csv
import io
import re

import pytest

from portal import jobs
from portal.db import db
from tests.loading.conftest import HEADER, heads
from tests.stories.filling import fill, form_on

GOOD = "4500017,10,M-1,Bracket,100,PCS,2026-12-01,100234,Nordblech GmbH,Ada"
WRONG = "4500018,10,M-1,=cmd|' /C calc'!A0,viele,PCS,2026-12-01,100234,Nordblech GmbH,Ada"
HTMX = {"HX-Request": "true"}


def file_of(*rows: str, name: str = "orders.csv"):
    """Return a file as a browser sends it."""
    return io.BytesIO("\n".join((HEADER, *rows, "")).encode()), name


@pytest.fixture
def ada(world):
    """Ada's browser."""
    return world.browser(world.ada)


@pytest.fixture
def send(ada):
    """Let Ada send a file; return the address of its page."""

    def send(*rows: str, **kind) -> str:
        answer = fill(ada, "/intake", "/intake", file=file_of(*rows, **kind))
        assert answer.status_code == 303
        return answer.location

    return send


def worked(app) -> None:
    """Let the worker do what is waiting."""
    while jobs.work():
        pass
    db.session.rollback()


def test_a_file_is_looked_at_before_anything_is_recorded(world, ada, send):
    page = ada.get(send(GOOD, WRONG)).text

    assert "Take it in" in page
    assert "4500017" in page and "Nordblech GmbH" in page
    assert "“viele” is not a number" in page
    assert "These partners are new and will be added: Nordblech GmbH" in page
    assert heads(world.nordwind) == []


def test_confirmed_it_is_taken_in_by_the_worker(world, ada, send, app):
    at = send(GOOD, WRONG)

    answer = fill(ada, at, at)
    waiting = ada.get(at).text
    worked(app)
    done = ada.get(at).text

    assert (answer.status_code, answer.location) == (303, at)
    assert "Waiting its turn" in waiting and 'hx-trigger="every 2s"' in waiting
    assert "every 2s" not in done, "the finished page asks no more"
    assert "“viele” is not a number" in done
    assert "taken in" in ada.get("/intake").text
    assert [key for key, _, _ in heads(world.nordwind) if key.startswith("purchase")] == [
        "purchase:4500017"
    ]


def test_a_double_click_takes_it_in_once(world, ada, send, app):
    at = send(GOOD)
    form = form_on(ada.get(at).text, at)

    first, second = ada.post(at, data=form), ada.post(at, data=form)
    worked(app)
    before = heads(world.nordwind)
    worked(app)

    assert (first.status_code, second.status_code) == (303, 303)
    assert heads(world.nordwind) == before


def test_htmx_gets_the_part_only(ada, send):
    part = ada.get(send(GOOD), headers=HTMX).text

    assert "<html" not in part
    assert 'id="file"' in part


def test_the_same_file_again_is_the_same_page(ada, send, app):
    at = send(GOOD)
    fill(ada, at, at)
    worked(app)

    again = send(GOOD, name="other name.csv")

    assert again == at
    assert "This very file came before" in ada.get(again).text


def test_rows_set_aside_come_back_with_their_reasons(ada, send, app):
    at = send(GOOD, WRONG)
    fill(ada, at, at)
    worked(app)

    answer = ada.get(f"{at}/problems.csv")

    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert table[0][-2:] == ["Row", "Problem"]
    assert len(table) == 2
    assert table[1][3] == "'=cmd|' /C calc'!A0", "no spreadsheet may compute what a stranger wrote"
    assert table[1][-2] == "3"
    assert table[1][-1].startswith("quantity: “viele” is not a number")


def test_the_original_comes_back_byte_for_byte(ada, send):
    content = file_of(GOOD, WRONG)[0].getvalue()

    answer = ada.get(f"{send(GOOD, WRONG)}/original")

    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_template_is_a_file_we_read(ada):
    template = ada.get("/intake/template.csv").data

    answer = fill(ada, "/intake", "/intake", file=(io.BytesIO(template), "template.csv"))

    page = ada.get(answer.location).text
    assert "4500017" in page
    assert "Nobody reads these columns" not in page
    assert "First problems" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF"),
        (b"PK\x03\x04", "This is an Excel workbook"),
        (b"order;line\n1;2\n", "The file lacks the column"),
        ("order".encode("utf-16"), "This file is in UTF-16"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(ada, content, words):
    answer = fill(ada, "/intake", "/intake", file=(io.BytesIO(content), "x.csv"))

    page = ada.get(answer.location).text
    assert words in page
    assert "Take it in" not in page
    assert "refused" in ada.get("/intake").text


def test_a_missing_file_is_asked_for_again(ada):
    answer = fill(ada, "/intake", "/intake")

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_file_larger_than_we_take_is_refused(ada, app):
    app.config["MAX_INTAKE_MB"] = "1"
    page = ada.get("/intake").text
    form = form_on(page, "/intake") | {"file": (io.BytesIO(bytes(1_500_000)), "big.csv")}

    answer = ada.post("/intake", data=form)

    assert answer.status_code == 413
    assert "up to 1 MB" in page


def test_a_name_with_a_path_is_a_name(ada, send):
    page = ada.get(send(GOOD, name="../../etc/orders.csv")).text

    assert "../" not in re.sub(r"href=\"[^\"]*\"", "", page)


def test_a_long_list_goes_on(world, ada, send, at):
    for number in range(32):
        at(f"2026-03-02T09:{number:02}")
        send(GOOD.replace("4500017", f"77{number:03}"), name=f"f{number}.csv")

    page = ada.get("/intake").text
    older = re.search(r'href="(/intake\?before=[^"]+)"', page).group(1)

    assert ">f31.csv<" in page and ">f2.csv<" in page and ">f1.csv<" not in page
    assert ">f1.csv<" in ada.get(older).text and ">f0.csv<" in ada.get(older).text


def test_others_see_nothing_of_it(world, send):
    at = send(GOOD)

    for who in (world.sam, world.rio, world.aud, world.cam):
        browser = world.browser(who)
        assert browser.get("/intake").status_code == 404
        assert browser.get(at).status_code == 404
    eve = world.browser(world.eve)
    assert eve.get(at).status_code == 404
    assert eve.get(f"{at}/original").status_code == 404
    assert "orders.csv" not in eve.get("/intake").text


def test_a_file_of_another_kind_is_not_offered_to_be_taken_in(ada, send):
    page = ada.get(send(WRONG)).text

    assert "Not one row could be understood" in page
    assert "Take it in" not in page


def test_many_rows_set_aside_are_shown_page_by_page(ada, send, app):
    wrong = [WRONG.replace("4500018", f"88{n:03}") for n in range(30)]
    at = send(GOOD, *wrong)
    fill(ada, at, at)
    worked(app)

    page = ada.get(at).text
    more = re.search(rf'href="({at}\?after=[0-9]+)"', page).group(1)

    assert "88000" in page and "88024" in page and "88025" not in page
    assert "88025" in ada.get(more).text and "88029" in ada.get(more).text
    table = ada.get(f"{at}/problems.csv").text
    assert table.count("\n") == 31
