"""Saying the same to many lines, and typing into the list: what is sent, what is not, and why."""

import re

import pytest

from portal.ledger import Draft
from tests.stories.filling import form_on
from tests.world import Line

LINES = "/lines"
SEND = "/lines/bundles"
OPEN = f"{LINES}?view=open"


@pytest.fixture
def town(world, at):
    """Three lines of Brenner in two orders, one of Calder for each buyer; now it is 4 March."""
    world.one = world.place("PO-1", Line(ask="2026-04-01"), Line(ask="2026-04-02", code="A-2"))
    world.two = world.place("PO-2", Line(ask="2026-04-03", qty="40"))
    world.far = world.place("PO-3", to=world.calder)
    world.away = world.place("W-1", to=world.calder, owner=world.westhaven)
    at("2026-03-04T09:00")
    return world


def keys(page):
    """Return the names of the rows that can be ticked."""
    return re.findall(r'name="row" value="([^"]+)"', page)


def send(browser, at=OPEN, ticked=slice(None), go="tell", **said):
    """Tick rows of the list and say the same to them; return the page that follows."""
    page = browser.get(at).text
    data = form_on(page, SEND) | {"row": keys(page)[ticked], "go": go, **said}
    answer = browser.post(SEND, data=data)
    return browser.get(answer.location) if answer.status_code == 303 else answer


def type_in(browser, go="tell", **typed):
    """Type into the list; fields are qty and day with the number of the row; return the page."""
    at = f"{OPEN}&edit=1"
    page = browser.get(at).text
    rows = re.findall(r'name="qty-([^"]+)"', page)
    fields = {f"{name[:3]}-{rows[int(name[4:])]}": value for name, value in typed.items()}
    answer = browser.post(SEND, data=form_on(page, SEND) | fields | {"go": go})
    return browser.get(answer.location) if answer.status_code == 303 else answer


def work(browser, page, act, **typed):
    """Type into the rows of a bundle and press a button; return the page that follows."""
    answer = browser.post(page.request.path, data=form_on(page.text, page.request.path)
                          | typed | {"act": act})  # fmt: skip
    assert answer.status_code == 303
    return browser.get(answer.location)


def kinds(world, order, who=None):
    return [said.facts["kind"] for said in world.history(order, who)]


def test_ticked_lines_of_several_orders_are_accepted_at_once(town):
    page = send(town.browser(town.sam), verb="accept", ref="SO-5")

    assert "3 answers are sent" in page.text
    assert kinds(town, town.one).count("response") == 2
    assert kinds(town, town.two).count("response") == 1
    assert ["supplier_order", "SO-5"] in town.history(town.two)[-1].facts["refs"]


def test_a_supplier_of_two_buyers_answers_both_at_once(town):
    page = send(town.browser(town.sue), verb="accept")

    assert "2 answers are sent" in page.text
    assert kinds(town, town.away, town.eve)[-1] == "response"


def test_ticked_lines_are_moved_by_days_with_one_reason(town):
    sam = town.browser(town.sam)

    page = send(sam, ticked=slice(0, 2), verb="propose", move="7", reason="CAPACITY", go="look")

    assert "Look at your answers" in page.text and "2 later, at most by 7 days" in page.text
    assert "response" not in kinds(town, town.one)
    page = work(sam, page, "tell")
    assert "2 answers are sent" in page.text
    days = [said.facts["body"]["parts"][0]["day"] for said in town.history(town.one)[-2:]]
    assert days == ["2026-04-08", "2026-04-09"]


def test_one_day_for_all(town):
    send(town.browser(town.sam), verb="propose", day="2026-05-04")

    assert town.history(town.two)[-1].facts["body"]["parts"][0]["day"] == "2026-05-04"


def test_the_same_form_sent_twice_is_done_once(town):
    sam = town.browser(town.sam)
    page = sam.get(OPEN).text
    data = form_on(page, SEND) | {"row": keys(page), "go": "tell", "verb": "accept"}

    first, second = sam.post(SEND, data=data), sam.post(SEND, data=data)

    assert first.location == second.location
    assert kinds(town, town.one).count("response") == 2


def test_going_back_and_ticking_other_lines_is_another_act(town):
    sam = town.browser(town.sam)
    page = sam.get(OPEN).text
    data = form_on(page, SEND) | {"go": "tell", "verb": "accept"}

    for one in keys(page):
        sam.post(SEND, data=data | {"row": [one]})

    assert kinds(town, town.one).count("response") == 2
    assert kinds(town, town.two).count("response") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ticked": slice(0, 0), "verb": "accept"}, "Tick the lines you mean first."),
        ({}, "Choose what to say to these lines."),
        ({"verb": "agree"}, "Choose what to say to these lines."),
        ({"verb": "reject"}, "Choose a reason."),
        ({"verb": "propose", "day": "soon"}, "Not a valid date value."),
        ({"verb": "propose", "move": "99999"}, "Not saved yet."),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(town, said, words):
    page = send(town.browser(town.sam), text="We are moving.", **said)

    assert page.status_code == 422
    assert words in page.text and "We are moving." in page.text
    assert page.text.count(" checked>") == (0 if "ticked" in said else 3)
    assert "response" not in kinds(town, town.one)


def test_more_than_500_are_too_many(town):
    sam = town.browser(town.sam)
    page = sam.get(OPEN).text
    rows = [f"{town.one}.1.1.{n:016x}~1~" for n in range(501)]

    answer = sam.post(SEND, data=form_on(page, SEND) | {"row": rows, "verb": "accept"})

    assert answer.status_code == 422 and "at most 500" in answer.text


def test_what_cannot_be_sent_says_why_and_the_rest_is_sent(town):
    sam = town.browser(town.sam)
    page = sam.get(OPEN).text
    data = form_on(page, SEND) | {"row": keys(page), "go": "tell", "verb": "accept"}
    send(town.browser(town.sam), ticked=slice(0, 1), verb="accept")

    page = sam.get(sam.post(SEND, data=data).location)

    assert "What was sent, and what was not" in page.text
    assert "changed while you were answering" in page.text
    assert kinds(town, town.one).count("response") == 2
    assert kinds(town, town.two).count("response") == 1


def test_both_versions_are_shown_and_the_row_can_be_sent_again(town):
    sam = town.browser(town.sam)
    page = sam.get(OPEN).text
    data = form_on(page, SEND) | {"row": keys(page), "go": "tell", "verb": "accept"}
    parts = [{"part": 1, "qty": "55", "ask": "2026-04-20"}]
    body = {"no": "000010", "qty": "55", "uom": "EA", "revision": 2, "parts": parts}
    body["item"] = {"code": "HX-M12", "name": "Hex bolt M12"}
    town.tell(town.two, Draft("line.changed", line=1, body=body), by=town.ada)

    page = sam.get(sam.post(SEND, data=data).location)

    assert "<del>40 pcs by 3 Apr 2026</del>" in page.text
    assert "now: 55 pcs by 20 Apr 2026" in page.text
    page = work(sam, page, "tell")
    assert "3 answers are sent" in page.text
    assert kinds(town, town.one).count("response") == 2


def test_days_and_quantities_are_typed_into_the_list(town):
    sam = town.browser(town.sam)

    page = type_in(sam, day_0="2026-04-15", qty_2="30", go="look")

    assert "to mend" in page.text and "Say what happens to the rest" in page.text
    assert page.text.count('name="n"') == 2, "a line that was not changed says nothing"
    number = re.search(r'aria-invalid="true" aria-describedby="p(\d+)"', page.text).group(1)
    page = work(sam, page, "tell", **{f"rest-{number}": "none"})
    assert "2 answers are sent" in page.text
    assert town.history(town.two)[-1].facts["body"]["rest"] == "none"


def test_letters_are_no_quantity_and_stay_to_be_mended(town):
    page = type_in(town.browser(town.sam), qty_0="many", day_1="2026-04-20")

    assert "“many” is no quantity." in page.text and 'value="many"' in page.text
    assert kinds(town, town.one).count("response") == 1


def test_nothing_typed_is_nothing_sent(town):
    page = type_in(town.browser(town.sam))

    assert page.status_code == 422 and "Nothing is changed" in page.text


def test_a_row_is_split_on_the_page(town):
    sam = town.browser(town.sam)
    page = send(sam, ticked=slice(2, 3), verb="accept", go="look")

    page = work(sam, page, "split-1")
    page = work(sam, page, "check", **{"qty-1": "25", "qty-2": "15", "day-2": "2026-04-30"})
    page = work(sam, page, "tell")

    assert "2 answers are sent" in page.text
    parts = town.history(town.two)[-1].facts["body"]["parts"]
    assert [(row["qty"], row["day"]) for row in parts] == [
        ("25", "2026-04-03"),
        ("15", "2026-04-30"),
    ]


def test_a_row_set_to_nothing_is_left_out(town):
    sam = town.browser(town.sam)
    page = send(sam, verb="accept", go="look")

    page = work(sam, page, "tell", **{"verb-1": ""})

    assert "2 answers are sent" in page.text and "Says nothing" in page.text
    assert kinds(town, town.one).count("response") == 1


def test_the_buyer_decides_on_many_proposals(town):
    send(town.browser(town.sam), verb="propose", move="7")
    ada = town.browser(town.ada)

    page = send(ada, at=LINES, verb="agree")

    assert "3 answers are sent" in page.text
    assert kinds(town, town.two)[-1] == "decision"


def test_a_refusal_needs_words(town):
    send(town.browser(town.sam), verb="propose", move="7")
    ada = town.browser(town.ada)

    assert "Say why." in send(ada, at=LINES, verb="refuse").text
    page = send(ada, at=LINES, verb="refuse", text="By 1 April, please.")

    assert "3 answers are sent" in page.text
    with town.seen_by(town.sam):
        assert "asked again" not in page.text
    assert "to answer again" in town.browser(town.sam).get(LINES).text


def test_a_strangers_line_and_none_are_one_answer(town):
    sam, sue = town.browser(town.sam), town.browser(town.sue)
    (theirs, *_) = keys(sue.get(OPEN).text)
    page = sam.get(OPEN).text
    told = []
    for key in (theirs, theirs.replace(theirs[:8], "00000000")):
        answer = sam.post(SEND, data=form_on(page, SEND) | {"row": [key], "verb": "accept"})
        text = sam.get(answer.location).text
        told.append(re.search(r'<p class="error"[^>]*>([^<]+)', text).group(1))

    assert len(set(told)) == 1 and "There is no such line" in told[0]
    assert "response" not in kinds(town, town.far, town.sue)


def test_a_bundle_is_not_shown_to_others(town):
    page = send(town.browser(town.sam), verb="accept", go="look")

    for who in (town.sue, town.ada, town.eve):
        assert town.browser(who).get(page.request.path).status_code == 404


def test_receiving_looks_and_says_nothing(town):
    rio = town.browser(town.rio)

    page = rio.get(OPEN).text

    assert "PO-1" in page and keys(page) == []
    token = form_on(page, f"{LINES}/views")["csrf_token"]
    assert rio.post(SEND, data={"csrf_token": token}).status_code == 404
