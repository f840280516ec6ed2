"""A tolerance is read from its document, refuses what cannot be meant, and the nearest one wins."""

from decimal import Decimal

import pytest

from portal.desk import tolerance
from portal.desk.tolerance import House, Limit, Subject, Tolerance, key_of
from portal.errors import NotUnderstood

LATE = {"within": "accept", "beyond": "ask", "days": "3", "count": "working"}
REFUSED = {"within": "accept", "beyond": "refuse", "pct": "5", "message": "Call us first."}


def read(**fields):
    return tolerance.read({"fields": {name.replace("_", "."): one for name, one in fields.items()}})


def test_a_document_read_and_written_is_the_same():
    doc = {
        "fields": {
            "date.late": LATE,
            "qty.under": REFUSED | {"abs": "10", "uom": "EA"},
            "price.up": {"within": "ask"},
        },
        "close": True,
        "shown": True,
    }

    found = tolerance.read(doc)

    assert found.limits["date.late"] == Limit("accept", "ask", abs=Decimal(3))
    assert found.limits["price.up"].open
    assert tolerance.written(found) == doc


def test_nothing_said_is_left_to_the_next_setting():
    assert tolerance.read({}) == Tolerance()
    assert tolerance.read({"ended": True, "fields": {"date.late": LATE}}) == Tolerance(ended=True)


def test_zero_is_a_limit():
    assert not read(date_late=LATE | {"days": "0"}).limits["date.late"].open
    assert read(date_late={"within": "accept"}).limits["date.late"].open


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("date.sideways", LATE),
        ("date.late", LATE | {"within": "perhaps"}),
        ("date.late", LATE | {"beyond": "accept"}),
        ("date.late", LATE | {"days": "-1"}),
        ("date.late", LATE | {"days": "2.5"}),
        ("date.late", LATE | {"days": "366"}),
        ("date.late", LATE | {"days": "NaN"}),
        ("date.late", LATE | {"pct": "5"}),
        ("date.late", LATE | {"count": "moons"}),
        ("qty.over", {"within": "accept", "abs": "5"}),
        ("qty.over", {"within": "accept", "pct": "1e9"}),
        ("price.up", {"within": "accept", "abs": "5"}),
        ("qty.under", REFUSED | {"message": " "}),
        ("qty.under", REFUSED | {"message": "x" * 501}),
        ("qty.under", REFUSED | {"within": "refuse", "beyond": "ask"}),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(field, said):
    with pytest.raises(NotUnderstood) as caught:
        tolerance.read({"fields": {field: said}})

    assert caught.value.field == field


ALL = Subject("0190", "HX-M12", "Bolts", 7, "0191")


def settings(**keys):
    return {key: (n, Tolerance(limits)) for n, (key, limits) in enumerate(keys.items(), 1)}


def test_the_keys_of_a_line_are_the_nearest_first():
    assert ALL.keys() == [
        "tolerance:order:0190",
        "tolerance:item:hx-m12",
        "tolerance:category:bolts",
        "tolerance:supplier:7",
        "tolerance:group:0191",
        "tolerance:default",
    ]
    assert Subject().keys() == ["tolerance:default"]


@pytest.mark.parametrize("nearest", range(6))
def test_the_nearest_setting_wins(nearest):
    keys = ALL.keys()
    made = {
        key: (n + 1, Tolerance({"date.late": Limit("ask", abs=Decimal(n))}))
        for n, key in enumerate(keys)
        if n >= nearest
    }

    found = tolerance.resolve(keys, made).limits["date.late"]

    assert (found.key, found.version, found.limit.abs) == (keys[nearest], nearest + 1, nearest)


def test_each_field_is_decided_by_itself():
    made = {
        "tolerance:default": (1, Tolerance({"date.late": Limit("ask"), "qty.over": Limit("ask")})),
        "tolerance:supplier:7": (2, Tolerance({"date.late": Limit("accept")})),
    }

    found = tolerance.resolve(ALL.keys(), made).limits

    assert (found["date.late"].scope, found["date.late"].limit.within) == ("supplier", "accept")
    assert (found["qty.over"].scope, found["qty.over"].version) == ("default", 1)


def test_a_setting_that_ended_says_nothing():
    made = {
        "tolerance:default": (1, Tolerance({"date.late": Limit("ask")})),
        "tolerance:supplier:7": (3, Tolerance({"date.late": Limit("accept")}, ended=True)),
    }

    assert tolerance.resolve(ALL.keys(), made).limits["date.late"].scope == "default"


@pytest.mark.parametrize(("near", "closes"), [(None, "default"), (True, "supplier"), (False, None)])
def test_whether_a_short_rest_is_closed_is_decided_the_same_way(near, closes):
    made = {
        "tolerance:default": (1, Tolerance(close=True)),
        "tolerance:supplier:7": (1, Tolerance(close=near)),
    }

    found = tolerance.resolve(ALL.keys(), made).close

    assert (found.scope if found else None) == closes


def test_a_category_is_the_same_in_any_case_and_space():
    assert key_of("category", "Iron  Castings ") == key_of("category", "iron castings")
    assert tolerance.named(key_of("category", "A:B")) == ("category", "a:b")
    assert tolerance.named(key_of("default")) == ("default", "")


def test_the_percentage_set_before_holds_for_all_until_the_default_speaks():
    before = {"tolerance:shipment": (2, {"over_percent": "5"})}

    old = House.of(before).settings
    mixed = House.of(before | {"tolerance:default": (4, {"fields": {}})}).settings
    new = House.of(
        before | {"tolerance:default": (4, {"fields": {"ship.over": {"within": "ask"}}})}
    )
    ended = House.of(before | {"tolerance:default": (4, {"ended": True})}).settings

    assert list(old) == ["tolerance:default"]
    assert (old["tolerance:default"][0], mixed["tolerance:default"][0]) == (2, 4)
    limit = old["tolerance:default"][1].limits["ship.over"]
    assert (limit.within, limit.beyond, limit.pct) == ("accept", "refuse", 5)
    assert mixed["tolerance:default"][1].limits == {"ship.over": limit}
    assert new.settings["tolerance:default"][1].limits["ship.over"] == Limit("ask")
    assert ended["tolerance:default"][1].ended
