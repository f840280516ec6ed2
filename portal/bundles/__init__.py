"""Bundles: many answers given in one step, ticked in a list or filled into a spreadsheet.

In:   rows of who may say something to lines of many orders.
Out:  rows weighed before, told order by order, and what became of each.
Rule: a row is told or refused, never half; what is told goes through flow like any answer.
"""

from portal.bundles.rows import Row, known
from portal.bundles.sending import (
    MOST_TICKED,
    Edit,
    begin,
    change,
    name_of,
    split,
    start,
    tell,
)
from portal.bundles.store import (
    PAGE,
    Head,
    Sum,
    head_of,
    rows_of,
    sums,
)
from portal.bundles.tables import (
    BAD,
    DONE,
    IDLE,
    OPEN,
    READING,
    READY,
    REFUSED,
    TELLING,
    TOLD,
    WRONG,
    Bundle,
    BundleRow,
)

__all__ = [
    "BAD",
    "DONE",
    "IDLE",
    "MOST_TICKED",
    "OPEN",
    "PAGE",
    "READING",
    "READY",
    "REFUSED",
    "TELLING",
    "TOLD",
    "WRONG",
    "Bundle",
    "BundleRow",
    "Edit",
    "Head",
    "Row",
    "Sum",
    "begin",
    "change",
    "head_of",
    "known",
    "name_of",
    "rows_of",
    "split",
    "start",
    "sums",
    "tell",
]
