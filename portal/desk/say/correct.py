"""“Correct this.” What was said by mistake is replaced or taken back; both stay. Pure."""

from dataclasses import replace

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed
from portal.journey import Journey
from portal.ledger import Draft, Said
from portal.people import Actor

REPLACED = frozenset({"milestone", "delay.reported"})
VOIDED = REPLACED | {"document.attached", "response"}


def may_correct(one: Said, by: Actor, gone: dict[str, str]) -> bool:
    """Say whether this viewer is offered “correct this” on an event."""
    facts = one.facts
    if facts["kind"] not in VOIDED or one.ident in gone or by.side == "auditor":
        return False
    return _theirs(facts, by)


def void(
    journey: Journey, by: Actor, key: str, first: Said, why: str, decided: bool = False
) -> list[Draft]:
    """“This did not happen.” The event stays in the history, struck, and counts no more.

    Args:
        decided: the buyer has decided on it (answers) or accepted it (documents).

    Raises:
        Conflict: it was corrected a moment earlier.
    """
    _check(journey, by, first)
    if decided:
        raise NotAllowed(
            N_("The buyer has decided on this already. Send a new answer or document instead.")
        )
    why = checks.check_text(why, "why", N_("Say what was wrong, so that others understand."))
    facts = first.facts
    draft = Draft(
        "event.voided",
        line=facts.get("line", 0),
        part=facts.get("part", 0),
        corrects={"ident": first.ident, "how": "void"},
        details={"text": why},
    )
    return checks.keyed(key, [draft])


def replaced(
    journey: Journey, by: Actor, key: str, first: Said, drafts: list[Draft], why: str = ""
) -> list[Draft]:
    """Let one new draft of the same kind stand in place of an earlier event."""
    _check(journey, by, first)
    if first.facts["kind"] not in REPLACED or len(drafts) != 1:
        raise NotAllowed(N_("This can only be taken back. Say it anew afterwards."))
    why = checks.check_text(why, "why", N_("Say what was wrong, so that others understand."))
    draft = replace(
        drafts[0],
        corrects={"ident": first.ident, "how": "replace"},
        details=drafts[0].details | {"why": why},
    )
    return checks.keyed(key, [draft])


def _check(journey: Journey, by: Actor, first: Said) -> None:
    if first.facts["kind"] not in VOIDED or not _theirs(first.facts, by):
        raise NotAllowed(N_("Only who reported it, or the buyer, can correct this."))
    if first.ident in journey.gone:
        raise Conflict(N_("This was corrected already. Look at the history once more."))


def _theirs(facts: dict, by: Actor) -> bool:
    own = facts["by"]["org"] == by.org
    return own or (by.side == "owner" and facts["kind"] in REPLACED | {"document.attached"})
