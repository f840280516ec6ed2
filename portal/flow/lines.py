"""The small numbers of an order's lines, given to what is said of them in business numbers."""

from collections.abc import Iterable
from dataclasses import replace

from portal.errors import N_, NotFound
from portal.ledger import Draft, Held


def numbered(held: Held, drafts: Iterable[Draft], line: str = "") -> list[Draft]:
    """Give a line that has no number yet its number, and what follows it in the same row too.

    Where a row does not place its line, it is known by what it is called.
    """
    drafts = list(drafts)
    number, found = 0, []
    if line and not any(draft.kind == "line.placed" for draft in drafts):
        number = _known_line(held, line)
    for draft in drafts:
        if draft.kind == "line.placed":
            number = 0 if draft.line else held.line_of(draft.body["no"])
        of_line = number and not draft.line and draft.kind != "order.placed"
        found.append(_on_line(draft, number) if of_line else draft)
    return found


def _known_line(held: Held, line: str) -> int:
    if line not in held.lines:
        raise NotFound(N_("The order has no line %(line)s."), line=line)
    return held.lines[line]


def _on_line(draft: Draft, number: int) -> Draft:
    return replace(draft, line=number, qty=tuple(replace(qty, line=number) for qty in draft.qty))
