"""How a case ends, why it began, and whose part that was. To add one, add a line.

Nothing is ever removed: cases closed long ago must stay readable.
"""

from dataclasses import dataclass

from portal.errors import N_
from portal.watch import GONE, JOINED


@dataclass(frozen=True, slots=True)
class Party:
    """Who answers for a cause."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Cause:
    """One root cause; `usually` is the party offered first."""

    name: str
    says: str
    usually: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended: the reason why it is closed."""

    name: str
    says: str


REASONS = {
    one.name: one
    for one in (
        Ending("came", N_("It came, or was done")),
        Ending("new_date", N_("A new date was agreed")),
        Ending("split", N_("It comes in parts")),
        Ending("expedited", N_("It was expedited")),
        Ending("covered", N_("It was got from elsewhere")),
        Ending("cancelled", N_("The rest was cancelled")),
        Ending("made_good", N_("Replaced, repaired or credited")),
        Ending("posted", N_("The receipt was posted or corrected")),
        Ending("as_is", N_("Accepted as it is")),
        Ending("no_trouble", N_("There was no trouble")),
        Ending("elsewhere", N_("It is dealt with in another case")),
    )
}
# How cases end that no person closes; nobody chooses these.
BY_ITSELF = {
    one.name: one
    for one in (
        Ending(GONE, N_("The trouble went away, and its rule asks for no cause")),
        Ending(JOINED, N_("It went into the case about its shipment")),
    )
}

PARTIES = {
    one.name: one
    for one in (
        Party("supplier", N_("Supplier")),
        Party("owner", N_("Our own house")),
        Party("carrier", N_("Carrier")),
        Party("customer", N_("Customer")),
        Party("authority", N_("Customs or another authority")),
        Party("nobody", N_("Nobody (beyond anyone's control)")),
    )
}

CAUSES = {
    one.name: one
    for one in (
        Cause("capacity", N_("Production capacity"), "supplier"),
        Cause("material", N_("Material or component missing"), "supplier"),
        Cause("quality", N_("Quality problem"), "supplier"),
        Cause("no_answer", N_("Supplier did not answer"), "supplier"),
        Cause("not_reported", N_("Done in time, but not reported"), "supplier"),
        Cause("wrong_goods", N_("Wrong goods or quantity"), "supplier"),
        Cause("papers", N_("Papers missing or wrong"), "supplier"),
        Cause("carrier_delay", N_("Delay in transport"), "carrier"),
        Cause("damage", N_("Damaged in transport"), "carrier"),
        Cause("lost", N_("Lost in transport"), "carrier"),
        Cause("not_met", N_("Nobody there to take delivery"), "customer"),
        Cause("refused", N_("Delivery refused"), "customer"),
        Cause("address", N_("Address wrong or not reachable"), "owner"),
        Cause("changed_order", N_("Order changed late"), "owner"),
        Cause("ordered_late", N_("Ordered too late"), "owner"),
        Cause("site_closed", N_("Receiving site closed or full"), "owner"),
        Cause("payment", N_("Payment or credit block"), "owner"),
        Cause("not_posted", N_("Received, but not posted"), "owner"),
        Cause("wrong_data", N_("Wrong data in the system"), "owner"),
        Cause("customs", N_("Customs clearance"), "authority"),
        Cause("weather", N_("Weather or natural disaster"), "nobody"),
        Cause("strike", N_("Strike or unrest"), "nobody"),
        Cause("false_alarm", N_("False alarm"), "nobody"),
        Cause("other", N_("Something else"), "nobody"),
    )
}
