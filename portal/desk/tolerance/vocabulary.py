"""What a tolerance can be about, for whom it can be set, and what follows from it.

To add a kind of deviation, add a line to `FIELDS` and say in `measure` how far off an answer
is in it; what is shipped is weighed in `shipped`. To add a scope, add it to `SCOPES` in the
order of who goes first.
"""

from dataclasses import dataclass

from portal.errors import N_

ACCEPT, ASK, REFUSE = OUTCOMES = ("accept", "ask", "refuse")
QTY, DAYS, PRICE = "qty", "days", "price"
WORKING, CALENDAR = COUNTS = ("working", "calendar")
CLOSE = "rest.close"  # beside the fields: is a short rest closed without asking?
PREFIX = "tolerance:"
SHIP_OVER = "ship.over"
BEFORE = "tolerance:shipment"  # a percentage for all, as it was set before SHIP_OVER

# The most specific goes first. The empty subject is the default's.
ORDER, ITEM, CATEGORY, SUPPLIER, GROUP, DEFAULT = SCOPES = (
    "order",
    "item",
    "category",
    "supplier",
    "group",
    "default",
)


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which an answer may differ. `unit` says what its limits are counted in."""

    name: str
    unit: str
    means: str


FIELDS = {
    field.name: field
    for field in (
        Deviation("qty.over", QTY, N_("More than agreed")),
        Deviation("qty.under", QTY, N_("Less than agreed")),
        Deviation("date.early", DAYS, N_("Earlier than agreed")),
        Deviation("date.late", DAYS, N_("Later than agreed")),
        Deviation("price.up", PRICE, N_("Dearer than agreed")),
        Deviation("price.down", PRICE, N_("Cheaper than agreed")),
        Deviation(SHIP_OVER, QTY, N_("More shipped than ordered")),
    )
}


def key_of(scope: str, subject: str = "") -> str:
    """Return the key of a setting, such as `tolerance:group:0190…`; alike in any case and space.

    Nothing has two settings in one scope, so which of them holds is never a question.
    """
    return f"{PREFIX}{scope}:{norm(subject)}" if subject else f"{PREFIX}{scope}"


def named(key: str) -> tuple[str, str]:
    """Return the scope and the subject that a key names."""
    scope, _colon, subject = key.removeprefix(PREFIX).partition(":")
    return scope, subject


def norm(subject: str) -> str:
    """Return a subject as keys hold it: without case and double spaces."""
    return " ".join(subject.split()).casefold()
