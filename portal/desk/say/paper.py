"""What people say about documents: here it is, and it is good or it is not. Pure."""

from uuid import UUID

from portal.desk.say import checks
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.journey import PROOFS, Journey, Paper
from portal.ledger import Doc, Draft
from portal.people import Actor

TYPES = (
    "delivery_note",
    "cmr",
    "packing_list",
    "invoice",
    "certificate",
    "conformity",
    "test_report",
    "origin",
    "customs_invoice",
    "safety_sheet",
    "photo",
    "signature",
    "drawing",
    "specification",
    "other",
)
CONDITIONS = ("clean", "claused", "subject_to_count")


def attach(
    journey: Journey,
    by: Actor,
    key: str,
    type_: str,
    file: Doc,
    document: UUID,
    line: int = 0,
    text: str = "",
) -> list[Draft]:
    """“Here is the paper.” `file` lies in the vault already; `document` is its new id."""
    if by.side not in ("owner", "system"):
        _check_may_attach(journey, by)
    if type_ not in TYPES:
        raise NotUnderstood(N_("Say what kind of document it is."), field="type")
    if line:
        checks.line_of(journey, line)
    draft = Draft(
        "document.attached",
        line=line,
        docs=(file,),
        details=checks.details(name=file.name, text=checks.check_text(text)),
        body={"type": type_, "document": str(document)},
    )
    return checks.keyed(key, [draft])


def judge(
    journey: Journey,
    by: Actor,
    key: str,
    document: UUID,
    verdict: str,
    condition: str = "",
    reason: str = "",
    text: str = "",
) -> list[Draft]:
    """The buyer accepts or refuses a document; a proof of delivery also has a condition.

    A document may be judged again: people change their minds, the history keeps both.
    """
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer checks documents."))
    paper = _paper(journey, document)
    if verdict not in ("accepted", "refused"):
        raise NotUnderstood(N_("Accept or refuse the document."), field="verdict")
    body = {"document": str(document), "verdict": verdict}
    if verdict == "accepted" and paper.type in PROOFS:
        if condition not in CONDITIONS:
            raise NotUnderstood(N_("Say in which condition the goods came."), field="condition")
        body["condition"] = condition
    draft = Draft(
        "document.judged",
        line=paper.line,
        reason=checks.check_reason(reason, "refuse", needed=verdict == "refused"),
        details=checks.details(text=checks.check_text(text)),
        body=body,
    )
    return checks.keyed(key, [draft])


def _check_may_attach(journey: Journey, by: Actor) -> None:
    if by.side == "supplier":
        checks.check_partner(journey, by)
    elif by.side != "carrier":
        raise NotAllowed(N_("Your organisation may not attach documents here."))


def _paper(journey: Journey, document: UUID) -> Paper:
    found = next((one for one in journey.documents if one.document == str(document)), None)
    if found is None:
        raise NotUnderstood(N_("There is no such document on this order."), field="document")
    return found
