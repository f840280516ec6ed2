"""Whom a mail about an order did not reach. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.ledger import Said


@dataclass(frozen=True, slots=True)
class Unreached:
    """A mail that came back, and nobody of that organisation has said anything since.

    Told only to the owner: whoever folds without the owner's notes sees none.
    """

    org: int
    at: datetime
    ident: str


def unreached(said: Iterable[Said]) -> list[Unreached]:
    """Return whom a mail did not reach: the last that came back for each organisation.

    Anything its people said afterwards shows that the order reached them after all.
    """
    came_back: dict[int, Unreached] = {}
    heard: dict[int, datetime] = {}
    for one in said:
        org = one.facts["by"]["org"]
        if one.facts["kind"] != "mail.bounced":
            heard[org] = max(heard.get(org, one.at), one.at)
        elif to := one.facts["body"].get("org"):
            found = Unreached(to, one.at, one.ident)
            came_back[to] = max(came_back.get(to, found), found, key=lambda it: (it.at, it.ident))
    return [
        one
        for _org, one in sorted(came_back.items())
        if one.org not in heard or heard[one.org] < one.at
    ]
