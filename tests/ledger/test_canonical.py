"""Facts are written the one way that every machine writes them."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import NotUnderstood
from portal.ledger import canonical
from portal.ledger.canonical import check_plain

KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**31) + 1, 2**31 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, PLAIN, max_size=6))
def test_our_text_is_rfc_8785(value):
    check_plain(value)

    assert canonical(value).encode() == rfc8785.dumps(value)


@given(st.dictionaries(KEYS, PLAIN, max_size=6))
def test_reading_gives_back_what_was_written(value):
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_machines_store_differently_is_refused(text):
    with pytest.raises(NotUnderstood):
        canonical({"text": text})


def test_a_backslash_before_u0000_is_no_nul():
    assert canonical({"text": "\\u0000"}) == '{"text":"\\\\u0000"}'


@pytest.mark.parametrize("value", [1.5, None, 2**31, {"ü": 1}, {1: "a"}])
def test_what_facts_may_not_hold_is_a_fault_of_ours(value):
    with pytest.raises(TypeError):
        check_plain({"body": value})
