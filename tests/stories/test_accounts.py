"""Signing in and out, joining, a forgotten password."""

import re
from datetime import timedelta

from portal import people
from portal.db import door, transaction
from tests.stories.filling import fill, form_on
from tests.stories.told import house, mailed

GOOD = "three green boats in the rain"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def sign_in(browser, email, password, onward="/account"):
    return fill(browser, f"/sign-in?next={onward}", "/sign-in", email=email, password=password)


def test_sam_signs_in_and_is_known(world):
    browser = world.browser()
    assert browser.get("/account").location == "/sign-in?next=/account"

    answer = sign_in(browser, " SAM@Brenner.example", world.password)

    assert (answer.status_code, answer.location) == (303, "/account")
    page = browser.get("/account").text
    assert "Sam" in page
    assert "sam@brenner.example" in page


def test_the_cookie_cannot_be_read_by_scripts_and_holds_no_name(world):
    answer = sign_in(world.browser(), world.sam.email, world.password)

    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("portal=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert re.match(r"portal=[\w-]{43};", cookie)


def test_known_and_unknown_addresses_get_the_same_answer(world):
    wrong = sign_in(world.browser(), world.sam.email, "not his password at all")
    unknown = sign_in(world.browser(), "sxm@brenner.example", "not his password at all")

    def plain(answer):
        text = re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", answer.text)
        return answer.status_code, text.replace("sxm@", "sam@")

    assert wrong.status_code == 422
    assert "Address or password is wrong." in wrong.text
    assert plain(wrong) == plain(unknown)
    assert _told(wrong)[:2] == _told(unknown)[:2]


def _told(answer):
    """Return all that a stranger can compare: status, names and values of headers, body."""
    own = {"Set-Cookie", "Content-Length"}
    headers = [(name, value) for name, value in answer.headers if name not in own]
    cookies = [c.partition("=")[0] for c in answer.headers.getlist("Set-Cookie")]
    return answer.status_code, sorted(headers), cookies, answer.text


def test_after_ten_wrong_passwords_the_right_one_waits_too(world, at):
    browser = world.browser()
    for _ in range(10):
        assert sign_in(browser, world.sam.email, "not his password at all").status_code == 422

    refused = sign_in(browser, world.sam.email, world.password)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert "15 min" in refused.text

    at("2026-03-02T09:15:01")
    assert sign_in(browser, world.sam.email, world.password).status_code == 303


def test_a_new_session_at_every_sign_in(world):
    browser = world.browser()
    sign_in(browser, world.sam.email, world.password)
    first = browser.get_cookie("portal").value

    with world.app.test_client() as copied:
        copied.set_cookie("portal", first)
        assert copied.get("/account").status_code == 200
        token = form_on(browser.get("/account").text, "/sign-out")
        browser.post("/sign-out", data=token)
        assert copied.get("/account").status_code == 303, "a copied cookie is dead too"

    sign_in(browser, world.sam.email, world.password)
    assert browser.get_cookie("portal").value != first


def test_nobody_is_sent_to_another_site(world):
    for evil in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"):
        answer = sign_in(world.browser(), world.sam.email, world.password, evil)
        assert answer.location == "/", evil


def test_a_form_of_another_site_is_refused(world):
    browser = world.browser(world.sam)
    data = form_on(browser.get("/account").text, "/account/details") | {"name": "Mallory"}

    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        refused = browser.post("/account/details", data=data, headers=headers)
        assert refused.status_code == 403
    without = {**data, "csrf_token": "made up"}
    assert browser.post("/account/details", data=without).status_code == 400
    assert "Mallory" not in browser.get("/account").text


def test_htmx_is_sent_to_sign_in_as_a_whole_page(world):
    answer = world.browser().get("/account", headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_every_page_says_what_browsers_may_do(world):
    for path in ("/sign-in", "/account", "/nowhere"):
        headers = world.browser(world.sam).get(path).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_an_hour_without_a_click_ends_the_session(world, at):
    browser = world.browser(world.sam)
    at("2026-03-02T09:59")
    assert browser.get("/account").status_code == 200

    at("2026-03-02T10:58")
    assert browser.get("/account").status_code == 200, "the click at 9:59 counted"

    at("2026-03-02T11:59")
    assert browser.get("/account").status_code == 303


def test_kim_invites_noa_who_joins(world):
    kim = world.browser(world.kim)
    sent = fill(
        kim, "/admin/people/invite", "/admin/people/invite", email="noa@x.example", role="buyer"
    )
    assert sent.location == "/admin/people"
    page = kim.get("/admin/people").text
    link = re.search(r"http://localhost:8000(/join/[\w-]+)", page).group(1)
    assert link not in kim.get("/admin/people").text, "the link is shown once"
    assert mailed(world, "invitation") == [(None, "noa@x.example")]

    noa = world.browser()
    seen = noa.get(link)
    assert seen.headers["Referrer-Policy"] == "no-referrer"
    weak = fill(noa, link, link, name="Noa", password="short", again="short")
    assert weak.status_code == 422
    assert "at least 12 characters" in weak.text
    joined = fill(noa, link, link, name="Noa", password=GOOD, again=GOOD, zone="Europe/Paris")

    assert joined.status_code == 303
    assert "noa@x.example" in noa.get("/account").text
    assert world.browser().get(link).status_code == 404
    assert [facts["kind"] for facts in house(world)][-2:] == ["person.invited", "person.joined"]


def test_the_same_invitation_sent_twice_is_one(world):
    kim = world.browser(world.kim)
    page = kim.get("/admin/people/invite").text
    data = form_on(page, "/admin/people/invite") | {"email": "noa@x.example", "role": "buyer"}

    for _ in range(2):
        assert kim.post("/admin/people/invite", data=data).status_code == 303

    assert len(mailed(world, "invitation")) == 1
    assert [facts["kind"] for facts in house(world)].count("person.invited") == 1


def test_a_forgotten_password(world):
    known = fill(world.browser(), "/forgot", "/forgot", email=world.sam.email)
    unknown = fill(world.browser(), "/forgot", "/forgot", email="nobody@nowhere.example")

    assert _told(known) == _told(unknown)
    assert mailed(world, "reset") == [(world.sam.id, "")]
    assert world.browser().get(known.location).status_code == 200


def test_a_new_password_by_the_link(world):
    other = world.browser(world.sam)
    secret = reset_link(world)
    browser = world.browser()

    differ = fill(browser, secret, secret, password=GOOD, again=GOOD + "!")
    assert differ.status_code == 422
    assert "The two passwords differ." in differ.text
    done = fill(browser, secret, secret, password=GOOD, again=GOOD)

    assert done.location == "/sign-in"
    assert browser.get(secret).status_code == 404
    assert other.get("/account").status_code == 303, "every session has ended"
    assert sign_in(browser, world.sam.email, GOOD).status_code == 303


def reset_link(world):
    """Return the link the worker writes into Sam's mail."""
    with door(), transaction():
        return "/reset/" + people.forgot(world.sam.email, timedelta(hours=1)).secret


def test_health_needs_no_session(world):
    for path in ("/healthz", "/readyz"):
        answer = world.browser().get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
