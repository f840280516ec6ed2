"""Journeys of an owner's own: made, chosen for orders by rules, and orders moved between them.

In:   settings of the house; an order as it was placed.
Out:  drafts: a setting's next version; which journey an order follows, with all its steps.
Rule: a version is never edited, and an order keeps the one it began with until it is moved.
"""

from portal.desk.journeys.choice import (
    CHOICE,
    MODES,
    MOST_RULES,
    Asked,
    Choice,
    Rule,
    asked_of,
    choice_drafted,
    choice_made,
    fitting,
)
from portal.desk.journeys.choosing import chosen_for, draft_of, follows, why_chosen
from portal.desk.journeys.moving import (
    JOB,
    MOVED,
    Count,
    ask_move,
    counts,
    followed,
    move_drafts,
    moved_answer,
    moving,
)
from portal.desk.journeys.own import (
    PREFIX,
    Own,
    all_offered,
    drafted,
    ended,
    free_base,
    key_of,
    newest,
    offered,
    own_journeys,
    versions,
)

__all__ = [
    "CHOICE",
    "JOB",
    "MODES",
    "MOST_RULES",
    "MOVED",
    "PREFIX",
    "Asked",
    "Choice",
    "Count",
    "Own",
    "Rule",
    "all_offered",
    "ask_move",
    "asked_of",
    "choice_drafted",
    "choice_made",
    "chosen_for",
    "counts",
    "draft_of",
    "drafted",
    "ended",
    "fitting",
    "followed",
    "follows",
    "free_base",
    "key_of",
    "move_drafts",
    "moved_answer",
    "moving",
    "newest",
    "offered",
    "own_journeys",
    "versions",
    "why_chosen",
]
