"""Bundles: many answers given in one step, ticked in a list or filled into a spreadsheet.

In:   rows of who may say something to lines of many orders.
Out:  rows weighed before, told order by order, and what became of each.
Rule: a row is told or refused, never half; what is told goes through flow like any answer.
"""

from portal.bundles.columns import (
    BY_KEY,
    COLUMNS,
    MOST_READ,
    MOST_WRITTEN,
    REPORTED,
    columns_for,
    takes_of,
)
from portal.bundles.filled import KINDS
from portal.bundles.keys import Key, key_of, read_key
from portal.bundles.reading import FILE, Desk, receive
from portal.bundles.rows import SHIPPING, Row, fault_of, known
from portal.bundles.sending import (
    MOST_TICKED,
    Edit,
    begin,
    change,
    name_of,
    split,
    start,
    tell,
    tell_later,
)
from portal.bundles.shipping import BEYOND
from portal.bundles.store import (
    PAGE,
    Head,
    Sum,
    head_of,
    latest,
    rows_of,
    shipments,
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
from portal.bundles.working import JOBS, desk_of, work
from portal.bundles.writing import Paper, as_csv, as_workbook

__all__ = [
    "BAD",
    "BEYOND",
    "BY_KEY",
    "COLUMNS",
    "DONE",
    "FILE",
    "IDLE",
    "JOBS",
    "KINDS",
    "MOST_READ",
    "MOST_TICKED",
    "MOST_WRITTEN",
    "OPEN",
    "PAGE",
    "READING",
    "READY",
    "REFUSED",
    "REPORTED",
    "SHIPPING",
    "TELLING",
    "TOLD",
    "WRONG",
    "Bundle",
    "BundleRow",
    "Desk",
    "Edit",
    "Head",
    "Key",
    "Paper",
    "Row",
    "Sum",
    "as_csv",
    "as_workbook",
    "begin",
    "change",
    "columns_for",
    "desk_of",
    "fault_of",
    "head_of",
    "key_of",
    "known",
    "latest",
    "name_of",
    "read_key",
    "receive",
    "rows_of",
    "shipments",
    "split",
    "start",
    "sums",
    "takes_of",
    "tell",
    "tell_later",
    "work",
]
