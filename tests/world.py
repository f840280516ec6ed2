"""The fixed cast and what they do, said shortly: `world.place("PO-7")`, `world.browser(world.sam)`.

Nordwind buys. Ada orders, Kim administers, Rio receives, Aud audits under a grant.
Brenner supplies: Sam answers for it. Calder is another supplier of Nordwind: Sue.
Lindqvist is a customer of Nordwind: Cam. Westhaven buys elsewhere, also from Calder: Eve.
"""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from flask import Flask

from portal import clock, flow, ledger, people
from portal.db import Scope, door, keeper, taken, transaction
from portal.ledger import Draft, Qty
from tests.pages import Visitor

PASSWORD = "a quiet harbour at dawn"
LOG_HOST = "portal.example"
LIMITS = people.Limits(idle=timedelta(days=3650), absolute=timedelta(days=3650))


@dataclass(frozen=True)
class Who:
    """One of the cast. `actor` signs events, `scope` fetches rows."""

    name: str
    email: str
    actor: people.Actor
    scope: Scope

    @property
    def org(self) -> int:
        return self.actor.org

    @property
    def id(self) -> UUID:
        return self.actor.id


@dataclass(frozen=True)
class Line:
    """What a line of a test's order asks for. `agreed`: nobody is asked again."""

    code: str = "HX-M12"
    qty: str = "100"
    ask: str = "2026-04-01"
    uom: str = "EA"
    name: str = "Hex bolt M12"
    price: str = "1.25"
    agreed: str = ""

    def draft(self, number: int) -> Draft:
        """Return the draft that asks for this line."""
        part = {"part": 1, "qty": self.qty, "ask": self.ask}
        part |= {"agreed": self.agreed} if self.agreed else {}
        body = {
            "no": f"{number * 10:06}",
            "item": {"code": self.code, "name": self.name},
            "qty": self.qty,
            "uom": self.uom,
            "price": self.price,
            "parts": [part],
        }
        return Draft("line.placed", line=number, body=body, refs=(("item", self.code),))


class World:
    """The cast, on the portal of this test."""

    password = PASSWORD

    def __init__(self, app: Flask, known: dict | None = None) -> None:
        """Let everybody join; or, on a copy of a database where they did, take `known` over."""
        self.app = app
        self.hasher = app.extensions["hasher"]
        if known is None:
            self._found()
            self._join()
        else:
            vars(self).update(known)

    def known(self) -> dict:
        """Return what another world on a copy of this database needs to know."""
        own = {"app", "hasher"}
        return {name: value for name, value in vars(self).items() if name not in own}

    def _found(self) -> None:
        with door(), transaction():
            self.nordwind = self._organisation("Nordwind", "DE", owner=True)
            self.westhaven = self._organisation("Westhaven", "GB", owner=True)
            self.brenner = self._organisation("Brenner", "AT")
            self.calder = self._organisation("Calder", "GB")
            self.lindqvist = self._organisation("Lindqvist", "SE")
        self._relate(self.nordwind, self.brenner, "supplier", "V-1001")
        self._relate(self.nordwind, self.calder, "supplier", "V-1002")
        self._relate(self.nordwind, self.lindqvist, "customer", "C-2001")
        self._relate(self.westhaven, self.calder, "supplier", "501")

    def _join(self) -> None:
        self.kim = self.person("Kim", "admin", self.nordwind)
        self.ada = self.person("Ada", "buyer", self.nordwind)
        self.rio = self.person("Rio", "receiving", self.nordwind)
        self.sam = self.person("Sam", "supplier", self.brenner)
        self.sue = self.person("Sue", "supplier", self.calder)
        self.cam = self.person("Cam", "customer", self.lindqvist)
        self.eve = self.person("Eve", "buyer", self.westhaven, owner=self.westhaven)
        self.aud = self.grant(self.person("Aud", "auditor", self.nordwind))

    def person(self, name: str, role: str, org: int, owner: int = 0) -> Who:
        """Let somebody join by invitation, as everybody does."""
        owner = owner or self.nordwind
        email = f"{name.lower()}@{self._name(org).lower()}.example"
        founder = people.system(owner)
        with keeper(owner), transaction():
            partner = None if org == owner else org
            secret = people.invite(founder, email, role, timedelta(days=7), partner)
            accepted = people.accept(secret, name, PASSWORD, self.hasher)
            people.join(secret, accepted, "en", "Europe/Berlin")
        return self.recognised(name, email, org)

    def recognised(self, name: str, email: str, org: int) -> Who:
        """Return who this is by opening a session for them, as their browser would."""
        found = self._session(self._open(email, org))
        return Who(name, email, found.actor, found.scope)

    def grant(self, who: Who, lasts: timedelta = timedelta(days=90), **extent) -> Who:
        """Give an auditor a grant, of everything unless `extent` says less."""
        with keeper(self.kim.org), transaction():
            ends = clock.now() + lasts
            people.give_grant(self.kim.actor, who.id, people.Extent(**extent), ends, "Year end")
        return self.recognised(who.name, who.email, who.org)

    def place(self, number: str = "PO-7", *lines: Line, to: int = 0, **body) -> UUID:
        """Place an order of Nordwind with Brenner, or `to`; return its id.

        `body` adds to the header, say `type="sales"`; `owner=` names another buyer.
        """
        owner = body.pop("owner", self.nordwind)
        header = {"number": number, "type": "purchase", "partner": to or self.brenner}
        header |= {"currency": "EUR", "revision": 1, **body}
        placed = Draft(
            "order.placed",
            body=header,
            when=ledger.instant(clock.now()),
            refs=(("po", number),),
        )
        asked = [line.draft(n) for n, line in enumerate(lines or (Line(),), 1)]
        return flow.place(owner, [placed, *asked], people.system(owner))

    def tell(self, order: UUID, *drafts: Draft, by: Who) -> list[ledger.Said]:
        """Let somebody say something about an order, as their page would."""
        with self.seen_by(by):
            return flow.tell(order, lambda journey, cases: drafts, by.actor)

    def reach(self, order: UUID, code: str, n: str, by: Who, what: str = "", **other) -> None:
        """Report a step by its code, with a quantity of line 1, as happened now."""
        qty = Qty(Decimal(n), "EA", what or code.lower(), 1, 0)
        draft = Draft("milestone", code=code, line=1, qty=(qty,), body={"count": "add"})
        self.tell(order, replace(draft, when=ledger.instant(clock.now()), **other), by=by)

    def ship(self, number: str, *orders: UUID, n: str = "60", by=None, **body) -> UUID:
        """Announce, past all forms, that line 1 of some orders travels in a shipment; its id."""
        by = by or self.ada
        with self.seen_by(by):
            placed = ledger.history(orders[0])[0].facts["body"]
        shipper = by.org if placed["type"] == "sales" else placed["partner"]
        header = {"owner": by.org, "shipper": shipper, "number": number, "version": 1}
        goods = (Qty(Decimal(n), "EA", "assigned", 1, 1),)

        def say(freight):
            name = {"shipment": str(freight.id)}
            put = Draft("goods.assigned", qty=goods, body={"version": 1}, **name)
            told = {freight.id: [Draft("shipment.announced", body=header | body)]}
            return told | {order: [put] for order in freight.orders}

        with self.seen_by(by):
            return flow.announce(orders, say, people.system(by.org))

    def sail(self, shipment: UUID, code: str, by: Who, **other) -> None:
        """Report a step of a shipment, as happened now."""
        draft = replace(Draft("milestone", code=code, when=ledger.instant(clock.now())), **other)
        with self.seen_by(by):
            flow.carry(shipment, lambda freight: {freight.id: [draft]}, by.actor)

    def history(self, order: UUID, who: Who | None = None) -> list[ledger.Said]:
        """Return what was said about an order and this person (Ada) may read."""
        with self.seen_by(who or self.ada):
            return ledger.history(order)

    @contextmanager
    def seen_by(self, who: Who):
        """Ask the database as this person inside."""
        with taken(who.scope):
            yield

    def browser(self, who: Who | None = None) -> Visitor:
        """Return a browser without JavaScript, with this person signed in."""
        visitor = self.app.test_client()
        if who is not None:
            visitor.set_cookie("portal", self.secret(who))
        return visitor

    def secret(self, who: Who) -> str:
        """Sign somebody in; return what their browser keeps in the cookie `portal`."""
        return self._open(who.email, who.org)

    def _organisation(self, name: str, country: str, owner: bool = False) -> int:
        return people.add_organisation(name, country, LOG_HOST, owner).id

    def _relate(self, owner: int, partner: int, kind: str, number: str) -> None:
        with keeper(owner), transaction():
            people.relate(owner, partner, kind, number)

    def _name(self, org: int) -> str:
        with door():
            return people.organisation(org).name

    def _open(self, email: str, org: int) -> str:
        known = self._known(email)
        with door(), transaction():
            return people.open_session(known.person, org, clock.now())

    def _known(self, email: str) -> people.Known:
        with door():
            return people.recognise(email, PASSWORD, self.hasher)

    def _session(self, secret: str) -> people.SignedIn:
        with door():
            return people.session_of(secret, clock.now(), LIMITS)
