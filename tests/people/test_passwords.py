"""What is a good password, and how it is kept."""

import pytest

from portal.errors import NotUnderstood
from portal.people import Hasher, check_password

HASHER = Hasher(memory_kib=64, rounds=1)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "eleven char",
        "x" * 257,
        "password1234",
        "Password-1234",
        "aaaaaaaaaaaaaaaa",
        "ababababababab",
        "sam.brenner@brenner.example",
        "Sam Brenner 12",
        "Brenner-GmbH1",
    ],
)
def test_easy_ones_are_refused(password):
    with pytest.raises(NotUnderstood) as caught:
        check_password(password, "sam.brenner@brenner.example", "Sam Brenner", "Brenner GmbH")

    assert caught.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "a quiet harbour at dawn",
        "ein Pferd äß 漢字 im Stall",
        "y7" * 6 + "qwz",
        "x1y2z" * 50,
    ],
)
def test_long_ones_need_no_special_characters(password):
    check_password(password, "sam@brenner.example", "Sam", "Brenner")


def test_a_kept_password_is_known_again_and_no_other():
    kept = HASHER.hash("a quiet harbour at dawn")

    assert kept.startswith("$argon2id$")
    assert HASHER.matches(kept, "a quiet harbour at dawn")
    assert not HASHER.matches(kept, "a quiet harbour at dusk")


def test_nobodys_password_is_never_right():
    assert not HASHER.matches(None, "the password of nobody at all")
    assert not HASHER.matches("", "the password of nobody at all")
    assert not HASHER.matches("not a hash", "the password of nobody at all")


def test_a_hash_of_other_settings_is_outdated():
    stronger = Hasher(memory_kib=128, rounds=1)

    assert stronger.outdated(HASHER.hash("a quiet harbour at dawn"))
    assert not stronger.outdated(stronger.hash("a quiet harbour at dawn"))
