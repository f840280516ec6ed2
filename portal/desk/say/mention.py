"""Who is meant by "@" in a text. Pure."""

import re
from collections.abc import Mapping
from uuid import UUID


def mentioned(text: str, people: Mapping[UUID, str]) -> set[UUID]:
    """Return whom a text names after an "@", by their full name; the longest name wins.

    An "@" inside a word, as in an address, names nobody.

    >>> mentioned("Ask @Ada, not me@ada.example", {UUID(int=1): "Ada", UUID(int=2): "Sam"})
    {UUID('00000000-0000-0000-0000-000000000001')}
    """
    called: dict[str, set[UUID]] = {}
    for person, name in people.items():
        if name.strip():
            called.setdefault(_plain(name), set()).add(person)
    if not called or "@" not in text:
        return set()
    longest = sorted(called, key=len, reverse=True)
    names = re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, longest))})(?!\w)")
    return {person for found in names.findall(_plain(text)) for person in called[found]}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
