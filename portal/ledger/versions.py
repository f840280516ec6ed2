"""Saying again what was so before: an order line that went from 100 to 120 and back to 100.

The same said twice is one event. So when a newer message says what an older one said, and
something else was said in between, it must be told apart: it gets a version of its own,
the moment of its message.
"""

from dataclasses import replace

from portal.db import moment_text
from portal.ledger.draft import Draft
from portal.ledger.held import Held, Said

KINDS = frozenset({"order.placed", "line.placed"})


def renewed(held: Held, draft: Draft) -> Draft:
    """Return `draft` as it is, or with the version by which it is known, or with a new one."""
    if held.new or draft.ver or draft.kind not in KINDS or not (draft.reported and draft.key):
        return draft
    said = [one for one in held.history if _is_about(one, draft)]
    same = [one for one in said if one.facts["body"] == draft.body]
    if not same:
        return draft
    newest = max(said, key=_age)
    if newest in same or _age(newest)[0] >= moment_text(draft.reported):
        return replace(draft, ver=max(same, key=_age).facts.get("ver", ""))
    return replace(draft, ver=moment_text(draft.reported))


def _is_about(said: Said, draft: Draft) -> bool:
    facts = said.facts
    return (
        facts.get("key") == draft.key
        and facts["kind"] == draft.kind
        and facts.get("source") == draft.source
    )


def _age(said: Said) -> tuple[str, str]:
    return said.facts.get("reported", ""), said.facts.get("ver", "")
