"""Tolerances: which answers of a supplier are accepted, asked about or refused by themselves.

In:   an owner's settings; a line as a person agreed to it last, and what is offered instead.
Out:  a verdict, field by field, that names the setting and its version.
Rule: measured over the whole line, and from what a person agreed to: neither many splits nor
      many small steps get past a limit. What nothing is said of is asked. Pure, but `store`.
"""

from portal.desk.tolerance.answered import offer_of
from portal.desk.tolerance.gate import Gate
from portal.desk.tolerance.judge import Ruling, Verdict, judge
from portal.desk.tolerance.measure import Off, Offer, Row
from portal.desk.tolerance.rehearse import ENDS, LEFT, Rehearsed, Tried, rehearse
from portal.desk.tolerance.resolve import Effective, Held, Settings, Subject, resolve
from portal.desk.tolerance.setting import Limit, Tolerance, limit_doc, read, written
from portal.desk.tolerance.shipped import Shipped, shipped_over
from portal.desk.tolerance.store import (
    House,
    Rules,
    drafted,
    moved_over,
    rules_in,
    rules_of,
    rules_of_all,
    set_for,
    site_of,
    speak_of_categories,
    whole_house,
)
from portal.desk.tolerance.told import told
from portal.desk.tolerance.vocabulary import (
    ACCEPT,
    ASK,
    BEFORE,
    CALENDAR,
    CLOSE,
    COUNTS,
    FIELDS,
    OUTCOMES,
    PREFIX,
    REFUSE,
    SCOPES,
    SHIP_OVER,
    WORKING,
    Deviation,
    key_of,
    named,
)

__all__ = [
    "ACCEPT",
    "ASK",
    "BEFORE",
    "CALENDAR",
    "CLOSE",
    "COUNTS",
    "ENDS",
    "FIELDS",
    "LEFT",
    "OUTCOMES",
    "PREFIX",
    "REFUSE",
    "SCOPES",
    "SHIP_OVER",
    "WORKING",
    "Effective",
    "Deviation",
    "Gate",
    "Held",
    "House",
    "Limit",
    "Off",
    "Offer",
    "Rehearsed",
    "Row",
    "Rules",
    "Ruling",
    "Settings",
    "Shipped",
    "Subject",
    "Tolerance",
    "Tried",
    "Verdict",
    "drafted",
    "judge",
    "key_of",
    "limit_doc",
    "moved_over",
    "named",
    "offer_of",
    "read",
    "rehearse",
    "resolve",
    "rules_in",
    "rules_of",
    "rules_of_all",
    "set_for",
    "shipped_over",
    "site_of",
    "speak_of_categories",
    "told",
    "whole_house",
    "written",
]
