"""What is said of a shipment that was announced: steps it passed, papers, slips. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from portal.desk.freight import Freight
from portal.desk.say import checks
from portal.desk.say.count import TROUBLES
from portal.desk.say.paper import CONDITIONS, PROOFS, TYPES
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Shipment, milestone
from portal.ledger import Doc, Draft, Said, When
from portal.people import Actor

STEPS = (
    "READY_FOR_PICKUP",
    "TRANSPORT_BOOKED",
    "PICKUP_ARRIVED",
    "DISPATCHED",
    "DEPARTED",
    "TRANSIT_ARRIVED",
    "TRANSSHIPPED",
    "CUSTOMS_STARTED",
    "CUSTOMS_CLEARED",
    "ARRIVED",
    "OUT_FOR_DELIVERY",
    "AVAILABLE_FOR_PICKUP",
    "DELIVERED",
)
TROUBLES_ON_THE_WAY = (*TROUBLES, "DELAYED", "MISROUTED", "HELD")
_SIDES = frozenset({"supplier", "carrier", "owner", "system"})
_SLIPS = frozenset({"milestone", "document.attached"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A step as typed. `place` is where, in words; `refs` are numbers learnt on the way."""

    code: str
    on: date | None
    at: time | None = None
    klass: str = "ACT"
    place: str = ""
    reason: str = ""
    recipient: str = ""
    text: str = ""


def pass_step(
    freight: Freight, by: Actor, key: str, said: Passage, now: datetime
) -> dict[UUID, list[Draft]]:
    """Report that the shipment passed a step, is expected somewhere, or is in trouble.

    Raises:
        NotUnderstood: what was typed cannot be meant; `field` names the field.
        NotAllowed: it was cancelled, or is not theirs to report.
    """
    _check_may(freight.shipment, by)
    if said.code not in STEPS + TROUBLES_ON_THE_WAY:
        raise NotUnderstood(N_("Choose the step that was reached."), field="code")
    trouble = said.code in TROUBLES_ON_THE_WAY
    draft = Draft(
        "milestone",
        code=said.code,
        klass=said.klass,
        when=_when(freight, said, by.zone, now),
        reason=checks.check_reason(said.reason, "failed") if trouble else "",
        place={"name": said.place[: checks.LONGEST_REF]} if said.place else {},
        details=checks.details(
            text=checks.check_text(said.text),
            recipient=checks.check_text(said.recipient, "recipient"),
        ),
    )
    return {freight.id: checks.keyed(key, [draft])}


def attach_paper(
    freight: Freight, by: Actor, key: str, type_: str, file: Doc, document: UUID, text: str = ""
) -> dict[UUID, list[Draft]]:
    """“Here is the paper.” `file` lies in the vault already; `document` is its new id."""
    _check_may(freight.shipment, by)
    if type_ not in TYPES:
        raise NotUnderstood(N_("Say what kind of document it is."), field="type")
    draft = Draft(
        "document.attached",
        docs=(file,),
        details=checks.details(name=file.name, text=checks.check_text(text)),
        body={"type": type_, "document": str(document)},
    )
    return {freight.id: checks.keyed(key, [draft])}


def judge_paper(
    freight: Freight,
    by: Actor,
    key: str,
    document: UUID,
    verdict: str,
    condition: str = "",
    reason: str = "",
    text: str = "",
) -> dict[UUID, list[Draft]]:
    """The owner accepts or refuses a document; a proof of delivery also has a condition."""
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer checks documents."))
    name = str(document)
    paper = next((one for one in freight.shipment.documents if one.document == name), None)
    if paper is None:
        raise NotUnderstood(N_("There is no such document here."), field="document")
    if verdict not in ("accepted", "refused"):
        raise NotUnderstood(N_("Accept or refuse the document."), field="verdict")
    body = {"document": name, "verdict": verdict}
    if verdict == "accepted" and paper.type in PROOFS:
        if condition not in CONDITIONS:
            raise NotUnderstood(N_("Say in which condition the goods came."), field="condition")
        body["condition"] = condition
    draft = Draft(
        "document.judged",
        reason=checks.check_reason(reason, "refuse", needed=verdict == "refused"),
        details=checks.details(text=checks.check_text(text)),
        body=body,
    )
    return {freight.id: checks.keyed(key, [draft])}


def may_take_back(one: Said, by: Actor, shipment: Shipment) -> bool:
    """Say whether this viewer is offered to take an event of a shipment back."""
    facts = one.facts
    if facts["kind"] not in _SLIPS or one.ident in shipment.gone or shipment.cancelled:
        return False
    if facts["kind"] == "document.attached" and _is_judged(shipment, facts):
        return False
    return by.side in _SIDES and (facts["by"]["org"] == by.org or by.side == "owner")


def take_back(
    freight: Freight, by: Actor, key: str, first: Said, why: str
) -> dict[UUID, list[Draft]]:
    """“This did not happen.” The event stays in the history, struck, and counts no more.

    Raises:
        Conflict: it was taken back a moment earlier.
        NotAllowed: it is not theirs.
    """
    if first.ident in freight.shipment.gone:
        raise Conflict(N_("This was corrected already. Look at the history once more."))
    if not may_take_back(first, by, freight.shipment):
        raise NotAllowed(N_("Only who reported it, or the buyer, can correct this."))
    why = checks.check_text(why, "why", N_("Say what was wrong, so that others understand."))
    draft = Draft(
        "event.voided", corrects={"ident": first.ident, "how": "void"}, details={"text": why}
    )
    return {freight.id: checks.keyed(key, [draft])}


def _is_judged(shipment: Shipment, facts: dict) -> bool:
    name = facts["body"]["document"]
    return any(paper.document == name and paper.verdict for paper in shipment.documents)


def _check_may(shipment: Shipment, by: Actor) -> None:
    if by.side not in _SIDES:
        raise NotAllowed(N_("Your organisation may not report this."))
    if shipment.cancelled:
        raise NotAllowed(N_("This shipment was cancelled."))


def _when(freight: Freight, said: Passage, zone: str, now: datetime) -> When:
    if said.klass not in ("ACT", "EST"):
        raise NotUnderstood(N_("Say whether it happened or is expected."), field="klass")
    if said.klass == "ACT":
        when = checks.happened(said.on, said.at, zone, now)
        for load in freight.orders.values():
            checks.check_not_before(load.journey, when)
        return when
    if milestone(said.code).exception:
        raise NotUnderstood(N_("Trouble is reported when it happened."), field="klass")
    return checks.expected(said.on, said.at, zone, now)
