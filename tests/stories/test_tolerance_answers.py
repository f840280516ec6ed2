"""What a tolerance does to Sam's answers: accepted at once, asked as ever, or refused in place."""

from datetime import date

import pytest

from portal import flow, journey, ledger, people
from portal.db import keeper, transaction
from portal.desk import calendars, tolerance
from portal.desk.tolerance import Limit, Tolerance
from tests.stories.filling import fill, form_on
from tests.world import Line

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _morning(at):
    at("2026-03-10T09:00")


def set_(world, scope="default", subject="", shown=True, **limits):
    """Set a tolerance as Kim's page would; fields with underscores for dots."""
    made = {name.replace("_", "."): limit for name, limit in limits.items()}
    told = Tolerance(made, shown=shown)
    flow.manage(
        world.nordwind,
        world.kim.actor,
        lambda: (None, [tolerance.drafted(scope, subject, told)]),
    )


def days(n, beyond="ask", message=""):
    return Limit("accept", beyond, abs=n, message=message)


def offers(world, order, day="2026-04-03", headers=None, **typed):
    """Let Sam offer a day for line 1."""
    return fill(
        world.browser(world.sam),
        f"/orders/{order}?do=answer&line=1",
        f"/orders/{order}/answers",
        headers,
        **{"parts-0-day": day, "verdict": "offer", **typed},
    )


def kinds(world, order):
    return [said.facts["kind"] for said in world.history(order)]


def test_within_the_limit_it_is_accepted_at_once(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))

    sent = offers(world, order)

    assert sent.status_code == 303
    assert kinds(world, order)[-2:] == ["response", "decision"]
    decision = world.history(order)[-1].facts
    assert decision["by"] == {"org": world.nordwind, "auth": "system"}
    assert decision["body"]["rules"] == [
        {
            "field": "date.late", "why": "within", "off": "2", "uom": "EA", "currency": "EUR",
            "key": "tolerance:default", "version": 1, "count": "working",
            "limit": {"within": "accept", "beyond": "ask", "days": "3", "count": "working"},
        }
    ]  # fmt: skip
    told = "Accepted automatically for line 10: 2 working days late is within 3 working days"
    for who in (world.sam, world.ada):
        page = world.browser(who).get(f"/orders/{order}").text
        assert f"{told} (all suppliers, version 1)" in page
        assert "waits for the buyer" not in page and "To decide" not in page


def test_beyond_it_waits_for_the_buyer_as_ever(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))

    offers(world, order, "2026-04-09")

    assert kinds(world, order)[-1] == "response"
    assert "To decide" in world.browser(world.ada).get(f"/orders/{order}").text


def test_what_is_refused_is_said_in_place_and_leaves_no_trace(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3, "refuse", "Call Ada first: 040 123."), shown=False)
    before = kinds(world, order)

    answer = offers(world, order, "2026-04-30", HTMX)

    assert answer.status_code == 422
    assert "This cannot be offered: Call Ada first: 040 123." in answer.text
    assert 'value="2026-04-30"' in answer.text, "what was typed is still there"
    assert kinds(world, order) == before
    assert "3 working days" not in answer.text, "he is not told the limit"


def test_many_small_steps_are_not_many_passes(world, at):
    order = world.place("PO-7")
    set_(world, date_late=days(3))

    for minute, day in enumerate(("2026-04-02", "2026-04-06", "2026-04-08")):
        at(f"2026-03-10T10:0{minute}")
        offers(world, order, day)

    assert kinds(world, order).count("decision") == 2
    assert kinds(world, order)[-1] == "response", "5 working days after 1 April, the day asked for"


def test_what_ada_agreed_to_is_measured_from_anew(world, at):
    order = world.place("PO-7")
    set_(world, date_late=days(3))
    offers(world, order, "2026-04-08")
    page = f"/orders/{order}"
    fill(world.browser(world.ada), page, f"{page}/decisions", verdict="accepted")
    at("2026-03-10T11:00")

    offers(world, order, "2026-04-10")

    assert kinds(world, order)[-2:] == ["response", "decision"]


def test_the_sum_of_a_split_counts(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))

    offers(world, order, "2026-04-01",
           **{"parts-0-qty": "60", "parts-1-qty": "40", "parts-1-day": "2026-04-03"})  # fmt: skip

    assert kinds(world, order)[-2:] == ["response", "decision"]


def test_what_he_is_not_told_stands_in_the_buyers_history_alone(world):
    order = world.place("PO-7")
    with keeper(world.nordwind), transaction():
        group = str(people.make_group("Castings").id)
        people.put_in_group(world.brenner, people.groups()[0].id)
    set_(world, "group", group, shown=False, date_late=days(3))

    offers(world, order)

    sees = world.browser(world.sam).get(f"/orders/{order}").text
    assert "Accepted automatically for line 10: 2 working days late" in sees
    assert "within 3" not in sees and "Castings" not in sees
    page = world.browser(world.ada).get(f"/orders/{order}").text
    assert "is within 3 working days (supplier group Castings, version 1)" in page
    apart = [one.facts for one in world.history(order) if one.facts["kind"] == "tolerance.applied"]
    assert [one["only_for"] for one in apart] == [world.nordwind]
    assert not [one for one in world.history(order, world.sam) if "Castings" in str(one.facts)]


def test_the_nearest_setting_decides(world, at):
    order = world.place("PO-7", Line(code="HX-M12"))
    set_(world, date_late=days(9))
    set_(world, "supplier", str(world.brenner), date_late=days(1))

    offers(world, order)
    assert kinds(world, order)[-1] == "response"
    set_(world, "order", str(order), date_late=days(9))
    at("2026-03-10T11:00")
    offers(world, order, "2026-04-06")

    decision = world.history(order)[-1].facts
    assert decision["kind"] == "decision"
    assert decision["body"]["rules"][0]["key"] == f"tolerance:order:{order}"


def test_the_working_days_of_the_site_count(world):
    order = world.place("PO-7", site="Bremen")
    set_(world, date_late=days(1))
    off = [date(2026, 4, 2), date(2026, 4, 3)]
    flow.manage(
        world.nordwind,
        world.kim.actor,
        lambda: (None, [calendars.make("BREMEN", range(5), off)]),
    )

    offers(world, order, "2026-04-06")

    assert kinds(world, order)[-1] == "decision", "1 April to Monday 6 April is one working day"


def test_another_owners_settings_mean_nothing(world):
    order = world.place("PO-7")
    flow.manage(
        world.westhaven,
        world.eve.actor,
        lambda: (
            None,
            [tolerance.drafted("default", "", Tolerance({"date.late": Limit("accept")}))],
        ),
    )

    offers(world, order)

    assert kinds(world, order)[-1] == "response"


def test_the_same_form_twice_is_decided_once(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))
    sam = world.browser(world.sam)
    action = f"/orders/{order}/answers"
    page = sam.get(f"/orders/{order}?do=answer&line=1").text
    data = form_on(page, action) | {"parts-0-day": "2026-04-03", "verdict": "offer"}

    assert [sam.post(action, data=data).status_code for _ in range(2)] == [303, 303]

    assert kinds(world, order).count("decision") == 1


def test_the_readings_are_those_of_a_rebuild(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))
    offers(world, order)

    with keeper(world.nordwind):
        read = journey.fold(ledger.history(order))
        assert journey.differences(order, read) == []
    assert read.lines[1].parts[1].by_rule
    assert read.lines[1].parts[1].agreed_day == date(2026, 4, 3)


def test_why_a_proposal_waits_is_said_beside_it(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))
    offers(world, order, "2026-04-09")

    page = world.browser(world.ada).get(f"/orders/{order}").text

    assert "6 working days late is beyond 3 working days (all suppliers, version 1)" in page


def test_the_order_says_which_tolerances_hold_and_why(world):
    order = world.place("PO-7", site="Bremen")
    set_(world, date_late=days(3))
    set_(
        world,
        "supplier",
        str(world.brenner),
        qty_under=Limit("accept", "refuse", pct=5, message="No."),
    )
    path = f"/orders/{order}/tolerances"

    page = world.browser(world.kim).get(path).text

    assert "up to 3 working days accepted, then asked" in page
    assert "all suppliers, version 1" in page and "this supplier, version 1" in page
    assert "Working days: Monday to Friday" in page and "Set one for this order" in page
    assert "Set one for this order" not in world.browser(world.ada).get(path).text
    for who in (world.sam, world.eve, world.rio, world.aud):
        assert world.browser(who).get(path).status_code == 404


@pytest.mark.parametrize("shown", [True, False])
def test_the_form_tells_him_only_what_he_may_know(world, shown):
    order = world.place("PO-7")
    set_(world, shown=shown, date_late=days(3))

    page = world.browser(world.sam).get(f"/orders/{order}?do=answer&line=1").text

    assert ("Later than agreed: up to 3 working days accepted" in page) == shown


def test_another_item_waits_for_the_buyer_whatever_is_set(world):
    order = world.place("PO-7")
    set_(world, date_late=days(3))

    offers(world, order, "2026-04-01", item="HX-M12-A2")

    assert kinds(world, order)[-1] == "response"
    assert world.history(order)[-1].facts["body"]["item"]["code"] == "HX-M12-A2"
