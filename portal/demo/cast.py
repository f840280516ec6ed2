"""The organisations and people of the demo world: founded once, found again after."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal import clock, flow, people
from portal.db import door, keeper, moment_text, transaction
from portal.demo.companies import (
    CARRIERS,
    HOUSE,
    PARTNERS,
    PLANTS,
    SECOND,
    SECOND_PLANT,
    SHARED,
    Company,
    address,
)
from portal.ledger import Draft
from portal.people import ROLES, Acceptance, Actor, Hasher

PASSWORD = "seven geese fly north"
LASTS = timedelta(days=7)
LOOKS = timedelta(days=365)
_LANGUAGE = {"DE": "de", "AT": "de", "CH": "de"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part to be played: who, in which role, for which company."""

    name: str
    role: str
    company: str
    locale: str = "en"
    zone: str = "Europe/Berlin"

    @property
    def email(self) -> str:
        """Return the address this person signs in with."""
        return address(self.name, self.company)


HOUSE_PARTS = (
    Part("Ines Albrecht", "admin", HOUSE),
    Part("Jonas Reimer", "buyer", HOUSE),
    Part("Katja Sommer", "buyer", HOUSE, "de"),
    Part("Rolf Henke", "receiving", HOUSE, "de"),
    Part("Amara Okafor", "auditor", HOUSE),
)
SECOND_PARTS = (
    Part("Gareth Pryce", "admin", SECOND, zone="Europe/London"),
    Part("Nell Ashworth", "buyer", SECOND, zone="Europe/London"),
    Part("Owen Tate", "receiving", SECOND, zone="Europe/London"),
)
SHOWN = (  # who is offered as a demo sign-in, besides the house's own people
    ("supplier", "V-1001"),
    ("supplier", "V-1019"),
    ("carrier", "C-501"),
    ("customer", "K-201"),
)


@dataclass
class Cast:
    """Everybody, as actors. `owners` are the house and the second buyer."""

    owners: tuple[int, int]
    orgs: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def of(self, company: Company, person: bool = True) -> Actor:
        """Return who acts for a company: its person, or its system where there is none."""
        if person and company.person:
            return self.actors[company.email]
        return self._machine(company)

    def one(self, owner: int, role: str, which: int = 0) -> Actor:
        """Return one of an owner's people by role."""
        parts = SECOND_PARTS if owner else HOUSE_PARTS
        found = [self.actors[part.email] for part in parts if part.role == role]
        return found[which % len(found)]

    def system(self, owner: int) -> Actor:
        """Return an owner's own system."""
        return people.system(self.owners[owner], SECOND if owner else HOUSE)

    def _machine(self, company: Company) -> Actor:
        side = company.kind
        org = self.orgs[company.number]
        return Actor(None, company.name, org, company.name, side, side, "api")


def found(log_host: str) -> tuple[int, int]:
    """Add the two buying organisations, or find them; return their numbers."""
    with door(), transaction():
        house = people.organisation_named(HOUSE) or people.found_house(
            HOUSE, PLANTS[0].country, log_host
        )
        second = people.organisation_named(SECOND) or people.found_house(
            SECOND, SECOND_PLANT.country, log_host
        )
        return house.id, second.id


def join(owners: tuple[int, int], hasher: Hasher) -> None:
    """Let partners and people of both owners come in, each owner's in one transaction."""
    house, second = owners
    if not _anybody(house):
        folk = _hashed([*HOUSE_PARTS, *_partners_parts()], hasher)
        flow.manage(house, people.system(house), lambda: _house_in(house, folk))
    if not _anybody(second):
        folk = _hashed(SECOND_PARTS, hasher)
        orgs = _numbers(house)
        flow.manage(second, people.system(second), lambda: _second_in(second, orgs, folk))


def known(owners: tuple[int, int]) -> Cast:
    """Return everybody who joined."""
    cast = Cast(owners)
    with door():
        members = [*people.members(owners[0]), *people.members(owners[1])]
    parts = {part.email: part for part in (*HOUSE_PARTS, *SECOND_PARTS, *_partners_parts())}
    for member in members:
        if member.email in parts:
            cast.actors[member.email] = _actor(member, parts[member.email])
    cast.orgs = _numbers(owners[0])
    return cast


def let_look(cast: Cast, until: datetime) -> None:
    """Give the auditor a grant to look at everything, if there is none."""
    by, auditor = cast.one(0, "admin"), cast.one(0, "auditor")
    with door():
        if people.grants_of(auditor.id, clock.now()):
            return

    def change() -> tuple[None, list[Draft]]:
        given = people.give_grant(by, auditor.id, people.Extent(), until + LOOKS, "Yearly audit")
        body = {"grant": str(given.id), "person": str(auditor.id)}
        body |= {"expires": moment_text(given.expires_at)}
        return None, [
            Draft("grant.given", body=body, key="demo:grant", details={"text": given.reason})
        ]

    flow.manage(by.org, by, change)


def _numbers(owner: int) -> dict[str, int]:
    """Return the organisations of an owner's partners by the number it gave them."""
    with keeper(owner):
        return {one.number: one.org for one in people.partners() if one.number}


def _anybody(owner: int) -> bool:
    with door():
        return bool(people.members(owner))


def _partners_parts() -> list[Part]:
    return [
        Part(one.person, one.kind, one.name, _LANGUAGE.get(one.place.country, "en"), one.place.zone)
        for one in PARTNERS
        if one.person
    ]


def _hashed(parts, hasher: Hasher) -> list[tuple[Part, Acceptance]]:
    """Check and hash everybody's password, before a transaction begins.

    It is the same for all and said aloud, so one hash does for all.
    """
    for part in parts:
        people.check_password(PASSWORD, part.email, part.name, part.company)
    kept = hasher.hash(PASSWORD)
    return [(part, Acceptance(part.name, kept)) for part in parts]


def _house_in(house: int, folk) -> tuple[None, list[Draft]]:
    orgs, drafts = {HOUSE: house}, []
    for one in PARTNERS:
        org, _new = people.partner_called(house, one.kind, one.name, one.number, one.place.country)
        orgs[one.name] = org
        drafts.append(_added(org, one))
    for part, accepted in folk:
        drafts += _let_in(house, orgs[part.company], part, accepted)
    return None, drafts


def _second_in(second: int, orgs: dict[str, int], folk) -> tuple[None, list[Draft]]:
    """The second buyer deals with some of the same companies, under its own numbers."""
    drafts = []
    for n, one in enumerate((*SHARED, *CARRIERS)):
        org = orgs[one.number]
        people.relate(second, org, one.kind, f"{70 + n}")
        drafts.append(_added(org, one))
    for part, accepted in folk:
        drafts += _let_in(second, second, part, accepted)
    return None, drafts


def _let_in(owner: int, org: int, part: Part, accepted: Acceptance) -> list[Draft]:
    """Invite somebody and let them accept, as they would by their link."""
    by = people.system(owner)
    secret = people.invite(by, part.email, part.role, LASTS, None if org == owner else org)
    joined = people.join(secret, accepted, part.locale, part.zone)
    body = {"person": str(joined.person), "organisation": org, "role": part.role}
    return [
        Draft(
            "person.invited",
            key=f"demo:invite:{part.email}",
            body={"role": part.role, "organisation": org},
            details={"recipient": part.email},
        ),
        Draft("person.joined", body=body, details={"name": part.name}),
    ]


def _added(org: int, company: Company) -> Draft:
    body = {"organisation": org, "kinds": [company.kind], "name": company.name}
    return Draft("organisation.added", key=f"demo:organisation:{org}", body=body)


def _actor(member: people.Member, part: Part) -> Actor:
    side = ROLES[member.role].side
    return Actor(
        member.person,
        member.name,
        member.org,
        member.org_name,
        side,
        member.role,
        "session",
        part.locale,
        part.zone,
    )
