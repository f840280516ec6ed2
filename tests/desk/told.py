"""An order told by hand, for tests of what people may say about it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from portal.desk import say
from portal.journey import Journey, fold
from portal.ledger import Draft, Said, canonical, day, ident
from portal.ledger.facts import build
from portal.people import Actor

OWNER, SUPPLIER, OTHER = 1, 2, 3
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
ORDERED = date(2026, 3, 2)
ASKED = date(2026, 4, 1)


def person(side: str, org: int, number: int) -> Actor:
    """Return somebody who says things."""
    role = "buyer" if side == "owner" else side
    return Actor(UUID(int=number), side, org, f"Org {org}", side, role, "session", zone="UTC")


ADA = person("owner", OWNER, 1)
SAM = person("supplier", SUPPLIER, 2)
EVE = person("supplier", OTHER, 3)
CARL = person("carrier", 4, 4)


@dataclass
class Told:
    """What was said so far; `say` adds to it as the flow would."""

    said: list[Said] = field(default_factory=list)

    def say(self, drafts: list[Draft], by: Actor, at: datetime = NOW) -> Journey:
        """Add drafts and return the journey they make; one act comes after the other."""
        if self.said:
            at = max(at, self.said[-1].at + timedelta(microseconds=1))
        for draft in drafts:
            if draft.kind == "line.placed" and not draft.line:
                draft = replace(draft, line=max(self.journey.lines) + 1)
            who = {"org": by.org, "auth": by.auth, "person": str(by.id)}
            details = {name: "committed" for name in draft.details}
            facts = build(draft, who, str(UUID(int=9)), {"details": details, "docs": []})
            canonical(facts)
            self.said.append(Said(len(self.said) + 1, ident(facts).hex(), at, facts))
        return self.journey

    @property
    def journey(self) -> Journey:
        """Fold it all."""
        return fold(self.said)


def order(*lines: tuple[str, ...], kind: str = "purchase", **body) -> Told:
    """Return an order of 2 March 2026. Each line is its parts' quantities; asked for 1 April."""
    told = Told()
    head = {"number": "PO-7", "type": kind, "partner": SUPPLIER, "revision": 1, **body}
    drafts = [Draft("order.placed", when=day(ORDERED), body=head)]
    for number, parts in enumerate(lines or (("100",),), start=1):
        drafts.append(Draft("line.placed", line=number, body=line_body(number, parts)))
    told.say(drafts, ADA, datetime(2026, 3, 2, 9, tzinfo=UTC))
    return told


def line_body(number: int, parts: tuple[str, ...], ask: date = ASKED, **more) -> dict:
    """Return the body of a line placed or changed."""
    rows = [{"part": n, "qty": qty, "ask": ask.isoformat()} for n, qty in enumerate(parts, start=1)]
    whole = str(sum(Decimal(qty) for qty in parts))
    item = {"code": f"A-{number}", "name": "Bearing"}
    body = {"no": f"{number * 10:06}", "item": item, "qty": whole, "uom": "EA", "parts": rows}
    return body | more


def reported(told, by=SAM, without="", **said):
    """Return the drafts of a report: yesterday, of line 1, dispatched, unless it says else."""
    filled = {"code": "DISPATCHED", "on": YESTERDAY, "line": 1, **said}
    own = say.mine(told.said, by.org, without)
    return say.report(told.journey, by, f"k{len(told.said)}", say.Report(**filled), NOW, own)


def moved(told, what="dispatched", line=1):
    """Return how much of a line was moved."""
    return told.journey.lines[line].moved(what)
