"""For each rule, an order that has just the trouble it looks for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from portal.journey import fold
from portal.ledger import Draft, Qty, day, instant
from portal.watch import DEFAULTS, RULES, Chance, RuleSetting, Usual
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d
from tests.journey.visiting import Visiting
from tests.watch.saying import bounced

# What a rule is told that its order does not know.
TOLD = {"likely_late": Usual(likely=Chance(0.42, d("04-25"), d("04-20")))}


def found(story, rule, calendar=None, usual=None, **figures):
    """Return what one rule finds in a story."""
    default = DEFAULTS.rules[rule]
    more = {"calendar": calendar} if calendar else {}
    usual = usual or TOLD.get(rule)
    more |= {"usual": usual} if usual else {}
    setting = RuleSetting(default.mode, default.severity, {**default.figures, **figures}, **more)
    return list(RULES[rule].look(fold(story.said), setting))


def one(story, rule, **more):
    """Return the only thing a rule finds in a story."""
    (finding,) = found(story, rule, **more)
    return finding


def asked(*parts, **more) -> Story:
    """Return an order that was placed: 100 pieces by 20 April, where nothing else is said."""
    told = Story()
    told.order(**more)
    told.line(*(parts or (("100", "04-20"),)))
    return told


def agreed(*parts, **more) -> Story:
    """Return an order that was placed and accepted."""
    told = asked(*parts, **more)
    told.accept()
    return told


def offered() -> Story:
    """The supplier offers another day."""
    told = asked()
    told.offer((1, "100", "05-05"))
    return told


def slipped() -> Story:
    """The supplier moved its promise twice."""
    told = agreed()
    for later in ("04-24", "04-29"):
        told.decide(told.offer((1, "100", later)))
    return told


def stepped(code: str, when: str = "04-14", n: str = "", **more) -> Story:
    """An agreed order passed a step."""
    told = agreed()
    told.step(code, n, when, **{"org": CARRIER, **more})
    return told


def delivered() -> Story:
    """Everything was delivered; nobody posted a receipt."""
    return stepped("DELIVERED", "04-20", "100")


def returned() -> Story:
    """Everything left and went back to the sender."""
    told = stepped("DISPATCHED", "04-12", "100", org=SUPPLIER)
    told.step("RETURNED_TO_SENDER", "100", "04-18", org=CARRIER)
    return told


def received(n: str) -> Story:
    """So much was received."""
    told = agreed()
    told.step("RECEIVED", n, "04-01", org=OWNER, what="received")
    return told


def shipped_over() -> Story:
    """More than ordered is in a shipment, and the owner is to be asked."""
    told = agreed()
    body = {"version": 1, "over": [{"line": 1, "says": "ask"}]}
    qty = (Qty(Decimal(105), "EA", "assigned", 1, 1),)
    told.tell(Draft("goods.assigned", shipment=str(UUID(int=9)), body=body, qty=qty), SUPPLIER)
    return told


def disputed() -> Story:
    """Supplier and carrier count differently."""
    told = agreed()
    told.step("DISPATCHED", "80", "04-12", org=SUPPLIER)
    told.step("DISPATCHED", "60", "04-12", org=CARRIER)
    return told


def impossible() -> Story:
    """A step is said to have happened a month from when it is said."""
    told = agreed()
    at = told.at + timedelta(hours=1)
    told.step("DISPATCHED", "100", "05-20", at=at)
    return told


def other_unit() -> Story:
    """Boxes were sent; how many pieces are in one, nobody said."""
    told = agreed()
    told.step("DISPATCHED", "5", "04-12", uom="BX")
    return told


def unread() -> Story:
    """A mail to the supplier came back."""
    told = asked()
    bounced(told)
    return told


def nobody_came() -> Story:
    """A visit was planned."""
    told = Visiting().begin()
    told.plan("03-18", (1, "3"))
    return told


def shipped(**body) -> Story:
    """All of it is announced in a shipment."""
    told = agreed()
    told.announce("S1", ("100", 1), body=body)
    return told


def without_papers() -> Story:
    """A shipment has to come with an invoice, and leaves on 12 April."""
    told = shipped(documents={"version": 1, "needs": [{"type": "invoice"}]})
    told.sail("S1", "DISPATCHED", "04-12", klass="EST")
    return told


def too_late() -> Story:
    """A shipment is expected two days after what is in it was agreed."""
    told = shipped()
    told.sail("S1", "DELIVERED", "04-22", org=CARRIER, klass="EST")
    return told


def failed(code: str) -> Story:
    """Something went wrong on the way, at ten o'clock on 20 April."""
    told = agreed()
    when = instant(datetime(2026, 4, 20, 10, tzinfo=UTC))
    told.step(code, when=when, org=CARRIER, reason="DOCUMENTS")
    return told


def damaged() -> Story:
    """Six of a hundred came broken."""
    told = agreed()
    qty = (Qty(Decimal(100), "EA", "received", 1), Qty(Decimal(6), "EA", "rejected", 1))
    told.tell(Draft("milestone", code="RECEIVED", line=1, qty=qty, when=day(d("04-01"))), OWNER)
    return told


TROUBLES: dict[str, Callable[[], Story]] = {
    "not_acknowledged": asked,
    "answer_differs": offered,
    "reply_owed": offered,
    "production_unconfirmed": agreed,
    "ship_date_near": agreed,
    "ship_date_missed": agreed,
    "promise_slipped": slipped,
    "behind_plan": agreed,
    "likely_late": agreed,
    "overdue": agreed,
    "no_word": agreed,
    "stalled": lambda: stepped("DISPATCHED", n="100", org=SUPPLIER),
    "customs_held": lambda: failed("CUSTOMS_HELD"),
    "held_up": lambda: failed("MISROUTED"),
    "delivery_failed": lambda: failed("DELIVERY_REFUSED"),
    "sent_back": returned,
    "not_received": delivered,
    "papers_missing": without_papers,
    "shipment_late": too_late,
    "visit_missed": nobody_came,
    "receipt_differs": damaged,
    "shipped_over": shipped_over,
    "mail_bounced": unread,
    "sources_disagree": disputed,
    "impossible_times": impossible,
    "units_differ": other_unit,
}
