"""A shipment's page in the reader's words: its state, key facts, steps, goods and packages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from portal.desk import ships
from portal.journey import DELIVERED, Package, milestone
from portal.people import Actor
from portal.web import babel
from portal.web.names import Names
from portal.web.orders.entries import Entry, entry_of, place_words, short_no
from portal.web.words_order import REFS
from portal.web.words_order import mode as mode_words
from portal.web.words_shipments import late, package, packages, papers, stage, stage_tone
from portal.web.words_steps import named, step
from portal.web.words_units import amount_of

USUAL = ("DISPATCHED", "ARRIVED", DELIVERED)  # steps that are shown before they are passed


@dataclass(frozen=True)
class Row:
    """So much of a line, in a package."""

    number: str
    no: str
    url: str
    item: str
    code: str
    qty: str
    package: str
    came: str
    tone: str


def head(there: ships.Consignment, by: Actor, today: date) -> dict:
    """Return the title: from whom to whom, and tags of its state."""
    made = there.shipment
    ends = [there.orgs.get(made.shipper), there.orgs.get(made.consignee or made.owner)]
    tags = [{"text": stage_of(there), "tone": stage_tone(made)}]
    if made.open and (words := late(made.late_from, today)):
        tags.append({"text": words, "tone": "bad"})
    counted, tone = papers(len(made.missing), len(made.needs))
    if counted and not made.cancelled:
        tags.append({"text": counted, "tone": tone})
    return {
        "number": made.number,
        "sub": " → ".join(filter(None, ends)),
        "tags": tags,
        "cancelled": made.cancelled,
    }


def stage_of(there: ships.Consignment) -> str:
    """Return how far a shipment is, in the words of all orders in it, else in usual ones."""
    return named(there.steps.get(there.shipment.stage, "")) or stage(there.shipment.stage)


def step_of(there: ships.Consignment, code: str) -> str:
    """Return what a step is called: as all orders in it name it, else as usual."""
    return named(there.steps.get(code, "")) or step(code)


def facts(there: ships.Consignment) -> list[dict]:
    """Return the key facts, days first."""
    made = there.shipment
    details = there.details.get(_last_told(there), {})
    found = [
        *_days(there),
        (_("Carrier"), made.carrier_name or there.orgs.get(made.carrier, "")),
        (_("Transport"), mode_words(made.mode) if made.mode else ""),
        (_("Vehicle, driver"), details.get("vehicle", "")),
        (_("From"), place_words(made.origin) if made.origin else ""),
        (_("To"), place_words(made.destination) if made.destination else made.site),
        (_("Packed in"), packed(there)),
        *references(made.refs),
    ]
    return [{"label": str(label), "value": value} for label, value in found if value]


def _days(there: ships.Consignment) -> list[tuple[str, str]]:
    made = there.shipment
    left, leaves = made.passed.get("DISPATCHED"), made.words.get("DISPATCHED")
    came, due = made.passed.get(DELIVERED), made.words.get(DELIVERED)
    return [
        (_("Left"), babel.day(left.day) if left and left.day else ""),
        (_("Leaves"), babel.day(leaves.first) if leaves and not left else ""),
        (_("Delivered"), babel.day(came.day) if came and came.day else ""),
        (_("Expected"), babel.day(due.last) if due and not came else ""),
    ]


def references(refs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return its numbers by what they are called."""
    found: dict[str, list[str]] = {}
    for kind, value in refs:
        found.setdefault(str(REFS.get(kind, kind)), []).append(value)
    return [(label, ", ".join(values)) for label, values in found.items()]


def packed(there: ships.Consignment) -> str:
    """Return what it is packed in and how heavy that is, such as "2 × Pallet, 480 kg"."""
    outer = [one for one in there.shipment.packages.values() if not one.parent]
    kinds: dict[str, int] = {}
    for one in outer:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    weights = [one.gross for one in outer]
    text = packages(kinds)
    if weights and all(weights):
        text += f", {babel.amount(sum(weights))} kg"
    return text


def _last_told(there: ships.Consignment) -> int:
    """Return the event whose header holds: the last announcement or its correction."""
    told = [one for one in there.said if "number" in one.facts.get("body", {})]
    return told[-1].seq if told else 0


def steps(there: ships.Consignment, today: date) -> list[dict]:
    """Return how far it is: what was passed, what is usual and to come, what was received."""
    made = there.shipment
    if made.cancelled:
        return []
    passed = {code: one for code, one in made.passed.items() if not milestone(code).exception}
    far = max((milestone(code).rank for code in passed), default=0)
    codes = sorted({*USUAL, *passed}, key=lambda code: (milestone(code).rank, code))
    announced = {"label": stage("ASN_ISSUED"), "state": "done"}
    if made.announced_at:
        announced["note"] = babel.day(made.announced_at.date())
    shown = [announced, *(_step(there, code, passed, far, today) for code in codes)]
    if there.contents:
        shown.append(_received(there))
    waiting = [one for one in shown if one["state"] == "todo"]
    if waiting:
        waiting[0]["state"] = "late" if made.late_from and made.late_from <= today else "now"
    return shown


def _step(there: ships.Consignment, code: str, passed: dict, far: int, today: date) -> dict:
    one, word = passed.get(code), there.shipment.words.get(code)
    label = step_of(there, code)
    if one:
        return {"label": label, "state": "done", "note": babel.day(one.day) if one.day else ""}
    if milestone(code).rank < far:
        return {"label": label, "state": "inferred"}
    note = _("expected %(day)s", day=babel.day(word.last)) if word else ""
    return {"label": label, "state": "todo", "note": note}


def _received(there: ships.Consignment) -> dict:
    places = {one.place for one in there.contents}
    there_now = [place for place in places if place in there.came]
    label = step_of(there, "RECEIVED")
    if not there_now:
        return {"label": label, "state": "todo"}
    whole = len(there_now) == len(places)
    text = "" if whole else _("%(n)s of %(whole)s", n=len(there_now), whole=len(places))
    return {"label": label, "state": "done" if whole else "part", "text": text}


def goods(there: ships.Consignment) -> list[Row]:
    """Return what is in it, by order, line and package."""
    announced: dict[tuple, Decimal] = {}
    for one in there.contents:
        announced[one.place] = announced.get(one.place, Decimal(0)) + one.quantity
    return [_row(there, one, announced[one.place]) for one in there.contents]


def _row(there: ships.Consignment, one: ships.Content, announced: Decimal) -> Row:
    came, tone = _came(there, one, announced)
    return Row(
        number=one.number,
        no=short_no(one.no),
        url=url_for("orders.see", order=one.order, _anchor="lines"),
        item=one.item_name or one.item,
        code=one.item if one.item_name else "",
        qty=amount_of(one.quantity, one.uom),
        package=str(one.package or ""),
        came=came,
        tone=tone,
    )


def _came(there: ships.Consignment, one: ships.Content, announced: Decimal) -> tuple[str, str]:
    """Return what the buyer counted of it, and the tone; "" where nothing was counted yet."""
    came = there.came.get(one.place)
    if came is None:
        return "", "neutral"
    words = [amount_of(came.received, one.uom)]
    if came.rejected:
        words.append(_("%(many)s rejected", many=amount_of(came.rejected, one.uom)))
    if came.damaged:
        words.append(_("%(many)s damaged", many=amount_of(came.damaged, one.uom)))
    well = came.received == announced and not (came.rejected or came.damaged)
    return ", ".join(words), "ok" if well else "bad"


def crates(there: ships.Consignment) -> list[dict]:
    """Return the packages, outer ones first as they were typed."""
    return [_crate(one) for one in there.shipment.packages.values()]


def _crate(one: Package) -> dict:
    size = " × ".join(babel.amount(side) for side in one.size)
    return {
        "number": one.number,
        "kind": package(one.kind),
        "inside": one.parent or None,
        "sscc": one.sscc,
        "gross": f"{babel.amount(one.gross)} kg" if one.gross is not None else None,
        "net": f"{babel.amount(one.net)} kg" if one.net is not None else None,
        "size": f"{size} cm" if size else None,
    }


def names_of(there: ships.Consignment) -> Names:
    """Return what this shipment's events name only by number."""
    types = {paper.document: paper.type for paper in there.shipment.documents}
    own = {code: name for code, given in there.steps.items() if (name := named(given))}
    return Names(orgs=there.orgs, people=there.people, papers=types, steps=own)


def history(there: ships.Consignment) -> list[Entry]:
    """Return everything that was said of it, the newest first."""
    names, doubts = names_of(there), {}
    for flag in there.shipment.flags:
        if flag.ident:
            doubts.setdefault(flag.ident, []).append(flag.kind)
    return [
        entry_of(one, names, there.details, doubts.get(one.ident, ()), there.shipment.gone)
        for one in reversed(there.said)
    ]
