"""The stage: orders as they stand, and acts told through `flow`, grouped by who says them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from portal import clock, flow, journey, ledger, vault
from portal.db import db, keeper
from portal.demo.acts import Act, Scene
from portal.demo.cast import Cast
from portal.demo.order import Order
from portal.demo.past import parties
from portal.ledger import Doc, Draft, Said, Stream
from portal.people import Actor

HEAVIEST = 1_000_000
MEDIA = {"pdf": "application/pdf", "png": "image/png"}


@dataclass
class Stage:
    """Where the acts happen. `ids` knows the streams of the orders placed so far."""

    cast: Cast
    orders: list[Order]
    vault_dir: Path
    ids: dict[str, UUID] = field(default_factory=dict)

    def name_of(self, order: Order) -> str:
        """Return what an order is called in business."""
        return flow.order_key(order.kind, order.number)

    def place(self, owner: int, orders: Iterable[Order]) -> None:
        """Let the owner's system send these orders; those sent before change nothing."""
        told = [(self.name_of(order), self._placed(order)) for order in orders]
        flow.batch(self.cast.owners[owner], told, self.cast.system(owner))
        with keeper(self.cast.owners[owner]):
            query = select(Stream.key, Stream.id).where(
                Stream.kind == "order", Stream.key.in_([key for key, _ in told])
            )
            self.ids |= {key: stream for key, stream in db.session.execute(query)}

    def act(self, owner: int, by: Actor, todo: list[tuple[Order, int]]) -> None:
        """Let somebody do what is theirs to do; what was done before is not done again."""
        told = []
        with keeper(self.cast.owners[owner]):
            for order, number in todo:
                drafts = self._drafts(order, number, by)
                if drafts:
                    told.append((self.name_of(order), drafts))
        if told:
            flow.batch(self.cast.owners[owner], told, by)

    def actor(self, order: Order, act: Act) -> Actor:
        """Return who an act is done by."""
        who = act.who
        if who == "erp":
            return self.cast.system(order.owner)
        if who in ("buyer", "receiving"):
            return self.cast.one(order.owner, who, int(order.number[-1]))
        if who == "supplier":
            return self.cast.of(order.company)
        return self.cast.of(order.carrier, person=who == "carrier")

    def _placed(self, order: Order) -> list[Draft]:
        head, *lines = order.drafts(parties=parties(self.cast, order))
        body = head.body | {"partner": self.cast.orgs[order.company.number]}
        return [replace(head, body=body), *lines]

    def _drafts(self, order: Order, number: int, by: Actor) -> list[Draft]:
        key = f"{order.key}:{number + 1}"
        said = ledger.told(self.ids[self.name_of(order)])
        if was_said(said, key):
            return []
        scene = Scene(key, by, journey.fold(said), said, clock.now(), self._keep_for(order))
        drafts = order.acts[number].do(scene)
        if by.auth == "api":
            drafts = [replace(draft, channel="api") for draft in drafts]
        return drafts

    def _keep_for(self, order: Order):
        owner = self.cast.owners[order.owner]

        def keep(name: str, data: bytes) -> Doc:
            kept = vault.keep(self.vault_dir, owner, data, HEAVIEST)
            return Doc(kept.sha256, MEDIA[name.rpartition(".")[2]], kept.bytes, name)

        return keep


def was_said(said: list[Said], key: str) -> bool:
    """Was something said under this key of an act?"""
    starts = (f"{key}:", f"{key}-")
    return any(one.facts.get("key", "").startswith(starts) for one in said)
