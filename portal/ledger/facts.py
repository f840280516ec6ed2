"""Facts: what an event says, as the text that is hashed; and the columns that come from it.

The text is the truth. Columns, identity, parties and references are worked out from it
by the functions here; `record` uses them and `verify` repeats them.
"""

import hashlib
import re
from base64 import b64encode
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from portal.db import moment_of, moment_text
from portal.ledger.canonical import canonical, check_plain
from portal.ledger.draft import Draft, Qty, When

PARTNER_ROLE = {
    "purchase": "supplier",
    "sales": "customer",
    "service": "supplier",
    "transfer": "supplier",
    "transport": "carrier",
}
SHIPMENT = frozenset({"shipment.announced", "shipment.changed"})  # those that describe one whole
LINKING = frozenset({"goods.assigned", "goods.unassigned"})
_PLAIN = ("code", "line", "part", "shipment", "source", "key", "ver", "channel", "raw", "reason",
          "place", "corrects", "only_for", "shared_with", "body")  # fmt: skip
_PRINTED = ("kind", "code", "class", "line", "part", "shipment", "qty", "when", "reason", "place",
            "refs", "corrects", "only_for", "shared_with", "body")  # fmt: skip


_id = lru_cache(maxsize=4096)(UUID)  # all events of an import share one act
_DRESS = re.compile(r"[\W_]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def build(draft: Draft, by: dict, act: str, sealed: dict) -> dict:
    """Return the facts of `draft`, said by `by`. What is empty is left out.

    `sealed` holds the commitments to what is kept apart: {"docs": […], "details": {…}}.
    """
    facts = {"kind": draft.kind, "class": draft.klass, "by": _by(draft, by), "act": act}
    for name in _PLAIN:
        value = getattr(draft, name)
        if value:
            facts[name] = value
            if isinstance(value, dict):
                check_plain(value)  # the rest is made here and is plain
    if draft.qty:
        facts["qty"] = [_qty(qty) for qty in draft.qty]
    if draft.when:
        facts["when"] = _when(draft.when)
    if draft.reported:
        facts["reported"] = moment_text(draft.reported)
    if draft.refs:
        facts["refs"] = sorted([kind, value] for kind, value in draft.refs)
    facts.update({name: value for name, value in sealed.items() if value})
    return facts


def _by(draft: Draft, by: dict) -> dict:
    """Return who says it, and for whom where it is another's word."""
    return {**by, "for": draft.on_behalf} if draft.on_behalf else by


def columns(facts: dict) -> dict:
    """Return the columns an event row carries for searching, worked out from its facts."""
    when, by = facts.get("when", {}), facts["by"]
    return {
        "kind": facts["kind"],
        "code": facts.get("code", ""),
        "klass": facts["class"],
        "line": facts.get("line", 0),
        "part": facts.get("part", 0),
        "occurred_from": _moment(when.get("from")),
        "occurred_to": _moment(when.get("to")),
        "reported_at": _moment(facts.get("reported")),
        "source": facts.get("source", ""),
        "by_org": by["org"],
        "by_person": _id(by["person"]) if "person" in by else None,
        "only_for": facts.get("only_for"),
        "shared_with": facts.get("shared_with"),
        "act": _id(facts["act"]),
        "ident": ident(facts),
    }


def ident(facts: dict) -> bytes:
    """Return the 16 bytes by which the same thing said again is recognised.

    With a key: source, key, version, the act of the message and what was said.
    Without: source and what was said.
    """
    source, print_ = facts.get("source", ""), fingerprint(facts)
    if facts.get("key"):
        said = [source, facts["key"], facts.get("ver", ""), facts["class"], print_]
    else:
        said = [source, print_]
    return hashlib.sha256(canonical(said).encode()).digest()[:16]


def fingerprint(facts: dict) -> str:
    """Return, in hex, the hash of what is claimed: no keys, no times of sending or of us."""
    said = {name: facts[name] for name in _PRINTED if name in facts}
    if "when" in said:
        said["when"] = {name: said["when"][name] for name in ("from", "to", "precision")}
    said["org"] = facts["by"]["org"]
    if "for" in facts["by"]:
        said["for"] = facts["by"]["for"]
    if "docs" in facts:
        said["docs"] = [doc["bytes"] for doc in facts["docs"]]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def parties(facts: dict, owner: int) -> list[tuple[int, str]]:
    """Return the (organisation, role) pairs this event makes a party to its stream."""
    if facts["kind"] in SHIPMENT:
        return _of_shipment(facts["body"], owner)
    if facts["kind"] != "order.placed":
        return []
    body = facts["body"]
    named = [(owner, "owner")]
    if "partner" in body:
        named.append((body["partner"], PARTNER_ROLE[body["type"]]))
    named += [(party["org"], party["role"]) for party in body.get("parties", [])]
    return sorted(set(named))


def links(facts: dict) -> list[tuple[UUID, bool]]:
    """Return the shipments an event ties its order to, and whether goods of it are in there."""
    if facts["kind"] not in LINKING:
        return []
    return [(UUID(facts["shipment"]), facts["kind"] == "goods.assigned")]


def assignments(facts: dict) -> list[tuple[str, bool]]:
    """Return the (person, do they look after the order from now on?) pairs this event says."""
    if facts["kind"] != "order.assigned":
        return []
    body = facts["body"]
    given, ended = body.get("given", []), body.get("ended", [])
    return [*((person, True) for person in given), *((person, False) for person in ended)]


def persons(facts: dict) -> set[UUID]:
    """Return the people an event names: who said it, and whom it is about."""
    by, body = facts["by"], facts.get("body", {})
    named = {said["person"] for said in (by, body) if "person" in said}
    named |= set(body.get("persons", ()))
    return {UUID(one) for one in named | {one for one, _active in assignments(facts)}}


def order_key(body: dict) -> str:
    """Return what an order is called in business: type and number, spaces and case apart."""
    return f"{body['type']}:{' '.join(body['number'].upper().split())}"


def refs(facts: dict) -> list[tuple[str, str]]:
    """Return the (kind, normalised value) references by which its order may be found."""
    if facts.get("only_for") or facts.get("shared_with"):
        return []
    named = [(kind, value) for kind, value in facts.get("refs", [])]
    body = facts.get("body", {})
    if facts["kind"] == "order.placed":
        named.append(("order", body["number"]))
    if facts["kind"] in SHIPMENT:
        named.append(("delivery_note", body["number"]))
        named += [("sscc", each["sscc"]) for each in body.get("packages", ()) if "sscc" in each]
    if facts["kind"] in ("line.placed", "line.changed") and body.get("item", {}).get("code"):
        named.append(("item", body["item"]["code"]))
    return sorted({(kind, norm(value)) for kind, value in named if norm(value)})


@lru_cache(maxsize=4096)
def norm(value: str) -> str:
    """Return a reference as it is compared: upper case, no separators, no leading zeros.

    >>> norm("po-000 42/a")
    'PO42A'
    >>> norm("0007")
    '7'
    """
    bare = _DRESS.sub("", value.upper())
    return _ZEROS.sub("", bare)[:120]


def commitment(salt: bytes, value: bytes) -> str:
    """Return the salted hash, in base64, that facts hold in place of `value`."""
    return b64encode(hashlib.sha256(salt + value).digest()).decode()


def number(amount: Decimal) -> str:
    """Return an amount as facts write it: plain digits, no exponent, no trailing zeros.

    >>> number(Decimal("1200.500"))
    '1200.5'
    """
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _of_shipment(body: dict, owner: int) -> list[tuple[int, str]]:
    named = [(owner, "owner"), (body["shipper"], "shipper")]
    if carrier := body.get("carrier", {}).get("org"):
        named.append((carrier, "carrier"))
    named += [(party["org"], party["role"]) for party in body.get("parties", [])]
    return sorted(set(named))


def _qty(qty: Qty) -> dict:
    said = {"n": number(qty.n), "uom": qty.uom, "what": qty.what}
    if qty.line:
        said["line"] = qty.line
    if qty.part:
        said["part"] = qty.part
    if qty.package:
        said["package"] = qty.package
    return said


def _when(when: When) -> dict:
    said = {
        "from": moment_text(when.start),
        "to": moment_text(when.stop),
        "said": when.said,
        "basis": when.basis,
        "precision": when.precision,
    }
    if when.offset is not None:
        said["offset"] = when.offset
    return said


def _moment(text: str | None):
    return moment_of(text) if text else None
