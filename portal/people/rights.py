"""What somebody at a partner may do with one buyer's orders. Pure.

To add an act, add its name here, name it at the kinds of events it allows (`ledger.KINDS`),
and say what it is called in `web/words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ACTS = ("answer", "report", "ship", "papers", "write")
ORDERS = ("all", "assigned", "none")  # which orders are seen, the widest first
ANY = "*"  # every kind of document, and every buyer who has no rights of their own
EVERY_BUYER = 0


@dataclass(frozen=True)
class Rights:
    """Which orders somebody sees, what they may say about them, and whether they see prices.

    `papers` are the kinds of documents they may attach; `ANY` is every kind.
    """

    orders: str = "all"
    acts: frozenset[str] = frozenset(ACTS)
    papers: frozenset[str] = frozenset({ANY})
    prices: bool = True

    def may(self, act: str) -> bool:
        """May they do this? What needs no right may be done by whoever sees the order."""
        return self.orders != "none" and (not act or act in self.acts)

    def attaches(self, type_: str) -> bool:
        """May they attach a document of this kind?"""
        return self.may("papers") and (ANY in self.papers or type_ in self.papers)

    def within(self, other: "Rights") -> bool:
        """Is there nothing in these rights that the other ones lack?"""
        narrower = ORDERS.index(self.orders) >= ORDERS.index(other.orders)
        papers = ANY in other.papers or self.papers <= other.papers or "papers" not in self.acts
        nothing = self.orders == "none"
        fewer = self.acts <= other.acts and papers and (other.prices or not self.prices)
        return nothing or (narrower and fewer)

    def shared(self, other: "Rights") -> "Rights":
        """Return what both allow."""
        if ANY in self.papers:
            papers = other.papers
        else:
            papers = self.papers if ANY in other.papers else self.papers & other.papers
        return Rights(
            max(self.orders, other.orders, key=ORDERS.index),
            self.acts & other.acts,
            papers,
            self.prices and other.prices,
        )


FULL = Rights()
NOTHING = Rights("none", frozenset(), frozenset(), prices=False)


def written(rights: Rights) -> str:
    """Return rights as the short text that is kept: "all:answer,report:*:1".

    >>> written(NOTHING)
    'none:::0'
    """
    acts = ",".join(act for act in ACTS if act in rights.acts)
    papers = ",".join(sorted(rights.papers))
    return f"{rights.orders}:{acts}:{papers}:{int(rights.prices)}"


def read(text: str) -> Rights:
    """Return the rights that `written` wrote."""
    orders, acts, papers, prices = text.split(":")
    return Rights(orders, _set(acts), _set(papers), prices == "1")


def all_written(rights: Mapping[int, Rights]) -> str:
    """Return the rights with several buyers as one text: "7=all:…;0=none:…"."""
    return ";".join(f"{owner}={written(one)}" for owner, one in sorted(rights.items()))


def all_read(text: str) -> dict[int, Rights]:
    """Return the rights with each buyer that `all_written` wrote; `EVERY_BUYER` is the rest."""
    pairs = (one.split("=", 1) for one in text.split(";") if one)
    return {int(owner): read(rights) for owner, rights in pairs}


def rights_with(rights: Mapping[int, Rights], owner: int) -> Rights:
    """Return the rights with one buyer; who was given none has none."""
    return rights.get(owner) or rights.get(EVERY_BUYER, NOTHING)


def _set(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split(",") if part)
