"""What should never be sent, and is: each is answered in words, and nothing of it is kept."""

import io
from urllib.parse import urlencode

import pytest

from portal import desk
from tests.stories.filling import fill, form_on
from tests.stories.test_orders_reports import PDF

HTML = b"<html><script>alert(1)</script></html>"
MEGABYTE = 1024 * 1024
REFUSED = (400, 404, 409, 413, 422)
NUL, SURROGATE = "a\x00b", b"a\xed\xa0\x80b"
LONG = "x" * 5000


@pytest.fixture
def order(world, at):
    """PO-7 of 2 March, agreed; now it is 10 March."""
    made = world.place("PO-7")
    at("2026-03-10T09:00")
    fill(world.browser(world.sam), f"/orders/{made}", f"/orders/{made}/acceptances")
    return made


@pytest.fixture
def unchanged(world, order):
    """Check at the end that nothing was said about the order meanwhile."""
    before = len(world.history(order))
    yield
    assert len(world.history(order)) == before


def report(browser, order, **typed):
    typed = {"code": "DISPATCHED", "line": "1", **typed}
    return fill(browser, f"/orders/{order}?do=step", f"/orders/{order}/milestones", **typed)


FORMS = {
    "step": ("sam", "milestones", "qty", "on"),
    "delay": ("sam", "delays", "qty", "day"),
    "receipt": ("rio", "receipts", "lines-0-qty", "on"),
}
QUANTITIES = ("-1", "0", "1e400", "NaN", "Infinity", "9" * 40, "0.0000001", "many")
DAYS = ("20013-01-01", "2013-02-30", "0000-00-00", "31.12.2026", "-1")


def typed_in(world, order, place, **typed):
    """Return what the form at `place` answers."""
    who, action, *_boxes = FORMS[place]
    usual = {"code": "DISPATCHED", "line": "1", "day": "2026-04-09", "reason": "CAPACITY"}
    return fill(
        world.browser(getattr(world, who)),
        f"/orders/{order}?do={place}",
        f"/orders/{order}/{action}",
        **usual | typed,
    )


@pytest.mark.parametrize("place", FORMS)
def test_quantities_that_cannot_be(world, order, unchanged, place):
    for qty in QUANTITIES:
        answer = typed_in(world, order, place, **{FORMS[place][2]: qty})

        assert answer.status_code == 422, qty
        assert f'value="{qty}"' in answer.text, "what was typed is gone"


@pytest.mark.parametrize("place", FORMS)
def test_days_that_cannot_be(world, order, unchanged, place):
    for day in DAYS:
        typed = {"lines-0-qty": "1"} if place == "receipt" else {}
        answer = typed_in(world, order, place, **typed | {FORMS[place][3]: day})

        assert answer.status_code == 422, day
        assert f'value="{day}"' in answer.text, "what was typed is gone"


def test_an_actual_of_another_age_is_refused_in_words(world, order, unchanged):
    for day, words in (("2099-01-01", "still to come"), ("2999-01-01", "between 1990 and 2099")):
        answer = report(world.browser(world.sam), order, on=day)

        assert answer.status_code == 422
        assert words in answer.text


def attach(browser, order, content, name, **typed):
    at, action = f"/orders/{order}?do=attach", f"/orders/{order}/documents"
    data = form_on(browser.get(at).text, action) | {"type": "delivery_note"} | typed
    return browser.post(action, data=data | {"file": (io.BytesIO(content), name)})


FILES = (
    (HTML, "note.pdf"),
    (HTML, "../../x.pdf"),
    (HTML, "note.html"),
    (PDF, "note.html"),
    (PDF, "note.pdf.exe"),
    (PDF, "note"),
    (b"", "note.pdf"),
    (PDF[:40], "note.pdf"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo.svg"),
    (b"MZ" + bytes(200), "photo.png"),
)


def test_files_that_are_not_what_they_say(world, order, unchanged):
    sam = world.browser(world.sam)
    for content, name in FILES:
        answer = attach(sam, order, content, name)

        assert answer.status_code == 422, name
        assert 'id="file-error"' in answer.text, "the reason is not beside the box"


def test_a_file_of_30_mb(world, order, unchanged, app):
    sent = attach(world.browser(world.sam), order, PDF + bytes(30 * MEGABYTE), "note.pdf")

    assert sent.status_code == 413
    assert "larger than" in sent.text


def test_a_name_with_a_path_is_only_a_name(world, order):
    sam = world.browser(world.sam)
    for name in ("../../x.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "a\x00/x.pdf"):
        sent = attach(sam, order, PDF, name)

        assert sent.status_code == 303
        with world.seen_by(world.ada):
            files = [one.name for one in desk.sheet_of(order).files.values()]
        assert set(files) == {"x.pdf"}


BOXES = ("text", "tracking", "recipient", "code", "line", "key", "reason", "count", "klass")


@pytest.mark.parametrize("text", [NUL, LONG])
def test_texts_nobody_types(world, order, unchanged, text):
    sam = world.browser(world.sam)
    for box in BOXES:
        typed = {"code": "DELIVERY_FAILED", "qty": "1", "on": "2026-03-09", box: text}
        assert report(sam, order, **typed).status_code in REFUSED, box


def test_half_a_character_is_shown_by_its_bytes(world, order):
    sam, action = world.browser(world.sam), f"/orders/{order}/milestones"
    data = form_on(sam.get(f"/orders/{order}?do=step").text, action) | {"code": "DISPATCHED"}

    body = urlencode(data | {"qty": "1", "on": "2026-03-09", "text": SURROGATE}, doseq=True)
    sent = sam.post(action, data=body, content_type="application/x-www-form-urlencoded")

    assert sent.status_code == 303
    assert "a%ED%A0%80b" in sam.get(sent.location).text


QUESTIONS = {
    "/orders": ("q", "tab", "after", "before", "supplier", "sort", "late"),
    "/evidence": ("q",),
    "/exceptions": ("after", "supplier", "rule", "view"),
    "/intake": ("before",),
}


@pytest.mark.parametrize("page", QUESTIONS)
def test_questions_nobody_asks(world, order, page):
    ada = world.browser(world.ada)
    for name in QUESTIONS[page]:
        for text in (NUL, LONG, SURROGATE, "%00", "'; --"):
            answer = ada.get(page, query_string=urlencode({name: text}))
            assert answer.status_code in (200, 400, 404, 422), (name, text)


def test_names_nobody_has(world):
    ada = world.browser(world.ada)
    for text in (LONG, "\x00", " "):
        answer = fill(ada, "/account", "/account/details", name=text)

        assert answer.status_code == 422
        assert "Ada" in ada.get("/").text
    assert fill(ada, "/account", "/account/details", name="A\x00d").status_code == 303
    assert "Good day, Ad" in ada.get("/").text


def test_partners_nobody_has(world):
    kim, page = world.browser(world.kim), "/admin/organisations/new"
    for box, text in (("name", LONG), ("number", LONG), ("country", LONG), ("kinds", "x\x00")):
        typed = {"name": "New", "number": "9", "country": "DE", "kinds": "supplier", box: text}
        answer = fill(kim, page, "/admin/organisations", **typed)
        assert answer.status_code in REFUSED, box


@pytest.mark.parametrize("page", ["/sign-in", "/forgot"])
def test_addresses_nobody_has(world, page):
    for text in (NUL, LONG, "a@b", "a@b.example\nBcc: eve@x.example"):
        answer = fill(world.browser(), page, page, email=text, password=text)

        assert answer.status_code in (303, 422), text
        assert world.browser().get("/account").status_code == 303


def test_links_nobody_was_sent(world):
    for secret in ("x", "x" * 5000, "%00", "a%2F..%2Fb", "'", "x" * 43):
        for page in ("/join/", "/reset/"):
            assert world.browser().get(page + secret).status_code == 404


def test_a_link_of_last_month(world, at):
    kim = world.browser(world.kim)
    fill(kim, "/admin/people/invite", "/admin/people/invite", email="n@x.example", role="buyer")
    link = "/join/" + kim.get("/admin/people").text.partition("/join/")[2][:43]
    assert world.browser().get(link).status_code == 200

    at("2026-03-09T09:01")

    gone = world.browser().get(link)
    assert gone.status_code == 404
    assert "link" in gone.text


def test_a_form_without_its_token(world, order, unchanged):
    sam = world.browser(world.sam)
    action = f"/orders/{order}/milestones"
    data = form_on(sam.get(f"/orders/{order}?do=step").text, action)

    for token in ("", "made up", data["csrf_token"][0][:-1]):
        answer = sam.post(action, data=data | {"csrf_token": token})
        assert answer.status_code == 400
    del data["csrf_token"]
    assert sam.post(action, data=data).status_code == 400


def test_a_form_of_another_site(world, order, unchanged):
    sam = world.browser(world.sam)
    action = f"/orders/{order}/milestones"
    data = form_on(sam.get(f"/orders/{order}?do=step").text, action)

    for said in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert sam.post(action, data=data, headers=said).status_code == 403


def test_an_order_of_another_owner_is_no_order(world, order, unchanged):
    sue = world.browser(world.sue)
    action = f"/orders/{order}/milestones"
    theirs = world.place("W-1", to=world.calder)
    data = form_on(sue.get(f"/orders/{theirs}?do=step").text, f"/orders/{theirs}/milestones")

    answer = sue.post(action, data=data | {"code": "DISPATCHED"})
    absent = sue.post(f"/orders/{theirs}x/milestones", data=data)

    assert (answer.status_code, absent.status_code) == (404, 404)
