"""Counting verdicts: a tally grows order by order, and gives figures in the end. Pure.

A tally is a plain document, so that it can be kept and gone on with; it does not grow with the
number of orders.
"""

from collections.abc import Mapping
from datetime import datetime

from portal.db import moment_text
from portal.watch.verdicts import AFTER, CAUGHT, FALSE, MISSED, OPEN, Outcome, Truth, Verdict

ENOUGH = 30  # judged orders, below which no share is told
WEEK = 7 * 86_400
Tally = dict


def begun() -> Tally:
    """Return an empty tally."""
    return {"orders": 0, "judged": 0, "late": 0, "cases": 0, "good": 0, "said": {}, "days": {}}


def count(tally: Tally, came: Outcome, found: Verdict | None, cases: int, truth: Truth) -> None:
    """Take one order in.

    Args:
        cases: how many the rule would have opened on it.
    """
    tally["orders"] += 1
    tally["judged"] += came.late is not None
    tally["late"] += bool(came.late)
    tally["cases"] += cases
    if found is None:
        return
    tally["said"][found.what] = tally["said"].get(found.what, 0) + 1
    if found.what == CAUGHT:
        days = str(found.days)
        tally["days"][days] = tally["days"].get(days, 0) + 1
        tally["good"] += found.days >= truth.ahead


def added(one: Tally, other: Tally) -> Tally:
    """Return two tallies as one."""
    plain = {key: one[key] + other[key] for key in one if key not in ("said", "days")}
    both = {
        key: {name: one[key].get(name, 0) + other[key].get(name, 0)
              for name in {**one[key], **other[key]}}
        for key in ("said", "days")
    }  # fmt: skip
    return plain | both


def figures(tally: Tally, span: tuple[datetime, datetime] | None, buyers: int) -> dict:
    """Return what a page shows of a tally; shares are None under thirty judged orders.

    `flagged` orders while they were under way; `caught` late ones before they came; `good`
    of those in good time; `warning` is the median of days before the day. `weekly` are cases
    for each buyer and week.
    """
    said = tally["said"]
    caught, wrong = said.get(CAUGHT, 0), said.get(FALSE, 0)
    enough = tally["judged"] >= ENOUGH
    late = tally["late"]
    weeks = (span[1] - span[0]).total_seconds() / WEEK if span else 0
    return {
        "orders": tally["orders"],
        "judged": tally["judged"],
        "late": late,
        "flagged": caught + wrong,
        "caught": caught,
        "false": wrong,
        "missed": said.get(MISSED, 0),
        "after": said.get(AFTER, 0),
        "open": said.get(OPEN, 0),
        "good": tally["good"],
        "cases": tally["cases"],
        "precision": caught / (caught + wrong) if enough and caught + wrong else None,
        "recall": caught / late if enough and late else None,
        "ahead": tally["good"] / late if enough and late else None,
        "volume": (caught + wrong) / late if enough and late else None,
        "warning": _median(tally["days"]) if enough and caught else None,
        "weekly": tally["cases"] / max(weeks, 1) / max(buyers, 1) if span else None,
    }


def wider(span: list | None, first: datetime, last: datetime) -> list[str]:
    """Return a span of time, as texts, that reaches over these moments too."""
    ends = [moment_text(first), moment_text(last)]
    return [min(span[0], ends[0]), max(span[1], ends[1])] if span else ends


def _median(counts: Mapping[str, int]) -> float:
    """Return the median of whole numbers from how often each is there."""
    sizes = sorted((int(days), n) for days, n in counts.items())
    total = sum(n for _, n in sizes)
    middle = [(total - 1) // 2, total // 2]
    found, seen = [], 0
    for days, n in sizes:
        found += [days for place in middle if seen <= place < seen + n]
        seen += n
    return sum(found) / 2
