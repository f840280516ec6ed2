"""The ways orders really went: read from the ledger, counted, and what each milestone is worth.

In:   orders of the scope's owner; what is asked about.
Out:  tallies of ways and steps against their template, the lines behind a number, verdicts.
Rule: a page reads tallies, of months and not of lines; all of it may be worked out again.
"""

from portal.insight.accuracy import ENOUGH
from portal.insight.paths.counting import Cell, recount, uncounted
from portal.insight.paths.earning import Earned, earned, keep_worth, untimely
from portal.insight.paths.path import MARKS, REPEATED, SKIPPED, STRAYED, TOLD_LATE, against, follows
from portal.insight.paths.tables import END, SPARE, LinePath, MilestoneWorth
from portal.insight.paths.tracing import changed, newest, note_read, trace
from portal.insight.paths.variants import (
    Asked,
    Followed,
    Place,
    Seen,
    StepSeen,
    Wanted,
    Way,
    lines_behind,
    templates_seen,
    together,
    ways,
)
from portal.insight.paths.worth import Worth, verdict

__all__ = [
    "END",
    "ENOUGH",
    "MARKS",
    "REPEATED",
    "SKIPPED",
    "SPARE",
    "STRAYED",
    "TOLD_LATE",
    "Asked",
    "Cell",
    "Earned",
    "Followed",
    "LinePath",
    "MilestoneWorth",
    "Place",
    "Seen",
    "StepSeen",
    "Wanted",
    "Way",
    "Worth",
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
    "untimely",
    "verdict",
    "ways",
]
