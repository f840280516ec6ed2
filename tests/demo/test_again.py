"""The same seed and day give the same world, in one go or after interruptions."""

import pytest

from portal import demo, vault
from portal.demo import papers
from tests.demo.conftest import content, house

FEW = 6


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


def _until(words: str):
    def say(line: str) -> None:
        if words in line:
            raise Interrupted

    return say


@pytest.mark.sqlite
def test_an_interrupted_world_becomes_the_same(engine, tmp_path):
    with house(engine, tmp_path / "one"):
        demo.make(FEW, lambda line: None)
        whole = content()
    with house(engine, tmp_path / "two"):
        for words in ("finished orders of", "50 of 50", "40 of 120", "110 of 120"):
            with pytest.raises(Interrupted):
                demo.make(FEW, _until(words))
        demo.make(FEW, lambda line: None)
        pieces = content()

    assert pieces.keys() == whole.keys()
    for stream, said in whole.items():
        assert pieces[stream] == said


def test_the_papers_are_files_that_anybody_may_upload():
    note = papers.pdf("Delivery note LS-1", ["Order 45", "Zieliński (Wrocław)"])

    assert vault.look("delivery-note.pdf", note).media == "application/pdf"
    assert vault.look("signature.png", papers.signature("1")).media == "image/png"
