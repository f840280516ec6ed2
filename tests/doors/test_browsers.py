"""What a browser calls itself, shortly."""

import pytest

from portal.web.account.browsers import called

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36", "Chrome, Windows"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        (f"{MOZILLA} (Linux; Android 15) {WEBKIT} Chrome/140 Safari/537", "Chrome, Android"),
        (f"{MOZILLA} (iPhone; like Mac OS X) {WEBKIT} Version/18 Safari/604", "Safari, iPhone"),
        ("curl/8.9", "curl/8.9"),
        ("<script>" * 20, ("<script>" * 5)),
    ],
)
def test_browser_and_system(agent, name):
    assert called(agent) == name


def test_silence_is_unknown(app):
    assert called("") == "Unknown"
