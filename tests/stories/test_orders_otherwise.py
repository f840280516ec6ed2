"""Sam answers with another price or another item; Ada sees old beside new, and decides."""

from decimal import Decimal

import pytest

from portal import journey
from tests.stories.filling import fill
from tests.stories.mailbox import send, sit_down
from tests.stories.mails import mailed, words
from tests.stories.test_rights import give
from tests.world import Line


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


@pytest.fixture
def order(world):
    """PO-7: 100 bolts at 1.25, which wait for an answer."""
    return world.place("PO-7", Line())


def answer(browser, there, **typed):
    asked = f"{there}?do=answer&line=1"
    return fill(browser, asked, f"{there}/answers", verdict="offer", **typed)


def last(world, order):
    return world.history(order)[-1].facts["body"]


def test_another_price_is_a_proposal_that_shows_old_and_new(app, world, order):
    there = f"/orders/{order}"

    sent = answer(world.browser(world.sam), there, price="1.40")

    assert sent.status_code == 303
    assert (last(world, order)["price"], last(world, order)["per"]) == ("1.4", "1")
    page = world.browser(world.ada).get(there).text
    shown = page.partition("What would change")[2]
    assert "1.25" in shown and "1.40" in shown
    (mail,) = [one for one in mailed(app, world.ada) if "proposes" in one["Subject"]]
    assert "Price: " in words(mail) and "1.25" in words(mail) and "1.40" in words(mail)


def test_her_yes_makes_it_the_agreed_price(world, order):
    there = f"/orders/{order}"
    answer(world.browser(world.sam), there, price="1.40")

    fill(world.browser(world.ada), there, f"{there}/decisions")

    line = journey.fold(world.history(order)).lines[1]
    assert line.agreed_price == Decimal("1.40")


def test_another_item_is_a_substitute(app, world, order):
    there = f"/orders/{order}"

    answer(world.browser(world.sam), there, item="HX-M12-A2", item_name="<Stainless> bolt")

    assert last(world, order)["answer"] == "substitute"
    assert last(world, order)["item"] == {"code": "HX-M12-A2", "name": "<Stainless> bolt"}
    page = world.browser(world.ada).get(there).text
    assert "HX-M12-A2" in page
    (mail,) = [one for one in mailed(app, world.ada) if "proposes" in one["Subject"]]
    assert "Hex bolt M12 · HX-M12 → <Stainless> bolt · HX-M12-A2" in words(mail)
    html = mail.get_body(("html",)).get_content()
    assert "&lt;Stainless&gt;" in html and "<Stainless>" not in html


def test_a_name_without_a_number_is_asked_for_beside_its_field(world, order):
    there = f"/orders/{order}"

    sent = answer(world.browser(world.sam), there, item_name="Stainless bolt")

    assert sent.status_code == 422
    assert "Give the item&#39;s number." in sent.text
    assert "Stainless bolt" in sent.text


def test_what_was_offered_stands_in_the_form_when_it_is_opened_again(world, order):
    there, sam = f"/orders/{order}", world.browser(world.sam)
    answer(sam, there, price="1.40", per="2", item="HX-M12-A2")

    again = answer(sam, there, **{"parts-0-day": "2026-04-15"})

    assert again.status_code == 303
    said = last(world, order)
    assert (said["price"], said["per"], said["item"]["code"]) == ("1.4", "2", "HX-M12-A2")


def test_the_price_as_it_is_accepts_the_line(world, order):
    answer(world.browser(world.sam), f"/orders/{order}", price="1.25")

    assert last(world, order)["answer"] == "accept"


def test_a_holder_of_a_link_offers_another_price(world, order):
    holder = world.browser()
    there = sit_down(holder, send(world, order))

    sent = answer(holder, there, price="1.40")

    assert sent.status_code == 303
    assert last(world, order)["price"] == "1.4"


def test_the_buyer_enters_a_price_that_was_heard(world, order):
    there = f"/orders/{order}"
    typed = {"price": "1.40", "how": "phone", "verdict": "offer"}

    sent = fill(world.browser(world.ada), f"{there}?do=enter&line=1", f"{there}/entries", **typed)

    assert sent.status_code == 303
    assert last(world, order)["price"] == "1.4"


def test_whoever_sees_no_prices_proposes_none_and_keeps_a_colleagues(world):
    world.lea = world.person("Lea", "supplier", world.brenner)
    order = world.place("PO-8", Line())
    there = f"/orders/{order}"
    answer(give(world), there, price="1.40")
    lea = give(world, prices=False)

    page = lea.get(f"{there}?do=answer&line=1").text
    answer(lea, there, price="9.99", **{"parts-0-day": "2026-04-15"})

    assert 'name="price"' not in page and "1.40" not in page
    assert 'name="item"' in page
    assert last(world, order)["price"] == "1.4"
