"""Data that contradicts itself, and when that was first known."""

from datetime import timedelta

from portal.watch import fold
from tests.journey.saying import CARRIER, SUPPLIER
from tests.watch.saying import STREAM, Book, hours
from tests.watch.troubles import agreed, disputed, found, impossible, one, other_unit


def test_reports_that_agree_are_no_trouble():
    told = agreed()
    told.step("DISPATCHED", "80", "04-12", org=SUPPLIER)
    told.step("DISPATCHED", "80", "04-12", org=CARRIER)

    assert found(told, "sources_disagree") == []


def test_reports_that_differ_are_named():
    finding = one(disputed(), "sources_disagree")

    assert (finding.line, finding.part) == (1, 0)
    assert finding.words["reports"] == "2" and len(finding.evidence) == 2


def test_a_dispute_about_what_is_complete_matters_no_more():
    told = disputed()
    told.step("DELIVERED", "100", "04-18", org=CARRIER)

    assert found(told, "sources_disagree") == []


def test_a_report_of_the_future_is_found_until_it_is_corrected():
    told = impossible()
    finding = one(told, "impossible_times")
    assert finding.evidence == (told.said[-1].ident,)

    told.correct(told.said[-1].ident)
    assert found(told, "impossible_times") == []


def test_units_that_cannot_be_added_are_named():
    told = other_unit()

    assert one(told, "units_differ").evidence == (told.said[-1].ident,)
    assert found(agreed(), "units_differ") == []


def test_such_a_trouble_is_there_since_it_was_told():
    book, finding = Book(), one(impossible(), "impossible_times")
    told = hours(3)
    assert finding.since < told

    drafts = book.sweep([finding], at=5, learnt={finding.evidence[0]: told})

    assert drafts and book.case().since == told
    assert fold(book.said)[0].opened_at - told == timedelta(hours=2) and STREAM
