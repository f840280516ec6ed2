"""Journey templates: which milestones an order of each kind passes, as data.

A template is a version and is never edited once orders name it: a better one gets the
next number. A step is due some days after an anchor:

asked     the day the partner was asked (or asked again)
promise   the agreed day, or the requested one while nothing is agreed; offsets count
          from arrival and are shifted when the promise means "handed over" or "ready"
"""

from dataclasses import dataclass

from portal.journey.milestones import MILESTONES


@dataclass(frozen=True, slots=True)
class Step:
    """One expected milestone: who reports it, whether it must come, and when it is due."""

    code: str
    by: str  # supplier, carrier, owner or customs
    required: bool
    anchor: str
    days: int

    @property
    def what(self) -> str:
        """Return the quantity that this step moves."""
        return MILESTONES[self.code].what


@dataclass(frozen=True, slots=True)
class Template:
    """The journey that orders of one kind are expected to make.

    `asks` says whether the partner is asked to answer. `ends` are the quantities that
    fulfil a line: the first one that anybody reported counts.
    """

    name: str
    kind: str
    steps: tuple[Step, ...]
    asks: bool
    ends: tuple[str, ...]

    def step(self, code: str) -> Step | None:
        """Return the step called `code`, if the journey has it."""
        return next((step for step in self.steps if step.code == code), None)

    def kept_by(self, basis: str) -> Step | None:
        """Return the step that keeps a promise of this basis: "delivered" may be work done."""
        what = MILESTONES[KEPT_BY.get(basis, KEPT_BY["arrived"])].what
        return next((step for step in self.steps if step.what == what), None)


# Which milestone keeps a promise, by what its date means.
KEPT_BY = {"arrived": "DELIVERED", "handed_over": "DISPATCHED", "ready": "READY_FOR_PICKUP"}

PURCHASE = Template(
    "purchase/1",
    "purchase",
    (
        Step("ORDER_ACCEPTED", "supplier", True, "asked", 2),
        Step("PRODUCTION_RELEASED", "supplier", False, "promise", -21),
        Step("PRODUCTION_COMPLETED", "supplier", False, "promise", -10),
        Step("PACKED", "supplier", False, "promise", -8),
        Step("READY_FOR_PICKUP", "supplier", False, "promise", -8),
        Step("DISPATCHED", "supplier", True, "promise", -7),
        Step("DEPARTED", "carrier", False, "promise", -6),
        Step("CUSTOMS_CLEARED", "customs", False, "promise", -2),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("OUT_FOR_DELIVERY", "carrier", False, "promise", 0),
        Step("DELIVERED", "carrier", True, "promise", 0),
        Step("RECEIVED", "owner", False, "promise", 1),
    ),
    asks=True,
    ends=("received", "delivered"),
)

SALES = Template(
    "sales/1",
    "sales",
    (
        Step("PICKED", "owner", False, "promise", -5),
        Step("PACKED", "owner", False, "promise", -4),
        Step("READY_FOR_PICKUP", "owner", False, "promise", -4),
        Step("DISPATCHED", "owner", True, "promise", -3),
        Step("DEPARTED", "carrier", False, "promise", -3),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("OUT_FOR_DELIVERY", "carrier", False, "promise", 0),
        Step("DELIVERED", "carrier", True, "promise", 0),
    ),
    asks=False,
    ends=("delivered",),
)

SERVICE = Template(
    "service/1",
    "service",
    (
        Step("ORDER_ACCEPTED", "supplier", True, "asked", 1),
        Step("READY_FOR_PICKUP", "supplier", False, "promise", -2),
        Step("DISPATCHED", "supplier", False, "promise", -1),
        Step("ARRIVED", "supplier", False, "promise", 0),
        Step("DELIVERED", "supplier", True, "promise", 0),
        Step("RECEIPT_ACCEPTED", "owner", True, "promise", 2),
    ),
    asks=True,
    ends=("accepted",),
)

TRANSFER = Template(
    "transfer/1",
    "transfer",
    (
        Step("PICKED", "supplier", False, "promise", -5),
        Step("PACKED", "supplier", False, "promise", -5),
        Step("READY_FOR_PICKUP", "supplier", False, "promise", -5),
        Step("DISPATCHED", "supplier", True, "promise", -4),
        Step("DEPARTED", "carrier", False, "promise", -4),
        Step("CUSTOMS_CLEARED", "customs", False, "promise", -2),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("DELIVERED", "carrier", True, "promise", 0),
        Step("RECEIVED", "owner", False, "promise", 1),
    ),
    asks=False,
    ends=("received", "delivered"),
)

TRANSPORT = Template(
    "transport/1",
    "transport",
    (
        Step("ORDER_ACCEPTED", "carrier", True, "asked", 1),
        Step("READY_FOR_PICKUP", "owner", False, "promise", -4),
        Step("DISPATCHED", "carrier", True, "promise", -3),
        Step("DEPARTED", "carrier", False, "promise", -3),
        Step("CUSTOMS_CLEARED", "customs", False, "promise", -2),
        Step("ARRIVED", "carrier", False, "promise", -1),
        Step("OUT_FOR_DELIVERY", "carrier", False, "promise", 0),
        Step("DELIVERED", "carrier", True, "promise", 0),
    ),
    asks=True,
    ends=("delivered",),
)

TEMPLATES: dict[str, Template] = {
    template.name: template for template in (PURCHASE, SALES, SERVICE, TRANSFER, TRANSPORT)
}
_NEWEST: dict[str, Template] = {template.kind: template for template in TEMPLATES.values()}


def template_for(kind: str, name: str = "") -> Template:
    """Return the template an order names, else the newest one of its kind."""
    return TEMPLATES.get(name) or _NEWEST.get(kind, PURCHASE)
