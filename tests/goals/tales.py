"""Random histories that need no database: the acts of `conserve`, and all that it leaves out.

People act by their own forms, as in `conserve`; beside them goods travel in shipments, things
are entered for the supplier, taken back, corrected and voided, and messages come late.
"""

import random
from uuid import UUID

from portal import journey, people
from portal.desk import say
from portal.errors import PortalError
from portal.people import Actor
from tests.goals import conserve
from tests.journey.histories import DAYS, STEPS, Telling
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story

QTY = ("1", "7.5", "40", "60", "100", "250")
NAMES = ("S1", "S2", "S3")
ORGS = (OWNER, SUPPLIER, CARRIER)
LINES, PARTS = (0, 1, 1, 1, 2, 3), (0, 0, 0, 1, 2)
SAILS = (*STEPS, "DELIVERY_ATTEMPT_FAILED")

# What else may be told: a verb of `Telling`, and what each of its arguments is drawn from.
MORE = (
    ("move", STEPS, ("", *QTY), DAYS, LINES, PARTS, ORGS, ("add", "total"), ("EA", "EA", "PAL")),
    ("ship", NAMES, QTY, PARTS, LINES, ("", "", "same", "other")),
    ("ship", NAMES, QTY, PARTS, LINES, ("",)),
    ("sail", NAMES, SAILS, ("ACT", "ACT", "ACT", "EST"), DAYS, ORGS),
    ("sail", NAMES, SAILS, ("ACT",), DAYS, ORGS),
    ("unship", NAMES, (True, False)),
    ("name", NAMES, STEPS[:6], QTY, DAYS, (True, False)),
    ("void", range(30), (OWNER, SUPPLIER)),
    ("delay", DAYS),
    ("counter", QTY, DAYS, (True, False)),
    ("take", (True, False)),
    ("withdraw",),
    ("offer_other", ("backorder", "substitute", "cancel", "price", "rest"), QTY, DAYS),
    ("enter", ("response", "milestone")),
    ("confirm",),
    ("halt", ("line.blocked", "line.unblocked", "line.closed", "line.reopened"), (0, 1, 1, 2),
     (True, False)),
    ("terms", ("DAP", "FCA")),
    ("reopen",),
)  # fmt: skip


def _actor(number: int, name: str, org: int, side: str, role: str) -> Actor:
    return Actor(UUID(int=number), name, org, name, side, role, "session")


WHO = {
    "ada": _actor(1, "Ada", OWNER, "owner", "buyer"),
    "rio": _actor(2, "Rio", OWNER, "owner", "receiving"),
    "sam": _actor(3, "Sam", SUPPLIER, "supplier", "supplier"),
}


class Teller:
    """One of the cast, as the acts of `conserve` know them."""

    def __init__(self, actor: people.Actor) -> None:
        self.actor, self.org = actor, actor.org


def tale(chance: random.Random) -> Story:
    """Return a random history of an order of two lines, three to some twenty things long."""
    story = Story()
    story.order()
    story.line(("60", "03-10"), ("40", "03-20"))
    story.line(("60", "03-15"), line=2)
    telling = Telling(story)
    for who, act in conserve.script(chance):
        _act(story, Teller(WHO[who]), act, chance)
        if chance.random() < 0.6:
            verb, *drawn = chance.choice(MORE)
            getattr(telling, verb)(*(chance.choice(one) for one in drawn))
    return story


def _act(story: Story, who: Teller, act, chance: random.Random) -> None:
    """Say one thing by somebody's form; what the portal refuses is refused."""
    own = say.mine(story.said, who.org)
    try:
        drafts = act(journey.fold(story.said), who, chance, f"act:{len(story.said)}", own)
    except PortalError:
        return
    for draft in drafts:
        story.tell(draft, who.org)
