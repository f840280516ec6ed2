"""The rule about a technician's visits: nobody came, as far as anybody said. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from portal.db import moment_text
from portal.errors import N_
from portal.journey import Journey
from portal.watch.finding import HIGH, Finding
from portal.watch.rule import ASK, Rule
from portal.watch.setting import RuleSetting

_NOT_THERE = frozenset({"proposed", "confirmed", "under_way"})


def visit_missed(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for the order: the first appointment that ends without an arrival."""
    waiting = [visit for visit in journey.visits if visit.state in _NOT_THERE]
    if not waiting:
        return
    visit = min(waiting, key=lambda one: (one.window.stop, one.ident))
    yield Finding(
        "visit_missed",
        visit.window.stop + timedelta(days=setting.figures["grace_days"]),
        severity=setting.severity,
        evidence=(visit.word,),
        words={"visit_at": moment_text(visit.window.start)},
    )


APPOINTMENTS = (
    Rule(
        "visit_missed",
        visit_missed,
        HIGH,
        N_("Visit missed"),
        N_("The visit of %(visit_at)s is over, and nobody said that the technician came."),
        N_("The visit of %(visit_at)s had passed without word of the technician."),
        N_("Ask whether somebody came, and agree on another time if not."),
        {"grace_days": 0},
        action=ASK,
    ),
)
