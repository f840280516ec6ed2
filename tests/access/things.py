"""What stands behind the ids in addresses: for each, an own, a foreign and an absent one.

A route with a parameter that is not named here fails the access test: say below what the
parameter means, and how to make one of each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import sqlalchemy as sa

from portal import bundles, clock, desk, flow, ledger, people
from portal.db import db, door, keeper, transaction
from portal.loading import Arrival, receive
from portal.watch import CaseReading
from tests.access import houses
from tests.access.houses import ABSENT, FOREIGN, OWN
from tests.access.saying import attach, rules_on
from tests.world import Line, World

FILLED = b"Key (leave as it is),Your answer\nnobody knows,Accept as asked\n"


@dataclass
class Town:
    """Two owners' orders, each with a document, a milestone, a case and a file."""

    world: World
    near: UUID  # Nordwind's order with Brenner
    far: UUID  # Nordwind's order with Calder
    away: UUID  # Westhaven's order with Calder
    sold: UUID  # Nordwind's order from Lindqvist
    documents: dict[UUID, UUID]
    shipments: dict[UUID, UUID]
    keys: dict[str, str]  # keys of links to `near`, by how they are: good, revoked, expired


def build(world: World) -> Town:
    """Return a town in which everybody has something and nobody has everything."""
    flow.house(world.nordwind, [rules_on()], world.kim.actor)
    flow.house(world.westhaven, [rules_on()], world.eve.actor)
    late = Line(ask="2026-02-01", agreed="2026-02-01")
    near = world.place("PO-7", late)
    far = world.place("PO-8", late, to=world.calder)
    away = world.place("W-1", late, to=world.calder, owner=world.westhaven)
    sold = world.place("SO-9", Line(), to=world.lindqvist, type="sales")
    town = Town(world, near, far, away, sold, {}, {}, {})
    for order in (near, far, away, sold):
        by = world.eve if order == away else world.ada
        town.documents[order] = attach(world, order, by)
        parties = [{"org": world.lindqvist, "role": "consignee"}] if order == sold else []
        town.shipments[order] = world.ship("DN-1", order, by=by, parties=parties)
    for state in ("good", "revoked", "expired"):
        town.keys[state] = _link_to(world, near, f"{state}@brenner.example", state)
    _link_to(world, far, "orders@calder.example", "good", world.calder)
    _link_to(world, away, "orders@calder.example", "good", world.calder)
    return town


def _link_to(world: World, order: UUID, address: str, state: str, org: int = 0) -> str:
    """Give a mailbox a link, in one of its states; return the secret of a key to it."""
    to = people.Recipient(org or world.brenner, "supplier", address, "Lin")
    owner = world.westhaven if _is_away(world, order) else world.nordwind

    def give(_read):
        secret, drafts = desk.linking.hand_out(order, to)
        if state == "expired":
            people.by_link.live_link(order, to, clock.now()).used_at -= timedelta(days=61)
        if state == "revoked":
            link = people.by_link.live_link(order, to, clock.now())
            drafts += desk.linking.take_back(link.id, people.system(owner))[1]
        return secret, drafts

    return flow.about(order, people.system(owner), give, owner)


def own(town: Town, who: str) -> UUID:
    """Return an order this person may see."""
    seen = {"sue": town.far, "eve": town.away, "cam": town.sold}
    return seen.get(who, town.near)


def foreign(town: Town, who: str) -> UUID:
    """Return an order this person may not know of."""
    return {"sue": town.near, "eve": town.near, "cam": town.near}.get(
        who, town.away if who in ("ada", "kim", "rio", "aud") else town.far
    )


def order_of(town: Town, who: str, relation: str) -> UUID:
    """Return the id of an own or foreign order, or of none."""
    return {OWN: own, FOREIGN: foreign, ABSENT: lambda *_: uuid4()}[relation](town, who)


def _document(town: Town, who: str, relation: str):
    order = order_of(town, who, relation)
    return town.documents.get(order, uuid4())


def _shipment(town: Town, who: str, relation: str):
    """Return the shipment of an own or foreign order, or none."""
    return town.shipments.get(order_of(town, who, relation), uuid4())


def _case(town: Town, who: str, relation: str):
    return _one_of(town, order_of(town, who, relation), CaseReading.case, CaseReading.stream)


def _ident(town: Town, who: str, relation: str):
    order = order_of(town, who, relation)
    owner = town.world.westhaven if order == town.away else town.world.nordwind
    query = sa.select(ledger.Event.ident).where(
        ledger.Event.stream == order, ledger.Event.kind == "document.attached"
    )
    with keeper(owner):
        found = db.session.scalars(query).first()
    return (found or uuid4().bytes).hex()


def _one_of(town: Town, order: UUID, column, stream):
    """Return some value that belongs to an order, or one that belongs to nothing."""
    owner = town.world.westhaven if order == town.away else town.world.nordwind
    with keeper(owner):
        found = db.session.scalars(sa.select(column).where(stream == order)).first()
    return found if found is not None else uuid4()


def _person(town: Town, who: str, relation: str):
    world = town.world
    own_person, foreign_person = (world.eve.id, world.ada.id) if who == "eve" else (
        world.ada.id, world.eve.id)  # fmt: skip
    return {OWN: own_person, FOREIGN: foreign_person, ABSENT: uuid4()}[relation]


def _absent(town: Town, who: str, relation: str):
    return uuid4()


def _organisation(town: Town, who: str, relation: str):
    world = town.world
    near, far = (world.calder, world.brenner) if who == "eve" else (world.brenner, world.westhaven)
    with door():
        made = people.organisation(near if relation == OWN else far).public_id
    return uuid4() if relation == ABSENT else made


def _key(town: Town, who: str, relation: str):
    """Return a key of somebody's own house, or of the other owner."""
    by = (town.world.eve, town.world.kim)[(who != "eve") == (relation == OWN)]
    with keeper(by.org), transaction():
        made = people.keys.make(by.actor, "ERP", [people.keys.ORDERS_READ], None)[0]
    return uuid4() if relation == ABSENT else made


def _grant(town: Town, who: str, relation: str):
    """Return Nordwind's grant; it is foreign to everybody but Nordwind's people."""
    ours = who not in ("eve", "sam", "sue", "cam")
    if relation == ABSENT or (relation == FOREIGN) == ours:
        return uuid4()
    with door():
        return db.session.scalars(sa.select(people.Grant.id)).first()


def _rule(town: Town, who: str, relation: str):
    return "overdue" if relation == OWN else "no-such-rule"


def _link(town: Town, who: str, relation: str):
    """Return a link to the asker's own order, to a foreign one, or none."""
    order = order_of(town, who, relation)
    return _one_of(town, order, people.ActionLink.id, people.ActionLink.order)


def _message(town: Town, who: str, relation: str):
    """Return a file that came in: the asker's own, another owner's, or none."""
    owner = houses.house_of(town, who, relation)
    arrival = Arrival(BytesIO(b"order,line\n"), f"{owner}.csv", "orders")
    message, _ = receive(owner, arrival, people.system(owner), town.world.app.config)
    return uuid4() if relation == ABSENT else message


def _somebody(world: World, who: str, relation: str):
    """Return the asker, or somebody of another house; who has no account is as Sam."""
    mine = getattr(world, who) if who not in (None, "lin") else world.sam
    other = world.eve if mine is not world.eve else world.ada
    return mine if relation == OWN else other


def _view(town: Town, who: str, relation: str):
    """Return a view of the list of lines: the asker's own, somebody else's, or none."""
    person = _somebody(town.world, who, relation)
    keep = desk.lineviews.keep_line_view
    made = flow.within(person.org, lambda: keep(person.id, "Mine", {"view": "open"}))
    return uuid4() if relation == ABSENT else made


def _contact(town: Town, who: str, relation: str):
    """Return a contact of the asker's house, of another one, or none."""
    owner = houses.house_of(town, who, relation)
    card = people.Card(town.world.calder, "Cal", f"cal@{owner}.example")
    made = flow.within(owner, lambda: people.keep_contact(card))[0]
    return uuid4() if relation == ABSENT else made


def _bundle(town: Town, who: str, relation: str):
    """Return a bundle of the asker's own, one of somebody else's, or none."""
    if relation == ABSENT:
        return uuid4()
    person = _somebody(town.world, who, relation)
    with town.world.seen_by(person):
        if person.scope.kind == "lens":  # who looks through a grant sends no files
            return bundles.begin(person.actor, "form", "ticked", [], clock.now().date())[0]
        at = bundles.desk_of(person.actor, town.world.app.config)
        return bundles.receive(at, BytesIO(FILLED), "lines.csv")[0]


def _tiding(town: Town, who: str, relation: str):
    """Return what the asker was told, what somebody of another house was, or nothing."""
    if relation == ABSENT:
        return uuid4()
    person = _somebody(town.world, who, relation)
    owner = town.world.westhaven if person is town.world.eve else town.world.nordwind
    order, reader = order_of(town, who, relation), desk.telling.Reader(person=person.id)
    told = desk.telling.Told("order", reader, {}, order, uuid4().hex)
    flow.within(owner, lambda: desk.telling.send([told], [person.org]))
    with keeper(owner):
        newest = sa.select(people.Tiding.id).where(people.Tiding.about == told.about)
        return db.session.scalar(newest) or uuid4()


PARAMETERS: dict[str, Callable] = {
    "cause": houses.cause,
    "what": lambda *_: "note",  # told of many; what matters is whose cases they are
    "act": lambda *_: "cover",  # what is done from a case; what matters is whose case it is
    "absence": _absent,
    "line": lambda *_: 1,  # a number; what matters is whose order it is of
    "backtest": houses.backtest,
    "contact": _contact,
    "bundle": _bundle,
    "view": _view,
    "order": order_of,
    "case": _case,
    "event": _ident,
    "grant": _grant,
    "group": houses.group,
    "org": _organisation,
    "paper": _document,
    "place": lambda *_: "waiting",  # of any order; what matters is whose it is
    "link": _link,
    "rule": _rule,
    "job": lambda *_: uuid4(),  # none of them was given up: all answers are one
    "tiding": _tiding,
    "token": lambda *_: "no-such-token",
    "trial": houses.trial,
    "key": _key,
    "shipment": _shipment,
    "person": _person,
    "secret": lambda *_: "no-such-secret",
    "message": _message,
}


def _is_away(world: World, order: UUID) -> bool:
    with keeper(world.nordwind):
        query = sa.select(ledger.Stream.id).where(ledger.Stream.id == order)
        return db.session.scalar(query) is None
