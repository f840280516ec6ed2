"""What was said in a house, and what was mailed: for the stories to look at."""

import json

from sqlalchemy import select

from portal import ledger
from portal.db import db, keeper
from portal.desk import Notice


def house(world, owner=None):
    """Return what was said in the owner's house stream."""
    with keeper(owner or world.nordwind):
        rows = db.session.execute(
            select(ledger.Event.facts)
            .join(ledger.Stream, ledger.Stream.id == ledger.Event.stream)
            .where(ledger.Stream.kind == "house")
            .order_by(ledger.Event.seq)
        )
        return [json.loads(facts) for (facts,) in rows]


def mailed(world, template):
    with keeper(world.nordwind):
        found = db.session.scalars(select(Notice).where(Notice.template == template))
        return [(notice.person, notice.address) for notice in found]
