"""How the form of an announcement starts out, grows by rows, and what stands beside its fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _

from portal import ledger
from portal.desk import Freight, Load, say, ships
from portal.journey import Shipment, fold
from portal.ledger import Said
from portal.web import babel
from portal.web.forms import choices
from portal.web.orders.entries import short_no
from portal.web.shipments.forms import NoticeForm, whole
from portal.web.words_shipments import package
from portal.web.words_units import amount_of, unit

MOST_LINES = 500
MOST_ORDERS = 50
PAPERS = 3  # rows to attach papers in
NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class About:
    """What is shown beside a row of goods: what it is, and how much of it may be sent."""

    title: str
    item: str
    hint: str
    uom: str
    site: str


@dataclass
class Filled:
    """A form of an announcement and what its page needs beside it."""

    form: NoticeForm
    about: dict[tuple[str, str, str], About]
    asked: list[dict] = field(default_factory=list)

    def row(self, form) -> About | None:
        """Return what a row of goods is about; None if it is nothing of the viewer's."""
        return self.about.get((form.order.data, form.line.data, form.part.data))


def started(ready: Iterable[ships.Ready], picked: Sequence[str] = ()) -> NoticeForm:
    """Return an empty announcement of what is left to send, or of the lines that were picked."""
    rows = [one for one in ready if key_of(one) in picked or (not picked and one.rest)]
    goods = [
        {
            "order": str(one.row.order),
            "line": str(one.row.line),
            "part": str(one.row.part),
            "qty": one.rest or None,
        }
        for one in rows[:MOST_LINES]
    ]
    return NoticeForm(None, data={"goods": goods, "papers": [{}] * PAPERS})


def key_of(one: ships.Ready) -> str:
    """Return how a line is named in an address."""
    return f"{one.row.order}~{one.row.line}~{one.row.part}"


def again_of(there: ships.Consignment) -> NoticeForm:
    """Return the announcement of a shipment as it stands, to be corrected."""
    made = there.shipment
    goods = [
        {
            "order": str(one.order),
            "line": str(one.line),
            "part": str(one.part),
            "qty": one.quantity,
            "package": str(one.package),
        }
        for one in there.contents
    ]
    crates = [
        {
            "kind": one.kind,
            "inside": str(one.parent),
            "sscc": one.sscc,
            "gross": one.gross,
            "net": one.net,
            **dict(zip(("length", "width", "height"), one.size, strict=False)),
        }
        for one in made.packages.values()
    ]
    last = next(one for one in reversed(there.said) if "number" in one.facts.get("body", {}))
    details = there.details.get(last.seq, {})
    data = {
        "number": made.number,
        "mode": made.mode,
        "carrier_name": made.carrier_name,
        "vehicle": details.get("vehicle", ""),
        "tracking": "\n".join(made.refs_of("tracking")),
        "containers": "\n".join(made.refs_of("container")),
        "waybill": next(iter(made.refs_of("waybill")), ""),
        "text": details.get("text", ""),
        "goods": goods,
        "packages": crates,
    }
    return NoticeForm(None, data=data)


def grown(form: NoticeForm, more: str) -> NoticeForm:
    """Return the form with one more row: "package", or a goods row's number to split it."""
    data = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    if more == "package":
        first = data["packages"][-1]["kind"] if data["packages"] else "PX"
        data["packages"] = [*data["packages"], {"kind": first}]
        if len(data["packages"]) == 1:
            for row in data["goods"]:
                row["package"] = "1"
    elif more.isdecimal() and int(more) < len(data["goods"]):
        place = int(more)
        data["goods"].insert(place + 1, data["goods"][place] | {"qty": None})
    data["papers"] = [{"type": row["type"]} for row in data["papers"]]
    made = NoticeForm(None, data=data)
    made.key.data = form.key.data
    return made


def filled(form: NoticeForm, there: ships.Consignment | None = None) -> Filled:
    """Return a form with what its page shows beside it; for a shipment that is there, or a new one.

    Three statements for its lines; where goods were reported before, three more.
    """
    orders = orders_in(form)
    ready = ships.ready_of(orders)
    own = {one.order: one.number for one in there.contents} if there else {}
    made = Filled(form, {_place(one): _about(one) for one in ready})
    for one in there.contents if there else ():
        made.about[str(one.order), str(one.line), str(one.part)] = _of_content(one)
    _offer(form)
    made.asked = _asked(form, freight_of(orders | own.keys(), there), made)
    return made


def orders_in(form: NoticeForm) -> set[UUID]:
    """Return the orders whose goods are named in a form."""
    found = {read_id(entry.form.order.data) for entry in form.goods}
    return set(sorted(found - {NOWHERE})[:MOST_ORDERS])


def read_id(text: str | None) -> UUID:
    """Return the id in an address or a form; none at all is nowhere."""
    try:
        return UUID(text or "")
    except ValueError:
        return NOWHERE


def freight_of(orders: Iterable[UUID], there: ships.Consignment | None = None) -> Freight:
    """Return a shipment and its orders as they stand just now, without their locks."""
    told: dict[UUID, list[Said]] = ledger.told_of(orders)
    loads = {order: Load(fold(said), said) for order, said in told.items()}
    if there is None:
        return Freight(NOWHERE, Shipment(), [], loads)
    return Freight(there.id, there.shipment, there.said, loads)


def _offer(form: NoticeForm) -> None:
    """Fill the lists of packages to choose from."""
    crates = [
        (str(n), _("%(n)s: %(kind)s", n=n, kind=package(entry.form.kind.data or "")))
        for n, entry in enumerate(form.packages, start=1)
    ]
    for entry in form.goods:
        entry.form.package.choices = choices([("0", _("not packed")), *crates])
    for place, entry in enumerate(form.packages, start=1):
        others = [one for one in crates if one[0] != str(place)]
        entry.form.inside.choices = choices([("0", _("in none")), *others])


def _asked(form: NoticeForm, freight: Freight, made: Filled) -> list[dict]:
    """Return the lines of which goods were reported before, each with its row of the form."""
    lines = {(read_id(entry.form.order.data), whole(entry.form.line.data)) for entry in form.goods}
    known = {
        (order, line)
        for order, line in lines
        if order in freight.orders and line in freight.orders[order].journey.lines
    }
    questions = say.reported_before(freight, known)
    said = {(row.form.order.data, row.form.line.data): row.form.answer for row in form.answers}
    rows = []
    for order, line in questions:
        place = str(order), str(line)
        if place not in said:
            form.answers.append_entry({"order": place[0], "line": place[1]})
    for entry in form.answers:
        order, line = read_id(entry.form.order.data), whole(entry.form.line.data)
        if (order, line) in questions:
            journey = freight.orders[order].journey
            rows.append(
                {"form": entry.form, "title": _title(journey.number, journey.lines[line].no)}
            )
    return rows


def _place(one: ships.Ready) -> tuple[str, str, str]:
    return str(one.row.order), str(one.row.line), str(one.row.part)


def _title(number: str, no: str) -> str:
    return _("Order %(number)s, line %(no)s", number=number, no=short_no(no))


def _about(one: ships.Ready) -> About:
    row = one.row
    due = babel.day(row.agreed_day or row.ask_day)
    values = {
        "rest": amount_of(one.rest, row.uom),
        "whole": amount_of(row.cap, row.uom),
        "day": due,
    }
    return About(
        _title(row.number, row.no),
        row.item_name or row.item,
        _("%(rest)s of %(whole)s still to send, due %(day)s", **values),
        unit(row.uom),
        row.site,
    )


def _of_content(one) -> About:
    many = amount_of(one.quantity, one.uom)
    return About(
        _title(one.number, one.no),
        one.item_name or one.item,
        _("%(many)s in this shipment", many=many),
        unit(one.uom),
        "",
    )
