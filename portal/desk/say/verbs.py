"""What can be said to many lines at once: its words, who says it, what it takes.

accept   day and quantity as asked              agree    the supplier's proposal is accepted
propose  another day or quantity; several rows  refuse   it is not
         for one delivery split it              counter  this is wanted instead
reject   nothing of it, with a reason           cancel   it, or so many, are not wanted any more
         (the supplier's three)                 close    what is still to come is not waited for
                                                         (the buyer's five)
"""

from dataclasses import dataclass

from portal.errors import N_

ASKED = frozenset({"supplier", "carrier"})
OWNER = frozenset({"owner"})


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be said to many lines: its words, who says it, what it takes.

    `takes` are the fields offered for it, `needs` those it cannot do without; `reasons` is
    where its reasons are offered.
    """

    code: str
    says: str
    sides: frozenset[str]
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    reasons: str = ""


def _verb(code: str, says: str, sides: frozenset[str], takes="", needs="", reasons="") -> Verb:
    return Verb(code, says, sides, frozenset(takes.split()), frozenset(needs.split()), reasons)


VERBS = {
    verb.code: verb
    for verb in (
        _verb("accept", N_("Accept as asked"), ASKED, "ref"),
        _verb(
            "propose",
            N_("Propose otherwise"),
            ASKED,
            "day move qty rest reason text ref",
            reasons="change",
        ),
        _verb("reject", N_("Reject"), ASKED, "reason text", "reason", "reject"),
        _verb("agree", N_("Accept the proposal"), OWNER, "text"),
        _verb("refuse", N_("Refuse the proposal"), OWNER, "reason text", "text", "refuse"),
        _verb(
            "counter", N_("Ask for something else"), OWNER, "day move qty reason text", "", "refuse"
        ),
        _verb("cancel", N_("Cancel the line"), OWNER, "qty reason text", "reason", "cancel"),
        _verb("close", N_("Close the rest"), OWNER, "reason text", "reason", "close"),
    )
}


def verbs_of(side: str) -> list[Verb]:
    """Return what this side may say, in the order of the table."""
    return [verb for verb in VERBS.values() if side in verb.sides]
