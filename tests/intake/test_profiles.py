"""Profiles are data; a broken one says which key."""

import pytest

from portal import intake
from portal.errors import NotFound, NotUnderstood
from portal.intake.forms import BadForm, Cell, columns_of, compiled
from portal.journey.milestones import MILESTONES, REASONS

GOOD = """
about = "a file"
dates = ["%Y-%m-%d"]
[columns]
po = { required = true }
no = { required = true }
item = { required = true }
qty = { type = "number", required = true }
who = {}
sent = { type = "date" }
state = {}
[order]
number = "{po}"
[[order.kinds]]
type = "purchase"
partner = { side = "supplier", name = "{who}" }
[line]
no = "{no}"
[line.body]
item = { code = "{item}" }
qty = "{qty}"
uom = "EA"
parts = [{ part = 1, qty = "{qty}" }]
[[events]]
name = "sent"
code = "DISPATCHED"
date = "sent"
qty = "qty"
what = "dispatched"
"""
FILE = "po,no,item,qty,who,sent,state\n"


@pytest.mark.parametrize("name", intake.names())
def test_what_comes_with_the_portal_is_sound(name):
    profile = intake.profile(name)

    assert profile.name == name
    assert profile.about
    for event in profile.events:
        assert event.kind != "milestone" or event.code in MILESTONES
        assert not event.reason or event.reason in REASONS
        assert bool(event.qty) == bool(event.what)
        assert event.code in ("STATUS_INFO", "") or event.what in ("", MILESTONES[event.code].what)


@pytest.mark.parametrize("name", intake.names())
def test_what_a_log_means_is_known(name):
    log = intake.profile(name).log
    for means in log.means.values() if log else ():
        assert means.kind != "milestone" or means.code in MILESTONES
        assert not means.reason or means.reason in REASONS


def test_the_portal_brings_these():
    files = ["bpi2019_events", "bpi2019_items", "containers", "olist", "orders", "scms"]
    assert intake.names() == files


def test_a_profile_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(
        NotFound, match="There is no profile sap. There are: .*, olist, orders, scms."
    ):
        intake.profile("sap")
    with pytest.raises(NotFound):
        intake.profile("../profiles/scms")


@pytest.mark.parametrize(
    ("was", "becomes", "key"),
    [
        ('about = "a file"', "", "about"),
        ('about = "a file"', "about = 7", "about"),
        ('about = "a file"', 'about = "a file"\nabaut = 1', "abaut"),
        ('about = "a file"', 'about = "a file"\ndecimal = ";"', "decimal"),
        ('dates = ["%Y-%m-%d"]', "", "columns.sent.dates"),
        ('dates = ["%Y-%m-%d"]', 'dates = ["%d/%m/%Y", "%m/%d/%Y"]', "columns.po.dates"),
        ('dates = ["%Y-%m-%d"]', 'dates = ["%y"]', "columns.po.dates"),
        ('dates = ["%Y-%m-%d"]', "dates = [7]", "dates"),
        ('type = "number"', 'type = "amount"', "columns.qty.type"),
        ("po = { required = true }", "po = { requird = true }", "columns.po.requird"),
        ("po = { required = true }", 'po = { required = "yes" }', "columns.po.required"),
        ("po = { required = true }", "po = 7", "columns.po"),
        ("po = { required = true }", "po = {}", "order.number"),
        ('number = "{po}"', 'number = "{order}"', "order.number"),
        ('number = "{po}"', 'number = "{po"', "order.number"),
        ('number = "{po}"', 'number = "{po|reverse}"', "order.number"),
        ('number = "{po}"', 'number = ""', "order.number"),
        ('number = "{po}"', "", "order.number"),
        ('type = "purchase"', 'type = "purchases"', "order.kinds.1.type"),
        ('side = "supplier"', 'side = "vendor"', "order.kinds.1.partner.side"),
        ('type = "purchase"', 'type = "purchase"\ndate = "qty"', "order.kinds.1.date"),
        ('type = "purchase"', 'type = "purchase"\nif = { x = ["1"] }', "order.kinds.1.if.x"),
        ('type = "purchase"', 'type = "purchase"\nif = { po = "1" }', "order.kinds.1.if.po"),
        ('uom = "EA"', "", "line.body.uom"),
        ('uom = "EA"', 'uom = "EACH"', "line.body.uom"),
        ('uom = "EA"', 'uom = "{state}"', "line.body.uom"),
        ('uom = "EA"', 'uom = "EA"\nper = 1.5', "line.body"),
        ('no = "{no}"', 'no = "{who}"', "line.no"),
        ('code = "DISPATCHED"', "", "events.1.code"),
        ('date = "sent"', "", "events.1.date"),
        ('date = "sent"', 'date = "sent"\nkind = "order.shipped"', "events.1.kind"),
        ('date = "sent"', 'date = "sent"\nclass = "ETA"', "events.1.class"),
        ('qty = "qty"\nwhat', 'qty = "item"\nwhat', "events.1.qty"),
    ],
)
def test_a_broken_profile_says_which_key(was, becomes, key):
    assert was in GOOD

    with pytest.raises(NotUnderstood) as caught:
        intake.parse(GOOD.replace(was, becomes, 1), "mine")

    assert caught.value.field == key
    assert str(caught.value).startswith(f"Profile mine, {key}: ")


def test_a_profile_needs_columns_and_a_type_of_order():
    for text in ("", "columns = 3"):
        with pytest.raises(NotUnderstood) as caught:
            intake.parse(text, "mine")
        assert caught.value.field == "columns"
    start, _, rest = GOOD.partition("[[order.kinds]]")
    with pytest.raises(NotUnderstood) as caught:
        intake.parse(start + rest[rest.index("[line]") :], "mine")
    assert caught.value.field == "order.kinds"


def test_what_is_not_toml_says_where():
    with pytest.raises(NotUnderstood, match="Profile mine, TOML: .*line 2"):
        intake.parse("\nabout = 1 1\n", "mine")


def test_a_milestone_from_before_the_order_is_told_not_refused():
    """Out of order is for the fold to flag; intake keeps what was said."""
    profile = intake.parse(
        GOOD.replace('type = "purchase"', 'type = "purchase"\ndate = "sent"'), "m"
    )

    (entry,) = intake.read((FILE + "PO-7,1,M,5,Sam,1999-01-01,\n").encode(), profile)

    assert entry.line[1].when.said == "1999-01-01"


def test_an_actual_in_the_future_is_told_not_refused():
    (entry,) = intake.read(
        (FILE + "PO-7,1,M,5,Sam,2098-01-01,\n").encode(), intake.parse(GOOD, "m")
    )

    assert (entry.line[1].code, entry.line[1].klass) == ("DISPATCHED", "ACT")


def test_a_row_of_no_known_type_is_a_problem():
    conditions = 'type = "purchase"\nif = { state = ["open", "agreed"] }'
    profile = intake.parse(GOOD.replace('type = "purchase"', conditions), "mine")
    rows = ["PO-7,1,M,5,Sam,,Open", "PO-7,2,M,5,Sam,,draft", "PO-7,3,M,5,Sam,,"]

    first, *others = intake.read((FILE + "\n".join(rows)).encode(), profile)

    assert isinstance(first, intake.Told)
    assert [(problem.column, problem.found) for problem in others] == [
        ("state", "draft"),
        ("state", ""),
    ]
    assert others[0].words == "“draft” does not tell which type of order this is."


def test_a_column_may_have_a_closed_list_of_values():
    profile = intake.parse(
        GOOD.replace("state = {}", 'state = { values = { Open = "o" } }'), "mine"
    )
    rows = ["PO-7,1,M,5,Sam,,OPEN", "PO-7,2,M,5,Sam,,shut"]

    first, second = intake.read((FILE + "\n".join(rows)).encode(), profile)

    assert isinstance(first, intake.Told)
    assert second.words == "“shut” is not among the values that this column may have."


CELLS = {"a": Cell("x"), "b": Cell("50 %")}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("plain", "plain"),
        ("{a}", "x"),
        ("{a|upper}", "X"),
        ("{a}: {b}", "x: 50 %"),
        ("100 % {a}", "100 % x"),
        ("{c}", None),
        ("{a}, {c}", None),
        (True, True),
        (1, 1),
        ({}, None),
        ({"k": "{a}", "l": "{c}", "m": {"n": "{c}"}}, {"k": "x"}),
        ({"k": {"n": "{c}"}}, None),
        (["{a}", "{c}"], ["x"]),
        (["{c}"], None),
    ],
)
def test_forms_leave_out_what_is_blank(form, said):
    assert compiled(form, {"a", "b", "c"})(CELLS) == said


def test_a_form_names_its_columns():
    assert columns_of({"k": ["{a|upper}", {"l": "{b}"}], "m": 1}) == ["a", "b"]
    with pytest.raises(BadForm):
        compiled(1.5, set())
