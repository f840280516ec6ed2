"""The ledger's tables, one file each."""

from portal.ledger.tables.assignment import Assignment
from portal.ledger.tables.detail import EventDetail
from portal.ledger.tables.document import Document
from portal.ledger.tables.event import Event
from portal.ledger.tables.link import Link
from portal.ledger.tables.message import Message
from portal.ledger.tables.party import Party
from portal.ledger.tables.problem import RowProblem
from portal.ledger.tables.ref import Ref
from portal.ledger.tables.setting import Setting
from portal.ledger.tables.stream import Stream

__all__ = [
    "Assignment",
    "Document",
    "Event",
    "EventDetail",
    "Link",
    "Message",
    "Party",
    "Ref",
    "RowProblem",
    "Setting",
    "Stream",
]
