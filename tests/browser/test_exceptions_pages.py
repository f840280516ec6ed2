"""Everything done with exceptions, in a real browser: clean, on a phone, and without JavaScript."""

import pytest

from portal import desk, flow
from portal.desk import cases
from tests.browser.conftest import DARK, DESKTOP, PHONE
from tests.stories.cases import LATE, case_on, switch_on
from tests.world import Line

pytestmark = pytest.mark.sqlite
ACTS = ("new_date", "split", "expedite", "cover", "reallocate", "cancel", "claim", "redeliver",
        "receipt", "expect", "hand_over")  # fmt: skip


@pytest.fixture
def late(world, at):
    """Two late orders, a team, and a cause that has a name."""
    switch_on(world)
    team = cases.CaseTeam("t1", "Castings", (world.ada.id, world.rio.id))
    draft = cases.set_assignment([team], [cases.Route("t1")], 1)
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [draft]))
    made = [world.place(f"PO-{n}", Line(agreed="2026-04-01")) for n in (1, 2)]
    at(LATE)
    flow.look(world.nordwind, made)
    return made


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_every_form_of_a_case_and_of_many_is_clean(
    world, late, open_page, sign_in, axe, fits, kind
):
    window, case = sign_in(open_page(**kind), world.kim), case_on(world, late[0])
    named = flow.manage(world.nordwind, world.kim.actor, lambda: cases.name_cause("MV Aurora"))
    pages = [f"/exceptions/{case.id}?do={act}" for act in ACTS]
    pages += [f"/exceptions?view={view}" for view in ("breaching", "unowned", "contested")]
    pages += ["/exceptions/causes", f"/exceptions/causes/{named}", "/admin/teams"]

    for address in pages:
        window.goto(address)
        axe(window)
        fits(window)
    for what in ("assign", "note", "ask", "link", "close"):
        window.goto("/exceptions")
        window.check("input[name=case] >> nth=0")
        window.click(f"button[value={what}]")
        axe(window)
        fits(window)


def test_a_strike_is_dealt_with_once_by_keyboard(world, late, desktop, sign_in, axe):
    window = sign_in(desktop, world.ada)
    window.goto("/exceptions")
    for n in range(window.locator("input[name=case]").count()):
        window.locator("input[name=case]").nth(n).focus()
        window.keyboard.press("Space")
    window.locator("button[value=link]").focus()
    window.keyboard.press("Enter")
    window.locator("#name").fill("Strike at Hamburg")
    window.keyboard.press("Enter")
    window.wait_for_selector("text=What came of each")
    axe(window)

    window.goto("/exceptions/causes")
    window.click("text=Strike at Hamburg")
    window.select_option("#over-reason", "came")
    window.select_option("#over-cause", "strike")
    window.select_option("#over-accountable", "nobody")
    window.click("#end button")
    window.wait_for_selector("text=What came of each")

    assert not any(case_on(world, order).live for order in late)


def test_an_act_is_done_in_place(world, late, desktop, sign_in, axe):
    window, case = sign_in(desktop, world.ada), case_on(world, late[0])
    window.goto(f"/exceptions/{case.id}")

    window.click("text=Get it from elsewhere")
    window.wait_for_selector("#do-source")
    window.click("#act button")
    window.wait_for_selector("#act .error")
    axe(window)
    window.fill("#do-source", "Kessler")
    window.click("#act button")
    window.wait_for_selector("text=got it from elsewhere (100 pcs, Kessler)")

    axe(window)


def test_the_supplier_contests_what_was_put_down_to_it_and_the_auditor_reads_it(
    world, late, open_page, sign_in, axe, fits
):
    case = case_on(world, late[0])
    closing = cases.Closing("came", "capacity", "supplier")

    def close(journey, _cases):
        return [
            desk.resolve(case, world.ada.actor, closing, "k"),
            *cases.attribute(case, journey, closing, "k"),
        ]

    with world.seen_by(world.ada):
        flow.tell(late[0], close, world.ada.actor)
    theirs = sign_in(open_page(**PHONE), world.sam)
    theirs.goto(f"/orders/{late[0]}")
    theirs.click("#cases a")
    axe(theirs)
    fits(theirs)
    theirs.fill("#contest-text", "It left in time.")
    theirs.click("#contest button")
    theirs.wait_for_selector("text=contested by you")
    axe(theirs)

    ours = sign_in(open_page(**DESKTOP), world.ada)
    ours.goto("/exceptions?view=contested")
    ours.click("td.main a")
    ours.wait_for_selector("#verdict")
    axe(ours)
    ours.check("#verdict input[value=upheld]")
    ours.fill("#verdict-text", "The note is of another order.")
    ours.click("#verdict button[type=submit]")
    ours.wait_for_selector("text=it stays as it was")

    audits = sign_in(open_page(**DESKTOP), world.aud)
    audits.goto(f"/orders/{late[0]}/cases/{case.id}")
    assert "it stays as it was" in audits.inner_text("main")
    axe(audits)
