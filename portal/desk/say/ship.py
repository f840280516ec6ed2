"""Announcing a shipment, correcting it, taking it back. Pure.

An announcement is a claim: one event in the shipment (its header and packages, no order) and
one in each order (what of it is in there), in one act. That the goods have left, or are
expected, are steps said beside it. It may be corrected or cancelled until goods of it were
received; each version says the whole anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID

from portal.desk.freight import Freight
from portal.desk.say import checks
from portal.desk.say.codes import bare, container_digit, is_container
from portal.desk.say.goods import Goods, assigned, check_goods, lines_of, weighed
from portal.desk.say.packing import Crate, packed
from portal.desk.say.received import check_open
from portal.desk.say.trip import Trip, check_may_ship, trip_of
from portal.errors import N_, NotUnderstood
from portal.journey import Journey
from portal.ledger import Doc, Draft, When
from portal.people import Actor

MODES = ("road", "sea", "air", "rail", "parcel")
REFS = ("tracking", "container", "waybill")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that comes with the announcement, and its new id."""

    type: str
    file: Doc
    document: UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """The header of an announcement as typed. `left`: the goods have gone already.

    `refs` are (kind, value) pairs, a kind may stand there several times. `sure`: numbers are
    right although their check digits are not; `beyond`: so many are meant, although the buyer will
    be asked. `answers` say by (order, line) whether goods
    reported before are the "same" or "other" ones.
    """

    number: str
    mode: str = ""
    carrier: int = 0
    carrier_name: str = ""
    vehicle: str = ""
    refs: Sequence[tuple[str, str]] = ()
    ship_on: date | None = None
    ship_at: time | None = None
    left: bool = False
    due: date | None = None
    sure: bool = False
    beyond: bool = False
    text: str = ""
    answers: dict[tuple[UUID, int], str] = field(default_factory=dict)
    papers: Sequence[Paper] = ()


Drafts = dict[UUID, list[Draft]]


def announce(
    freight: Freight,
    by: Actor,
    key: str,
    notice: Notice,
    goods: Sequence[Goods],
    crates: Sequence[Crate],
    now: datetime,
) -> Drafts:
    """“These goods are on their way”, or will be.

    Raises:
        NotUnderstood: what was typed cannot be meant; `field` names the field.
        NotAllowed: it is not theirs to send, or no longer wanted.
    """
    whole, told = _described(freight, by, notice, goods, crates, "shipment.announced")
    steps = _steps(freight, by, notice, now)
    papers = [_paper(one) for one in notice.papers]
    _check_papers(freight, whole, {one.type for one in notice.papers})
    return _keyed(key, freight, [whole, *steps, *papers], told)


def change(
    freight: Freight,
    by: Actor,
    key: str,
    notice: Notice,
    goods: Sequence[Goods],
    crates: Sequence[Crate],
) -> Drafts:
    """“That should read …”: the announcement as a whole, said anew.

    Raises:
        NotAllowed: goods of it were received, or it was cancelled; otherwise as `announce`.
    """
    check_open(freight)
    whole, told = _described(freight, by, notice, goods, crates, "shipment.changed")
    for order in {order for order, _ in lines_of(freight)} - told.keys():
        told[order] = _taken_out(freight)
    return _keyed(key, freight, [whole], told)


def cancel(freight: Freight, by: Actor, key: str, text: str) -> Drafts:
    """“It will not be sent.” All goods of it are to be sent again."""
    check_may_ship(by, freight.shipment.shipper, freight.shipment.owner)
    check_open(freight)
    said = checks.check_text(text, needed=N_("Say why, so that the others understand."))
    whole = Draft(
        "shipment.cancelled",
        details={"text": said},
        body={"version": freight.shipment.version + 1},
    )
    orders = {order for order, _ in lines_of(freight)}
    return _keyed(key, freight, [whole], {order: _taken_out(freight) for order in orders})


def _described(
    freight: Freight,
    by: Actor,
    notice: Notice,
    goods: Sequence[Goods],
    crates: Sequence[Crate],
    kind: str,
) -> tuple[Draft, dict[UUID, Draft]]:
    """Return what is said in the shipment, and in each order."""
    lines = {(row.order, row.line) for row in goods}
    check_goods(freight.orders, goods)
    trip = trip_of(freight.orders, lines, lines_of(freight))
    check_may_ship(by, trip.shipper, trip.owner)
    version = freight.shipment.version + 1
    told = assigned(freight, goods, notice.answers, version)
    told = weighed(freight, told, goods, notice.beyond)
    packages = packed(crates, freight.numbers, {row.package for row in goods})
    body = _body(trip, notice, version) | ({"packages": packages} if packages else {})
    pairs = ((freight.orders[order].journey, line) for order, line in lines)
    needs = freight.rules.needed((journey, journey.lines[line]) for journey, line in pairs)
    if needs:
        rows = [{"type": need.type, "strict": need.strict} for need in needs]
        body["documents"] = {"version": freight.rules.version, "needs": rows}
    details = checks.details(text=checks.check_text(notice.text), vehicle=_short(notice, "vehicle"))
    return Draft(kind, refs=_refs(notice), details=details, body=body), told


def _body(trip: Trip, notice: Notice, version: int) -> dict:
    body: dict = {
        "owner": trip.owner,
        "shipper": trip.shipper,
        "number": _number(notice),
        "version": version,
        "site": trip.site,
        "mode": notice.mode if notice.mode in MODES else "",
        "from": trip.origin,
        "to": trip.destination,
        "carrier": _carrier(notice),
        "parties": [{"org": org, "role": role} for org, role in trip.others],
    }
    if trip.consignee:
        body["consignee"] = trip.consignee
        body["parties"].append({"org": trip.consignee, "role": "consignee"})
    return {name: value for name, value in body.items() if value}


def _number(notice: Notice) -> str:
    number = " ".join(notice.number.split())
    if not bare(number):
        raise NotUnderstood(N_("Give the number of the delivery note."), field="number")
    return checks.check_refs({"number": number})[0][1]


def _carrier(notice: Notice) -> dict:
    """Return who carries: a company the owner knows, or a name."""
    name = _short(notice, "carrier_name")
    if notice.carrier:
        return {"org": notice.carrier} | ({"name": name} if name else {})
    return {"name": name} if name else {}


def _short(notice: Notice, name: str) -> str:
    return dict(checks.check_refs({name: getattr(notice, name)})).get(name, "")


def _refs(notice: Notice) -> tuple[tuple[str, str], ...]:
    found = []
    for kind, value in notice.refs:
        if kind == "container" and value.strip():
            value = _container(value, notice.sure)
        found += checks.check_refs({kind: value})
    return tuple(dict.fromkeys(found))


def _container(value: str, sure: bool) -> str:
    code = bare(value)
    if sure:
        return code
    if not is_container(code):
        raise NotUnderstood(
            N_("A container has four letters and seven digits, such as CSQU3054383. "
               "Correct %(code)s, or tick that the numbers are right."),
            field="containers",
            code=value,
        )  # fmt: skip
    if container_digit(code) != code[-1]:
        raise NotUnderstood(
            N_("The last digit of container %(code)s should be %(digit)s. "
               "Correct it, or tick that the numbers are right."),
            field="containers",
            code=code,
            digit=container_digit(code),
        )  # fmt: skip
    return code


def _steps(freight: Freight, by: Actor, notice: Notice, now: datetime) -> list[Draft]:
    """Return that the goods have left or will leave, and when they are expected."""
    left = checks.happened if notice.left else checks.expected
    try:
        when = left(notice.ship_on, notice.ship_at, by.zone, now)
    except NotUnderstood as error:
        raise NotUnderstood(error.template, field="ship_on", **error.values) from error
    for load in freight.orders.values():
        _check_not_before(load.journey, when)
    klass = "ACT" if notice.left else "EST"
    steps = [Draft("milestone", code="DISPATCHED", klass=klass, when=when)]
    if notice.due is not None:
        if notice.due < notice.ship_on:
            raise NotUnderstood(N_("It cannot be there before it has left."), field="due")
        due = checks.expected(notice.due, None, by.zone, now)
        steps.append(Draft("milestone", code="DELIVERED", klass="EST", when=due))
    return steps


def _check_not_before(journey: Journey, when: When) -> None:
    try:
        checks.check_not_before(journey, when)
    except NotUnderstood as error:
        raise NotUnderstood(error.template, field="ship_on", **error.values) from error


def _paper(one: Paper) -> Draft:
    body = {"type": one.type, "document": str(one.document)}
    return Draft("document.attached", docs=(one.file,), details={"name": one.file.name}, body=body)


def _check_papers(freight: Freight, whole: Draft, attached: set[str]) -> None:
    needs = whole.body.get("documents", {}).get("needs", ())
    missing = [row["type"] for row in needs if row["strict"] and row["type"] not in attached]
    if missing:
        raise NotUnderstood(
            N_("The buyer takes no announcement without these papers: %(papers)s. Attach them."),
            field="papers",
            papers=", ".join(missing),
        )


def _taken_out(freight: Freight) -> Draft:
    body = {"version": freight.shipment.version + 1}
    return Draft("goods.unassigned", shipment=str(freight.id), body=body)


def _keyed(key: str, freight: Freight, own: list[Draft], told: dict[UUID, Draft]) -> Drafts:
    drafts: Drafts = {freight.id: checks.keyed(key, own)}
    for order, draft in told.items():
        drafts[order] = [replace(draft, key=f"{key}:goods")]
    return drafts
