"""What is reported about the goods: steps, delays, papers, receipts, and corrections."""

import io

import pikepdf
import pytest

from tests.stories.filling import fill, form_on
from tests.world import Line

HTMX = {"HX-Request": "true"}


def _page() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


PDF = _page()


def _agreed(world, at, *lines):
    at("2026-03-02T09:00")
    made = world.place("PO-7", *lines)
    at("2026-03-10T09:00")
    sam = world.browser(world.sam)
    fill(sam, f"/orders/{made}", f"/orders/{made}/acceptances")
    return made


@pytest.fixture
def order(world, at):
    """PO-7 of 2 March, agreed; now it is 10 March."""
    return _agreed(world, at)


@pytest.fixture
def two(world, at):
    """The same with two lines."""
    return _agreed(world, at, Line(), Line(qty="40"))


def report(browser, order, headers=None, **typed):
    typed = {"code": "DISPATCHED", "line": "1", **typed}
    return fill(
        browser, f"/orders/{order}?do=step", f"/orders/{order}/milestones", headers, **typed
    )


def test_sixty_pieces_leave(world, order):
    sam = world.browser(world.sam)

    sent = report(sam, order, qty="60", on="2026-03-09", tracking="1Z-999")

    assert sent.status_code == 303
    page = sam.get(sent.location).text
    assert "Sam (Brenner) reported 60 pcs dispatched" in page
    assert "1Z-999" in page and "60 of 100 pcs" in page


def test_the_result_is_shown_before_anything_is_written(world, order):
    sam = world.browser(world.sam)
    report(sam, order, qty="60", on="2026-03-09")
    before = len(world.history(order))

    part = report(sam, order, HTMX, qty="20", check="1")
    page = report(sam, order, qty="20", check="1")

    for answer in (part, page):
        assert answer.status_code == 200
        assert "So far 60, with this report 80 of 100 pcs" in answer.text
    assert "<html" not in part.text and "<html" in page.text
    assert len(world.history(order)) == before


def test_for_all_open_lines_the_result_names_each(world, two):
    sam = world.browser(world.sam)
    report(sam, two, qty="60", on="2026-03-09")

    form = sam.get(f"/orders/{two}?do=step").text
    seen = report(sam, two, HTMX, line="0", check="1")

    assert "Of one line. Empty: all that is left, of each line if all are chosen." in form
    assert "With this report, Dispatched:" in seen.text
    assert "Line 10: so far 60, then 100 of 100 pcs" in seen.text
    assert "Line 20: so far 0, then 40 of 40 pcs" in seen.text


def test_a_quantity_for_all_open_lines_is_asked_about(world, two):
    sam = world.browser(world.sam)
    before = len(world.history(two))

    seen = report(sam, two, HTMX, line="0", qty="10", check="1")
    sent = report(sam, two, line="0", qty="10")

    for answer in (seen, sent):
        assert "A quantity is of one line." in answer.text
    assert sent.status_code == 422 and 'value="10"' in sent.text
    assert len(world.history(two)) == before


def test_a_quantity_of_the_only_line_needs_no_line(world, order):
    sam = world.browser(world.sam)

    sent = report(sam, order, line="0", qty="60", on="2026-03-09")

    assert "60 of 100 pcs" in sam.get(sent.location).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": "ASN_ISSUED"}, "This is reported without a quantity."),
        ({"qty": "many"}, "Write the quantity as a number"),
        ({"code": ""}, "Choose the step that was reached."),
    ],
)
def test_the_result_is_never_silence(world, order, typed, words):
    assert words in report(world.browser(world.sam), order, HTMX, check="1", **typed).text


def test_an_actual_in_the_future_is_refused_in_words(world, order):
    answer = report(world.browser(world.sam), order, on="2026-03-12")

    assert answer.status_code == 422
    assert "still to come, so it cannot have happened" in answer.text
    assert 'value="2026-03-12"' in answer.text


def test_a_milestone_before_the_order_existed_is_refused(world, order):
    answer = report(world.browser(world.sam), order, on="2026-02-01")

    assert answer.status_code == 422
    assert "before the order" in answer.text


def test_a_year_that_cannot_be_is_refused(world, order):
    answer = report(world.browser(world.sam), order, on="20013-01-01")

    assert answer.status_code == 422


def test_an_expected_delivery_is_an_estimate(world, order):
    sam = world.browser(world.sam)

    sent = report(sam, order, code="DELIVERED", klass="EST", on="2026-04-09")

    page = sam.get(sent.location).text
    assert "expects: Delivered" in page and "8 days later" in page


def test_more_than_ordered_must_be_ticked(world, order):
    sam = world.browser(world.sam)

    asked = report(sam, order, qty="120", on="2026-03-09")
    sent = report(sam, order, qty="120", on="2026-03-09", over="y")

    assert asked.status_code == 422 and "That makes 120 of 100" in asked.text
    assert "More than ordered is right" in asked.text
    assert sent.status_code == 303


def test_a_delay_after_agreement(world, order):
    sam, at = world.browser(world.sam), f"/orders/{order}?do=delay"

    early = fill(sam, at, f"/orders/{order}/delays", day="2026-04-01", reason="CAPACITY")
    sent = fill(sam, at, f"/orders/{order}/delays", day="2026-04-09", reason="CAPACITY")

    assert early.status_code == 422 and "a delay needs a later day" in early.text
    assert sent.status_code == 303
    assert "Not enough capacity" in world.browser(world.ada).get(sent.location).text


def attach(browser, order, content=PDF, name="note.pdf", type_="delivery_note"):
    at = f"/orders/{order}?do=attach"
    data = form_on(browser.get(at).text, f"/orders/{order}/documents")
    data |= {"type": type_, "file": (io.BytesIO(content), name)}
    return browser.post(f"/orders/{order}/documents", data=data)


def test_a_delivery_note_is_attached_judged_and_handed_out(world, order):
    sam, ada = world.browser(world.sam), world.browser(world.ada)

    sent = attach(sam, order, name="../../x.pdf")
    assert sent.status_code == 303
    said = world.history(order)[-1].facts
    paper = said["body"]["document"]
    judging = f"/orders/{order}?do=judge&what={paper}"
    judged = fill(
        ada,
        judging,
        f"/orders/{order}/documents/{paper}/judgements",
        verdict="accepted",
        condition="clean",
    )
    got = ada.get(f"/orders/{order}/documents/{paper}")

    assert judged.status_code == 303
    assert "accepted, clean" in ada.get(judged.location).text
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith('attachment; filename="x.pdf"')
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_a_pdf_that_is_html_is_refused_with_a_reason(world, order):
    sent = attach(world.browser(world.sam), order, b"<html><script>alert(1)</script></html>")

    assert sent.status_code == 422
    assert world.history(order)[-1].facts["kind"] == "response"


def test_a_file_that_is_too_large_is_refused(world, order, app):
    app.config["MAX_UPLOAD_MB"] = 1

    sent = attach(world.browser(world.sam), order, PDF + b"%" * 1_100_000)

    assert sent.status_code == 422
    assert "bigger than 1 MB" in sent.text


def test_without_a_file_the_form_asks_for_one(world, order):
    sent = attach(world.browser(world.sam), order, name="")

    assert sent.status_code == 422
    assert "Choose the file." in sent.text


def test_receiving_posts_a_short_receipt(world, order):
    rio = world.browser(world.rio)
    report(world.browser(world.sam), order, qty="100", on="2026-03-09")
    typed = {"lines-0-qty": "58", "lines-0-rejected": "3", "reason": "SHIPPER"}

    sent = fill(rio, f"/orders/{order}?do=receipt", f"/orders/{order}/receipts", **typed)

    page = rio.get(sent.location).text
    assert "58 pcs received, 3 pcs rejected" in page


def test_a_receipt_without_any_line_is_asked_again(world, order):
    rio, action = world.browser(world.rio), f"/orders/{order}/receipts"
    form = form_on(rio.get(f"/orders/{order}?do=receipt").text, action)

    answer = rio.post(action, data={k: v for k, v in form.items() if not k.startswith("lines-")})

    assert answer.status_code == 422
    assert "Give the quantity of at least one line." in answer.text
