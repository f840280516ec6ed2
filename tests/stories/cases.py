"""Orders that went wrong, for stories about exceptions."""

from portal import flow, ledger, watch
from tests.world import Line

OURS = ("not_acknowledged", "ship_date_missed", "delivery_failed", "overdue", "visit_missed",
        "receipt_differs", "mail_bounced")  # fmt: skip
ALL_ON = {"rules": {name: {"mode": "on"} for name in OURS}}
LATE = "2026-04-03T09:00"


def switch_on(world, doc=ALL_ON):
    """Let the rules these stories are about raise exceptions, as the administrator's page does."""
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, [watch.set_rules(doc)]))


def late_order(world, at):
    """Return an agreed order that was due on 1 April and has not come by the third."""
    switch_on(world)
    order = world.place("PO-7", Line(agreed="2026-04-01"))
    world.place("PO-8", Line(agreed="2026-06-01"))
    at(LATE)
    flow.look(world.nordwind, [order])
    return order


def case_on(world, order, rule="overdue"):
    """Return the newest case of a rule on an order, as Ada sees it."""
    with world.seen_by(world.ada):
        return [one for one in watch.fold(ledger.history(order)) if one.rule == rule][-1]
