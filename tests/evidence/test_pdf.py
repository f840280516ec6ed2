"""A document fetches nothing, is PDF/A, and comes out the same wherever it is made."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from portal import vault
from portal.evidence import Attached, DocumentNotClosed, pdf, proof
from tests.evidence import sample

ROOT = Path(__file__).resolve().parents[2]
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAGE = "<!doctype html><html lang='en'><title>T</title><p>Delivered</p>%s"


def test_a_document_is_archival_and_dated_by_its_content():
    made = pdf(PAGE % "", created=WHEN)

    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as about:
        assert about["pdfaid:part"] == "3"
        assert about["pdfaid:conformance"] == "B"
        assert about["xmp:CreateDate"] == about["xmp:ModifyDate"] == "2026-03-02T09:30:00Z"
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(document.docinfo["/CreationDate"]).startswith("D:20260302093000")


@pytest.mark.parametrize(
    "asks",
    [
        "<img src='file:///etc/passwd'>",
        "<img src='http://192.0.2.1/x.png'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='picture:2'>",
        "<link rel=stylesheet href='file:///etc/x.css'>",
        "<style>@import url(http://192.0.2.1/x.css)</style>",
        "<style>@font-face{font-family:x;src:url(file:///x.ttf)} p{font-family:x}</style>",
        "<link rel=attachment href='file:///etc/passwd'>",
    ],
)
def test_a_document_may_not_ask_for_more_than_it_was_given(asks):
    with pytest.raises(DocumentNotClosed):
        pdf(PAGE % asks, {"picture:1": sample.photo()}, created=WHEN)


def test_attachments_carry_the_date_they_were_given():
    given = [Attached("events.json", b"{}", "The events")]

    made = pdf(PAGE % "", attachments=given, created=WHEN)

    assert made == pdf(PAGE % "", attachments=given, created=WHEN)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.attachments["events.json"].get_file().read_bytes() == b"{}"


def test_the_same_delivery_gives_the_same_bytes_anywhere(tmp_path):
    here = hashlib.sha256(proof(sample.POD, sample.PLAIN, sample.PICTURES)).hexdigest()

    elsewhere = {_made_in(folder, seed) for folder, seed in ((ROOT, "1"), (tmp_path, "4711"))}

    assert elsewhere == {here}


def _made_in(folder, seed):
    done = subprocess.run(
        [sys.executable, "-m", "tests.evidence.sample"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_our_own_document_may_be_sent_back_to_us():
    made = proof(sample.POD, sample.PLAIN, sample.PICTURES)

    assert vault.look("proof.pdf", made).media == "application/pdf"
