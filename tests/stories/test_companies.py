"""Choosing a company by typing it: in lists and in the form of a grant, with 300 to choose from."""

import re

import pytest

from portal import people
from portal.db import keeper, transaction
from tests.stories.filling import fill
from tests.stories.told import house


@pytest.fixture
def many(world):
    """Nordwind with 300 partners more, and an order with two of them."""
    with keeper(world.nordwind), transaction():
        made = [
            people.partner_called(world.nordwind, "supplier", f"Works {n:03}", f"W-{n:03}")[0]
            for n in range(300)
        ]
    world.place("PO-1", to=made[290])
    world.place("PO-2", to=made[291])
    return world


def grant(kim, many, **typed):
    return fill(
        kim,
        "/admin/grants/new",
        "/admin/grants",
        person=str(many.aud.id),
        expires_on="2026-04-30",
        reason="Quarter",
        **typed,
    )


def test_orders_of_one_partner_are_found_by_its_name_and_kept_by_its_id(many):
    ada = many.browser(many.ada)

    led = ada.get("/orders?tab=all&partner=works+290&kind=purchase")
    page = ada.get(led.location).text

    assert led.status_code == 303
    assert re.search(r"partner=[0-9a-f-]{36}", led.location) and "kind=purchase" in led.location
    assert "PO-1" in page and "PO-2" not in page
    assert 'value="Works 290 (W-290)"' in page
    assert re.search(r"[?;]partner=[0-9a-f-]{36}", page), "other tabs keep it"
    again = ada.get("/orders?tab=all&partner=Works+290+(W-290)&kind=purchase")
    assert again.location == led.location


def test_an_unclear_name_shows_whom_it_may_mean_and_no_orders(many):
    ada = many.browser(many.ada)

    page = ada.get("/orders?tab=all&partner=works+29&kind=purchase").text

    assert "More than one company fits “works 29”." in page
    assert "PO-1" not in page
    assert 'aria-invalid="true"' in page
    link = re.search(r'href="([^"]+)">Works 291', page)[1].replace("&amp;", "&")
    chosen = ada.get(link).text
    assert "kind=purchase" in link and "PO-2" in chosen and "PO-1" not in chosen


@pytest.mark.parametrize("page", ["/orders?partner=", "/exceptions?supplier="])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Nobody", "No company is called “Nobody”."),
        ("orks 29", "No company begins with “orks 29”."),
        ("works", "There are more."),
        ("Westhaven", "No company is called “Westhaven”."),
        ("%3Cb%3E", "No company is called “&lt;b&gt;”."),
    ],
)
def test_what_names_nobody_is_said_in_place(many, page, typed, told):
    answer = many.browser(many.ada).get(page + typed)

    assert answer.status_code == 200
    assert told in answer.text
    assert "PO-1" not in answer.text


def test_a_supplier_chooses_among_its_buyers(world):
    world.place("PO-8", to=world.calder)
    world.place("W-1", to=world.calder, owner=world.westhaven)
    sue = world.browser(world.sue)

    page = sue.get("/orders?tab=all&partner=west", follow_redirects=True).text

    assert "W-1" in page and "PO-8" not in page
    assert "No company is called “Brenner”." in sue.get("/orders?partner=Brenner").text
    assert 'name="partner"' not in world.browser(world.sam).get("/orders").text, "he has one buyer"


@pytest.mark.parametrize("page", ["/", "/orders?tab=all", "/exceptions", "/admin/grants/new"])
def test_no_page_names_all_partners(many, page):
    text = many.browser(many.kim).get(page).text

    assert 0 < len(set(re.findall(r"Works \d{3}", text))) <= 50


def test_a_grant_is_for_the_partner_that_was_typed(many):
    kim = many.browser(many.kim)

    assert grant(kim, many, partner="W-290").status_code == 303

    assert "partner" in house(many)[-1]["body"]
    assert "Works 290" in kim.get("/admin/grants").text


def test_an_unclear_partner_is_asked_for_beside_what_was_typed(many):
    kim = many.browser(many.kim)

    asked = grant(kim, many, partner="works 29")

    assert asked.status_code == 422
    assert "More than one company fits “works 29”." in asked.text
    assert "Quarter" in asked.text
    ref = re.search(r'value="([0-9a-f-]{36})"[^>]*><div><label[^>]*>Works 291', asked.text)[1]
    assert grant(kim, many, partner="works 29", which=ref).status_code == 303
    assert "Works 291" in kim.get("/admin/grants").text


@pytest.mark.parametrize("typed", ["Westhaven", "x" * 300])
def test_a_partner_nobody_has_is_not_granted(many, typed):
    kim, before = many.browser(many.kim), len(house(many))

    refused = grant(kim, many, partner=typed)

    assert refused.status_code == 422
    assert len(house(many)) == before


def test_no_partner_typed_is_all_of_them(world):
    kim = world.browser(world.kim)

    assert grant(kim, world, partner=" ").status_code == 303

    assert "partner" not in house(world)[-1]["body"]
