"""Short ways to say things about an order, as the ledger would hand them to the fold."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from portal import journey
from portal.ledger import Draft, Qty, Said, day, facts, instant

OWNER, SUPPLIER, CARRIER, STRANGER = 1, 2, 3, 9
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def d(text: str) -> date:
    """Return the day written as `03-20`, of 2026."""
    return date.fromisoformat(f"2026-{text}")


@dataclass
class Story:
    """An order being told: each call says one thing, an hour after the one before."""

    said: list[Said] = field(default_factory=list)
    at: datetime = START

    def tell(self, draft: Draft, org: int, at: datetime | None = None, shipment: str = "") -> str:
        """Record `draft`; return its ident. What happened is told an hour after it did.

        Args:
            shipment: in whose stream it stands; "" is the order's own.
        """
        self.at += timedelta(hours=1)
        if draft.when and draft.klass == "ACT":
            self.at = max(self.at, draft.when.stop + timedelta(hours=1))
        self.at = at or self.at
        act = f"act-{len(self.said)}"
        told = facts.build(draft, {"org": org, "auth": "session"}, act, {})
        ident = facts.ident(told).hex()
        self.said.append(Said(len(self.said) + 1, ident, self.at, told, shipment))
        return ident

    def order(self, type_: str = "purchase", **body) -> str:
        """The owner places the order."""
        body = {"number": "PO-7", "type": type_, "partner": SUPPLIER, "revision": 1, **body}
        return self.tell(Draft("order.placed", when=instant(START), body=body), OWNER)

    def line(self, *parts: tuple[str, str], line=1, kind="line.placed", **more) -> str:
        """The owner asks for a line; parts are (quantity, day as `03-20`)."""
        rows = [
            {"part": number, "qty": qty, **({"ask": d(ask).isoformat()} if ask else {})}
            for number, (qty, ask) in enumerate(parts, start=1)
        ]
        whole = sum(Decimal(qty) for qty, _ in parts)
        body = {
            "no": f"{line:05}0",
            "item": {"code": f"A{line}", "name": "Bolt"},
            "qty": str(whole),
            "uom": "EA",
            "parts": rows,
            **more,
        }
        return self.tell(Draft(kind, line=line, body=body), OWNER)

    def change(self, *parts: tuple[str, str], revision: int, line: int = 1, **more) -> str:
        """The owner changes a line."""
        return self.line(*parts, line=line, kind="line.changed", revision=revision, **more)

    def accept(self, line: int = 1, revision: int = 1, key: str = "") -> str:
        """The supplier accepts."""
        body = {"revision": revision, "answer": "accept"}
        return self.tell(Draft("response", line=line, key=key, body=body), SUPPLIER)

    def reject(self, line: int = 1, revision: int = 1) -> str:
        """The supplier rejects."""
        body = {"revision": revision, "answer": "reject"}
        return self.tell(Draft("response", line=line, reason="CAPACITY", body=body), SUPPLIER)

    def offer(self, *parts: tuple, line: int = 1, revision: int = 1) -> str:
        """The supplier answers with changes; parts are (part, quantity, day[, from])."""
        rows = [
            {"part": number, "qty": qty, "day": d(when).isoformat()}
            | ({"from": rest[0]} if rest else {})
            for number, qty, when, *rest in parts
        ]
        body = {"revision": revision, "answer": "change", "parts": rows}
        return self.tell(Draft("response", line=line, body=body), SUPPLIER)

    def respond(self, answer: str, revision: int = 1, line: int = 1, **body) -> str:
        """The supplier answers with a body as it is."""
        said = {"revision": revision, "answer": answer, **body}
        return self.tell(Draft("response", line=line, body=said), SUPPLIER)

    def counter(self, proposal: str, *parts: tuple, line: int = 1, **more) -> str:
        """The owner wants something else; parts are (part, quantity, day[, from])."""
        rows = [
            {"part": number, "qty": qty, "day": d(when).isoformat()}
            | ({"from": rest[0]} if rest else {})
            for number, qty, when, *rest in parts
        ]
        return self.decide(proposal, "countered", line, parts=rows, **more)

    def decide(self, proposal: str, verdict: str = "accepted", line: int = 1, **more) -> str:
        """The owner decides."""
        body = {"revision": 1, "proposal": proposal, "verdict": verdict, **more}
        return self.tell(Draft("decision", line=line, body=body), OWNER)

    def step(self, code: str, n: str = "", when: str = "", org: int = SUPPLIER, **more) -> str:
        """A milestone happens on a day; without `n`, to everything."""
        uom, what = more.pop("uom", "EA"), more.pop("what", "")
        count, line, part = more.pop("count", "add"), more.pop("line", 1), more.pop("part", 0)
        at, marks = (
            more.pop("at", None),
            [name for name in ("apart", "before") if more.pop(name, 0)],
        )
        draft = Draft(
            "milestone",
            code=code,
            line=line,
            part=part,
            qty=(Qty(Decimal(n), uom, what),) if n else (),
            when=day(d(when)) if isinstance(when, str) and when else when or None,
            key=f"k{len(self.said)}",
            body={"count": count, **dict.fromkeys(marks, True)},
            **more,
        )
        return self.tell(draft, org, at)

    def give_back(self, n: str, remedy: str = "replace", line: int = 1) -> str:
        """The owner wants to send something back."""
        qty = (Qty(Decimal(n), "EA", "returning", line),)
        draft = Draft("return.requested", line=line, qty=qty, body={"remedy": remedy})
        return self.tell(draft, OWNER)

    def allow(self, asked: str, verdict: str = "accepted", **more) -> str:
        """The supplier says whether it may come back."""
        draft = Draft("return.answered", body={"return": asked, "verdict": verdict}, **more)
        return self.tell(draft, SUPPLIER)

    def announce(self, name: str, *rows: tuple, org: int = SUPPLIER, **more) -> str:
        """Goods will travel in a shipment; rows are (quantity, part[, line])."""
        body = {
            "owner": OWNER,
            "shipper": org,
            "number": name,
            "version": 1,
            **more.pop("body", {}),
        }
        self.tell(Draft("shipment.announced", key=f"s{name}", body=body), org, shipment=name)
        return self.put(name, *rows, org=org, **more)

    def put(self, name: str, *rows: tuple, version: int = 1, org: int = SUPPLIER, **more) -> str:
        """What of the order is in a shipment; `same` and `other` are reports about its goods."""
        uom = more.pop("uom", "EA")
        qty = tuple(
            Qty(Decimal(n), uom, "assigned", *(rest or (1,)), part) for n, part, *rest in rows
        )
        body = {"version": version, **{what: list(idents) for what, idents in more.items()}}
        key = f"p{len(self.said)}"
        return self.tell(Draft("goods.assigned", shipment=name, qty=qty, key=key, body=body), org)

    def take_out(self, name: str, version: int = 2) -> str:
        """Nothing of the order is in that shipment any more."""
        return self.tell(
            Draft("goods.unassigned", shipment=name, body={"version": version}), SUPPLIER
        )

    def sail(self, name: str, code: str, when: str = "", org: int = SUPPLIER, **more) -> str:
        """A shipment passes a step on a day, or is expected to."""
        key, when = f"m{len(self.said)}", day(d(when)) if when else None
        return self.tell(
            Draft("milestone", code=code, when=when, key=key, **more), org, shipment=name
        )

    def correct(self, ident: str, draft: Draft | None = None, org: int = SUPPLIER, **more) -> str:
        """Somebody voids an event, or replaces it by `draft`."""
        how = {"ident": ident, "how": "replace" if draft else "void"}
        values = (
            {name: getattr(draft, name) for name in ("code", "line", "qty", "when", "body")}
            if draft
            else {"line": 1}
        )
        kind = draft.kind if draft else "event.voided"
        return self.tell(Draft(kind, corrects=how, key=f"c{len(self.said)}", **values, **more), org)


def part(story: Story, number: int = 1, line: int = 1) -> journey.Part | None:
    """Return a schedule line of the folded story."""
    return journey.fold(story.said).part(line, number)


def flags(story: Story) -> set[str]:
    """Return the kinds of flags that folding the story raises."""
    return {flag.kind for flag in journey.fold(story.said).flags}
