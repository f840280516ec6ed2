"""Working on exceptions: find one, take it, ask, answer, resolve it with a cause."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import event

from portal import ledger
from portal.db import db
from portal.ledger import Draft
from tests.stories.cases import case_on, late_order, switch_on
from tests.stories.filling import fill, form_on
from tests.world import Line

ENDED = {"reason": "came", "accountable": "owner"}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def late(world, at):
    """An agreed order that was due on 1 April and has not come by the third."""
    return late_order(world, at)


@pytest.fixture
def page(world, late):
    """The address of the overdue case."""
    return f"/exceptions/{case_on(world, late).id}"


def test_ada_sees_what_is_wrong_how_long_and_how_much(world, late):
    page = world.browser(world.ada).get("/exceptions").text

    assert "Overdue" in page
    assert "100 pcs were due on 1 Apr 2026 and have not come." in page
    assert "PO-7" in page
    assert "PO-8" not in page
    assert "Brenner" in page
    assert "nobody" in page


def test_the_list_is_empty_in_words_before_anything_goes_wrong(world):
    assert "Nothing needs you" in world.browser(world.ada).get("/exceptions").text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("view=unowned", True),
        ("view=mine", False),
        ("view=waiting", False),
        ("view=cleared", False),
        ("view=resolved", False),
        ("rule=overdue", True),
        ("rule=delivery_failed", False),
        ("severity=3", True),
        ("severity=1", False),
        ("severity=x&after=nonsense&view=nonsense", True),
        ("supplier=nonsense", False),
        ("endpoint=x&_external=1&_scheme=x", True),
    ],
)
def test_saved_views_and_filters_narrow_the_list(world, late, query, there):
    page = world.browser(world.ada).get(f"/exceptions?{query}").text

    assert ("100 pcs were due" in page) is there


def test_the_list_is_narrowed_to_one_supplier(world, late):
    browser = world.browser(world.ada)

    theirs = browser.get("/exceptions?view=all&supplier=brenner")
    assert re.fullmatch(r"/exceptions\?view=all&supplier=[0-9a-f-]{36}", theirs.location)
    assert "100 pcs" in browser.get(theirs.location).text
    others = browser.get("/exceptions?supplier=V-1002", follow_redirects=True).text
    assert "100 pcs" not in others and "Nothing here fits" in others
    unclear = browser.get("/exceptions?supplier=nonsense").text
    assert "No company is called “nonsense”." in unclear and "100 pcs" not in unclear


def test_ada_takes_a_case_comments_and_resolves_it(world, late, page):
    browser = world.browser(world.ada)

    assert fill(browser, page, f"{page}/taken").status_code == 303
    fill(browser, page, f"{page}/notes", text="Called Brenner, their press is down.")
    answer = fill(browser, page, f"{page}/resolution", reason="new_date", cause="capacity",
                  accountable="supplier", text="New date agreed.")  # fmt: skip

    assert answer.status_code == 303
    shown = browser.get(page).text
    case = case_on(world, late)
    assert (case.state, case.cause, case.accountable) == ("resolved", "capacity", "supplier")
    for words in ("Called Brenner", "New date agreed.", "Production capacity", "Ada"):
        assert words in shown
    assert "100 pcs" in browser.get("/exceptions?view=resolved").text


def test_several_are_taken_at_once(world, late):
    case = case_on(world, late)
    browser = world.browser(world.ada)

    answer = fill(
        browser, "/exceptions", "/exceptions/together", do="take", case=[str(case.id), str(uuid4())]
    )

    assert answer.location.endswith("view=mine")
    assert "1 exception is yours now." in browser.get(answer.location).text
    assert case_on(world, late).person == world.ada.id


def test_ticking_nothing_says_what_to_do(world, late):
    browser = world.browser(world.ada)

    answer = fill(browser, "/exceptions", "/exceptions/together", do="take")

    assert "Tick some exceptions first" in browser.get(answer.location).text


def test_a_case_is_handed_to_a_colleague_but_to_nobody_else(world, late, page):
    browser = world.browser(world.ada)

    outside = fill(browser, f"{page}?do=hand_over", f"{page}/handed-over", person=str(world.sam.id))
    inside = fill(browser, f"{page}?do=hand_over", f"{page}/handed-over", person=str(world.rio.id))

    assert (outside.status_code, inside.status_code) == (422, 303)
    assert case_on(world, late).person == world.rio.id
    assert "handed the case to Rio" in browser.get(page).text


def test_what_is_missing_is_said_in_place(world, late, page):
    browser = world.browser(world.ada)

    for what, words in (
        ("notes", "Write your note."),
        ("questions", "Write what you want to know."),
        ("resolution", "Say what caused it."),
        ("handed-over", "Choose a colleague."),
    ):
        answer = fill(browser, f"{page}?do=hand_over", f"{page}/{what}")
        assert (answer.status_code, words in answer.text) == (422, True)
    part = fill(browser, page, f"{page}/notes", headers=HTMX)
    assert part.text.lstrip().startswith('<article id="case"')


def test_the_same_form_sent_twice_is_one_act(world, late, page):
    browser = world.browser(world.ada)
    form = form_on(browser.get(page).text, f"{page}/notes") | {"text": "Once."}

    answers = [browser.post(f"{page}/notes", data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert sum(one.facts["kind"] == "case.commented" for one in world.history(late)) == 1


def test_whoever_comes_second_is_told_and_keeps_what_was_typed(world, late, page):
    ada, rio = world.browser(world.ada), world.browser(world.rio)
    form = form_on(rio.get(page).text, f"{page}/resolution")
    fill(ada, page, f"{page}/taken")

    answer = rio.post(
        f"{page}/resolution", data=form | {"cause": "other", "text": "It came."} | ENDED
    )

    assert answer.status_code == 409
    assert "Somebody worked on this exception a moment ago." in answer.text
    assert "It came." in answer.text
    assert case_on(world, late).live


def test_a_resolved_case_is_opened_again_with_a_reason(world, late, page):
    browser = world.browser(world.ada)
    fill(browser, page, f"{page}/resolution", cause="other", **ENDED)

    refused = fill(browser, page, f"{page}/reopening")
    answer = fill(browser, page, f"{page}/reopening", text="It did not come after all.")

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert case_on(world, late).live


def test_a_trouble_that_went_away_still_owes_its_cause(world, late, page, at):
    at("2026-04-04T08:00")
    world.reach(late, "DELIVERED", "100", world.sam)
    world.reach(late, "RECEIVED", "100", world.rio)

    browser, was = world.browser(world.ada), "Was overdue: 100 pcs, due on 1 Apr 2026."
    assert was in browser.get("/exceptions?view=cleared").text
    shown = browser.get(page).text
    assert "over, cause owed" in shown
    assert f"{was} Over since 4 Apr 2026" in shown
    assert f"{was} Over since 4 Apr 2026" in browser.get(f"/orders/{late}").text


@pytest.mark.parametrize("view", ["all", "mine", "unowned"])
def test_what_only_owes_its_cause_does_not_stand_before_what_needs_work(world, late, at, view):
    at("2026-04-04T08:00")
    world.reach(late, "DELIVERED", "100", world.sam)
    world.reach(late, "RECEIVED", "100", world.rio)

    assert "PO-7" not in world.browser(world.ada).get(f"/exceptions?view={view}").text


def test_the_evidence_leads_into_the_history_of_the_order(world, late, page):
    shown = world.browser(world.ada).get(page).text

    ident = case_on(world, late).evidence[0]
    assert f'href="/orders/{late}#e-{ident}"' in shown


@pytest.mark.parametrize("who", ["sam", "sue", "cam", "aud", "eve"])
def test_strangers_are_told_nothing(world, late, page, who):
    browser = world.browser(getattr(world, who))
    nowhere = f"/exceptions/{uuid4()}"

    assert browser.get(page).status_code == 404
    assert browser.get(nowhere).status_code == 404
    for what in ("taken", "notes", "questions", "resolution", "reopening", "handed-over"):
        form = form_on(browser.get("/account").text, "/account/details")
        assert browser.post(f"{page}/{what}", data=form | {"text": "x"}).status_code == 404


def test_a_failed_delivery_says_why(world, at):
    switch_on(world)
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    failed = Draft(
        "milestone",
        code="DELIVERY_ATTEMPT_FAILED",
        reason="CUSTOMER_ABSENT",
        when=ledger.instant(at("2026-03-30T09:00")),
    )
    world.tell(order, failed, by=world.sam)

    page = world.browser(world.ada).get("/exceptions").text

    assert "Delivery failed" in page
    assert "came to nothing: Nobody was there." in page


def test_the_list_asks_the_database_little(world, late):
    browser, asked = world.browser(world.ada), []

    def hear(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    browser.get("/exceptions")
    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        browser.get("/exceptions")
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)

    questions = [one for one in asked if one != "BEGIN" and "set_config" not in one]
    assert len(questions) <= 6, "\n".join(questions)


def test_the_pages_speak_german(world, late, page):
    browser = world.browser(world.ada)
    form = form_on(browser.get("/account").text, "/account/details") | {"locale": "de"}
    browser.post("/account/details", data=form)

    shown = browser.get(page).text

    assert '<html lang="de">' in shown
    assert "01.04.2026" in shown
