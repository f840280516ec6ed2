"""“Correct this.” What was said by mistake is replaced or taken back; both stay. Pure."""

from dataclasses import replace

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed
from portal.journey import Journey
from portal.ledger import Draft, Said
from portal.people import Actor

REPLACED = frozenset({"milestone", "delay.reported"})
AUTOMATIC = frozenset({"ORDER_SENT", "ORDER_RECEIVED"})  # said by machines about our own mail
VOIDED = REPLACED | {"document.attached", "response", "return.requested", "return.answered"}


def may_correct(one: Said, by: Actor, journey: Journey) -> bool:
    """Say whether this viewer is offered “correct this” on an event."""
    facts = one.facts
    if facts["kind"] not in VOIDED or one.ident in journey.gone or by.side == "auditor":
        return False
    if facts.get("code") in AUTOMATIC:
        return False
    return _theirs(facts, by) and not _settled(journey, one)


def may_replace(one: Said) -> bool:
    """Say whether another report can stand in its place; steps of a visit are said anew."""
    body = one.facts.get("body") or {}
    return one.facts["kind"] in REPLACED and not {"return", "visit"} & set(body)


def void(journey: Journey, by: Actor, key: str, first: Said, why: str) -> list[Draft]:
    """“This did not happen.” The event stays in the history, struck, and counts no more.

    Raises:
        Conflict: it was corrected a moment earlier.
        NotAllowed: it is not theirs, or the other side has acted on it.
    """
    _check(journey, by, first)
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
    if not may_replace(first) or len(drafts) != 1:
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
    if _settled(journey, first):
        raise NotAllowed(
            N_("This was agreed or decided already. Send a new answer or document instead.")
        )


def _settled(journey: Journey, one: Said) -> bool:
    """Say whether a promise was agreed or a document judged: no taking back then."""
    if one.facts["kind"] == "document.attached":
        name = one.facts["body"]["document"]
        return any(paper.document == name and paper.verdict for paper in journey.documents)
    if one.facts["kind"].startswith("return."):
        return _is_under_way(journey, one)
    if one.facts["kind"] == "milestone":
        return _is_accepted(journey, one)
    if one.facts["kind"] != "response":
        return False
    if any(one.ident == entered.ident for entered in journey.entered):
        return False  # entered by the buyer, and never confirmed
    line = journey.lines.get(one.facts.get("line", 0))
    parts = line.parts.values() if line else ()
    return not any(one.ident in (part.proposal, part.rejected) for part in parts)


def _is_under_way(journey: Journey, one: Said) -> bool:
    """Say whether the other side has answered a return, or goods have moved on an answer."""
    asked = one.facts["kind"] == "return.requested"
    found = [r for r in journey.returns if one.ident in (r.ident, r.answered)]
    return any(bool(r.verdict) if asked else bool(r.sent or r.back) for r in found)


def _is_accepted(journey: Journey, one: Said) -> bool:
    """Say whether the owner accepted the work of the visit of which this is a step."""
    name = (one.facts.get("body") or {}).get("visit")
    works = [visit.work for visit in journey.visits if name and visit.ident == name]
    return any(work and work.accepted not in ("", one.ident) for work in works)


def _theirs(facts: dict, by: Actor) -> bool:
    own = by.org in (facts["by"]["org"], facts["by"].get("for"))
    return own or (by.side == "owner" and facts["kind"] in REPLACED | {"document.attached"})
