"""A proof of delivery shows what was said, escapes it, and says where nothing was said."""

import io
from dataclasses import replace

import pikepdf
import pytest

from portal.evidence import page, proof
from portal.evidence.pod import CONDITIONS, KINDS
from tests.evidence import sample

BARE = replace(
    sample.POD,
    ordered=None,
    delivered=None,
    place="",
    recipient="",
    recipient_role="",
    condition="",
    remarks="",
    references=(),
    pictures=(),
    notes=(),
)


def test_everything_that_was_said_is_shown():
    shown = page(sample.POD, sample.PLAIN)

    for words in (
        "PO-4500017",
        "Nordwind Pumpen GmbH",
        "Leeds LS10 1AB",
        "9 Mar 2026, 21:15",
        "K. Petersen, goods receiving",
        "Claused: received with remarks",
        "1,250.5",
        "Lieferschein 4711.pdf",
        "Dented cartons on pallet 2",
        sample.POD.head,
        *(event.digest for event in sample.POD.events),
    ):
        assert words in shown


def test_an_event_whose_hour_nobody_knows_shows_its_day():
    assert '<td class="when">2 Mar 2026</td>' in page(sample.POD, sample.PLAIN)


def test_where_nothing_was_said_the_document_says_so():
    shown = page(BARE, sample.PLAIN)

    assert "No delivery has been reported." in shown
    assert shown.count("not reported") == 3
    assert "No signed delivery note has been accepted." in shown
    assert "–</td>" in shown


def test_foreign_words_stay_words():
    shown = page(replace(sample.POD, remarks="<script>alert(1)</script>"), sample.PLAIN)

    assert "<script>" not in shown
    assert "FKM &lt;80 Shore &amp; more&gt;" in shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("condition", ["", *CONDITIONS])
def test_every_kind_and_condition_has_words(kind, condition):
    shown = page(replace(sample.POD, kind=kind, condition=condition), sample.PLAIN)

    assert KINDS[kind] in shown
    assert CONDITIONS.get(condition, "not reported") in shown


def test_it_speaks_the_readers_language():
    loud = replace(sample.PLAIN, lang="de", say=lambda text: f"«{text}»")

    shown = page(sample.POD, loud)

    assert '<html lang="de">' in shown
    for words in ("«Proof of delivery»", "«Purchase order»", "«Supplier»", "«Clau", "«Quantities»"):
        assert words in shown


def test_a_long_history_runs_over_many_pages():
    long = replace(sample.POD, events=sample.events(200))

    made = proof(long, sample.PLAIN, sample.PICTURES)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) > 6
