"""Every visible text goes through gettext, and every one of them is said in German too."""

import ast
import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house.markup import quoted, spoken, unread
from tests.house.plan import MODULES, PORTAL, ROOT, TEMPLATES, inside, rel

KEYWORDS = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
METHODS = (
    ("portal/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
)
ERRORS = {"NotFound", "NotAllowed", "NotUnderstood", "TooLarge", "TooOften", "Conflict"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{\w*\}")
CATALOGUE = PORTAL / "translations" / "de" / "LC_MESSAGES" / "messages.po"


def unsaid(text):
    """Return text of a Python module that people will read and gettext will not see."""
    faults = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        shown = [k.value for k in node.keywords if k.arg in ("message", "label", "description")]
        if called in ERRORS or called == "flash" or called.endswith("Field"):
            shown += node.args[:1]
        faults += [f"line {node.lineno}: {called}({ast.unparse(s)})" for s in shown if _bare(s)]
    return faults


def _bare(value):
    if isinstance(value, ast.JoinedStr):
        return True
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value != ""


def untold(catalogue, wanted):
    """Return the messages a catalogue lacks or says wrongly. `wanted`: (context, message)."""
    faults = []
    for context, message in sorted(wanted, key=str):
        name = message[0] if isinstance(message, tuple) else message
        found = catalogue.get(name, context)
        told = _strings(found.string) if found else []
        if not told or not all(told) or found.fuzzy:
            faults.append(f"no German for {name!r}")
        elif any(_placeholders(name) != _placeholders(string) for string in told):
            faults.append(f"other placeholders in the German for {name!r}")
    return faults


def _strings(value):
    return list(value) if isinstance(value, list | tuple) else [value]


def _placeholders(text):
    return {found.group() for found in PLACEHOLDER.finditer(text)} - {"%(num)d", "%(num)s"}


def collected():
    """Return every message the code and the templates ask for, as pybabel extract finds them."""
    found = extract_from_dir(
        ROOT,
        method_map=METHODS,
        options_map={"templates/**": {"silent": "false"}},  # a template that cannot be read fails
        keywords=KEYWORDS,
        directory_filter=lambda path: "node_modules" not in path and "/." not in path,
    )
    return {(context, message) for _, _, message, _, context in found}


SPOKEN_TO_PEOPLE = [path for path in TEMPLATES if "styleguide" not in rel(path)]


@pytest.mark.parametrize("path", SPOKEN_TO_PEOPLE, ids=rel)
def test_templates_say_nothing_outside_gettext(path):
    text = path.read_text()

    assert spoken(text) + quoted(text) == []
    assert unread(text) == [], "gettext takes a text, never a variable"


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_modules_say_nothing_outside_gettext(path):
    if inside(path) == "errors.py":
        return

    assert unsaid(path.read_text()) == []


def test_every_message_is_said_in_german():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="de")

    assert not catalogue.fuzzy, "a catalogue whose head is marked fuzzy is not compiled"
    assert untold(catalogue, collected()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Orders</p>",
        "<p>{{ n }} orders</p>",
        '<input placeholder="Number">',
        '<a aria-label="Next {{ n }}">',
        '<img alt="Signature">',
        '<input type="submit" value="Save">',
        '<meta name="description" content="Orders">',
        "{% if a %}<p>{% trans %}Yes{% endtrans %} and no</p>{% endif %}",
    ],
)
def test_bare_text_is_found(planted):
    assert spoken(planted)


@pytest.mark.parametrize(
    "good",
    [
        "<p>{{ _('Orders') }}: {{ n }}</p>",
        "<p>{% trans n=n %}{{ n }} orders{% endtrans %}</p>",
        '<input type="hidden" name="a" value="total">',
        '<meta name="viewport" content="width=device-width">',
        "<p>· {# a remark #} &nbsp; – 12</p>",
        '<span translate="no">PDF</span>',
    ],
)
def test_translated_text_passes(good):
    assert spoken(good) == []


def test_a_sentence_handed_to_a_macro_is_found():
    assert quoted('{{ field(form.x, "Say who carries it.") }}')
    assert quoted('{% set title = "Orders" %}')
    assert not quoted('{{ field(form.x, _("Say who carries it.")) }}')
    assert not quoted('{{ url_for("orders.list") }}{{ x|date("EEE d MMM") }}')


def test_a_variable_handed_to_gettext_is_found():
    assert unread("{{ _(order.title) }}")
    assert unread('{{ _("Order " ~ n) }}')
    assert not unread('{{ _("Order %(n)s", n=n) }}')


def test_a_bare_message_in_code_is_found():
    assert unsaid("raise NotFound('There is no such order.')")
    assert unsaid("raise errors.Conflict(f'Order {n} is gone.')")
    assert unsaid("flash('Saved.')")
    assert unsaid("name = StringField('Name')")
    assert unsaid("DataRequired(message='Say it.')")
    assert not unsaid("raise NotFound(N_('There is no order %(n)s.'), n=n)")


def test_a_missing_or_wrong_translation_is_found(tmp_path):
    said = 'msgid "{}"\nmsgstr "{}"\n\n'
    path = tmp_path / "messages.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        + said.format("Good", "Gut")
        + said.format("Empty", "")
        + said.format("Lost %(n)s", "Verloren")
        + "#, fuzzy\n"
        + said.format("Guessed", "Geraten")
    )
    with path.open("rb") as file:
        catalogue = read_po(file, locale="de")

    wanted = {(None, name) for name in ("Good", "Empty", "Lost %(n)s", "Guessed", "Absent")}

    assert len(untold(catalogue, wanted)) == 4
    assert untold(catalogue, {(None, "Good")}) == []


def test_messages_of_code_and_templates_are_collected():
    assert (None, "Somebody else changed this first. Reload and try again.") in collected()
