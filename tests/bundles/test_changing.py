"""Rows are mended, split and left out before they are told, or told again."""

from datetime import date
from decimal import Decimal

import pytest

from portal import bundles, desk
from portal.bundles import BAD, IDLE, READY, TOLD, WRONG, Edit
from portal.errors import Conflict
from portal.ledger import Draft
from tests.bundles.acting import LATER, TODAY, asked, begun, kinds, states, told


def test_what_changed_meanwhile_is_refused_and_can_be_mended(town):
    rows = asked(town, town.sam, (town.one, 1), (town.two, 1), verb="accept")
    ident, _ = begun(town, town.sam, rows)
    part = {"part": 1, "qty": "120", "ask": "2026-04-01"}
    body = {"no": "000010", "qty": "120", "uom": "EA", "revision": 2, "parts": [part]}
    body["item"] = {"code": "HX-M12", "name": "Hex bolt M12"}
    town.tell(town.one, Draft("line.changed", line=1, body=body), by=town.ada)

    with town.seen_by(town.sam):
        bundles.start(town.sam.actor, ident)
        bundles.tell(town.sam.actor, ident, TODAY)
        refused = bundles.rows_of(town.sam.actor, ident, (BAD,))[0]
        now = desk.lines_at([refused.place])[refused.place]

    assert states(town, town.sam, ident) == {1: BAD, 2: TOLD}
    assert refused.problem().status == 409
    assert (refused.asked, now.cap) == (100, 120)
    with town.seen_by(town.sam):
        bundles.change(town.sam.actor, ident, [Edit(1, now.stamp, "accept")], TODAY)
        assert bundles.rows_of(town.sam.actor, ident)[0].asked == 120
        bundles.start(town.sam.actor, ident)
        bundles.tell(town.sam.actor, ident, TODAY)
    assert states(town, town.sam, ident) == {1: TOLD, 2: TOLD}
    assert kinds(town, town.two).count("response") == 1


def test_only_one_click_tells_it(town):
    ident, _ = begun(town, town.sam, asked(town, town.sam, (town.one, 1), verb="accept"))

    with town.seen_by(town.sam):
        assert bundles.start(town.sam.actor, ident)
        assert not bundles.start(town.sam.actor, ident)
        with pytest.raises(Conflict):
            bundles.change(town.sam.actor, ident, [Edit(1, "x", "accept")], TODAY)


def test_a_row_is_split_and_told_as_one_answer(town):
    rows = asked(town, town.sam, (town.one, 1), verb="accept")
    ident, _ = begun(town, town.sam, rows)
    stamp = rows[0].stamp

    with town.seen_by(town.sam):
        bundles.split(town.sam.actor, ident, 1, TODAY)
        assert states(town, town.sam, ident) == {1: WRONG, 2: WRONG}
        edits = [
            Edit(1, stamp, "propose", qty=Decimal(60)),
            Edit(2, stamp, "propose", qty=Decimal(40), day=LATER),
        ]
        bundles.change(town.sam.actor, ident, edits, TODAY)
        assert states(town, town.sam, ident) == {1: READY, 2: READY}
        bundles.start(town.sam.actor, ident)
        bundles.tell(town.sam.actor, ident, TODAY)

    body = town.history(town.one)[-1].facts["body"]
    assert [row["qty"] for row in body["parts"]] == ["60", "40"]


def test_accepting_what_was_changed_contradicts_itself(town):
    rows = asked(town, town.sam, (town.one, 1), verb="accept", day=LATER)

    ident, _ = begun(town, town.sam, rows)

    assert states(town, town.sam, ident) == {1: WRONG}


def test_a_proposal_that_changes_nothing_accepts(town):
    rows = asked(town, town.sam, (town.one, 1), verb="propose", day=date(2026, 4, 1))

    ident, _ = begun(town, town.sam, rows)

    with town.seen_by(town.sam):
        assert bundles.rows_of(town.sam.actor, ident)[0].means == "accept"


def test_a_row_without_a_verb_says_nothing(town):
    rows = asked(town, town.sam, (town.one, 1), (town.two, 1), verb="accept")
    rows[0].verb = ""

    ident = told(town, town.sam, rows)

    assert states(town, town.sam, ident) == {1: IDLE, 2: TOLD}
