"""To whom a new case goes: teams and routes, data of the owner; the least loaded who is there.

A document of the owner's, a new version at each change:

    {"teams": [{"id": "t1", "name": "Castings", "people": ["…", "…"], "lead": "…"}],
     "routes": [{"team": "t1", "suppliers": [7], "categories": ["castings"], "sites": []}]}

The first route that fits holds; what it leaves empty fits everything. Whoever is away is
represented by their deputy. A case no route fits waits for whoever takes it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal import people
from portal.db import db
from portal.desk.dossier import colleagues
from portal.desk.workflow import given
from portal.errors import N_, NotUnderstood
from portal.journey import Journey, Line
from portal.ledger import Draft, settings_of
from portal.watch import CLEARED, HOLDER, LEAD, PERSON, TEAM, Case, CaseReading, Rung

TEAMS = "desk.teams"
MOST_TEAMS, MOST_ROUTES, LONGEST_NAME = 50, 200, 80


@dataclass(frozen=True, slots=True)
class CaseTeam:
    """Some of the owner's people who work on cases together."""

    id: str
    name: str
    people: tuple[UUID, ...] = ()
    lead: UUID | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Which cases go to a team; what it leaves empty fits everything."""

    team: str
    suppliers: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()

    def fits(self, case: Case, journey: Journey) -> bool:
        """Say whether a case on this order goes this way."""
        lines = _lines(case, journey)
        there = (
            (self.suppliers, {journey.partner}),
            (self.categories, {line.item.get("category", "").casefold() for line in lines}),
            (self.sites, {site.casefold() for line in lines for site in _sites(line, journey)}),
            (self.rules, {case.rule}),
        )
        return all(not wanted or _low(wanted) & found for wanted, found in there)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An owner's teams and routes; `version` is that of its document, 0 for none."""

    teams: tuple[CaseTeam, ...] = ()
    routes: tuple[Route, ...] = ()
    version: int = 0

    def team(self, name: str) -> CaseTeam | None:
        """Return a team by its id."""
        return next((one for one in self.teams if one.id == name), None)

    def of(self, person: UUID) -> list[CaseTeam]:
        """Return the teams somebody is in."""
        return [one for one in self.teams if person in one.people]

    def team_for(self, case: Case, journey: Journey) -> CaseTeam | None:
        """Return to whom a case goes; None where no route fits."""
        fitting = (self.team(one.team) for one in self.routes if one.fits(case, journey))
        return next((team for team in fitting if team), None)


@dataclass(slots=True)
class Crew:
    """Who works in the house, how many cases each has, and who is away. Counts on."""

    working: Collection[UUID]
    load: dict[UUID, int]
    away: Mapping[UUID, UUID]

    def least_loaded(self, team: CaseTeam) -> UUID | None:
        """Return who of a team gets the next case, deputies in place of those away."""
        present = {people.team.in_place_of(one, self.away) for one in team.people}
        present = {one for one in present if one in self.working and one not in self.away}
        if not present:
            return None
        chosen = min(present, key=lambda one: (self.load.get(one, 0), one))
        self.load[chosen] = self.load.get(chosen, 0) + 1
        return chosen


def assignment() -> Assignment:
    """Return the teams and routes of the scope's owner."""
    return read_assignment(*settings_of(TEAMS).get(TEAMS, (0, {})))


def read_assignment(version: int, doc: Mapping) -> Assignment:
    """Return what a document says of teams and routes."""
    return Assignment(
        tuple(
            CaseTeam(
                one["id"],
                one["name"],
                tuple(UUID(who) for who in one.get("people", ())),
                UUID(one["lead"]) if "lead" in one else None,
            )
            for one in doc.get("teams", ())
        ),
        tuple(
            Route(
                one["team"],
                *(frozenset(one.get(name, ())) for name in _NAMES),
            )
            for one in doc.get("routes", ())
        ),
        version,
    )


_NAMES = ("suppliers", "categories", "sites", "rules")


def crew_of(owner: int, teams: Iterable[CaseTeam], today: date) -> Crew:
    """Return who is there of these teams and their deputies. In the keeper's scope."""
    away = people.team.deputies([owner], today)
    named = {one for team in teams for one in team.people}
    named |= {people.team.in_place_of(one, away) for one in named}
    query = (
        select(CaseReading.person, func.count())
        .where(CaseReading.live, CaseReading.state != CLEARED, CaseReading.person.in_(named))
        .group_by(CaseReading.person)
    )
    load = {person: many for person, many in db.session.execute(query)}
    return Crew({person for person, _name in colleagues(owner)}, load, away)


def told_at(rung: Rung, case: Case, found: Assignment, away: Mapping[UUID, UUID]) -> list[UUID]:
    """Return who is told when a case reaches a rung, deputies in place of those away.

    A case without a team is the matter of the teams of whoever has it.
    """
    own = found.team(case.team)
    teams = [own] if own else (found.of(case.person) if case.person else [])
    told = {
        HOLDER: [case.person],
        TEAM: [person for team in teams for person in team.people],
        LEAD: [team.lead for team in teams],
        PERSON: [rung.person],
    }[rung.to]
    return sorted({people.team.in_place_of(one, away) for one in told if one})


def assigned_by(
    found: Assignment, cases: Iterable[Case], journey: Journey, crew: Crew, org: int
) -> list[Draft]:
    """Return to whom new cases of one order go, as drafts."""
    drafts = []
    for case in cases:
        if team := found.team_for(case, journey):
            drafts.append(given(case, org, crew.least_loaded(team), team.id, team.name))
    return drafts


def set_assignment(teams: Iterable[CaseTeam], routes: Iterable[Route], version: int) -> Draft:
    """Draft the setting that holds these teams and routes.

    Raises:
        NotUnderstood: two teams have one name, a route leads to none, or there are too many.
    """
    teams, routes = list(teams), list(routes)
    if len(teams) > MOST_TEAMS or len(routes) > MOST_ROUTES:
        raise NotUnderstood(
            N_("At most %(teams)s teams and %(routes)s rules."),
            teams=MOST_TEAMS,
            routes=MOST_ROUTES,
        )
    names = [one.name.casefold() for one in teams]
    if len(set(names)) < len(names):
        raise NotUnderstood(N_("Two teams have the same name."))
    if any(len(one.name) > LONGEST_NAME for one in teams):
        raise NotUnderstood(N_("Shorten this to %(most)s characters."), most=LONGEST_NAME)
    if {one.team for one in routes} - {one.id for one in teams}:
        raise NotUnderstood(N_("A rule leads to a team that is not there any more."))
    doc = {
        "teams": [
            {"id": one.id, "name": one.name, "people": sorted(str(who) for who in one.people)}
            | ({"lead": str(one.lead)} if one.lead else {})
            for one in teams
        ],
        "routes": [_route(one) for one in routes],
    }
    body = {"key": TEAMS, "version": version, "doc": doc}
    return Draft("setting.made", key=f"{TEAMS}/{version}", body=body)


def _route(one: Route) -> dict:
    return {"team": one.team} | {
        name: sorted(getattr(one, name)) for name in _NAMES if getattr(one, name)
    }


def _lines(case: Case, journey: Journey) -> list[Line]:
    return [line for line in journey.lines.values() if case.line in (0, line.line)]


def _sites(line: Line, journey: Journey) -> set[str]:
    """Return what the place of a line may be called."""
    named = {journey.site, *(place.get(key, "") for place in (line.site, journey.destination)
                             for key in ("code", "name", "city"))}  # fmt: skip
    return named - {""}


def _low(wanted: frozenset) -> set:
    return {one.casefold() if isinstance(one, str) else one for one in wanted}
