"""The journey: what the ledger means. Where each order stands, and how far from its promise.

In:   what was said about an order; a text somebody searches by.
Out:  a Journey: quantities by milestone, the promise history, what is next and due; its
      stored readings for lists; orders found.
Rule: a journey is a function of events and named versions. It knows no now, and the
      order in which events arrived does not change it.
"""

from portal.journey.balance import Balance, balance
from portal.journey.bargain import Entered, Terms
from portal.journey.beside import ReturnStep
from portal.journey.calendar import Calendar, calendar_of
from portal.journey.claims import Claim, Conflict
from portal.journey.compared import compared, compared_shipments, differences, unlike
from portal.journey.content_reading import ContentReading
from portal.journey.contents import Carried, Contents, Row
from portal.journey.corrections import in_force, is_shared
from portal.journey.dueness import due_of, planned_on
from portal.journey.fold import as_of, fold
from portal.journey.following import default_of, told
from portal.journey.line_reading import LineReading
from portal.journey.milestones import (
    IN_PERCENT,
    MILESTONES,
    REASONS,
    VISITING,
    Milestone,
    milestone,
)
from portal.journey.modes import TEMPLATES
from portal.journey.needs import Needed
from portal.journey.order_reading import OrderReading
from portal.journey.papers import PROOFS
from portal.journey.part import Part, Reached
from portal.journey.payable import Block, Payable, payable
from portal.journey.places import Places, places_by_unit, places_of_line, places_of_part
from portal.journey.plans import ENDS, STEPS, check_plan, read_plan, written_plan
from portal.journey.rebuilding import Mark, Rebuild, advance, begin, finish, unfinished
from portal.journey.rows import rows
from portal.journey.search import Document, Found, Narrow, document, find, index
from portal.journey.settled import is_by_rule, root_of, without
from portal.journey.shipment import DELIVERED, Need, Package, Passed, Shipment, Word, fold_shipment
from portal.journey.shipment_reading import ShipmentReading
from portal.journey.state import Flag, Journey, Line, Paper, Return, Trouble
from portal.journey.stored import Made, keep, keep_again, made_of
from portal.journey.stored_shipments import keep_shipments
from portal.journey.template import (
    ANCHORS,
    COUNTS,
    KEPT_BY,
    RESPONSIBLE,
    RETURN_ANCHORS,
    RETURN_SKIPS,
    RETURN_STEPS,
    SCOPES,
    SKIPS,
    TRANSPORT_ONLY,
    WHOLE,
    WORKING,
    Lane,
    Step,
    Template,
)
from portal.journey.templates import DEFAULTS, KINDS
from portal.journey.times import day_of, spoken_at
from portal.journey.visit import (
    TOOK_PLACE,
    PartUsed,
    Visit,
    Window,
    Work,
    claimed,
    fixed_at_first,
)

__all__ = [
    "ANCHORS",
    "COUNTS",
    "DEFAULTS",
    "ENDS",
    "IN_PERCENT",
    "KINDS",
    "RESPONSIBLE",
    "RETURN_ANCHORS",
    "RETURN_SKIPS",
    "RETURN_STEPS",
    "SCOPES",
    "SKIPS",
    "STEPS",
    "TRANSPORT_ONLY",
    "WHOLE",
    "WORKING",
    "Lane",
    "check_plan",
    "default_of",
    "planned_on",
    "read_plan",
    "told",
    "written_plan",
    "DELIVERED",
    "KEPT_BY",
    "MILESTONES",
    "PROOFS",
    "REASONS",
    "TEMPLATES",
    "TOOK_PLACE",
    "VISITING",
    "Balance",
    "Block",
    "Carried",
    "Claim",
    "Conflict",
    "ContentReading",
    "Contents",
    "Calendar",
    "Document",
    "Entered",
    "Flag",
    "Found",
    "Journey",
    "Line",
    "LineReading",
    "Made",
    "Mark",
    "Milestone",
    "Narrow",
    "Need",
    "Needed",
    "OrderReading",
    "Package",
    "Paper",
    "Part",
    "Payable",
    "Places",
    "Reached",
    "Rebuild",
    "Return",
    "ReturnStep",
    "Row",
    "Passed",
    "Shipment",
    "ShipmentReading",
    "Step",
    "Template",
    "Terms",
    "PartUsed",
    "Trouble",
    "Visit",
    "Window",
    "Word",
    "advance",
    "Work",
    "as_of",
    "balance",
    "begin",
    "calendar_of",
    "compared",
    "compared_shipments",
    "day_of",
    "claimed",
    "differences",
    "document",
    "due_of",
    "find",
    "finish",
    "fixed_at_first",
    "fold",
    "fold_shipment",
    "in_force",
    "index",
    "is_by_rule",
    "is_shared",
    "keep",
    "keep_again",
    "keep_shipments",
    "made_of",
    "milestone",
    "root_of",
    "payable",
    "places_by_unit",
    "places_of_line",
    "places_of_part",
    "rows",
    "spoken_at",
    "unfinished",
    "unlike",
    "without",
]
