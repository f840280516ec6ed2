"""The ways orders really went: read from the ledger, counted, and what each milestone is worth.

In:   orders of the scope's owner; what is asked about.
Out:  tallies of ways and steps against their template, the lines behind a number, verdicts.
Rule: a page reads tallies, of months and not of lines; all of it may be worked out again.
"""

from portal.insight.paths.earning import Earned, earned, keep_worth
from portal.insight.paths.path import MARKS, REPEATED, SKIPPED, STRAYED, TOLD_LATE, against, follows
from portal.insight.paths.tables import LinePath, MilestoneWorth
from portal.insight.paths.tracing import Cell, changed, newest, note_read, recount, trace, uncounted
from portal.insight.paths.variants import (
    Asked,
    Place,
    Seen,
    StepSeen,
    Wanted,
    Way,
    lines_behind,
    templates_seen,
    together,
    verdict,
    ways,
    worth_of,
)

__all__ = [
    "MARKS",
    "REPEATED",
    "SKIPPED",
    "STRAYED",
    "TOLD_LATE",
    "Asked",
    "Cell",
    "Earned",
    "LinePath",
    "MilestoneWorth",
    "Place",
    "Seen",
    "StepSeen",
    "Wanted",
    "Way",
    "against",
    "changed",
    "earned",
    "follows",
    "keep_worth",
    "lines_behind",
    "newest",
    "note_read",
    "recount",
    "templates_seen",
    "together",
    "trace",
    "uncounted",
    "verdict",
    "ways",
    "worth_of",
]
