"""What the system does about findings: opens, reopens and clears cases. Pure.

finding now   live case   last case resolved          → draft
yes           none        never                       case.opened, nth 1
yes           none        before the trouble was      case.opened, nth + 1
                          there or was known
yes           none        knowing of it               nothing: a person closed it
yes           none        closed without a cause      case.reopened
yes           cleared     –                           case.reopened
yes           other       –                           case.repeated if it rests on more, or nothing
no            cleared     –                           nothing: its cause is owed
no            other       –                           case.cleared, closed if its rule allows it

What is a shipment's trouble is decided apart, for all orders with goods in it: `shared`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from portal.db import moment_text
from portal.ledger import Draft
from portal.watch.case import CLEARED, GONE, Case, case_id, shipment_case_id
from portal.watch.finding import Finding
from portal.watch.scope import over_at
from portal.watch.setting import OFF, ON, Settings


def decide(
    stream: UUID,
    findings: Iterable[Finding],
    cases: Iterable[Case],
    settings: Settings,
    now: datetime,
    learnt: Mapping[str, datetime],
) -> tuple[Draft, ...]:
    """Return what to record so that these cases of `stream` fit what is true now.

    Args:
        findings: of every rule that is not off, whether their time has come or not.
        cases: all of the stream, resolved ones too.
        learnt: when each event named as evidence was recorded.
    """
    found = {one.subject: _dated(one, learnt) for one in findings if one.since <= now}
    cases = tuple(cases)
    shouted = [
        one
        for one in found.values()
        if settings.mode(one.rule) == ON and settings.measures(one.rule, one.line, now)
    ]
    opened = [_about(stream, one, cases, settings, now, learnt) for one in shouted]
    cleared = [
        _clear(case, settings)
        for case in cases
        if case.live
        and case.state != CLEARED
        and case.subject not in found
        and settings.mode(case.rule) != OFF  # a rule that is off does not look
        and settings.measures(case.rule, case.line, now)
    ]
    return tuple(draft for draft in (*opened, *cleared) if draft)


def whispered(
    findings: Iterable[Finding], settings: Settings, now: datetime
) -> tuple[Finding, ...]:
    """Return what rules in shadow mode would have said by now."""
    return tuple(
        one
        for one in findings
        if one.since <= now
        and settings.mode(one.rule) not in (ON, OFF)
        and settings.measures(one.rule, one.line, now)
    )


def next_check(
    findings: Iterable[Finding], now: datetime, settings: Settings | None = None
) -> datetime | None:
    """Return the next moment at which time alone brings a trouble; None if none is ahead.

    Nor does one bring it earlier than something is measured again.
    """
    ahead = [one.since for one in findings if one.since > now]
    again = over_at(settings, now) if settings else None
    return min([*ahead, *([again] if again else [])], default=None)


def _dated(finding: Finding, learnt: Mapping[str, datetime]) -> Finding:
    """Return a finding with the moment its evidence was told, where it cannot know better."""
    told = [learnt[ident] for ident in finding.evidence if ident in learnt]
    return replace(finding, since=max(told)) if finding.told and told else finding


def _about(stream, finding, cases, settings, now, learnt) -> Draft | None:
    same = [case for case in cases if case.subject == finding.subject]
    live = [case for case in same if case.live]
    if live:
        again = live[0].state == CLEARED
        return _reopen(live[0], finding) if again else _repeat(live[0], finding)
    if same and same[-1].reason == GONE:
        return _reopen(same[-1], finding)
    if same and not _is_news(finding, same, learnt):
        return None
    return _open(stream, finding, len(same) + 1, settings, now)


def _is_news(finding: Finding, resolved: list[Case], learnt: Mapping[str, datetime]) -> bool:
    """Say whether the trouble began, or was first known of, after the last case was closed."""
    known = max((learnt[one] for one in finding.evidence if one in learnt), default=finding.since)
    return max(finding.since, known) > max(case.resolved_at for case in resolved)


def _open(stream: UUID, finding: Finding, nth: int, settings: Settings, now: datetime) -> Draft:
    named = {"shipment": finding.shipment} if finding.shipment else {}
    body = {
        "case": str(_named(stream, finding, nth)),
        **named,
        "rule": finding.rule,
        "nth": nth,
        "severity": finding.severity,
        "since": moment_text(finding.since),
        "evidence": list(finding.evidence),
        "words": dict(finding.words),
        "due": moment_text(settings.due(finding.severity, now)),
    }
    return _said("case.opened", finding.line, finding.part, body)


def _named(stream: UUID, finding: Finding, nth: int) -> UUID:
    if finding.shipment:
        return shipment_case_id(finding.shipment, finding.rule, nth)
    return case_id(stream, finding.line, finding.part, finding.rule, nth)


def _repeat(case: Case, finding: Finding) -> Draft | None:
    """Say that it was found once more, if it rests on something it did not rest on before."""
    more = sorted(set(finding.evidence) - set(case.evidence))
    if not more:
        return None
    body = {**_again(case, "case.repeated"), "since": moment_text(finding.since),
            "evidence": more, "words": dict(finding.words)}  # fmt: skip
    return _said("case.repeated", case.line, case.part, body)


def _reopen(case: Case, finding: Finding) -> Draft:
    body = {**_again(case, "case.reopened"), "since": moment_text(finding.since),
            "evidence": list(finding.evidence), "words": dict(finding.words)}  # fmt: skip
    return _said("case.reopened", case.line, case.part, body)


def _clear(case: Case, settings: Settings) -> Draft:
    closed = {"closed": True} if settings.closes(case.rule) else {}
    return _said("case.cleared", case.line, case.part, _again(case, "case.cleared") | closed)


def _again(case: Case, kind: str) -> dict:
    """Name the case and how often this was said: the second time is not the first repeated."""
    times = sum(1 for step in case.history if step.kind == kind) + 1
    return {"case": str(case.id), "times": times}


def _said(kind: str, line: int, part: int, body: dict) -> Draft:
    return Draft(kind, line=line, part=part, source="watch", channel="system", body=body)
