"""Who hears of a case that nobody deals with, and when: rungs as data. Pure.

    {"rungs": [{"hours": 8, "from": "opened", "to": "lead", "until": "taken", "severity": 2}, …],
     "begin": 8, "end": 17, "zone": "Europe/Berlin", "since": "2026-03-10T09:00:00.000000Z"}

Hours are working hours: those of working days between `begin` and `end`, so nothing climbs at
night or on a holiday. A rung is climbed once each time a case is opened, and never if what it
waits for came first. What was due before the ladder was made is passed over: switching it on
over a thousand old cases must not wake everybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from portal.db import moment_of, moment_text
from portal.errors import N_, NotUnderstood
from portal.journey import Calendar
from portal.watch.case import ANSWERED, CLEARED, OPEN, TAKEN, WAITING, Case
from portal.watch.finding import HIGH, LOW, MEDIUM

LADDER = "watch.ladder"  # its key among the ledger's settings
OPENED, DUE = STARTS = ("opened", "due")
HOLDER, TEAM, LEAD, PERSON = WHOM = ("holder", "team", "lead", "person")
UNTIL = ("taken", "answered", "cleared", "resolved")
MOST_RUNGS, MOST_HOURS = 12, 400
_DAYS = 1000  # a calendar without any working day must end somewhere
_WAITING = {  # the states of a case before what a rung waits for has come
    "taken": frozenset({OPEN}),
    "answered": frozenset({OPEN, TAKEN, WAITING}),
    "cleared": frozenset({OPEN, TAKEN, WAITING, ANSWERED}),
    "resolved": frozenset({OPEN, TAKEN, WAITING, ANSWERED, CLEARED}),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: so many working hours after the start, to whom, until what happens first.

    `mail`: by mail at once, however else they want their mails; without it only under the bell.
    """

    hours: int
    start: str
    to: str
    until: str
    severity: int = LOW
    mail: bool = True
    person: UUID | None = None

    @property
    def name(self) -> str:
        """Return how it is known that it was climbed, whichever place it has in the ladder."""
        return f"{self.start}+{self.hours}:{self.person or self.to}"

    def holds(self, case: Case) -> bool:
        """Say whether it is still ahead of a case, going by how far that is."""
        return (
            case.severity >= self.severity
            and case.state in _WAITING[self.until]
            and self.name not in case.rungs
        )


@dataclass(frozen=True, slots=True)
class Ladder:
    """An owner's rungs and working hours; without rungs nothing climbs."""

    rungs: tuple[Rung, ...] = ()
    begin: int = 8
    end: int = 17
    zone: str = "UTC"
    since: datetime | None = None

    def at(self, rung: Rung, case: Case, calendar: Calendar) -> datetime:
        """Return when a case reaches a rung, if nobody does anything."""
        start = case.due_at if rung.start == DUE else case.begun_at
        return self._later(start, rung.hours, calendar)

    def ahead(self, case: Case, calendar: Calendar) -> list[tuple[datetime, Rung]]:
        """Return the rungs that are still ahead of a case, the next one first."""
        return sorted(
            ((at, rung) for at, rung in self._open(case, calendar)),
            key=lambda pair: (pair[0], pair[1].name),
        )

    def due(self, case: Case, calendar: Calendar, now: datetime) -> list[Rung]:
        """Return the rungs whose time has come."""
        return [rung for at, rung in self.ahead(case, calendar) if at <= now]

    def next_check(
        self, cases: Iterable[Case], calendar: Calendar, now: datetime
    ) -> datetime | None:
        """Return the next moment at which one of these cases reaches a rung."""
        if not self.rungs:
            return None
        found = (at for case in cases if case.live for at, _rung in self._open(case, calendar))
        return min((at for at in found if at > now), default=None)

    def _open(self, case: Case, calendar: Calendar) -> Iterator[tuple[datetime, Rung]]:
        for rung in self.rungs:
            if rung.holds(case):
                at = self.at(rung, case, calendar)
                if self.since is None or at >= self.since:
                    yield at, rung

    def _later(self, start: datetime, hours: int, calendar: Calendar) -> datetime:
        zone, left = ZoneInfo(self.zone), timedelta(hours=hours)
        here = start.astimezone(zone)
        for _day in range(_DAYS):
            day = here.date()
            opens = datetime.combine(day, time(self.begin), zone)
            shuts = opens + timedelta(hours=self.end - self.begin)
            here = max(here, opens)
            if calendar.works(day) and here < shuts:
                if here + left <= shuts:
                    return (here + left).astimezone(UTC)
                left -= shuts - here
            here = datetime.combine(day + timedelta(days=1), time(), zone)
        return here.astimezone(UTC)


SUGGESTED = Ladder(
    (
        Rung(8, OPENED, TEAM, "taken", MEDIUM, mail=False),
        Rung(0, DUE, HOLDER, "cleared"),
        Rung(4, DUE, LEAD, "cleared", HIGH),
        Rung(18, DUE, LEAD, "resolved", MEDIUM),
    )
)


def read_ladder(doc: Mapping) -> Ladder:
    """Return what a document says; nothing climbs by an empty one."""
    if not doc or doc.get("ended"):
        return Ladder()
    rungs = tuple(
        Rung(
            one["hours"],
            one["from"],
            one["to"],
            one["until"],
            one.get("severity", LOW),
            one.get("mail", True),
            UUID(one["person"]) if "person" in one else None,
        )
        for one in doc["rungs"]
    )
    since = moment_of(doc["since"]) if "since" in doc else None
    return Ladder(rungs, doc["begin"], doc["end"], doc["zone"], since)


def written_ladder(one: Ladder) -> dict:
    """Return the document of a ladder, checked.

    Raises:
        NotUnderstood: what of it cannot be meant; `field` names it.
    """
    _check(one)
    doc: dict = {
        "rungs": [
            {"hours": rung.hours, "from": rung.start, "to": rung.to, "until": rung.until,
             "severity": rung.severity, "mail": rung.mail}
            | ({"person": str(rung.person)} if rung.person else {})
            for rung in one.rungs
        ],
        "begin": one.begin,
        "end": one.end,
        "zone": one.zone,
    }  # fmt: skip
    return doc | ({"since": moment_text(one.since)} if one.since else {})


def _check(one: Ladder) -> None:
    if not 0 <= one.begin < one.end <= 24:
        raise NotUnderstood(N_("Working hours end after they begin."), field="end")
    if one.zone not in available_timezones():
        raise NotUnderstood(N_("There is no such time zone."), field="zone")
    if len(one.rungs) > MOST_RUNGS:
        raise NotUnderstood(N_("At most %(most)s rungs."), field="rungs", most=MOST_RUNGS)
    names = [rung.name for rung in one.rungs]
    if len(set(names)) < len(names):
        raise NotUnderstood(N_("Two rungs tell the same people at the same time."), field="rungs")
    for rung in one.rungs:
        _check_rung(rung)


def _check_rung(rung: Rung) -> None:
    if not 0 <= rung.hours <= MOST_HOURS:
        raise NotUnderstood(
            N_("Give whole hours from 0 to %(most)s."), field="rungs", most=MOST_HOURS
        )
    if (rung.to == PERSON) != (rung.person is not None):
        raise NotUnderstood(N_("Choose who is told."), field="rungs")
    known = rung.start in STARTS and rung.to in WHOM and rung.until in UNTIL
    if not known or rung.severity not in (LOW, MEDIUM, HIGH):
        raise NotUnderstood(N_("There is no such rung."), field="rungs")
