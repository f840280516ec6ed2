"""Passwords: what is a good one, and how they are kept (argon2id)."""

import os
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from portal.errors import N_, NotUnderstood

SHORTEST, LONGEST = 12, 256
# What people type when told "at least twelve"; compared in lower case, letters and digits only.
COMMON = frozenset(
    """
    123456789012 1234567890123 12345678901234 123456789123456789 012345678901 987654321098
    123123123123 112233445566 password1234 password12345 password123456 passwordpassword
    mypassword123 thisismypassword newpassword123 changeme1234 changemechangeme letmeinletmein
    letmein12345 welcome12345 welcomewelcome administrator administrator1 adminadminadmin
    admin1234567 adminpassword qwertyuiop12 qwertyuiop123 qwertyuiopasdf qwertyuiopasdfghjkl
    qwertzuiopasdf qwerty123456 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u qazwsxedcrfv
    asdfghjklqwerty zaq12wsxcde3 iloveyou1234 iloveyouforever trustno1trustno1 monkeymonkey
    dragondragon football1234 baseball1234 sunshine1234 princess1234 superman1234 abcdefghijkl
    abcdefghijklm abcd1234abcd abc123abc123 supplierportal supplierportal1 orderportal1
    orderportal123 purchaseorder summer2024summer passwort1234 passwort12345 meinpasswort
    meinpasswort1 hallohallohallo willkommen123 geheimgeheim
    """.split()
)


class Hasher:
    """Keeps passwords as argon2id hashes, a few at a time so that memory stays bounded.

    Args:
        memory_kib, rounds: the work one hash costs; 19,456 and 2 are OWASP's floor.
    """

    def __init__(self, memory_kib: int = 19456, rounds: int = 2) -> None:
        self._argon = PasswordHasher(
            time_cost=rounds, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )
        self._gate = BoundedSemaphore(os.cpu_count() or 1)
        self._nobody = self.hash("the password of nobody at all")

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._gate:
            return self._argon.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Is it the password? Without a kept hash the work is the same, the answer no."""
        with self._gate:
            try:
                return self._argon.verify(kept or self._nobody, password) and bool(kept)
            except (VerifyMismatchError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """Was it hashed with other settings than today's?"""
        return self._argon.check_needs_rehash(kept)


def check_password(password: str, *own_words: str) -> None:
    """Refuse a password that is easy to guess. No rules of composition.

    Args:
        own_words: the person's address and name, the organisation's name.

    Raises:
        NotUnderstood: says what is wrong with it.
    """
    if len(password) < SHORTEST:
        raise _refused(
            N_("Use at least %(least)s characters. A few words make a good one."), least=SHORTEST
        )
    if len(password) > LONGEST:
        raise _refused(N_("Use at most %(most)s characters."), most=LONGEST)
    plain = _plain(password)
    if plain in COMMON or len(set(plain)) < 5:
        raise _refused(N_("Too many people use this one. Think of something of your own."))
    if any(_says_little_but(plain, word) for word in own_words):
        raise _refused(N_("This is close to your own name or address. Think of something else."))


def _says_little_but(plain: str, word: str) -> bool:
    """Is it the word, with only a few characters around it?"""
    parts = {_plain(word), _plain(word.partition("@")[0])}
    return any(len(part) > 3 and part in plain and len(plain) - len(part) < 6 for part in parts)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _refused(template: str, **values: object) -> NotUnderstood:
    return NotUnderstood(template, field="password", **values)
