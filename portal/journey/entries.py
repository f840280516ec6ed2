"""What the owner entered for the partner, and whether the partner has confirmed it. Pure.

It is confirmed by saying so, or by an own word of the partner about the same line, or about the
same visit, afterwards.
"""

from portal.journey.bargain import Entered
from portal.journey.state import Flag, Journey
from portal.journey.times import spoken_at
from portal.ledger import Said

_IDLE = frozenset({"old_revision", "while_blocked", "line_ended"})  # answers that change nothing


def read_entered(journey: Journey, said: list[Said], flags: list[Flag]) -> None:
    """Collect what waits for the partner's confirmation, and mark the parts it is about."""
    entered = [one for one in said if _is_for(one, journey.partner)]
    if not entered:
        return
    idle = {flag.ident for flag in flags if flag.kind in _IDLE}
    own = [one for one in said if _is_by(one, journey.partner) and one.ident not in idle]
    confirmed = {
        one.facts["body"]["confirms"] for one in own if one.facts["kind"] == "response.confirmed"
    }
    waiting = [one for one in entered if one.ident not in confirmed and not _is_answered(one, own)]
    journey.entered = sorted(_entered(one) for one in waiting)
    for one in journey.entered:
        for part in journey.parts():
            if one.line in (0, part.line) and one.part in (0, part.part):
                part.unconfirmed = True


def _is_for(one: Said, partner: int) -> bool:
    by = one.facts["by"]
    return by.get("for") == partner and by["org"] != partner


def _is_by(one: Said, partner: int) -> bool:
    return one.facts["by"]["org"] == partner


# What the partner says of the same line, or of the same visit, and so answers by itself.
_ANSWERS = {
    "response": frozenset({"response"}),
    "work.entered": frozenset({"work.entered"}),
    "visit.confirmed": frozenset({"visit.changed", "visit.cancelled"}),
}


def _is_answered(entered: Said, own: list[Said]) -> bool:
    """Say whether the partner itself spoke afterwards of what was entered for it."""
    kinds, at = _ANSWERS.get(entered.facts["kind"], ()), spoken_at(entered)
    return any(
        one.facts["kind"] in kinds and _about(one) == _about(entered) and spoken_at(one) > at
        for one in own
    )


def _about(one: Said) -> tuple[int, str]:
    return one.facts.get("line", 0), (one.facts.get("body") or {}).get("visit", "")


def _entered(one: Said) -> Entered:
    facts = one.facts
    line, part = facts.get("line", 0), facts.get("part", 0)
    answer = (facts.get("body") or {}).get("answer", "")
    return Entered(spoken_at(one), one.ident, facts["kind"], line, part, answer)
