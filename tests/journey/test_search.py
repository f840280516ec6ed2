"""An order is found by any number people say aloud, by its parts, and by words."""

from dataclasses import replace

import pytest
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from portal import journey
from portal.db import Scope, db, taken
from portal.journey.search.ddl import NARROWED
from portal.ledger import Draft
from tests.world import Line


@pytest.fixture
def order(world):
    """An order with Brenner, and noise around it."""
    world.place("PO-900", Line(code="ZZ-1", name="Washer"))
    world.place("WH-1", Line(name="Hex bolt"), to=world.calder, owner=world.westhaven)
    return world.place("PO-0004711/A", Line(code="HX-M12", name="Hex bolt M12, Käsestahl"))


def found(world, who, wanted, narrow=None):
    """Return (number, why) of what this person finds."""
    with world.seen_by(who):
        return [(one.order.number, one.why) for one in journey.find(wanted, narrow=narrow)]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("PO-0004711/A", "exact"),
        ("po 4711 a", "exact"),
        ("hx-m12", "exact"),
        ("PO-471", "prefix"),
        ("4711", "part"),
        ("711a", "part"),
        ("bolt", "words"),
        ("m12 hex", "words"),
        ("kasest", "words"),
        ("KÄSESTAHL", "words"),
        ("brenner bolt", "words"),
    ],
)
def test_an_order_is_found(world, order, wanted, why):
    assert found(world, world.ada, wanted) == [("PO-0004711/A", why)]


TYPED = ["", "  ", "%", "_", "'", '"', "* OR bolt*", "~o1~", "\\", "\x00"]


@pytest.mark.parametrize("wanted", TYPED)
def test_nothing_typed_is_read_as_an_expression(world, order, wanted):
    assert found(world, world.ada, wanted) == []


def test_a_reference_told_later_finds_the_order(world, order):
    assert found(world, world.ada, "TRK 77-88") == []

    world.reach(order, "DISPATCHED", "5", by=world.sam, refs=(("tracking", "TRK-7788-99"),))

    assert found(world, world.ada, "TRK 7788 99") == [("PO-0004711/A", "exact")]
    assert found(world, world.ada, "8899") == [("PO-0004711/A", "part")]
    assert found(world, world.ada, "bolt") == [("PO-0004711/A", "words")]


def test_the_newest_comes_first(world, order, at):
    at("2026-03-09T09:00")
    world.place("PO-901", Line(name="Hex bolt"))

    assert [number for number, _ in found(world, world.ada, "bolt")] == ["PO-901", "PO-0004711/A"]


def test_each_finds_what_they_may_see(world, order):
    for wanted in ("PO-0004711/A", "PO-471", "4711", "bolt"):
        (mine,) = found(world, world.sam, wanted)
        assert mine[0] == "PO-0004711/A"
        assert found(world, world.aud, wanted) == [mine]
        assert [number for number, _ in found(world, world.eve, wanted)] in ([], ["WH-1"])
        assert [number for number, _ in found(world, world.sue, wanted)] in ([], ["WH-1"])


def test_a_private_note_is_not_found(world, order):
    note = Draft("milestone", code="STATUS_INFO", refs=(("tracking", "SECRET-9"),))
    world.tell(order, replace(note, only_for=world.nordwind), by=world.ada)

    assert found(world, world.ada, "SECRET-9") == []
    assert found(world, world.sam, "ECRET") == []


@pytest.mark.parametrize(("wanted", "times"), [("PO-0004711/A", 2), ("bolt", 4)])
def test_a_search_asks_little(world, order, wanted, times):
    asked = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def _note(_conn, _cursor, statement, *_rest):
        if statement.startswith("SELECT") and "set_config" not in statement:
            asked.append(statement)

    found(world, world.ada, wanted)

    assert len(asked) <= times


@pytest.mark.postgresql
@pytest.mark.parametrize("kind", ["own", "partner", "lens", "keeper"])
def test_no_role_reads_the_index_itself(world, order, kind):
    with taken(Scope(kind, org=world.nordwind)), pytest.raises(DBAPIError, match="permission"):
        db.session.execute(text("select count(*) from find.doc"))


@pytest.mark.postgresql
def test_only_a_keeper_writes_the_index(world, order):
    with taken(Scope("own", org=world.nordwind)), pytest.raises(DBAPIError, match="permission"):
        db.session.execute(text("select find_put('[]')"))


@pytest.fixture
def crowd(world, at):
    """Sixty purchases of bolts with Brenner, and before them one service and one with Calder."""
    at("2026-03-02T09:00")
    world.place("SV-1", Line(code="HX-M12", name="Hex bolt fitting"), type="service")
    world.place("PO-1", Line(code="HX-M12", name="Hex bolt"), to=world.calder)
    at("2026-03-03T09:00")
    for n in range(60):
        world.place(f"PO-{7000 + n}", Line(code="HX-M12", name="Hex bolt"))
    return world


TYPES = [("bolt", "words"), ("hx-m12", "exact"), ("x-m1", "part"), ("HX", "prefix")]


@pytest.mark.parametrize(("wanted", "why"), TYPES)
def test_what_lies_behind_fifty_others_is_found_where_the_search_is_narrowed(crowd, wanted, why):
    assert len(found(crowd, crowd.ada, wanted)) == 50

    service = found(crowd, crowd.ada, wanted, journey.Narrow(kind="service"))
    calder = found(crowd, crowd.ada, wanted, journey.Narrow(other=crowd.calder))
    both = found(crowd, crowd.ada, wanted, journey.Narrow("service", crowd.calder))

    assert (service, calder, both) == ([("SV-1", why)], [("PO-1", why)], [])


def test_a_partner_narrows_by_its_buyer(crowd):
    crowd.place("WH-1", Line(name="Hex bolt"), owner=crowd.westhaven, to=crowd.calder)
    by = {
        owner: found(crowd, crowd.sue, "bolt", journey.Narrow(other=owner))
        for owner in (crowd.nordwind, crowd.westhaven)
    }

    assert by == {crowd.nordwind: [("PO-1", "words")], crowd.westhaven: [("WH-1", "words")]}


def test_a_search_that_is_narrowed_asks_as_little(crowd):
    asked = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def _note(_conn, _cursor, statement, *_rest):
        if statement.startswith("SELECT") and "set_config" not in statement:
            asked.append(statement)

    with crowd.seen_by(crowd.ada):
        journey.find("bolt", narrow=journey.Narrow(kind="service"))

    assert len(asked) <= 4


def test_marks_are_no_words_that_somebody_could_type(crowd):
    for wanted in ("~k3~", "k3", "~w2~", "~o1~ bolt~"):
        assert [one for one in found(crowd, crowd.ada, wanted) if one[1] == "words"] == []


UNMARK = {
    "sqlite": [
        "UPDATE find_doc SET words = replace(replace(words, ' ~k1~', ''), ' ~k3~', ''),"
        " parts = replace(replace(parts, ' ~k1~', ''), ' ~k3~', '')",
        "INSERT INTO find_word(find_word) VALUES ('rebuild')",
        "INSERT INTO find_part(find_part) VALUES ('rebuild')",
    ],
    "postgresql": ["UPDATE find.doc SET words = ts_delete(words, ARRAY['~k1~', '~k3~'])"],
}


def test_an_index_from_before_is_marked_by_the_migration(app, crowd):
    service = journey.Narrow(kind="service")
    engine = db.engine.dialect.name
    owner = create_engine(app.config["MIGRATION_URL"], poolclass=NullPool)
    db.session.remove()
    with owner.begin() as connection:
        for statement in UNMARK[engine]:
            connection.execute(text(statement))
    assert found(crowd, crowd.ada, "bolt", service) == []
    db.session.remove()

    with owner.begin() as connection:
        for statement in NARROWED[engine]:
            connection.execute(text(statement))

    for wanted, why in (("bolt", "words"), ("x-m1", "part")):
        assert found(crowd, crowd.ada, wanted, service) == [("SV-1", why)]
        assert len(found(crowd, crowd.ada, wanted)) == 50
