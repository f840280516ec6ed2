"""Why something is refused, late or went wrong: the canonical reasons, with their words.

To offer a reason in one more place, add the place to its line. Codes are never removed,
because old events must stay readable.

reject   a line is refused        change   another day or quantity     delay   later than agreed
refuse   a proposal or a paper    failed   trouble on the way          receipt goods not accepted
forgo    the supplier gives up    cancel   the buyer takes it back     block   a line is held up
close    the rest is not awaited
return   goods go back
visit    a technician's visit came to nothing      appointment   it is moved, or given up
"""

from dataclasses import dataclass

from portal.errors import N_

EVERYWHERE = (
    "reject change delay refuse failed receipt return forgo cancel block close visit appointment"
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `offered` names the places where people may choose it."""

    code: str
    says: str
    offered: frozenset[str]


def _reason(code: str, says: str, offered: str) -> Reason:
    return Reason(code, says, frozenset(offered.split()))


REASONS = {
    one.code: one
    for one in (
        _reason("CAPACITY", N_("Not enough capacity"), "reject change delay forgo appointment"),
        _reason(
            "STOCKOUT", N_("Material or stock is missing"), "reject change delay forgo appointment"
        ),
        _reason("PRODUCTION", N_("Trouble in production"), "change delay forgo"),
        _reason("QUALITY", N_("Quality"), "change delay refuse receipt return block close"),
        _reason("PAYMENT", N_("Payment or credit"), "reject change delay forgo block"),
        _reason(
            "DOCUMENTS", N_("Papers missing or wrong"), "delay refuse failed receipt return block"
        ),
        _reason("CUSTOMS", N_("Customs"), "delay failed"),
        _reason(
            "CUSTOMER_REQUEST", N_("The buyer asked for it"), "reject change delay appointment"
        ),
        _reason("SHIPPER", N_("The sender's mistake"), "refuse failed receipt return"),
        _reason("CARRIER_ERROR", N_("The carrier's mistake"), "delay failed receipt return"),
        _reason("ACCIDENT", N_("Accident"), "delay failed receipt return"),
        _reason("MECHANICAL", N_("Breakdown"), "delay failed"),
        _reason("WEATHER", N_("Weather"), "delay failed visit appointment"),
        _reason("STRIKE", N_("Strike"), "change delay failed"),
        _reason("HOLIDAY", N_("Public holiday"), "change delay failed"),
        _reason("CUSTOMER_ABSENT", N_("Nobody was there"), "failed visit"),
        _reason("CUSTOMER_CLOSED", N_("The site was closed"), "failed visit"),
        _reason("CUSTOMER_REFUSED", N_("The recipient refused the goods"), "failed"),
        _reason("ADDRESS", N_("The address is wrong"), "failed"),
        _reason("ACCESS", N_("The site could not be reached"), "failed visit"),
        _reason("PARTS", N_("A part was missing"), "visit"),
        _reason("MORE_WORK", N_("More work is needed"), "visit"),
        _reason("TECHNICIAN", N_("The technician could not come"), "visit appointment"),
        _reason("SECURITY", N_("Security"), "failed visit"),
        _reason("DEMAND", N_("The need has changed"), "cancel block close"),
        _reason("DESIGN", N_("The drawing or specification changes"), "change cancel block"),
        _reason("MISTAKE", N_("Ordered by mistake"), "cancel block close"),
        _reason("LATE", N_("Too late"), "refuse cancel close"),
        _reason("PRICE", N_("Price"), "reject change refuse cancel"),
        _reason("OTHER", N_("Another reason"), EVERYWHERE),
        _reason("UNKNOWN", N_("Not known yet"), "delay failed"),
    )
}


def reasons_for(place: str) -> list[Reason]:
    """Return the reasons offered in one place, in the order of the table."""
    return [one for one in REASONS.values() if place in one.offered]
