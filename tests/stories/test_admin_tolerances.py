"""Kim sets tolerances: for all, for a group, a supplier, a category; sees what holds; ends one."""

import pytest

from portal import ledger
from portal.db import keeper
from tests.stories.filling import fill, form_on
from tests.stories.told import house

AT = "/admin/tolerances"
EDIT = f"{AT}/edit"
LATE = {"date.late-within": "accept", "date.late-abs": "3"}


def newest(world, key):
    with keeper(world.nordwind):
        return ledger.settings_called([key]).get(key)


def test_she_starts_with_all_suppliers(world):
    kim = world.browser(world.kim)
    assert "Every answer that differs" in kim.get(AT).text

    saved = fill(kim, f"{EDIT}?scope=default", EDIT, **LATE, verb="save")

    assert saved.status_code == 303
    assert newest(world, "tolerance:default") == (
        1,
        {
            "fields": {
                "date.late": {
                    "within": "accept", "beyond": "ask", "days": "3", "count": "working",
                }
            }
        },
    )  # fmt: skip
    made = house(world)[-1]
    assert made["kind"] == "setting.made" and made["by"]["person"] == str(world.kim.id)
    page = kim.get(AT).text
    assert "All suppliers" in page
    assert "up to 3 working days accepted, then asked" in page


def test_what_cannot_be_meant_is_said_beside_its_field(world):
    kim = world.browser(world.kim)
    refuse = {"qty.under-within": "accept", "qty.under-pct": "5", "qty.under-beyond": "refuse"}

    answer = fill(kim, f"{EDIT}?scope=default", EDIT, **refuse, verb="save")

    assert answer.status_code == 422
    assert "Say what the supplier is told when its answer is refused." in answer.text
    assert 'href="#qty.under-within"' in answer.text
    assert newest(world, "tolerance:default") is None


def test_a_preview_saves_nothing(world):
    kim = world.browser(world.kim)

    shown = fill(kim, f"{EDIT}?scope=default", EDIT, **LATE, verb="preview")

    assert shown.status_code == 200
    assert "Not saved yet" in shown.text and "up to 3 working days accepted" in shown.text
    assert newest(world, "tolerance:default") is None


def test_what_is_not_set_for_a_supplier_comes_from_all_suppliers(world):
    kim = world.browser(world.kim)
    fill(kim, f"{EDIT}?scope=default", EDIT, **LATE, verb="save")

    chosen = kim.get(f"{AT}/new?scope=supplier&name=brenn")
    fill(kim, chosen.location, EDIT, **{"qty.over-within": "accept", "qty.over-pct": "2.5"})

    page = kim.get(chosen.location).text
    assert "Supplier: Brenner" in page
    assert "up to 2.5 % accepted, then asked" in page
    assert "All suppliers" in page and "up to 3 working days" in page
    assert newest(world, f"tolerance:supplier:{world.brenner}")[0] == 1


def test_a_category_is_set_by_its_name(world):
    kim = world.browser(world.kim)

    chosen = kim.get(f"{AT}/new?scope=category&name=Iron  Castings")
    fill(kim, chosen.location, EDIT, **LATE)

    assert newest(world, "tolerance:category:iron castings")[1]["subject"] == "Iron Castings"
    assert "Item category: Iron Castings" in kim.get(f"{AT}?tab=category").text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("scope=supplier&name=", "Give the name."),
        ("scope=supplier&name=Nobody", "No company is called"),
        ("scope=group", "Choose the group."),
        ("scope=item&name=" + "x" * 81, "Shorten the name"),
    ],
)
def test_for_whom_must_be_clear(world, asked, words):
    answer = world.browser(world.kim).get(f"{AT}/new?{asked}")

    assert answer.status_code == 422 and words in answer.text


@pytest.mark.parametrize("of", ["scope=item", "scope=nobody", "scope=supplier&of=7", "scope=order"])
def test_for_nobody_there_is_no_page(world, of):
    assert world.browser(world.kim).get(f"{EDIT}?{of}").status_code == 404


def test_two_administrators_at_once(world):
    kim = world.browser(world.kim)
    page = kim.get(f"{EDIT}?scope=default")
    fill(kim, f"{EDIT}?scope=default", EDIT, **LATE)

    late = kim.post(EDIT, data=_sent(page, **{"date.late-within": "ask"}))

    assert late.status_code == 409
    assert "Somebody else changed this" in late.text
    assert newest(world, "tolerance:default")[0] == 1


def test_she_ends_a_setting_and_its_history_stays(world):
    kim = world.browser(world.kim)
    fill(kim, f"{EDIT}?scope=default", EDIT, **LATE)

    fill(kim, f"{AT}/end?scope=default", f"{AT}/end")
    fill(kim, f"{AT}/end?scope=default", f"{AT}/end")

    assert newest(world, "tolerance:default") == (2, {"ended": True})
    page = kim.get(f"{EDIT}?scope=default").text
    assert "Version 2" in page and "Version 1" in page and "is asked: nothing is set" in page


def test_a_group_that_ends_takes_its_tolerance_with_it(world):
    kim = world.browser(world.kim)
    group = fill(kim, "/admin/groups", "/admin/groups", name="Castings").location
    ident = group.rpartition("/")[2]
    fill(kim, f"{EDIT}?scope=group&of={ident}", EDIT, **LATE)
    assert "Supplier group: Castings" in kim.get(AT).text

    fill(kim, f"{group}/end", f"{group}/end")

    assert newest(world, f"tolerance:group:{ident}") == (2, {"ended": True})


def test_many_settings_are_shown_page_by_page(world):
    kim = world.browser(world.kim)
    for n in range(52):
        fill(kim, f"{EDIT}?scope=item&of=A-{n:03}", EDIT, **LATE)

    first = kim.get(f"{AT}?tab=item").text

    assert "A-049" in first and "A-050" not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "A-050" in kim.get(older).text and "A-049" not in kim.get(older).text


def _sent(page, **typed):
    return form_on(page.text, EDIT) | typed
