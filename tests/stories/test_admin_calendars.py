"""Kim says which days are worked: everywhere, and at one site."""

import pytest

from portal import ledger
from portal.db import keeper
from tests.stories.filling import fill, form_on

AT = "/admin/calendars"
EDIT = f"{AT}/edit"


@pytest.fixture(autouse=True)
def _winter(at):
    at("2026-12-01T09:00")


def newest(world, key):
    with keeper(world.nordwind):
        return ledger.settings_called([key]).get(key, (0, {}))


def test_she_sets_the_days_of_a_site(world):
    kim = world.browser(world.kim)
    assert "Monday to Friday are worked everywhere" in kim.get(AT).text

    off = "2026-12-24\n2026-12-25, 2026-12-31"
    saved = fill(kim, f"{EDIT}?site=Bremen", EDIT, week=["0", "1", "2", "3", "4", "5"], off=off)

    assert saved.status_code == 303
    assert newest(world, "calendar:bremen") == (
        1,
        {
            "site": "Bremen",
            "week": [0, 1, 2, 3, 4, 5],
            "off": ["2026-12-24", "2026-12-25", "2026-12-31"],
        },
    )
    page = kim.get(AT).text
    assert "Mon, Tue, Wed, Thu, Fri, Sat" in page and "24 Dec 2026" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"off": "2026-12-25\nboxing day"}, "“boxing” is no day"),
        ({"off": "2026-02-30"}, "“2026-02-30” is no day"),
        ({"week": []}, "Choose at least one working day"),
        ({"week": ["9"]}, "Choose at least one working day"),
    ],
)
def test_what_is_no_day_is_said_in_place(world, typed, words):
    answer = fill(world.browser(world.kim), EDIT, EDIT, **typed)

    assert answer.status_code == 422 and words in answer.text
    assert newest(world, "calendar") == (0, {})


def test_two_at_once(world):
    kim = world.browser(world.kim)
    page = kim.get(EDIT).text
    fill(kim, EDIT, EDIT, off="2026-12-24")

    late = kim.post(EDIT, data=form_on(page, EDIT) | {"off": "2026-12-31"})

    assert late.status_code == 409
    assert newest(world, "calendar")[1]["off"] == ["2026-12-24"]


def test_she_ends_a_calendar_once(world):
    kim = world.browser(world.kim)
    fill(kim, f"{EDIT}?site=Bremen", EDIT, off="2026-12-24")

    for _ in range(2):
        page = kim.get(f"{EDIT}?site=bremen").text
        if f"{AT}/end" in page:
            kim.post(f"{AT}/end", data=form_on(page, f"{AT}/end"))

    assert newest(world, "calendar:bremen") == (2, {"ended": True})
    assert "Monday to Friday are worked everywhere" in kim.get(AT).text
