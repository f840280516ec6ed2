"""The list of lines: everybody's views, filters, own views, and nobody else's lines."""

import re

import pytest

from portal.ledger import Draft
from tests.stories.filling import fill, form_on
from tests.stories.test_orders_buyer import statements
from tests.world import Line

LINES = "/lines"


@pytest.fixture
def town(world, at):
    """Three orders of Nordwind and one of Westhaven; now it is 4 March."""
    world.place("PO-1", Line(ask="2026-03-20"), Line(ask="2026-03-05", code="A-1"))
    world.place("PO-2", Line(ask="2026-02-20", agreed="2026-02-20"))
    world.place("PO-3", Line(ask="2026-03-06"), to=world.calder)
    world.place("W-1", Line(ask="2026-03-05"), to=world.calder, owner=world.westhaven)
    at("2026-03-04T09:00")
    return world


def rows(page):
    """Return the (order / line) of the table."""
    return re.findall(r"<td[^>]*class=\"main\"><a[^>]*>([^<]+)</a>", page)


def seen(world, who, address=LINES):
    answer = world.browser(who).get(address)
    assert answer.status_code == 200, answer.status
    return rows(answer.text)


def test_a_supplier_begins_with_what_waits_for_it(town):
    page = town.browser(town.sam).get(LINES).text

    assert rows(page) == ["PO-1 / 20", "PO-1 / 10"]
    assert "to acknowledge" in page and "Hex bolt M12" in page
    assert re.search(r"To answer\s*<span class=\"count\">2<", page)


def test_a_buyer_begins_with_what_is_to_be_decided(town):
    split = [{"part": 1, "qty": "60"}, {"part": 2, "from": 1, "qty": "40", "day": "2026-04-01"}]
    order = town.place("PO-4", Line(ask="2026-03-18"))
    body = {"answer": "change", "revision": 1, "parts": split}
    town.tell(order, Draft("response", line=1, body=body), by=town.sam)

    page = town.browser(town.ada).get(LINES).text

    assert rows(page) == ["PO-4 / 10"]
    assert "60 pcs on 18 Mar 2026" in page
    assert "1 Apr 2026" in page and "14 days later" in page


@pytest.mark.parametrize(
    ("who", "asked", "lines"),
    [
        ("sam", "view=open", ["PO-2 / 10", "PO-1 / 20", "PO-1 / 10"]),
        ("sam", "view=late", ["PO-2 / 10"]),
        ("sam", "view=soon", ["PO-1 / 20"]),
        ("sam", "view=open&days=7", ["PO-2 / 10", "PO-1 / 20"]),
        ("sam", "view=open&sort=last", ["PO-1 / 10", "PO-1 / 20", "PO-2 / 10"]),
        ("sam", "view=open&item=A-1", ["PO-1 / 20"]),
        ("sam", "view=open&q=PO-1", ["PO-1 / 20", "PO-1 / 10"]),
        ("sam", "view=open&q=PO-3", []),
        ("sam", "view=done", []),
        ("ada", "view=unanswered", ["PO-1 / 20", "PO-3 / 10", "PO-1 / 10"]),
        ("sue", "view=open", ["W-1 / 10", "PO-3 / 10"]),
        ("eve", "view=open", ["W-1 / 10"]),
        ("ada", "view=nonsense&days=x&size=7&sort=x&after=x~y&kind=z", []),
    ],
)
def test_views_and_filters(town, who, asked, lines):
    assert seen(town, getattr(town, who), f"{LINES}?{asked}") == lines


def test_a_buyer_looks_at_one_partner(town):
    ada = town.browser(town.ada)

    found = ada.get(f"{LINES}?view=open&partner=Calder", follow_redirects=True)

    assert rows(found.text) == ["PO-3 / 10"]
    unclear = ada.get(f"{LINES}?view=open&partner=alder").text
    assert "Is it one of these?" in unclear and rows(unclear) == []


def test_pages_follow_each_other(town):
    town.place("PO-9", *(Line(ask="2026-05-01") for _ in range(70)))
    sam = town.browser(town.sam)

    first = sam.get(f"{LINES}?view=open").text
    older = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    second = sam.get(older).text

    assert len(rows(first)) == 50 and len(rows(second)) == 23
    assert not set(rows(first)) & set(rows(second))
    assert len(rows(sam.get(f"{LINES}?view=open&size=100").text)) == 73


def test_a_page_asks_little(town):
    sam = town.browser(town.sam)
    sam.get(LINES)

    asked = statements(lambda: sam.get(f"{LINES}?view=open"))

    assert len(asked) <= 8, "\n".join(asked)


def test_a_view_is_kept_under_a_name_and_deleted(town):
    sam = town.browser(town.sam)

    kept = fill(sam, f"{LINES}?view=open&item=A-1", f"{LINES}/views", name="Bearings")

    assert kept.status_code == 303
    page = sam.get(LINES).text
    link = re.search(r'href="([^"]+)">Bearings', page).group(1).replace("&amp;", "&")
    assert rows(sam.get(link).text) == ["PO-1 / 20"]
    assert "Bearings" not in town.browser(town.sue).get(LINES).text
    (action,) = set(re.findall(r'action="(/lines/views/[^"]+/end)"', page))
    assert fill(sam, LINES, action).status_code == 303
    assert "Bearings" not in sam.get(f"{LINES}?view=late").text


def test_the_same_name_again_is_the_same_view(town):
    sam = town.browser(town.sam)
    for item in ("A-1", "HX-M12"):
        fill(sam, f"{LINES}?view=open&item={item}", f"{LINES}/views", name="Mine")

    page = sam.get(LINES).text

    assert page.count('">Mine</a>') == 1 and "item=HX-M12" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [("  ", "Give the view a name."), ("x" * 41, "at most 40 characters")],
)
def test_a_view_needs_a_name_of_some_length(town, name, words):
    sam = town.browser(town.sam)

    answer = fill(sam, LINES, f"{LINES}/views", name=name)

    assert words in sam.get(answer.location).text


def test_twenty_views_are_enough(town):
    sam = town.browser(town.sam)
    data = form_on(sam.get(LINES).text, f"{LINES}/views")
    for n in range(21):
        answer = sam.post(f"{LINES}/views", data=data | {"name": f"View {n}"})

    assert "You have 20 views" in sam.get(answer.location).text


def test_nobody_deletes_somebody_elses_view(town):
    sam, sue = town.browser(town.sam), town.browser(town.sue)
    fill(sam, LINES, f"{LINES}/views", name="Mine")
    (action,) = set(re.findall(r'action="(/lines/views/[^"]+/end)"', sam.get(LINES).text))
    token = form_on(sue.get(LINES).text, f"{LINES}/views")["csrf_token"]

    assert sue.post(action, data={"csrf_token": token}).status_code == 404
    assert "Mine" in sam.get(LINES).text


@pytest.mark.parametrize("who", ["aud", "cam"])
def test_others_have_no_such_list(town, who):
    assert town.browser(getattr(town, who)).get(LINES).status_code == 404
