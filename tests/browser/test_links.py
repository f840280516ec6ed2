"""Without an account: a link holder on a phone, without JavaScript, in the dark; and a team."""

import pytest

from tests.stories.mailbox import code, found, send
from tests.stories.test_team import JOIN
from tests.world import PASSWORD, Line

SHARED = "orders@brenner.example"


@pytest.fixture
def order(world):
    """An order of two lines."""
    return world.place("PO-7", Line(), Line(code="NUT-M12"))


def test_a_link_holder_answers_reports_and_writes_on_a_phone(world, order, phone, axe, fits):
    path = send(world, order, SHARED, shared=True)
    phone.goto(path)
    axe(phone)
    fits(phone)
    phone.click("main form button[type=submit]")
    phone.wait_for_selector("text=Say who you are")
    phone.fill("#name", "Jan K.")
    phone.click("main form button[type=submit]")
    phone.wait_for_url(f"**/orders/{order}")
    axe(phone)
    fits(phone)
    phone.click("text=Accept all as asked")
    phone.wait_for_selector("text=Saved.")
    phone.click("text=Write a message")
    phone.wait_for_selector("#write")
    phone.fill("#text", "We start on Monday.")
    phone.click("#write button")
    phone.wait_for_selector("text=Sent.")
    fits(phone)
    axe(phone)
    assert "Jan K." in phone.inner_text("main")


def test_a_line_is_refused_with_a_mailed_code_without_javascript(world, order, plain):
    plain.goto(send(world, order, name="Lin"))
    plain.click("text=Continue as Lin")
    plain.wait_for_url(f"**/orders/{order}")
    plain.goto(f"{plain.url}?do=answer&line=1")
    plain.select_option("form[action$='/answers'] select[name=reason]", index=1)
    plain.click("button[name=verdict][value=reject]")
    plain.wait_for_selector("text=Type the code from the mail")
    plain.fill("#mailed-code", code(world, SHARED))
    plain.click("text=Confirm")
    plain.wait_for_selector("text=Saved.")
    assert world.history(order)[-1].facts["by"]["auth"] == "link"


def test_a_link_that_ended_says_what_to_do(world, order, dark, axe, fits):
    dark.goto("/a/" + "A" * 43)
    axe(dark)
    fits(dark)
    dark.click("text=Send me a new one")
    dark.wait_for_selector("text=Look into your mail")
    axe(dark)


def test_a_colleague_comes_and_sees_what_they_look_after(
    world, order, desktop, plain, sign_in, axe
):
    sam = sign_in(desktop, world.sam)
    sam.goto("/account")
    sam.click("a[href='/account/team']")
    sam.wait_for_url("**/account/team")
    axe(sam)
    sam.click("a[href='/account/team/invite'] >> nth=0")
    sam.wait_for_selector("#email")
    axe(sam)
    sam.fill("#email", "lea@brenner.example")
    sam.select_option("#buyers-0-orders", "assigned")
    sam.uncheck("input[name=buyers-0-acts][value=answer]")
    sam.click("text=Send the invitation")
    sam.wait_for_selector("text=The invitation is on its way")
    axe(sam)

    plain.goto(found(world, "lea@brenner.example", JOIN)[-1])
    plain.fill("#name", "Lea")
    plain.fill("#password", PASSWORD)
    plain.fill("#again", PASSWORD)
    plain.click("main button[type=submit]")
    plain.wait_for_selector("text=Welcome")
    assert plain.goto(f"/orders/{order}").status == 404

    sam.goto(f"/orders/{order}")
    sam.click("text=Who looks after it")
    axe(sam)
    sam.check("text=Lea")
    sam.click("main button[type=submit]")
    sam.wait_for_selector("text=Saved.")
    assert plain.goto(f"/orders/{order}").status == 200
    assert "Accept all as asked" not in plain.inner_text("main"), "Lea may not answer"


def test_a_team_is_looked_after_on_a_phone_and_in_the_dark(world, phone, dark, sign_in, axe, fits):
    world.person("Lea", "supplier", world.brenner)
    small = sign_in(phone, world.sam)
    for path in ("/account/team", "/account/team/invite", "/account/absences"):
        small.goto(path)
        fits(small)
        axe(small)
    small.goto("/account/team")
    small.click("text=Lea")
    fits(small)
    axe(small)
    night = sign_in(dark, world.sam)
    night.goto("/account/absences")
    night.fill("#first", "2026-03-02")
    night.fill("#last", "2026-03-06")
    night.select_option("#deputy", label="Lea")
    night.click("main button[type=submit]")
    night.wait_for_selector("text=Saved.")
    axe(night)
