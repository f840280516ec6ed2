"""Rules about data that cannot be trusted as it stands. Pure.

None of them knows when the trouble began: it is there since its evidence was told.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from portal.db import moment_text
from portal.errors import N_, NN_
from portal.journey import Journey
from portal.watch.finding import LOW, MEDIUM, Finding
from portal.watch.rule import CONTACTS, HISTORY, Rule, known
from portal.watch.setting import RuleSetting

_IMPOSSIBLE = frozenset({"future_actual", "out_of_order"})
_UNITS = frozenset({"unit_mismatch"})


def mail_bounced(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for the order: a partner was written to and the mail came back."""
    unreached = [one for one in journey.unreached if journey.open]
    if unreached:
        last = max(unreached, key=lambda one: (one.at, one.ident))
        yield Finding(
            "mail_bounced",
            last.at,
            severity=setting.severity,
            evidence=known(last.ident),
            words={"bounced_at": moment_text(last.at)},
        )


def sources_disagree(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each open line of which organisations say different things."""
    by_line: dict[int, set[str]] = {}
    for conflict in journey.conflicts:
        if journey.lines[conflict.line].open:
            idents = {claim.ident for claim in conflict.claims}
            by_line.setdefault(conflict.line, set()).update(idents)
    for line, idents in sorted(by_line.items()):
        yield _told("sources_disagree", journey, setting, line, idents)


def impossible_times(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each open line of which something is said to have happened in the
    future, or before what comes first."""
    yield from _flagged("impossible_times", journey, setting, _IMPOSSIBLE)


def units_differ(journey: Journey, setting: RuleSetting) -> Iterator[Finding]:
    """Yield a finding for each open line with quantities in units that cannot be added up."""
    yield from _flagged("units_differ", journey, setting, _UNITS)


def _flagged(
    rule: str, journey: Journey, setting: RuleSetting, kinds: Collection[str]
) -> Iterator[Finding]:
    by_line: dict[int, set[str]] = {}
    for flag in journey.flags:
        if flag.kind in kinds and _matters(journey, flag.line):
            by_line.setdefault(flag.line, set()).add(flag.ident)
    for line, idents in sorted(by_line.items()):
        yield _told(rule, journey, setting, line, idents)


def _matters(journey: Journey, line: int) -> bool:
    found = journey.lines.get(line)
    return found.open if found else journey.open


def _told(
    rule: str, journey: Journey, setting: RuleSetting, line: int, idents: Collection[str]
) -> Finding:
    evidence = known(*sorted(idents))
    words = {"reports": str(len(evidence))}
    return Finding(rule, _began(journey), line, 0, setting.severity, evidence, words, told=True)


def _began(journey: Journey) -> datetime:
    return journey.placed_at or journey.changed_at


QUALITY = (
    Rule(
        "mail_bounced",
        mail_bounced,
        MEDIUM,
        N_("Mail came back"),
        N_("A mail about this order came back on %(bounced_at)s; nobody there spoke since."),
        N_("A mail about this order had come back on %(bounced_at)s."),
        N_("Call, ask for the right address, and mend it under “People”."),
        action=CONTACTS,
    ),
    Rule(
        "sources_disagree",
        sources_disagree,
        LOW,
        N_("Sources disagree"),
        NN_(
            "%(reports)s report of this line differs from what others say.",
            "%(reports)s reports of this line say different things.",
        ),
        NN_(
            "%(reports)s report of this line had differed from what others said.",
            "%(reports)s reports of this line had said different things.",
        ),
        N_("Compare who says what, ask whoever knows, and have the wrong report corrected."),
        action=HISTORY,
    ),
    Rule(
        "impossible_times",
        impossible_times,
        LOW,
        N_("Impossible times"),
        NN_(
            "%(reports)s report names a time in the future, or before what comes first.",
            "%(reports)s reports name times in the future, or before what comes first.",
        ),
        NN_(
            "%(reports)s report had named a time in the future, or before what comes first.",
            "%(reports)s reports had named times in the future, or before what comes first.",
        ),
        N_("Have the reports corrected; until then they do not count or are marked."),
        action=HISTORY,
    ),
    Rule(
        "units_differ",
        units_differ,
        MEDIUM,
        N_("Units that cannot be added"),
        NN_(
            "%(reports)s report is in a unit without a known factor; it does not count.",
            "%(reports)s reports are in units without a known factor; they do not count.",
        ),
        NN_(
            "%(reports)s report had been in a unit without a known factor.",
            "%(reports)s reports had been in units without a known factor.",
        ),
        N_("Ask for the quantity in the unit of the order."),
        action=HISTORY,
    ),
)
