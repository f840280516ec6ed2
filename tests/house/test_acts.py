"""A form that opens in an order takes the focus, gives it back, and comes empty."""

import pytest

from tests.house.plan import TEMPLATES, rel

OPENED = "{% set form = act.form %}"
WANTED = {
    "focus=opened": "its card's heading takes the focus: card(…, focus=opened)",
    '<a class="btn link" id="do-': "“Cancel” has the id of the link that opens the form",
    'autocomplete="off" method="post"': "gone back to, a browser would fill in half of it",
}


def faults(text):
    """Return what a form that opens in an order lacks."""
    return [why for what, why in WANTED.items() if what not in text]


ACTS = [path for path in TEMPLATES if OPENED in path.read_text()]


@pytest.mark.parametrize("path", ACTS, ids=rel)
def test_a_form_opened_in_an_order_knows_where_the_focus_goes(path):
    assert faults(path.read_text()) == []


def test_the_forms_are_found():
    assert len(ACTS) >= 10


def test_a_form_that_knows_nothing_of_it_is_found():
    assert len(faults('<form class="form" method="post"><a class="btn link" href="/">')) == 3
