"""What would be said, as if it had been: for a look at what follows. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portal.ledger.draft import Draft
from portal.ledger.facts import build
from portal.ledger.held import Said

_TICK = timedelta(microseconds=1)


def pretended(said: Sequence[Said], drafts: Sequence[Draft], by, now: datetime) -> list[Said]:
    """Return the drafts as if `by` had said them after all of `said`, to be folded with it.

    A line that is placed gets the next number. The names of these events are no real ones.
    """
    at = max([now, *(one.at + _TICK for one in said)])
    seq = max((one.seq for one in said), default=0)
    line = max((one.facts.get("line", 0) for one in said), default=0)
    found = []
    for n, draft in enumerate(drafts, start=1):
        if draft.kind == "line.placed" and not draft.line:
            line += 1
            draft = replace(draft, line=line)
        facts = build(replace(draft, details={}, docs=()), {"org": by.org}, "pretended", {})
        found.append(Said(seq + n, f"pretended{seq + n}", at, facts))
    return found
