"""The instruments of the browser tests see what they are there to see."""

import pytest

from tests.browser.conftest import is_ours

PAGE = '<!doctype html><html lang="en"><title>t</title><main><h1>t</h1>{}</main></html>'


@pytest.mark.sqlite
def test_axe_sees_a_box_without_a_label(desktop, axe):
    desktop.set_content(PAGE.format("<input>"))

    with pytest.raises(AssertionError, match="label"):
        axe(desktop)


@pytest.mark.sqlite
def test_axe_is_content_with_a_plain_page(desktop, axe):
    desktop.set_content(PAGE.format("<p>All is well.</p>"))

    axe(desktop)


@pytest.mark.sqlite
def test_a_page_wider_than_a_phone_is_seen(phone, fits):
    phone.set_content(PAGE.format("<pre>" + "wide " * 100 + "</pre>"))

    with pytest.raises(AssertionError, match="wider"):
        fits(phone)


@pytest.mark.parametrize("address", ["https://cdn.example/x.js", "http://192.0.2.7/"])
def test_another_machine_is_not_ours(address):
    assert not is_ours(address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/", "http://[::1]/", "data:text/css,"])
def test_this_machine_is_ours(address):
    assert is_ours(address)
