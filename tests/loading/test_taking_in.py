"""A file comes in: every row is accepted, a duplicate, or quarantined; again changes nothing."""

import io

import pytest

from portal import loading, people
from portal.errors import NotUnderstood, TooLarge
from tests.loading.conftest import HEADER, heads, message_of, problems_of, state_of

GOOD = "4500017,10,M-1,Bracket,100,PCS,2026-12-01,100234,Nordblech GmbH,Ada"


def rows(*lines: str) -> str:
    """Return a file with these rows below the header."""
    return "\n".join((HEADER, *lines, ""))


def test_the_sample_is_taken_in(world, take_in, sample):
    message, counts = take_in(sample)

    assert counts == loading.Counts(rows=3, accepted=3)
    state = state_of(world.nordwind)
    assert [order[:3] for order in state["orders"]] == [
        ("purchase", "4500017", "Nordblech GmbH"),
        ("purchase", "4500018", "Óbidos Vedações"),
    ]
    assert [(line[1], line[3]["item"], str(line[3]["ordered"])) for line in state["lines"]] == [
        ("00010", "M-2201", "1200"),
        ("00020", "M-2202", "350.5"),
        ("00010", "S-100", "40"),
    ]
    known = message_of(world.ada, message)
    assert (known.state, known.rows, known.accepted, known.name) == ("done", 3, 3, "orders.csv")


def test_the_same_file_again_changes_nothing(world, take_in, sample, at):
    first, _ = take_in(sample)
    before = heads(world.nordwind)

    at("2026-03-09T09:00")
    again, counts = take_in(sample, name="the same by another name.csv")

    assert counts == loading.Counts(rows=3, duplicate=3)
    assert again == first
    assert heads(world.nordwind) == before


def test_a_row_twice_in_a_file_is_one(world, take_in):
    _, counts = take_in(rows(GOOD, GOOD))

    assert counts == loading.Counts(rows=2, accepted=1, duplicate=1)
    assert len(state_of(world.nordwind)["lines"]) == 1


def test_a_line_that_is_again_as_it_was_before_is_so(world, take_in, at):
    changed = GOOD.replace(",100,", ",120,")
    for day, line in ((2, GOOD), (3, changed), (4, GOOD)):
        at(f"2026-03-0{day}T09:00")
        _, counts = take_in(rows(line, f"4500099,10,M-{day},Seal,1,PCS,2026-12-01,7,Seven,Ada"))
        assert counts.accepted == 2

    quantities = [str(line[3]["ordered"]) for line in state_of(world.nordwind)["lines"]]
    assert quantities[0] == "100"
    before = heads(world.nordwind)
    for day, line in ((5, changed), (6, GOOD)):
        at(f"2026-03-0{day - 2}T10:00")
        take_in(rows(line, f"4500099,10,M-{day - 2},Seal,1,PCS,2026-12-01,7,Seven,Ada"))
    assert heads(world.nordwind) == before, "files that came before change nothing"


def test_a_row_that_is_not_understood_is_kept_with_its_words(world, take_in):
    wrong = "4500018,10,M-1,Bracket,minus one,PCS,2026-31-12,100234,Nordblech GmbH,Ada"

    message, counts = take_in(rows(GOOD, wrong))

    assert counts == loading.Counts(rows=2, accepted=1, quarantined=1)
    found = problems_of(world.ada, message)
    assert [(one.row, one.column) for one in found] == [(3, "quantity"), (3, "requested date")]
    assert found[0].raw == wrong + "\n"
    assert found[0].words.startswith("“%(found)s” is not a number")


def test_the_raw_row_reads_as_it_was_written(world, take_in):
    wrong = "4500018,10,M-1,Bügel,viele,PCS,2026-12-01,1,Größe & Söhne,Ada"

    message, _ = take_in(rows(wrong).encode("cp1252"))

    (problem,) = problems_of(world.ada, message)
    assert problem.raw == wrong + "\n"


def test_one_spoiled_row_does_not_spoil_its_window(world, take_in):
    spoiled = "4500018,10,M-2,Seal,5,PCS,2026-12-01,100234,Nordblech GmbH,A\x00da"
    others = [GOOD.replace(",10,", f",{n},") for n in range(20, 60, 10)]

    message, counts = take_in(rows(GOOD, spoiled, *others))

    assert counts == loading.Counts(rows=6, accepted=5, quarantined=1)
    (problem,) = problems_of(world.ada, message)
    assert problem.row == 3
    assert problem.raw.startswith("4500018,10,M-2,Seal")
    assert "\x00" not in problem.raw


def test_a_file_that_is_none_is_refused_and_kept(world, take_in, app):
    with pytest.raises(NotUnderstood, match="This is a PDF"):
        take_in(b"%PDF-1.7 not a table")

    with pytest.raises(NotUnderstood):
        take_in(b"%PDF-1.7 not a table")
    (kept,) = app.config["VAULT_DIR"].glob(f"{world.nordwind}/*/*")
    assert kept.read_bytes() == b"%PDF-1.7 not a table"
    assert heads(world.nordwind) == []


def test_why_a_file_was_refused_is_kept_in_words(world, app):
    arrival = loading.Arrival(io.BytesIO(b"order,line\n1,2\n"), "half.csv", "orders")

    message, state = loading.receive(world.nordwind, arrival, world.ada.actor, app.config)

    assert state == loading.REFUSED
    why = loading.refusal(message_of(world.ada, message))
    assert "lacks the column" in why.template
    assert why.given["found"] == "order, line"


def test_a_file_that_is_too_large_is_not_kept(world, app):
    settings = {**app.config, "MAX_INTAKE_MB": "1"}
    arrival = loading.Arrival(io.BytesIO(bytes((1 << 20) + 1)), "big.csv", "orders")

    with pytest.raises(TooLarge):
        loading.receive(world.nordwind, arrival, world.ada.actor, settings)

    assert not list(app.config["VAULT_DIR"].glob("*/*/*"))


def test_an_order_number_of_another_owner_makes_an_order_of_ones_own(world, take_in):
    world.place("W-1", to=world.calder, owner=world.westhaven)
    before = heads(world.westhaven)

    _, counts = take_in(rows(GOOD.replace("4500017", "W-1").replace("Nordblech GmbH", "Calder")))

    assert counts.accepted == 1
    assert heads(world.westhaven) == before
    (order,) = state_of(world.nordwind)["orders"]
    assert order[1:3] == ("W-1", "Calder")
    (line,) = state_of(world.nordwind)["lines"]
    assert line[3]["item"] == "M-1"


def test_nothing_is_recorded_before_somebody_confirms(world, app, sample):
    arrival = loading.Arrival(io.BytesIO(sample), "orders.csv", "orders")

    message, state = loading.receive(world.nordwind, arrival, world.ada.actor, app.config)

    assert state == loading.WAITING
    assert heads(world.nordwind) == []
    assert message_of(world.ada, message).rows == 4, "a first guess: the lines below the header"


def test_confirming_twice_is_one_job(world, app, sample):
    arrival = loading.Arrival(io.BytesIO(sample), "orders.csv", "orders")
    message, _ = loading.receive(world.nordwind, arrival, world.ada.actor, app.config)

    assert loading.confirm(world.nordwind, message, "form-1")
    assert not loading.confirm(world.nordwind, message, "form-1")
    assert not loading.confirm(world.nordwind, message, "form-2")


def test_who_sent_it_has_said_it(world, app, sample):
    arrival = loading.Arrival(io.BytesIO(sample), "orders.csv", "orders")
    message, _ = loading.receive(world.nordwind, arrival, world.ada.actor, app.config)
    told = []

    task = loading.Task(world.nordwind, message, people.system(world.nordwind))
    loading.load(task, app.config, lambda counts: told.append(counts.rows))

    assert told == [3]
    from_ada = message_of(world.ada, message)
    assert (from_ada.state, from_ada.sender) == ("done", world.ada.id)
