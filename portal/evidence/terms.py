"""The owner's terms: a text for each kind of order and language, in versions never changed.

An order goes by the version that was in force when its revision was said; terms made later
are for what is asked later.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db import db, moment_of, moment_text
from portal.errors import N_, NotUnderstood
from portal.ledger import TERMS, Draft, Setting

KINDS = ("purchase", "sales", "service", "transfer", "transport")
LANGUAGES = ("de", "en")
LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of the terms in one language. `since`: in force from this moment on."""

    kind: str
    lang: str
    version: int
    since: datetime
    text: str


def terms_of(owner: int, kind: str = "") -> list[Terms]:
    """Return every version of an owner's terms the scope may see, the oldest first.

    Args:
        kind: only those for this kind of order.
    """
    start = f"{TERMS}{kind}:" if kind else TERMS
    query = (
        select(Setting.key, Setting.version, Setting.doc)
        .where(Setting.owner == owner, Setting.key.startswith(start, autoescape=True))
        .order_by(Setting.key, Setting.version)
    )
    return [_read(*row) for row in db.session.execute(query)]


def chosen(terms: Iterable[Terms], lang: str, at: datetime) -> Terms | None:
    """Return the newest terms in force at a moment: in this language, else in English, else any.

    An empty text ends what was before.
    """
    there = {one.lang: one for one in terms if one.since <= at}
    stand = {name: one for name, one in there.items() if one.text}
    return stand.get(lang) or stand.get("en") or next(iter(stand.values()), None)


def next_terms(known: Iterable[Terms], kind: str, lang: str, text: str, now: datetime) -> Terms:
    """Return what would be the next version, in force from `now` on.

    Args:
        known: what `terms_of` gives.

    Raises:
        NotUnderstood: no such kind or language, or a text too long to be printed.
    """
    if kind not in KINDS or lang not in LANGUAGES:
        raise NotUnderstood(N_("Choose a kind of order and a language."), field="kind")
    if len(text) > LONGEST:
        raise NotUnderstood(
            N_("The text is longer than %(most)s characters; shorten it."),
            field="text",
            most=LONGEST,
        )
    versions = [one.version for one in known if (one.kind, one.lang) == (kind, lang)]
    version = max(versions, default=0) + 1
    return Terms(kind, lang, version, now, text.replace("\r\n", "\n").strip())


def set_terms(known: Iterable[Terms], kind: str, lang: str, text: str, now: datetime) -> Draft:
    """Return the draft of the next version, for the house stream.

    Args:
        known: what `terms_of` gives, asked under the stream's lock.

    Raises:
        NotUnderstood: as `next_terms`.
    """
    made = next_terms(known, kind, lang, text, now)
    key = f"{TERMS}{kind}:{lang}"
    doc = {"since": moment_text(now), "text": made.text}
    body = {"key": key, "version": made.version, "doc": doc}
    return Draft("setting.made", key=f"{key}/{made.version}", body=body)


def _read(key: str, version: int, doc: str) -> Terms:
    kind, lang = key.removeprefix(TERMS).split(":")
    said = json.loads(doc)
    return Terms(kind, lang, version, moment_of(said["since"]), said["text"])
