"""The rules: small questions asked of a journey. Pure, and without a now.

To add a rule, write its function and add one line to `RULES`: everything else (settings,
shadow mode, cases, worklists) follows from that line. A rule gives a finding as soon as it
is known *when* the trouble will exist if nothing more is said; that may lie ahead.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from portal.db import moment_text
from portal.errors import N_, NN_
from portal.journey import Journey, Part, planned_on
from portal.ledger import number
from portal.watch.appointments import visit_missed
from portal.watch.finding import HIGH, MEDIUM, Finding
from portal.watch.receipts import receipt_differs, shipped_over
from portal.watch.setting import OFF, ON, SHADOW, RuleSetting, Settings, working_days_later

FAILED = frozenset({"DELIVERY_ATTEMPT_FAILED", "DELIVERY_REFUSED"})

Look = Callable[[Journey, RuleSetting], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how it looks, what it says, and what to do about it.

    `said` is what it says once the trouble is over. Where verbs depend on how much it is, they
    are pairs: for one, and for more. `figures` are its settings with their
    defaults, in days. `mode` holds until the owner says otherwise.
    """

    name: str
    look: Look
    severity: int
    means: str
    says: str | tuple[str, str]
    said: str | tuple[str, str]
    advice: str
    figures: dict[str, int] = field(default_factory=dict)
    mode: str = SHADOW


def not_acknowledged(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield one finding for the order: lines the partner was asked about and has not answered.

    The clock of a line starts when the order reached the partner, or when it was asked
    anew, whichever is later.
    """
    waiting = [part for part in journey.parts() if part.view == "to_answer" and part.asked_at]
    if not waiting:
        return
    starts = {_asked_at(journey, part): part.asked_by for part in waiting}
    asked_at = min(starts)
    yield Finding(
        "not_acknowledged",
        working_days_later(asked_at, setting.figures["working_days"]),
        severity=setting.severity,
        evidence=_known(starts[asked_at]),
        words={
            "asked_at": moment_text(asked_at),
            "lines": str(len({part.line for part in waiting})),
        },
    )


def ship_date_missed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each part that has to leave by a day, until all of it has left."""
    for part in journey.parts():
        ship_day = _ship_day(journey, part, setting.figures["transit_days"])
        short = _wanted(part) - part.moved("dispatched")
        if not part.open or part.view == "blocked" or ship_day is None or short <= 0:
            continue
        words = {**_amount(journey, part, short), "ship_day": ship_day.isoformat()}
        yield Finding(
            "ship_date_missed",
            _after(ship_day, setting.figures["grace_days"]),
            part.line,
            part.part,
            setting.severity,
            _known(part.agreed_by or part.asked_by),
            words,
        )


def delivery_failed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each line or part whose last attempt at delivery came to nothing."""
    latest = {}
    for trouble in journey.troubles:
        if trouble.open and trouble.code in FAILED:
            latest[trouble.line, trouble.part] = trouble
    for trouble in latest.values():
        failed_at = trouble.at or journey.changed_at
        yield Finding(
            "delivery_failed",
            failed_at,
            trouble.line,
            trouble.part,
            setting.severity,
            _known(trouble.ident),
            {"failed_at": moment_text(failed_at), "reason": trouble.reason or "UNKNOWN"},
        )


def mail_bounced(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for the order: a partner was written to and the mail came back."""
    unreached = [one for one in journey.unreached if journey.open]
    if unreached:
        last = max(unreached, key=lambda one: (one.at, one.ident))
        yield Finding(
            "mail_bounced",
            last.at,
            severity=setting.severity,
            evidence=_known(last.ident),
            words={"bounced_at": moment_text(last.at)},
        )


def overdue(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each open part from the first day on which it is late."""
    for part in journey.parts():
        if not part.open or part.late_from is None or part.open_qty <= 0:
            continue
        due_day = part.late_from - timedelta(days=1)
        words = {**_amount(journey, part, part.open_qty), "due_day": due_day.isoformat()}
        yield Finding(
            "overdue",
            _after(due_day, setting.figures["grace_days"]),
            part.line,
            part.part,
            setting.severity,
            _known(part.agreed_by or part.asked_by),
            words,
        )


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "not_acknowledged",
            not_acknowledged,
            MEDIUM,
            N_("Not acknowledged in time"),
            NN_(
                "No answer to %(lines)s line, asked on %(asked_at)s.",
                "No answer to %(lines)s lines, asked on %(asked_at)s.",
            ),
            NN_(
                "Was not answered in time: %(lines)s line, asked on %(asked_at)s.",
                "Was not answered in time: %(lines)s lines, asked on %(asked_at)s.",
            ),
            N_("Ask the supplier for an answer, or call."),
            {"working_days": 2},
        ),
        Rule(
            "ship_date_missed",
            ship_date_missed,
            MEDIUM,
            N_("Ship date missed"),
            N_("%(qty)s %(uom)s should have left by %(ship_day)s."),
            N_("Had not left by %(ship_day)s: %(qty)s %(uom)s."),
            N_("Ask the supplier when it leaves, and tell whoever waits for it."),
            {"transit_days": 0, "grace_days": 0},
        ),
        Rule(
            "delivery_failed",
            delivery_failed,
            HIGH,
            N_("Delivery failed"),
            N_("The delivery on %(failed_at)s came to nothing: %(reason)s."),
            N_("The delivery on %(failed_at)s had come to nothing: %(reason)s."),
            N_("Settle with the carrier when it is tried again."),
        ),
        Rule(
            "mail_bounced",
            mail_bounced,
            MEDIUM,
            N_("Mail came back"),
            N_("A mail about this order came back on %(bounced_at)s; nobody there spoke since."),
            N_("A mail about this order had come back on %(bounced_at)s."),
            N_("Call, ask for the right address, and mend it under “People”."),
        ),
        Rule(
            "overdue",
            overdue,
            HIGH,
            N_("Overdue"),
            NN_(
                "%(qty)s %(uom)s was due on %(due_day)s and has not come.",
                "%(qty)s %(uom)s were due on %(due_day)s and have not come.",
            ),
            N_("Was overdue: %(qty)s %(uom)s, due on %(due_day)s."),
            N_("Ask where the goods are and for a new date."),
            {"grace_days": 0},
        ),
        Rule(
            "visit_missed",
            visit_missed,
            HIGH,
            N_("Visit missed"),
            N_("The visit of %(visit_at)s is over, and nobody said that the technician came."),
            N_("The visit of %(visit_at)s had passed without word of the technician."),
            N_("Ask whether somebody came, and agree on another time if not."),
            {"grace_days": 0},
        ),
        Rule(
            "receipt_differs",
            receipt_differs,
            MEDIUM,
            N_("Received otherwise than ordered"),
            NN_(
                "%(qty)s %(uom)s is not as ordered: %(rejected)s rejected, %(damaged)s damaged, "
                "%(over)s too many, %(short)s missing.",
                "%(qty)s %(uom)s are not as ordered: %(rejected)s rejected, %(damaged)s damaged, "
                "%(over)s too many, %(short)s missing.",
            ),
            N_(
                "Was not as ordered: %(qty)s %(uom)s (%(rejected)s rejected, %(damaged)s damaged, "
                "%(over)s too many, %(short)s missing)."
            ),
            N_("Send back what cannot be used, look for what is missing, or agree on a credit."),
        ),
        Rule(
            "shipped_over",
            shipped_over,
            MEDIUM,
            N_("More shipped than ordered"),
            NN_(
                "%(qty)s %(uom)s more than ordered is announced.",
                "%(qty)s %(uom)s more than ordered are announced.",
            ),
            N_("More than ordered was announced: %(qty)s %(uom)s."),
            N_("Order as much, or ask the supplier to correct the shipment."),
            mode=ON,
        ),
    )
}

DEFAULTS = Settings(
    {rule.name: RuleSetting(rule.mode, rule.severity, rule.figures) for rule in RULES.values()}
)


def look(journey: Journey, settings: Settings) -> tuple[Finding, ...]:
    """Return what every rule that is not off finds, now or ahead; one per rule and subject."""
    return tuple(
        finding
        for rule in RULES.values()
        if settings.mode(rule.name) != OFF
        for finding in rule.look(journey, settings.rules[rule.name])
    )


def _asked_at(journey: Journey, part: Part) -> datetime:
    return max(part.asked_at, journey.clock_from or part.asked_at)


def _ship_day(journey: Journey, part: Part, transit_days: int) -> date | None:
    """Return the day by which it must leave; None where no day was agreed or nothing leaves.

    As many days before (or after) the agreed day as the journey's steps lie apart, unless
    a transit time is set. While the partner was never heard, its silence is the trouble.
    """
    template = journey.template
    leaves, kept = template.step("DISPATCHED"), template.kept_by(journey.basis)
    promised = part.agreed_day if template.asks else part.due_day
    if leaves is None or kept is None or promised is None:
        return None
    if transit_days and kept.what == "delivered":
        return part.due_day - timedelta(days=transit_days)
    return planned_on(journey, part, leaves, template, template.calendar)


def _wanted(part: Part) -> Decimal:
    return part.ordered - part.cancelled


def _after(day: date, grace_days: int) -> datetime:
    """Return the moment the day and its grace are over."""
    return datetime.combine(day + timedelta(days=1 + grace_days), time(), UTC)


def _amount(journey: Journey, part: Part, quantity: Decimal) -> dict[str, str]:
    return {"qty": number(quantity), "uom": journey.lines[part.line].uom}


def _known(ident: str) -> tuple[str, ...]:
    return (ident,) if ident else ()
