"""What a buyer enters for its supplier, who told it on the telephone or otherwise. Pure.

It is said like the supplier's own word, marked as entered, and waits until the supplier
confirms it, or corrects it by saying something else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey
from portal.ledger import PARTNER_ROLE, Draft
from portal.people import Actor

SPEAKERS = frozenset({"supplier", "carrier"})
HEARD = ("phone", "mail", "meeting", "letter", "other")


@dataclass(frozen=True, slots=True)
class Heard:
    """How the buyer learnt it: the way, who told it, and on which day."""

    how: str
    who: str = ""
    on: date | None = None


def behalf_of(journey: Journey) -> int:
    """Return the organisation for which the buyer may enter something; 0 where there is none."""
    return journey.partner if PARTNER_ROLE.get(journey.kind) in SPEAKERS else 0


def stand_in(journey: Journey, by: Actor) -> Actor:
    """Return the supplier's side of an order, spoken for by somebody of the buyer's.

    Give it to a builder in place of `by`, and what it makes to `entered`.
    """
    checks.check_owner(by)
    if not behalf_of(journey):
        raise NotAllowed(N_("This order has no supplier for whom you could enter anything."))
    return replace(by, org=journey.partner, side=PARTNER_ROLE[journey.kind])


def entered(
    journey: Journey, by: Actor, drafts: Iterable[Draft], heard: Heard, today: date
) -> list[Draft]:
    """Mark what `stand_in` said as entered for the supplier.

    Raises:
        NotUnderstood: `field` is how, who or heard_on.
    """
    checks.check_owner(by)
    if heard.how not in HEARD:
        raise NotUnderstood(N_("Say how you learnt it."), field="how")
    if heard.on and heard.on > today:
        raise NotUnderstood(N_("This day is still to come."), field="heard_on")
    who = checks.check_text(heard.who, "who")
    body = {"heard": heard.how} | ({"heard_on": heard.on.isoformat()} if heard.on else {})
    return [
        replace(
            draft,
            on_behalf=journey.partner,
            body=draft.body | body,
            details=draft.details | checks.details(told_by=who),
        )
        for draft in drafts
    ]


def confirm(journey: Journey, by: Actor, key: str, idents: Iterable[str]) -> list[Draft]:
    """“That is what we said.” To what the buyer entered for us.

    Raises:
        Conflict: it was confirmed or corrected a moment earlier.
    """
    checks.check_partner(journey, by)
    waiting = {one.ident: one for one in journey.entered}
    wanted = list(dict.fromkeys(idents))
    if not wanted:
        raise NotUnderstood(N_("Choose what you confirm."), field="confirms")
    if set(wanted) - waiting.keys():
        raise Conflict(N_("This was confirmed or corrected already. Look at the order once more."))
    drafts = [
        Draft(
            "response.confirmed",
            line=waiting[ident].line,
            part=waiting[ident].part,
            body={"confirms": ident},
        )
        for ident in wanted
    ]
    return checks.keyed(key, drafts)
