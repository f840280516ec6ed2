"""The conversation that events tell, and what may be written into it."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from portal.desk import Thread, say, talk
from portal.errors import Conflict, NotAllowed, NotUnderstood
from portal.journey import fold
from portal.ledger import Draft, Said, facts
from portal.people import Actor

OWNER, BRENNER, CALDER = 1, 2, 3
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA = Actor(UUID(int=11), "Ada", OWNER, "Nordwind", "owner", "buyer", "session")
SAM = Actor(UUID(int=12), "Sam", BRENNER, "Brenner", "supplier", "supplier", "session")
SUE = Actor(UUID(int=13), "Sue", CALDER, "Calder", "carrier", "carrier", "session")
AUD = Actor(UUID(int=14), "Aud", OWNER, "Nordwind", "auditor", "auditor", "session")


class Told:
    """An order with one line, and what was written about it."""

    def __init__(self):
        self.said, self.forms = [], 0
        haulier = {"org": CALDER, "role": "carrier"}
        header = {"number": "PO-7", "type": "purchase", "partner": BRENNER, "parties": [haulier]}
        self._record(Draft("order.placed", body=header), ADA)
        line = {"no": "10", "item": {"code": "X"}, "qty": "1", "uom": "EA"}
        line |= {"parts": [{"part": 1, "qty": "1", "ask": "2026-04-01"}]}
        self._record(Draft("line.placed", line=1, body=line), ADA)

    def _record(self, draft, by):
        who = {"org": by.org, "auth": by.auth, "person": str(by.id)}
        details = {"details": {name: "c" for name in draft.details}, "docs": []}
        told = facts.build(draft, who, str(UUID(int=1)), details)
        at = START + timedelta(minutes=len(self.said))
        self.said.append(Said(len(self.said) + 1, facts.ident(told).hex(), at, told))

    def write(self, by, text="Hello.", **more):
        """Write a message; return its ident."""
        self.forms += 1
        found = say.post(
            talk(self.said), fold(self.said), (), by, str(self.forms), say.Message(text, **more)
        )
        for draft in found:
            self._record(draft, by)
        return self.said[-len(found)].ident

    def settle(self, by, ident):
        """Say that a question needs no answer any more."""
        self.forms += 1
        for draft in say.settle(talk(self.said), by, str(self.forms), ident):
            self._record(draft, by)

    @property
    def posts(self):
        return talk(self.said).posts


@pytest.fixture
def told():
    return Told()


def test_whom_is_asked_follows_from_who_reads_it(told):
    ours = told.write(ADA, to=BRENNER, question=True)
    theirs = told.write(SAM, to=OWNER, question=True)
    haulier = told.write(ADA, to=CALDER, question=True)
    everybody = told.write(ADA, question=True)

    asked = [told.posts[one].asked for one in (ours, theirs, haulier, everybody)]
    assert asked == [BRENNER, OWNER, CALDER, BRENNER]


def test_only_whoever_was_asked_answers(told):
    asked = told.write(ADA, question=True)

    told.write(SUE, answers=asked)
    assert told.posts[asked].waits
    told.write(ADA, answers=asked)
    assert told.posts[asked].waits
    answer = told.write(SAM, answers=asked)
    assert told.posts[asked].answered == answer


def test_an_answer_comes_once(told):
    asked = told.write(ADA, to=BRENNER, question=True)
    told.write(SAM, to=OWNER, answers=asked)

    with pytest.raises(Conflict):
        told.write(SAM, to=OWNER, answers=asked)


def test_a_question_is_settled_by_its_asker_once(told):
    asked = told.write(ADA, to=BRENNER, question=True)

    with pytest.raises(NotAllowed):
        told.settle(SAM, asked)
    told.settle(ADA, asked)
    assert told.posts[asked].settled
    with pytest.raises(Conflict):
        told.settle(ADA, asked)


@pytest.mark.parametrize(
    ("by", "more", "field"),
    [
        (ADA, {"text": "  "}, "text"),
        (ADA, {"text": "x" * 4001}, "text"),
        (ADA, {"to": 99}, "to"),
        (SAM, {"to": CALDER}, "to"),
        (ADA, {"to": OWNER, "question": True}, "to"),
        (ADA, {"thread": Thread(line=7)}, "about"),
        (ADA, {"thread": Thread(case=str(UUID(int=9))), "to": OWNER}, "about"),
        (ADA, {"thread": Thread(case=str(UUID(int=9)))}, "to"),
        (ADA, {"answers": "00" * 16}, "answers"),
        (SUE, {"mentions": (SAM.id,)}, "mentions"),
    ],
)
def test_what_cannot_be_meant_names_its_field(told, by, more, field):
    with pytest.raises(NotUnderstood) as caught:
        told.write(by, **more)

    assert caught.value.field == field


def test_what_one_may_not_read_is_not_there(told):
    note = told.write(ADA, to=OWNER)
    between = told.write(ADA, to=BRENNER)

    for by, ident in ((SAM, note), (SUE, note), (SUE, between)):
        with pytest.raises(NotUnderstood, match="no such message"):
            told.write(by, to=OWNER, answers=ident)


def test_an_auditor_writes_nothing(told):
    with pytest.raises(NotAllowed):
        told.write(AUD)


def test_the_order_of_arrival_does_not_matter(told):
    asked = told.write(ADA, to=BRENNER, question=True)
    told.write(SAM, to=OWNER, answers=asked)
    told.write(ADA, to=OWNER)
    before = talk(told.said)

    for seed in range(5):
        mixed = list(told.said)
        Random(seed).shuffle(mixed)
        assert talk(mixed) == before


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ada please", {1}),
        ("please, @ada lovelace!", {2}),
        ("@Adalbert", set()),
        ("me@ada.example", set()),
        ("@Ada and @SAM", {1, 3}),
        ("@", set()),
        ("(@Sam)", {3}),
    ],
)
def test_names_after_an_at(text, named):
    people = {UUID(int=1): "Ada", UUID(int=2): "Ada  Lovelace", UUID(int=3): "Sam"}

    assert {one.int for one in say.mentioned(text, people)} == named
