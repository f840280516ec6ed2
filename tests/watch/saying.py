"""What happened on cases, as the ledger would hand it to the fold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from portal.ledger import Draft, Said, facts
from portal.watch import DEFAULTS, Finding, decide, fold, merge
from portal.watch import RULES as KNOWN

STREAM = UUID("0192d1a0-0000-7000-8000-000000000001")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
ADA = UUID("0192d1a0-0000-7000-8000-00000000ada0")
BOB = UUID("0192d1a0-0000-7000-8000-0000000000b0")
OWNER, SUPPLIER = 1, 2
ALL_ON = merge(DEFAULTS, {"rules": {name: {"mode": "on"} for name in KNOWN}})


def hours(number: float) -> datetime:
    """Return the moment so many hours after Monday morning."""
    return MONDAY + timedelta(hours=number)


def finding(rule="overdue", since=0.0, line=1, part=1, **more) -> Finding:
    """Return a finding of trouble since so many hours."""
    return Finding(rule, hours(since), line, part, **more)


class Book:
    """The case events of one stream, being written."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    def write(self, draft: Draft, at: float, org: int = OWNER, person: UUID | None = None) -> str:
        """Record a draft as the ledger does: the same ident is not written twice."""
        by = {"org": org, "auth": "session"} | ({"person": str(person)} if person else {})
        told = ledger_facts(draft, by)
        ident = facts.ident(told).hex()
        if ident not in {one.ident for one in self.said}:
            self.said.append(Said(len(self.said) + 1, ident, hours(at), told))
        return ident

    def sweep(self, findings, at: float, settings=ALL_ON, learnt=None) -> tuple[Draft, ...]:
        """Look at the stream and record what the system decides."""
        learnt = {one.ident: one.at for one in self.said} | (learnt or {})
        drafts = decide(STREAM, findings, self.cases(), settings, hours(at), learnt)
        for draft in drafts:
            self.write(draft, at)
        return drafts

    def cases(self):
        """Return the cases as they stand."""
        return fold(self.said)

    def case(self):
        """Return the only case."""
        (case,) = self.cases()
        return case


def ledger_facts(draft: Draft, by: dict) -> dict:
    """Return the facts of a draft, as the ledger builds them; details stay outside."""
    return facts.build(replace(draft, details={}), by, "act", {})


def bounced(story, hours: int = 0) -> str:
    """A mail to the supplier came back, an hour after what was told last, or so many later."""
    at = story.at + timedelta(hours=1 + hours)
    body = {"notice": f"{at}", "org": 2}
    return story.tell(Draft("mail.bounced", only_for=OWNER, body=body), OWNER, at)
