"""What people do with bundles, said shortly."""

from datetime import date

from portal import bundles, desk
from portal.bundles import Row

TODAY = date(2026, 3, 4)
LATER = date(2026, 4, 15)


def asked(world, who, *places, **said):
    """Return rows about these (order, line), as if they were ticked in the list."""
    with world.seen_by(who):
        lines = desk.lines_at({(order, line, 1) for order, line in places})
        return [
            bundles.known(Row(n, stamp=found.stamp, **said), found, who.actor)
            for n, found in enumerate((lines[(*place, 1)] for place in places), 1)
        ]


def begun(world, who, rows, key="form"):
    with world.seen_by(who):
        return bundles.begin(who.actor, key, "ticked", rows, TODAY)


def told(world, who, rows, key="form"):
    """Begin a bundle and tell it; return its id."""
    ident, _new = begun(world, who, rows, key)
    with world.seen_by(who):
        assert bundles.start(who.actor, ident)
        bundles.tell(who.actor, ident, TODAY)
    return ident


def states(world, who, ident):
    with world.seen_by(who):
        return {row.row: row.state for row in bundles.rows_of(who.actor, ident)}


def kinds(world, order, who=None):
    return [said.facts["kind"] for said in world.history(order, who)]
