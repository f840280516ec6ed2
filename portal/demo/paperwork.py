"""Acts about papers, corrections, changes of mind, and what machines send by themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from portal.demo import papers
from portal.demo.acts import Do, Scene, reached
from portal.desk import say
from portal.ledger import Draft, Qty, When, instant
from portal.people import Actor

FAMILY = UUID("5d0a6c1e-7d43-5f0e-9a52-2f1b7f3f6a10")  # names the documents of the demo world
_TITLES = {
    "delivery_note": "Delivery note",
    "cmr": "CMR consignment note",
    "packing_list": "Packing list",
    "certificate": "Inspection certificate EN 10204 - 3.1",
    "signature": "Signature",
}


def attach(kind: str, number: str) -> Do:
    """Attach a paper of this kind; `number` is what stands on it."""

    def do(scene: Scene) -> list[Draft]:
        if kind == "signature":
            file = scene.keep(f"signature-{number}.png", papers.signature(number))
        else:
            made = papers.pdf(f"{_TITLES[kind]} {number}", _words(scene))
            file = scene.keep(f"{kind.replace('_', '-')}-{number}.pdf", made)
        document = uuid5(FAMILY, scene.key)
        return say.attach(scene.journey, scene.by, scene.key, kind, file, document)

    return do


def judge(verdict: str, condition: str = "", reason: str = "", text: str = "") -> Do:
    """The buyer checks the newest paper that nobody has judged."""

    def do(scene: Scene) -> list[Draft]:
        paper = [one for one in scene.journey.documents if not one.verdict][-1]
        proof = condition if paper.type in say.PROOFS else ""
        return say.judge(
            scene.journey, scene.by, scene.key, UUID(paper.document), verdict, proof, reason, text
        )

    return do


def corrected(code: str, share: Decimal, why: str) -> Do:
    """“Correct this”: the quantity of the last report of this step was wrong."""

    def do(scene: Scene) -> list[Draft]:
        first = _last(scene, code)
        line = scene.journey.lines[first.facts["line"]]
        own = say.mine(scene.said, scene.by.org, without=first.ident)
        qty = Decimal(max(1, int(line.ordered * share)))
        on = scene.today
        said = say.Report(code, on, line=line.line, qty=qty)
        drafts = say.report(scene.journey, scene.by, scene.key, said, scene.now, own)
        return say.replaced(scene.journey, scene.by, scene.key, first, drafts, why)

    return do


def taken_back(code: str, why: str) -> Do:
    """“This did not happen.”"""

    def do(scene: Scene) -> list[Draft]:
        first = _last(scene, code)
        return say.void(scene.journey, scene.by, scene.key, first, why)

    return do


def wired(code: str, days: int = 0, zone_said: bool = True, **other) -> Do:
    """A carrier's system reports; `days` off the truth where its clock or code is wrong."""

    def do(scene: Scene) -> list[Draft]:
        at = scene.now - timedelta(hours=2) + timedelta(days=days)
        draft = Draft(
            "milestone",
            code=code,
            when=instant(at) if zone_said else _floating(at),
            reported=scene.now - timedelta(minutes=9),
            source=_source(scene.by),
            key=f"{scene.key}:1",
            channel="api",
            raw={"system": _source(scene.by), "element": "STS", "code": code[:3]},
        )
        return [replace(draft, **other)]

    return do


def wired_qty(code: str, share: Decimal, uom: str = "") -> Do:
    """A carrier's system counts something else than the sender, or in another unit."""

    def do(scene: Scene) -> list[Draft]:
        line = next(iter(scene.journey.lines.values()))
        n = Decimal(max(1, int(line.ordered * share)))
        qty = (Qty(n, uom or line.uom, code.lower(), line.line),)
        return wired(code, line=line.line, qty=qty)(scene)

    return do


def twice(code: str, **other) -> Do:
    """The same step by the same people, told by their system once more: it counts once."""
    once = reached(code, **other)
    return lambda scene: [*once(scene), *once(scene)]


def raised(share: Decimal) -> Do:
    """The owner's system orders more of the first line: a new revision, asked anew."""
    return _line_changed(lambda body: body | _with_qty(body, share))


def moved_out(days: int) -> Do:
    """The owner's system asks for a later day."""

    def change(body: dict) -> dict:
        parts = [part | {"ask": _plus(part["ask"], days)} for part in body["parts"]]
        return body | {"parts": parts}

    return _line_changed(change)


def cancelled(reason: str = "CUSTOMER_REQUEST") -> Do:
    """The owner takes the whole order back."""
    return lambda scene: [
        Draft(
            "order.cancelled",
            source="erp",
            channel="erp",
            key=f"{scene.key}:1",
            reason=reason,
            reported=scene.now,
        )
    ]


def line_cancelled() -> Do:
    """The owner takes the last line back."""

    def do(scene: Scene) -> list[Draft]:
        line = max(scene.journey.lines)
        said = {"source": "erp", "channel": "erp", "reported": scene.now}
        return [Draft("line.cancelled", line=line, key=f"{scene.key}:1", **said)]

    return do


def _line_changed(change: Callable[[dict], dict]) -> Do:
    def do(scene: Scene) -> list[Draft]:
        placed = next(one for one in scene.said if one.facts["kind"] == "line.placed")
        body = change(dict(placed.facts["body"])) | {"revision": 2}
        said = {"source": "erp", "channel": "erp", "reported": scene.now}
        return [Draft("line.changed", line=1, body=body, key=f"{scene.key}:1", **said)]

    return do


def _with_qty(body: dict, share: Decimal) -> dict:
    more = str(max(int(Decimal(body["qty"]) * share), 1))
    return {"qty": more, "parts": [body["parts"][0] | {"qty": more}]}


def _plus(day: str, days: int) -> str:
    return (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()


def _last(scene: Scene, code: str):
    """Return the actor's own latest report of a step."""
    return [
        one
        for one in scene.said
        if one.facts.get("code") == code
        and one.facts["by"]["org"] == scene.by.org
        and one.facts["class"] == "ACT"
    ][-1]


def _floating(at: datetime) -> When:
    """Return a moment whose zone the sender did not name."""
    bare = at.replace(tzinfo=None, microsecond=0)
    return When(at, at + timedelta(minutes=1), bare.isoformat(), precision="minute")


def _source(by: Actor) -> str:
    return f"edi-{by.org}"


def _words(scene: Scene) -> list[str]:
    """Return what stands on a paper of this order."""
    journey = scene.journey
    words = [
        f"Order {journey.number}",
        f"Date {scene.today.isoformat()}",
        f"From {journey.origin.get('name', '')}, {journey.origin.get('country', '')}",
        f"To {journey.destination.get('name', '')}, {journey.destination.get('country', '')}",
        "",
    ]
    for line in journey.lines.values():
        item = line.item
        words.append(f"{line.no}  {item['code']}  {item['name']}  {line.ordered:f} {line.uom}")
    return [*words, "", f"Issued by {scene.by.org_name}"]
