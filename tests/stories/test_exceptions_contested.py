"""A case put down to the other side: it hears so, contests it with papers, and is answered."""

from io import BytesIO

import pytest

from portal.watch import RESOLVED
from tests.stories.cases import case_on, late_order
from tests.stories.filling import fill, form_on
from tests.stories.mails import mailed, words
from tests.stories.test_orders_buyer import statements
from tests.vault.papers import pdf

BLAMED = {"reason": "came", "cause": "capacity", "accountable": "supplier"}


@pytest.fixture
def late(world, at):
    """An agreed order that was due on 1 April and has not come by the third."""
    return late_order(world, at)


@pytest.fixture
def case(world, late):
    """The id of the overdue case, closed and put down to the supplier."""
    one = case_on(world, late).id
    fill(world.browser(world.ada), f"/exceptions/{one}", f"/exceptions/{one}/resolution",
         text="Their press was down, they admit it.", **BLAMED)  # fmt: skip
    return one


def theirs(order, case):
    return f"/orders/{order}/cases/{case}"


def contest(world, order, case, **typed):
    page = theirs(order, case)
    typed = {"text": "It left in time; the carrier lost a day."} | typed
    return fill(world.browser(world.sam), page, f"{page}/contest", **typed)


def judge(world, case, **typed):
    page = f"/exceptions/{case}"
    return fill(world.browser(world.ada), page, f"{page}/verdict", **typed)


def test_the_supplier_sees_what_was_put_down_to_it_and_no_note_of_ours(world, late, case):
    sam = world.browser(world.sam)

    order, page = sam.get(f"/orders/{late}").text, sam.get(theirs(late, case)).text

    assert theirs(late, case) in order and "put down to you" in order
    for said in ("Overdue", "Production capacity", "Supplier", "You see it otherwise?"):
        assert said in page
    assert "press was down" not in order + page


def test_it_contests_with_words_and_papers_and_both_stay(world, late, case):
    note = (BytesIO(pdf()), "note.pdf")

    assert contest(world, late, case, files=note).status_code == 303

    ours = world.browser(world.ada)
    page = ours.get(f"/exceptions/{case}").text
    for said in ("contested", "the carrier lost a day", "note.pdf", "It is contested: decide"):
        assert said in page
    assert "PO-7" in ours.get("/exceptions?view=contested").text
    assert "contested by you" in world.browser(world.sam).get(theirs(late, case)).text


def test_the_owner_changes_its_mind_and_the_history_keeps_both(world, late, case):
    contest(world, late, case)

    answer = judge(
        world, case, verdict="changed", cause="carrier_delay", accountable="carrier",
        text="The note shows it.",
    )  # fmt: skip

    assert answer.status_code == 303, answer.text
    one = case_on(world, late)
    assert (one.state, one.cause, one.accountable) == (RESOLVED, "carrier_delay", "carrier")
    for who, page in ((world.ada, f"/exceptions/{case}"), (world.sam, theirs(late, case))):
        shown = world.browser(who).get(page).text
        assert "The note shows it." in shown and "Delay in transport" in shown
        assert "Production capacity" in shown, "what was said first stays in the history"
    assert "PO-7" not in world.browser(world.ada).get("/exceptions?view=contested").text


def test_the_owner_may_stay_with_it_and_that_is_the_last_word(world, late, case):
    contest(world, late, case)
    judge(world, case, verdict="upheld", text="The note is of another order.")

    page = world.browser(world.sam).get(theirs(late, case)).text

    assert "it stays as it was" in page and "You see it otherwise?" not in page
    assert case_on(world, late).cause == "capacity"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"verdict": "upheld"}, "Say why; the other side reads it."),
        ({"text": "Hm."}, "Say whether it stays as it was."),
        ({"verdict": "changed", "text": "Hm."}, "Say what caused it."),
        (
            {"verdict": "changed", "text": "Hm.", "cause": "capacity", "accountable": "supplier"},
            "Change the cause or whose part it was.",
        ),
    ],
)
def test_a_decision_that_says_nothing_is_asked_for_again(world, late, case, typed, words):
    contest(world, late, case)

    answer = judge(world, case, **typed)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert case_on(world, late).contested_at


def test_a_contest_needs_words_and_comes_once(world, late, case):
    sam, page = world.browser(world.sam), theirs(late, case)
    form = form_on(sam.get(page).text, f"{page}/contest")

    assert "Say how it was." in sam.post(f"{page}/contest", data=form).text
    assert contest(world, late, case).status_code == 303
    again = sam.post(f"{page}/contest", data=form | {"key": "x", "text": "And again."})
    assert (again.status_code, "contested already" in again.text) == (409, True)


def test_opened_again_nothing_is_put_down_to_anybody(world, late, case):
    sam, page = world.browser(world.sam), theirs(late, case)
    form = form_on(sam.get(page).text, f"{page}/contest") | {"text": "No."}
    ours = f"/exceptions/{case}"
    fill(world.browser(world.ada), ours, f"{ours}/reopening", text="Not dealt with.")

    answer = sam.post(f"{page}/contest", data=form)

    assert (answer.status_code, "opened this case again" in answer.text) == (409, True)


def test_what_is_another_partys_part_is_not_told_to_the_supplier(world, late):
    one = case_on(world, late).id
    fill(world.browser(world.ada), f"/exceptions/{one}", f"/exceptions/{one}/resolution",
         reason="came", cause="customs", accountable="authority")  # fmt: skip

    sam = world.browser(world.sam)
    assert "Customs" not in sam.get(f"/orders/{late}").text
    assert sam.get(theirs(late, one)).status_code == 404


def test_a_stranger_and_another_supplier_see_nothing_of_it(world, late, case):
    for who in (world.sue, world.eve, world.cam):
        assert world.browser(who).get(theirs(late, case)).status_code == 404


def test_the_auditor_reads_the_case_and_does_nothing(world, late, case):
    contest(world, late, case)
    aud = world.browser(world.aud)

    page = aud.get(theirs(late, case)).text

    assert "Production capacity" in page and "the carrier lost a day" in page
    assert "You see it otherwise?" not in page and "press was down" not in page
    assert theirs(late, case) in aud.get(f"/orders/{late}").text


def test_the_page_needs_few_statements(world, late, case):
    sam = world.browser(world.sam)

    asked = statements(lambda: sam.get(theirs(late, case)))

    assert len([one for one in asked if one != "BEGIN"]) <= 6, asked


def heard(world, who):
    """Let the worker send what waits; return the words of what this person was sent."""
    return [words(mail) for mail in mailed(world.app, who)]


def test_each_side_hears_by_mail_and_bell_with_the_way_there(world, late, case):
    told = [heard(world, world.sam)]
    contest(world, late, case)
    told.append(heard(world, world.ada))
    judge(world, case, verdict="upheld", text="The note is of another order.")
    told.append(heard(world, world.sam))

    # A partner's mail carries a link of its own to the order, where the case stands.
    for path, texts in zip(("/a/", f"/exceptions/{case}", "/a/"), told, strict=True):
        assert any(path in text for text in texts), "\n".join(texts)[:1500]
    assert any("put it down to you (Overdue)" in text for text in told[0])
    assert any("The note is of another order." in text for text in told[2])
    assert "A trouble was put down to you" in world.browser(world.sam).get("/notices").text
