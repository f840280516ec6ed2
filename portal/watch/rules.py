"""The rules: small questions asked of a journey. Pure, and without a now.

To add a rule, write its function in the module of its subject and add its entry to the table
there: everything else (settings, shadow mode, cases, worklists) follows from that. A rule gives
a finding as soon as it is known *when* the trouble will exist if nothing more is said; that may
lie ahead.
"""

from portal.journey import Journey
from portal.watch.answers import ANSWERS
from portal.watch.appointments import APPOINTMENTS
from portal.watch.finding import Finding
from portal.watch.likely import LIKELIHOOD
from portal.watch.movement import MOVEMENT
from portal.watch.promises import PROMISES
from portal.watch.quality import QUALITY
from portal.watch.receipts import RECEIPTS
from portal.watch.rule import Rule
from portal.watch.setting import OFF, RuleSetting, Settings
from portal.watch.shipments import SHIPMENTS

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        *ANSWERS, *PROMISES, *LIKELIHOOD, *MOVEMENT, *SHIPMENTS, *APPOINTMENTS, *RECEIPTS, *QUALITY,
    )
}  # fmt: skip

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
