"""A pack is checked from its archive alone; every changed byte is found, nothing leaks."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from portal import evidence, flow, journey, vault
from portal.ledger import Doc, Draft
from portal.web.evidence.issuing import Wish, issue_for
from portal.web.evidence.wording import words
from tests.evidence.checking import faults, files_of
from tests.world import Line

LATER = datetime(2026, 5, 4, 10, 30, 11, 120000, tzinfo=UTC)
SCAN = b"%PDF-1.7\n% a signed delivery note\n%%EOF\n"
SECRET = "canary-of-our-own-7731"
OTHER = "canary-of-another-order-9914"
PUBLIC = "two cartons dented"


@pytest.fixture
def order(world, app):
    """An order with a delivery, a document, an internal note; beside it another order."""
    other = world.place("PO-8", Line(name=OTHER))
    world.tell(other, Draft("milestone", code="PACKED", details={"text": OTHER}), by=world.sam)
    placed = world.place("PO-7")
    world.reach(placed, "DISPATCHED", "100", world.sam)
    world.reach(placed, "DELIVERED", "98", world.sam, details={"text": PUBLIC})
    kept = vault.keep(app.config["VAULT_DIR"], world.nordwind, SCAN, 1000)
    world.tell(
        placed,
        Draft(
            "document.attached",
            docs=(Doc(kept.sha256, "application/pdf", kept.bytes, "note.pdf"),),
            details={"name": "note.pdf"},
            body={"type": "delivery_note", "document": str(uuid4())},
        ),
        by=world.sam,
    )
    note = Draft(
        "case.commented",
        body={"case": str(uuid4())},
        details={"text": SECRET},
        only_for=world.nordwind,
    )
    world.tell(placed, note, by=world.ada)
    return placed


@pytest.fixture
def matter(world, order):
    """All that was said in the order."""
    return flow.within(world.nordwind, lambda: evidence.matter(order))


def made(matter, app, reader=None, at=LATER):
    """Return a pack's archive."""
    said = words(matter, journey.fold([one.said for one in matter.readable(reader)]))
    report = evidence.printed(evidence.report(matter, reader, said, at), said.voice)
    target = io.BytesIO()
    evidence.write_pack(evidence.pack(matter, reader, report, app.config["VAULT_DIR"], at), target)
    return target.getvalue()


def test_a_pack_holds_by_the_archive_alone(matter, app):
    archive = made(matter, app)

    assert faults(archive) == []
    assert SCAN in files_of(archive).values()


def test_what_a_stranger_may_not_read_is_withheld_and_the_chain_closes(matter, app):
    files = files_of(made(matter, app))
    events = [json.loads(files[name]) for name in sorted(files) if name.startswith("events/")]

    assert len(events) == len(matter.entries)
    assert [set(one) for one in events if "facts" not in one] == [{"envelope", "head"}]
    assert set(events[-1]) == {"envelope", "head"}
    assert b"of which 1 are withheld" in files["README.txt"]


def test_the_owner_may_take_everything(matter, app, world):
    archive = made(matter, app, reader=world.nordwind)

    assert faults(archive) == []
    assert SECRET.encode() in archive


def test_nothing_private_and_nothing_of_another_order_leaks(matter, app, world):
    said = words(matter, journey.fold([one.said for one in matter.readable()]))
    shown = evidence.sheet(evidence.report(matter, None, said, LATER), said.voice)
    files = files_of(made(matter, app))
    told = "".join(c.decode(errors="replace") for n, c in files.items() if n != "report.pdf")

    for canary in (SECRET, OTHER, "PO-8"):
        assert canary not in told
        assert canary not in shown
    assert PUBLIC in told
    assert PUBLIC in shown


def test_the_same_input_and_time_give_the_same_bytes(matter, app):
    archive = made(matter, app)

    assert archive == made(matter, app)
    assert archive != made(matter, app, at=LATER.replace(hour=11))


def test_any_flipped_byte_of_any_file_is_found(matter, app):
    archive = made(matter, app)
    missed = []
    for name, content in files_of(archive).items():
        start = archive.index(content)
        for place in range(start, start + len(content), max(1, len(content) // 40)):
            harmed = bytearray(archive)
            harmed[place] ^= 1
            if not faults(bytes(harmed)):
                missed.append((name, place - start))

    assert missed == []


@pytest.mark.parametrize("upto", [1, 3])
def test_a_pack_of_the_first_events_holds_too(world, order, app, upto):
    early = flow.within(world.nordwind, lambda: evidence.matter(order, upto))

    assert faults(made(early, app)) == []
    assert len(early.entries) == upto


def test_an_erased_detail_leaves_the_rest_checkable(matter, app):
    erased = replace(matter, entries=tuple(replace(one, details=()) for one in matter.entries))
    archive = made(erased, app)

    assert faults(archive) == []
    assert PUBLIC.encode() not in archive


def test_the_command_writes_a_pack(app, order, tmp_path):
    target = tmp_path / "pack.zip"

    result = app.test_cli_runner().invoke(args=["evidence", "pack", "po 7", "-o", str(target)])

    assert result.exit_code == 0, result.output
    assert "1 withheld" in result.output
    assert faults(target.read_bytes()) == []


def test_the_command_knows_an_order_by_its_id_and_refuses_what_is_not_there(app, order, tmp_path):
    run = app.test_cli_runner().invoke
    target = str(tmp_path / "pack.zip")

    assert run(args=["evidence", "pack", str(order), "-o", target]).exit_code == 0
    for wrong in ("PO-999", str(uuid4())):
        assert "There is no order" in run(args=["evidence", "pack", wrong, "-o", target]).output


def test_a_pack_is_recorded_in_the_house_stream(world, order):
    target = io.BytesIO()

    issue_for(world.nordwind, Wish(order), world.ada.actor, target)

    with world.seen_by(world.ada):
        (issued,) = evidence.issued()
    assert (issued.order, issued.number, issued.person) == (order, "PO-7", "Ada")
    assert not issued.internal
