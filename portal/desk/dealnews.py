"""Who hears of what both sides say in a negotiation.

asked anew  the partner: something waits for its answer
stopped     the partner: something was cancelled, closed, blocked, or goes on
proposal    the owner's people on the order: something waits for their decision
decided     the partner: its proposal was accepted, refused or countered by a person
"""

from collections.abc import Callable

from portal.desk.concerned import owners_people
from portal.desk.news import News
from portal.journey import Journey
from portal.ledger import Held, Said

Tells = Callable[[Held, Journey, Said], News | None]


def _asked_anew(_held: Held, journey: Journey, _event: Said) -> News | None:
    if not (journey.open and journey.unanswered):
        return None
    return News("order_changed", (), {}, org=journey.partner)


def _stopped(_held: Held, journey: Journey, event: Said) -> News | None:
    if not journey.partner:
        return None
    return News("order_stopped", (), {"event": event.ident}, org=journey.partner)


def _answered(held: Held, journey: Journey, event: Said) -> News | None:
    """An answer is news where it waits for a decision."""
    params = {"event": event.ident}
    waits = any(event.ident in (part.proposal, part.rejected) for part in journey.parts())
    return News("proposal", owners_people(held, held.owner), params) if waits else None


def _decided(_held: Held, journey: Journey, event: Said) -> News | None:
    """A decision by rule is no news: the partner has just seen it."""
    if event.facts["body"].get("rules"):
        return None
    return News("decided", (), {"event": event.ident}, org=journey.partner)


DEAL_NEWS: dict[str, Tells] = {
    **dict.fromkeys(
        ("order.changed", "order.reopened", "line.placed", "line.changed", "line.reopened"),
        _asked_anew,
    ),
    **dict.fromkeys(
        ("order.cancelled", "line.cancelled", "line.closed", "line.blocked", "line.unblocked"),
        _stopped,
    ),
    "response": _answered,
    "decision": _decided,
}
