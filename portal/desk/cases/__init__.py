"""What is done with cases besides working on one: closing, contesting, assigning, sharing.

In:   cases as they stand under the lock, the owner's settings, what somebody wants.
Out:  drafts, or values for pages.
Rule: nothing is kept of several cases that was not said of each.
"""

from portal.desk.cases.acts import ACTS, CLAIMS, FASTER, CaseAct, line_of, offered, part_of
from portal.desk.cases.assignment import (
    TEAMS,
    Assignment,
    CaseTeam,
    Crew,
    Route,
    assigned_by,
    assignment,
    crew_of,
    read_assignment,
    set_assignment,
    told_at,
)
from portal.desk.cases.contest import (
    CHANGED,
    MOST_FILES,
    UPHELD,
    Charge,
    attribute,
    charged,
    charges,
    contest,
    judge,
)
from portal.desk.cases.covered import Covered, cases_of_shipments, covered_by
from portal.desk.cases.doing import Desk, Typed, do
from portal.desk.cases.lending import Lender, give_to, lenders, take_from
from portal.desk.cases.putdown import Place, PutDown, PutDowns, put_down
from portal.desk.cases.rows import case_rows
from portal.desk.cases.shared import (
    Counted,
    SharedCause,
    cause_of,
    causes_counted,
    end_cause,
    link,
    live_cases,
    name_cause,
    names_of_causes,
    note_cause,
    open_causes,
    reopen_cause,
    unlink,
)
from portal.desk.causes import BY_ITSELF, REASONS, Ending
from portal.desk.workflow import Closing, check_blame, expect, give, given

__all__ = [
    "BY_ITSELF",
    "Counted",
    "Covered",
    "SharedCause",
    "case_rows",
    "cases_of_shipments",
    "cause_of",
    "covered_by",
    "causes_counted",
    "end_cause",
    "link",
    "live_cases",
    "name_cause",
    "names_of_causes",
    "note_cause",
    "open_causes",
    "put_down",
    "reopen_cause",
    "unlink",
    "TEAMS",
    "Assignment",
    "CaseTeam",
    "Crew",
    "Place",
    "PutDown",
    "PutDowns",
    "Route",
    "assigned_by",
    "assignment",
    "crew_of",
    "read_assignment",
    "give",
    "set_assignment",
    "told_at",
    "ACTS",
    "CLAIMS",
    "FASTER",
    "CaseAct",
    "Desk",
    "Lender",
    "Typed",
    "do",
    "give_to",
    "lenders",
    "line_of",
    "offered",
    "part_of",
    "take_from",
    "CHANGED",
    "MOST_FILES",
    "REASONS",
    "UPHELD",
    "Charge",
    "Closing",
    "Ending",
    "attribute",
    "charged",
    "charges",
    "check_blame",
    "contest",
    "expect",
    "given",
    "judge",
]
