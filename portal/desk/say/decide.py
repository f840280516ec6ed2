"""What the buyer says to a supplier's proposal or refusal. Pure."""

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line
from portal.ledger import Draft
from portal.people import Actor

VERDICTS = ("accepted", "refused")


def decide(
    journey: Journey,
    by: Actor,
    key: str,
    proposal: str,
    verdict: str,
    reason: str = "",
    text: str = "",
) -> list[Draft]:
    """Accept or refuse what the supplier proposed (or that it will not deliver).

    Args:
        proposal: ident, in hex, of the answer that is decided on.

    Raises:
        Conflict: the supplier has answered anew, or a colleague has decided.
    """
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer decides on a proposal."))
    if verdict not in VERDICTS:
        raise NotUnderstood(N_("Accept or refuse the proposal."), field="verdict")
    line = _asking(journey, proposal)
    said = {"proposal": proposal, "verdict": verdict}
    draft = Draft(
        "decision",
        line=line.line,
        reason=checks.check_reason(reason, "refuse", needed=False),
        details=checks.details(text=_words(text, verdict)),
        body={"revision": line.revision, "stamp": line.stamp, **said},
    )
    return checks.keyed(key, [draft])


def _words(text: str, verdict: str) -> str:
    """Return the note; a refusal needs one, or the supplier cannot answer."""
    if verdict == "accepted":
        return checks.check_text(text)
    needed = N_("Say what you need instead, so that the supplier can answer.")
    return checks.check_text(text, needed=needed)


def _asking(journey: Journey, proposal: str) -> Line:
    """Return the line on which this very answer still waits for a decision."""
    for line in journey.lines.values():
        for part in line.parts.values():
            if proposal and proposal in (part.proposal, part.rejected):
                return line
    raise Conflict(
        N_("This proposal is no longer open: the supplier or a colleague was a moment earlier.")
    )
