"""A rule is judged on history, compared, opened to its orders, tried in silence, switched on."""

import re

import pytest

from portal import jobs, watch
from tests.insight.finished import load
from tests.stories.filling import fill, form_on

TRY = "/exceptions/backtests/rules/overdue"
ALL = "/exceptions/backtests"


@pytest.fixture
def history(world):
    """Sixty orders of the past, twelve of which came two days late."""
    load(world, 60)


def judged(browser, **typed):
    """Judge the rule about overdue orders; return the address of the result."""
    answer = fill(browser, TRY, TRY, **typed)
    assert answer.status_code == 303
    jobs.work()
    return answer.location


def cells(page: str, label: str) -> list[str]:
    """Return what stands beside a measure."""
    row = re.search(rf"<tr>\s*<td[^>]*>{label}<.*?</tr>", page, re.DOTALL).group()
    texts = re.findall(r'<td[^>]*class="num"[^>]*>(.*?)</td>', row, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", one).strip() for one in texts]


def test_ada_compares_two_settings_and_opens_the_orders(world, history):
    ada = world.browser(world.ada)
    assert "Rules on history" in ada.get("/exceptions").text
    where = judged(ada, **{"b-grace_days": "2"})
    page = ada.get(where)

    assert "An order is late if one of its lines was delivered after the promised day" in page.text
    assert "60 orders, 60 of them can be judged, 12 were late." in page.text
    assert cells(page.text, "Orders flagged") == ["12", "0"]
    assert cells(page.text, "Really late of them") == ["100\u202f%", "–no data"]
    assert cells(page.text, "Missed") == ["0", "12"]
    caught = ada.get(re.search(r'href="([^"]*n=0&amp;what=caught)"', page.text).group(1)
                     .replace("&amp;", "&"))  # fmt: skip
    assert caught.text.count("OLD-purchase-") == 12
    missed = ada.get(f"{where}/orders?n=1&what=missed")
    assert missed.text.count("not at all") + missed.text.count("OLD-purchase-") >= 12
    assert "No such orders" in ada.get(f"{where}/orders?n=0&what=false").text


def test_while_it_runs_its_page_shows_how_far_it_is(world, history):
    ada = world.browser(world.ada)
    answer = fill(ada, TRY, TRY)
    page = ada.get(answer.location)

    assert 'hx-trigger="every 2s"' in page.text
    assert "0 of 60 orders" in page.text
    jobs.work()
    assert "every 2s" not in ada.get(answer.location).text
    assert answer.location.split("/")[-1] in ada.get(TRY).text, "it is found again"


def test_a_picture_is_told_in_words_too(world, history):
    ada = world.browser(world.ada)
    page = ada.get(judged(ada, range="grace_days", low="0", high="3"))

    assert "<svg" in page.text
    assert "0: 12 orders flagged, 100\u202f% really late" in page.text
    assert "1: 12 orders flagged" in page.text
    assert "2: 0 orders" not in page.text, "where nothing was flagged there is no precision"


def test_too_few_orders_are_said_to_be_too_few(world):
    load(world, 20)
    page = world.browser(world.ada).get(judged(world.browser(world.ada)))

    assert "Not enough data: 20 orders can be judged, 30 are needed." in page.text
    assert cells(page.text, "Really late of them") == ["–no data"]


def test_kim_tries_it_in_silence_and_switches_it_on(world, history):
    kim = world.browser(world.kim)
    where = judged(kim, **{"a-grace_days": "1"})
    for mode in ("shadow", "on"):
        page = kim.get(where)
        form = form_on(page.text, f"{where}/mode", mode=mode)
        assert kim.post(f"{where}/mode", data=form).status_code == 303
        assert kim.post(f"{where}/mode", data=form).status_code == 303, "the same again is one"
        with world.seen_by(world.kim):
            setting = watch.settings().rules["overdue"]
        assert (setting.mode, setting.figures) == (mode, {"grace_days": 1})

    assert "The rule is now: on." in kim.get(where).text
    assert "This is version 2." in kim.get("/admin/rules").text
    history = kim.get("/admin/history").text
    assert history.count("Rules") >= 1


def test_ada_may_judge_but_not_switch(world, history):
    kim = world.browser(world.kim)
    where = judged(kim)
    ada = world.browser(world.ada)
    page = ada.get(where).text

    assert "An administrator can switch it on with these figures." in page
    assert "Switch it on" not in page
    form = form_on(kim.get(where).text, f"{where}/mode", mode="on")
    assert ada.post(f"{where}/mode", data=form).status_code in (400, 403, 404)
    with world.seen_by(world.kim):
        assert watch.settings().mode("overdue") == "shadow"


def test_every_rule_is_judged_with_one_button(world, history):
    ada = world.browser(world.ada)
    answer = fill(ada, ALL, ALL)
    jobs.work()
    page = ada.get(ALL).text

    assert "60 orders, 12 of 60 late" in page
    assert page.count("/exceptions/backtests/rules/") == len(watch.RULES)
    assert "Overdue" in ada.get(answer.location).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"a-grace_days": "-1"}, "Give a whole number from 0 to 365."),
        ({"a-grace_days": ""}, "Give a whole number from 0 to 365."),
        ({"grace": "soon"}, "Give a whole number of days from 0 to 365."),
        ({"since": "2026-01-02", "until": "2026-01-02"}, "The time must end after it begins."),
    ],
)
def test_what_cannot_be_judged_is_refused_in_place(world, typed, says):
    answer = fill(world.browser(world.ada), TRY, TRY, **typed)

    assert answer.status_code == 422
    assert says in answer.text


def test_nobody_else_sees_them(world, history):
    where = judged(world.browser(world.ada))

    for who in (world.rio, world.sam, world.aud, world.eve):
        browser = world.browser(who)
        assert browser.get(where).status_code == 404
        assert browser.get(ALL).status_code == (200 if who is world.eve else 404)
