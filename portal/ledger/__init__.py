"""The ledger: who said what, and when. Nothing in it is ever changed.

In:   drafts, and the actor who says them, in a stream held under its lock.
Out:  events, chained; the history of an order; whether everything still adds up.
Rule: the ledger holds only what somebody said. What can be worked out from it is worked
      out elsewhere, and may be thrown away and worked out again.
"""

from portal.ledger.book import (
    b64,
    keep,
    last_day,
    order_for,
    orders_in,
    orders_numbered,
    orders_of,
    owners_of,
    record,
    shipment_for,
)
from portal.ledger.canonical import canonical
from portal.ledger.chain import seal
from portal.ledger.draft import Doc, Draft, Qty, When, day, instant
from portal.ledger.facts import (
    PARTNER_ROLE,
    columns,
    commitment,
    fingerprint,
    ident,
    norm,
    number,
    order_key,
    persons,
)
from portal.ledger.held import Held, Said, said_of
from portal.ledger.inbox import began, known_keys, message_for, messages, notes, problems
from portal.ledger.lock import hold, hold_keys, opened, parties_of
from portal.ledger.pretend import pretended
from portal.ledger.settings import (
    Made,
    settings_called,
    settings_of,
    settings_page,
    versions_of,
    versions_within,
)
from portal.ledger.tables import (
    Assignment,
    Document,
    Event,
    EventDetail,
    Link,
    Message,
    Party,
    Ref,
    RowProblem,
    Setting,
    Stream,
)
from portal.ledger.tables.assignment import part_of, part_of_stream
from portal.ledger.tables.party import takes_part
from portal.ledger.tables.setting import TERMS
from portal.ledger.tables.stream import under_lens
from portal.ledger.technicians import erase_technician, named_technician
from portal.ledger.telling import history, history_apart, told, told_of
from portal.ledger.verify import Fault, verify
from portal.ledger.versions import renewed
from portal.ledger.vocabulary import KINDS, Kind
from portal.ledger.voices import NAMING, Voices, voices

__all__ = [
    "KINDS",
    "TERMS",
    "PARTNER_ROLE",
    "NAMING",
    "Assignment",
    "Doc",
    "Document",
    "Draft",
    "Event",
    "EventDetail",
    "Fault",
    "Held",
    "Kind",
    "Link",
    "Made",
    "Message",
    "Party",
    "Qty",
    "Ref",
    "RowProblem",
    "Said",
    "Setting",
    "Stream",
    "Voices",
    "When",
    "b64",
    "canonical",
    "columns",
    "commitment",
    "day",
    "erase_technician",
    "fingerprint",
    "history",
    "history_apart",
    "hold",
    "hold_keys",
    "ident",
    "instant",
    "keep",
    "known_keys",
    "began",
    "notes",
    "last_day",
    "message_for",
    "messages",
    "named_technician",
    "norm",
    "number",
    "opened",
    "order_for",
    "order_key",
    "orders_numbered",
    "orders_in",
    "orders_of",
    "owners_of",
    "part_of",
    "part_of_stream",
    "parties_of",
    "persons",
    "pretended",
    "problems",
    "record",
    "renewed",
    "said_of",
    "seal",
    "settings_called",
    "settings_of",
    "settings_page",
    "shipment_for",
    "takes_part",
    "told",
    "told_of",
    "under_lens",
    "verify",
    "versions_of",
    "versions_within",
    "voices",
]
