"""How many of a line the owner truly needs by when, for the partner who cannot send all. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.journey import Journey, Needed
from portal.ledger import Draft
from portal.people import Actor

MOST = 12  # rows


def need(
    journey: Journey, by: Actor, key: str, number: int, rows: Sequence[tuple[Decimal, date]]
) -> list[Draft]:
    """“Of these, so many are needed by then”: the partner sees it; no promise changes.

    Args:
        rows: (quantity, day); none takes back what was said before.
    """
    checks.check_owner(by)
    if journey.kind != "purchase":
        raise NotAllowed(N_("Only goods that are bought can be needed."))
    line = checks.line_of(journey, number)
    needs = sorted(Needed(day, checks.check_qty(qty)) for qty, day in rows)
    ordered = sum((part.cap for part in line.parts.values() if not part.tentative), Decimal(0))
    if sum(one.n for one in needs) > ordered:
        raise NotUnderstood(
            N_("That is more than the %(ordered)s of this line."), field="rows", ordered=ordered
        )
    if len({one.day for one in needs}) < len(needs):
        raise NotUnderstood(N_("Give each day once."), field="rows")
    if tuple(needs) == line.needs:
        raise NotUnderstood(N_("That is what was said before."), field="rows")
    said = [{"day": one.day.isoformat(), "qty": str(one.n)} for one in needs]
    draft = Draft("need.stated", line=number, body={"needs": said})
    return checks.keyed(key, [draft])
