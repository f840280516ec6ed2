"""What a technician says of a visit: its steps, and how it ended. Pure.

pass_step   on the way, on site
complete    done, perhaps signed, with what it took
fail        it came to nothing, or to less than planned
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from portal.desk.say import checks
from portal.desk.say.spent import Taken, entry, worker
from portal.desk.say.visiting import Share
from portal.errors import N_, Conflict, NotUnderstood
from portal.journey import Journey, Visit
from portal.ledger import Doc, Draft, Qty, When, number
from portal.people import Actor

WAY, SITE, DONE, SIGNED, FAILED = (
    "TECHNICIAN_ON_THE_WAY",
    "TECHNICIAN_ON_SITE",
    "WORK_COMPLETED",
    "WORK_SIGNED",
    "VISIT_FAILED",
)
STEPS = (WAY, SITE)
_BEFORE = {WAY: ("proposed", "confirmed"), SITE: ("proposed", "confirmed", "under_way")}


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, by the clock of whoever says it."""

    on: date | None
    at: time | None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and the picture of it: a file in the vault and its new id."""

    name: str = ""
    file: Doc | None = None
    document: UUID | None = None


def pass_step(
    journey: Journey, by: Actor, key: str, ident: str, code: str, moment: Moment, now: datetime
) -> list[Draft]:
    """“On my way”, “I am here”.

    Raises:
        Conflict: the visit is past this step, or over.
    """
    visit = worker(journey, by, ident)
    if code not in STEPS:
        raise NotUnderstood(N_("Choose the step that was reached."), field="code")
    if visit.state not in _BEFORE[code]:
        raise Conflict(N_("This visit has begun or is over. Look at the order once more."))
    when = _when(journey, visit, by, moment, now)
    return checks.keyed(key, [_step(visit, code, when)])


def complete(
    journey: Journey,
    by: Actor,
    key: str,
    ident: str,
    moment: Moment,
    shares: Sequence[Share],
    taken: Taken,
    now: datetime,
    signature: Signature | None = None,
    text: str = "",
) -> list[Draft]:
    """“It is done”, so much of which line, signed by whom, and what it took.

    Raises:
        NotUnderstood: `field` is on, at, hours, amount, lines-N-qty or parts-N-….
        Conflict: the visit is over.
    """
    visit = worker(journey, by, ident)
    if not visit.open:
        raise Conflict(N_("This visit is over. Look at the order once more."))
    if visit.state != "on_site":
        raise NotUnderstood(N_("Report first that the technician is on site."), field="on")
    if not shares:
        raise NotUnderstood(
            N_("Say how much was done. If nothing was, report that the visit came to nothing."),
            field="lines-0-qty",
        )
    when = _when(journey, visit, by, moment, now)
    drafts = [_done(journey, visit, shares, when, text)]
    drafts += _signed(visit, when, signature or Signature())
    return checks.keyed(key, [*drafts, entry(visit, taken)])


def fail(
    journey: Journey,
    by: Actor,
    key: str,
    ident: str,
    moment: Moment,
    reason: str,
    shares: Sequence[Share],
    taken: Taken,
    now: datetime,
    text: str = "",
) -> list[Draft]:
    """“It came to nothing”, or to less than was planned. The rest needs another visit.

    Args:
        shares: what was done all the same.
    """
    visit = worker(journey, by, ident)
    if not visit.open:
        raise Conflict(N_("This visit is over. Look at the order once more."))
    if shares and visit.state != "on_site":
        raise NotUnderstood(N_("Report first that the technician is on site."), field="on")
    when = _when(journey, visit, by, moment, now)
    drafts = [_done(journey, visit, shares, when, "")] if shares else []
    failed = _step(
        visit,
        FAILED,
        when,
        reason=checks.check_reason(reason, "visit"),
        line=visit.lines[0] if len(visit.lines) == 1 else 0,
        details=checks.details(text=checks.check_text(text)),
    )
    work = [entry(visit, taken)] if taken != Taken() else []
    return checks.keyed(key, [*drafts, failed, *work])


def _when(journey: Journey, visit: Visit, by: Actor, moment: Moment, now: datetime) -> When:
    """Return when a step happened: not before the order, nor before the step before it."""
    when = checks.happened(moment.on, moment.at, by.zone, now)
    checks.check_not_before(journey, when)
    before = max((at for at, _ in visit.steps.values() if at), default=None)
    if before and when.stop <= before:
        raise NotUnderstood(
            N_("%(said)s is before the step that was reported last. Check the time."),
            field="at",
            said=when.said,
        )
    return when


def _step(visit: Visit, code: str, when: When, **more) -> Draft:
    return Draft("milestone", code=code, when=when, body={"visit": visit.ident}, **more)


def _done(journey: Journey, visit: Visit, shares: Sequence[Share], when: When, text: str) -> Draft:
    qty = tuple(_share(journey, visit, one) for one in shares)
    line = shares[0].line if len(shares) == 1 else 0
    texts = checks.details(text=checks.check_text(text))
    return _step(visit, DONE, when, qty=qty, line=line, details=texts)


def _share(journey: Journey, visit: Visit, share: Share) -> Qty:
    line = checks.line_of(journey, share.line)
    n = checks.check_qty(share.qty, f"lines-{share.place}-qty")
    whole = sum((part.cap for part in line.parts.values() if not part.tentative), Decimal(0))
    most = max(whole - line.moved("delivered"), Decimal(0))
    if n > most or share.line not in visit.lines:
        raise NotUnderstood(
            N_("Line %(no)s: still to be done: %(most)s %(uom)s."),
            field=f"lines-{share.place}-qty",
            no=line.no,
            most=number(most),
            uom=line.uom,
        )
    return Qty(n, line.uom, "delivered", line.line)


def _signed(visit: Visit, when: When, signature: Signature) -> list[Draft]:
    name = " ".join(checks.check_text(signature.name, "signed_by").split())
    if signature.file and not name:
        raise NotUnderstood(N_("Say who signed."), field="signed_by")
    if not name:
        return []
    drafts = [_step(visit, SIGNED, when, details={"recipient": name})]
    if signature.file:
        body = {"type": "signature", "document": str(signature.document), "visit": visit.ident}
        details = checks.details(name=signature.file.name)
        drafts.append(
            Draft("document.attached", docs=(signature.file,), details=details, body=body)
        )
    return drafts
