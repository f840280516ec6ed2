"""The gate every answer passes: refused before it is told, or accepted right after.

What it needs is read only when an answer comes, once, in the scope of whoever holds the
order; the verdict itself is pure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from portal.desk.tolerance.answered import offer_of
from portal.desk.tolerance.judge import Ruling, Verdict, judge
from portal.desk.tolerance.measure import Offer
from portal.desk.tolerance.store import Rules, rules_of
from portal.desk.tolerance.told import told
from portal.desk.tolerance.vocabulary import ACCEPT, REFUSE
from portal.errors import N_, NotUnderstood
from portal.journey import Journey, Line
from portal.ledger import Draft, Said


@dataclass
class Gate:
    """What the owner's tolerances say to answers to one order, as it stood before them.

    `find` reads what is set for the order, where that is done for several at once.
    """

    order: UUID
    journey: Journey
    rules: Rules | None = None
    find: Callable[[UUID], Rules] | None = None
    _weighed: dict[int, tuple[dict, tuple[Offer, Verdict] | None]] = field(
        default_factory=dict, init=False, repr=False
    )

    def check(self, line: Line, body: dict) -> None:
        """Refuse an answer that the owner does not want to be told.

        Raises:
            NotUnderstood: the owner's own words; nothing is recorded then.
        """
        weighed = self.weigh(line, body)
        if weighed and weighed[1].outcome == REFUSE:
            raise refused(weighed[1])

    def weigh(self, line: Line, body: dict) -> tuple[Offer, Verdict] | None:
        """Return what an answer offers and what follows; None where a person decides anyway.

        The last answer to a line is weighed once: it is checked first, and then decided about.
        """
        before = self._weighed.get(line.line)
        if before is None or before[0] != body:
            before = self._weighed[line.line] = (body, self._judged(line, body))
        return before[1]

    def _judged(self, line: Line, body: dict) -> tuple[Offer, Verdict] | None:
        offer = offer_of(self.journey, line, body)
        if offer is None:
            return None
        if self.rules is None:
            find = self.find
            self.rules = find(self.order) if find else rules_of(self.order, self.journey)
        return offer, judge(offer, self.rules.holds(line), self.rules.calendar(line))

    def accepted(self, said: Iterable[Said]) -> list[Draft]:
        """Return the decisions on answers just recorded that keep within what is accepted.

        What a person has countered a person decides: the owner just said what it wants.

        Raises:
            NotUnderstood: one of them is refused. It was not checked before it was told.
        """
        drafts: list[Draft] = []
        for one in said:
            line = self.journey.lines.get(one.facts.get("line", 0))
            if one.facts["kind"] != "response" or line is None:
                continue
            self.check(line, one.facts["body"])
            weighed = self.weigh(line, one.facts["body"])
            if weighed and weighed[1].outcome == ACCEPT and not line.counter:
                drafts += self._decided(line, one, *weighed)
        return drafts

    def told(self, line: Line, offer: Offer, verdict: Verdict, openly: bool = False) -> list[dict]:
        """Return the rulings as facts; `openly`: only what the supplier is shown of them."""
        return [self._told(line, offer, ruling, openly) for ruling in verdict.rulings]

    def _told(self, line: Line, offer: Offer, ruling: Ruling, openly: bool) -> dict:
        held = ruling.held
        name = self.rules.name_of(held.key, line) if held else ""
        return told(ruling, offer, name, fully=not openly or bool(held and held.shown))

    def _decided(self, line: Line, one: Said, offer: Offer, verdict: Verdict) -> list[Draft]:
        """Return the decision, and beside it for the owner what the supplier is not shown."""
        openly = self.told(line, offer, verdict, openly=True)
        fully = self.told(line, offer, verdict)
        body = {name: one.facts["body"][name] for name in ("revision", "stamp")}
        body |= {"proposal": one.ident, "verdict": "accepted", "rules": openly}
        key = f"tolerance:{one.ident}"
        made = Draft("decision", line=line.line, key=key, channel="system", body=body)
        if openly == fully:
            return [made]
        apart = replace(
            made,
            kind="tolerance.applied",
            only_for=self.journey.owner,
            body={"proposal": one.ident, "rules": fully},
        )
        return [made, apart]


def refused(verdict: Verdict) -> NotUnderstood:
    """Return the error of an answer that is refused: the owner's words, at the form's head."""
    words = " ".join(dict.fromkeys(one.held.limit.message for one in verdict.deciding))
    return NotUnderstood(N_("This cannot be offered: %(message)s"), field="parts", message=words)
