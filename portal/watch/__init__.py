"""What needs attention: rules over journeys, the cases they open, and when to look again.

In:   a journey and what was said, the owner's settings, the time.
Out:  findings, cases, drafts to record, the next moment to look.
Rule: a rule knows no now and writes nothing; a new rule counts in silence until switched on.
"""

from portal.watch.case import (
    ANSWERED,
    CLEARED,
    OPEN,
    RESOLVED,
    STATES,
    TAKEN,
    WAITING,
    Case,
    Step,
    case_id,
    fold,
)
from portal.watch.decide import decide, next_check, whispered
from portal.watch.due import Due
from portal.watch.finding import HIGH, LOW, MEDIUM, Finding
from portal.watch.outlook import WEAK, Outlook, OutlookPast
from portal.watch.reading import CaseReading
from portal.watch.rule import ACTIONS, Rule
from portal.watch.rules import DEFAULTS, RULES, look
from portal.watch.setting import (
    KEY,
    MODES,
    OFF,
    ON,
    SHADOW,
    RuleSetting,
    Settings,
    merge,
    with_usual,
    working_days_later,
)
from portal.watch.shadow import ShadowHit
from portal.watch.store import (
    case_differences,
    case_rows,
    due,
    keep,
    look_again,
    outlook_due,
    owners_due,
    owners_foreseen,
    plan,
    plan_outlook,
    whisper,
    whispers,
)
from portal.watch.usual import Usual
from portal.watch.versions import set_rules, settings

__all__ = [
    "ACTIONS",
    "ANSWERED",
    "CLEARED",
    "DEFAULTS",
    "HIGH",
    "KEY",
    "LOW",
    "MEDIUM",
    "MODES",
    "OFF",
    "ON",
    "OPEN",
    "RESOLVED",
    "RULES",
    "SHADOW",
    "STATES",
    "TAKEN",
    "WAITING",
    "WEAK",
    "Case",
    "CaseReading",
    "Due",
    "Finding",
    "Outlook",
    "OutlookPast",
    "Rule",
    "RuleSetting",
    "Settings",
    "ShadowHit",
    "Step",
    "Usual",
    "case_differences",
    "case_id",
    "case_rows",
    "decide",
    "due",
    "fold",
    "keep",
    "look",
    "look_again",
    "merge",
    "next_check",
    "outlook_due",
    "owners_due",
    "owners_foreseen",
    "plan",
    "plan_outlook",
    "set_rules",
    "settings",
    "whispered",
    "whisper",
    "whispers",
    "with_usual",
    "working_days_later",
]
