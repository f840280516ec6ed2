"""The macros as text: they escape, they tie words to controls, they count rightly."""

import re

import pytest
from flask import render_template_string

from tests.front.guide import ROOT, AnswerForm, make_guide
from tests.front.sample import SAMPLE

EVIL = '"><script>alert(1)</script>'
FROM = (
    '{% from "macros/forms.html" import tokens, field, radios, error_summary, input, select, '
    "post_button, submit %}"
    '{% from "macros/table.html" import table, cell, num %}'
    '{% from "macros/parts.html" import tag, facts, tiles, entry, steps, notice, '
    "pager, tabs, day, files, page_title, card %}"
    '{% from "macros/where.html" import places %}'
)


@pytest.fixture(scope="module")
def guide_app():
    return make_guide()


@pytest.fixture
def draw(guide_app):
    """Draw a template that has every macro at hand."""
    with guide_app.test_request_context("/"):
        yield lambda template, **values: render_template_string(FROM + template, **values)


@pytest.mark.parametrize(
    "template",
    [
        "{{ tag(x, x, title=x) }}",
        "{{ facts([{'label': x, 'value': x, 'note': x, 'url': x}]) }}",
        "{{ tiles([{'label': x, 'value': x, 'note': x, 'url': x, 'tone': x}], x) }}",
        "{{ entry(x, x, x, tone=x, by=x, source=x, learnt=x, claim=x, id=x) }}",
        "{{ steps([{'label': x, 'state': x, 'text': x, 'note': x}], x) }}",
        "{{ places({'bars': [(x, x, x)], 'named': [{'label': x, 'text': x, 'url': x, 'colour': x}],"
        " 'apart': [{'label': x, 'text': x, 'url': x}]}) }}",
        "{{ notice(x, x, title=x) }}",
        "{{ tabs([{'label': x, 'url': x, 'count': x}], x) }}",
        "{{ files([{'name': x, 'url': x, 'kind': x, 'size': x, 'state': x, 'note': x}]) }}",
        "{{ cell(x, x) }}{{ num(x, x, x) }}",
        "{{ page_title(x, sub=x, back={'url': x, 'label': x}) }}",
        "{% call card(x, id=x, note=x, tone=x) %}{{ x }}{% endcall %}",
        "{% call table(x, [{'label': x, 'sort': x}], id=x) %}{% endcall %}",
        "{{ input(x, x, value=x, hint=x, errors=[x], unit=x, pattern=x) }}",
        "{{ select(x, x, [(x, x)], hint=x, errors=[x]) }}",
        "{{ post_button(x, x, x, fields={x: x}, key=x) }}",
    ],
)
def test_what_people_wrote_stays_text(draw, template):
    drawn = draw(template, x=EVIL)

    assert "<script" not in drawn


def test_errors_and_hints_are_tied_to_their_control(draw):
    form = AnswerForm(formdata=None, meta={"csrf": False})
    form.quantity.errors = ["Say how many."]

    drawn = draw('{{ field(form.quantity, hint="At most 40.", unit="pcs") }}', form=form)

    assert 'aria-describedby="quantity-error quantity-hint"' in drawn
    assert 'id="quantity-error"' in drawn and 'id="quantity-hint"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'for="quantity"' in drawn


def test_a_field_without_errors_is_quiet(draw):
    drawn = draw("{{ field(form.note) }}", form=AnswerForm(formdata=None))

    assert "aria-" not in drawn
    assert 'for="note"' in drawn


def test_two_forms_on_a_page_share_no_id(draw):
    form = AnswerForm(formdata=None)

    drawn = draw("{{ tokens(form.csrf_token, form.key) }}{{ tokens(csrf_token()) }}", form=form)

    assert "id=" not in drawn
    assert drawn.count('name="csrf_token"') == 2
    assert re.search(r'name="csrf_token" value="\S{20,}"', drawn)


def test_the_summary_names_every_wrong_field(draw):
    form = AnswerForm(formdata=None, meta={"csrf": False})
    form.validate()

    drawn = draw("{{ error_summary(form) }}", form=form)

    assert 'href="#quantity">Quantity: Say how many.' in drawn
    assert 'href="#promised">' in drawn
    assert draw("{{ error_summary(form) }}", form=AnswerForm(formdata=None)).strip() == ""


def test_no_data_is_said(draw):
    assert "no data" in draw('{{ cell("Due", none) }}')
    assert "no data" in draw('{{ num("Value", none) }}')
    assert "no data" in draw("{{ day(none) }}")
    assert "no data" in draw("{{ facts([{'label': 'Due', 'value': none}]) }}")
    assert "no data" not in draw("{{ facts([{'label': 'Open', 'value': 0}]) }}")


def test_a_bar_shows_where_the_pieces_are_and_each_number_opens(draw):
    drawn = draw("{{ places(picture) }}", picture=SAMPLE["places"])

    found = re.findall(r'<rect class="part (q-\d)" x="([^"]+)" width="([^"]+)"', drawn)
    assert found == [("q-2", "0.00", "60.00"), ("q-4", "60.00", "40.00")]
    assert '<a href="#w">60 pcs</a> Dispatched' in drawn
    assert "style" not in drawn


def test_what_stands_apart_is_no_part_of_the_bar(draw):
    drawn = draw("{{ places(picture) }}", picture=SAMPLE["apart"])

    assert drawn.count('class="part') == 1
    assert '<li class="apart"><a href="#w">4 pcs</a> more than ordered' in drawn


def test_a_bar_of_nothing_says_so(draw):
    assert "no data" in draw("{{ places(picture) }}", picture=SAMPLE["nowhere"])


def test_a_list_that_ends_draws_no_pager(draw):
    assert draw("{{ pager() }}").strip() == ""
    assert 'rel="next"' in draw('{{ pager(older="/x?after=1") }}')
    assert 'rel="prev"' not in draw('{{ pager(older="/x?after=1") }}')


def test_the_lock_pins_htmx_and_names_no_host():
    lock = (ROOT / "static" / "package-lock.json").read_text()

    assert '"version": "4.0.1"' in lock and "sha512-" in lock
    assert "resolved" not in lock and "http" not in lock


@pytest.mark.parametrize(
    "path", sorted((ROOT / "static" / "css").glob("*.css")), ids=lambda p: p.name
)
def test_a_stylesheet_fetches_nothing_and_belongs_to_a_layer(path):
    text = path.read_text()

    assert "url(" not in text and "@import" not in text
    assert re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).lstrip().startswith("@layer")
    assert text.count("{") == text.count("}")
