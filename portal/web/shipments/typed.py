"""From the form of an announcement to what is said, and an error back to the field it is about."""

from collections.abc import Collection, Iterable
from uuid import UUID

from portal.db import uuid7
from portal.desk import Freight, say
from portal.errors import N_, NotAllowed, NotUnderstood, PortalError, TooLarge
from portal.web.orders.documents import kept
from portal.web.orders.forms import refuse
from portal.web.shipments.filling import read_id
from portal.web.shipments.forms import NoticeForm, whole
from portal.web.words_order import PAPERS


def places_of(form: NoticeForm) -> list[int]:
    """Return the rows of the form in which a package was typed, in order."""
    return [n for n, entry in enumerate(form.packages) if not entry.form.empty]


def goods_of(form: NoticeForm) -> list[say.Goods]:
    """Return the rows in which something was typed; packages are called by their new places."""
    new = {old + 1: place for place, old in enumerate(places_of(form), start=1)}
    rows = []
    for place, row in enumerate(entry.form for entry in form.goods):
        if row.qty.typed or row.qty.data is not None:
            package = whole(row.package.data)
            at = new.get(package, -1) if package else 0
            order, line, part = read_id(row.order.data), whole(row.line.data), whole(row.part.data)
            rows.append(say.Goods(order, line, part, row.qty.data, at, place))
    return rows


def crates_of(form: NoticeForm) -> list[say.Crate]:
    """Return the packages that were typed."""
    new = {old + 1: place for place, old in enumerate(places_of(form), start=1)}
    crates = []
    for place in places_of(form):
        row = form.packages[place].form
        one = row.crate(form.numbered.data and not row.sscc.data)
        inside = new.get(one.inside, -1) if one.inside else 0
        crates.append(
            say.Crate(one.kind, inside, one.sscc, one.numbered, one.gross, one.net, one.size)
        )
    return crates


def answers_of(form: NoticeForm) -> dict[tuple[UUID, int], str]:
    """Return what was answered about goods that were reported before."""
    rows = (entry.form for entry in form.answers)
    return {(read_id(row.order.data), whole(row.line.data)): row.answer.data or "" for row in rows}


def papers_of(form: NoticeForm, owner: int) -> list[say.ShipPaper]:
    """Keep the papers that were sent along; return what is said of them.

    Raises:
        NotUnderstood, TooLarge: we do not take one of them; `field` is its row's.
    """
    found = []
    for place, row in enumerate(entry.form for entry in form.papers):
        if not row.file.data:
            continue
        if row.type.data not in say.TYPES:
            raise NotUnderstood(
                N_("Say what kind of document it is."), field=f"papers-{place}-type"
            )
        try:
            file = kept(owner, row.file.data)
        except (NotUnderstood, TooLarge) as error:
            name = f"papers-{place}-file"
            raise type(error)(error.template, name, **error.values) from error
        found.append(say.ShipPaper(row.type.data, file, uuid7()))
    return found


def check_whole(freight: Freight, seen: Collection[UUID]) -> None:
    """Refuse to change a shipment of which somebody does not see all orders.

    Raises:
        NotAllowed: goods of other orders are in it.
    """
    if {order for order, _line in say.lines_of(freight)} - set(seen):
        raise NotAllowed(
            N_("Goods of orders you do not see are in this shipment. Ask somebody who sees them.")
        )


def digests_of(papers: Iterable[say.ShipPaper]) -> bytes:
    """Return what tells one set of files from another."""
    return b"".join(one.file.sha256 for one in papers)


def blame(form: NoticeForm, error: PortalError) -> None:
    """Show an error beside the field it is about."""
    name, _dash, rest = (error.field or "").partition("-")
    field, values = error.field, dict(error.values)
    if name == "packages" and rest:
        row, _dash, inner = rest.partition("-")
        place = places_of(form)[int(row)]
        inner = {"size": "length"}.get(inner, inner)
        field, values = f"packages-{place}-{inner}", values | {"place": place + 1}
    elif name in ("goods", "papers", "packages", "answers") and not rest:
        field = None
    if name == "papers" and "papers" in values:
        values["papers"] = ", ".join(_paper(one) for one in values["papers"].split(", "))
    refuse(form, type(error)(error.template, field, **values))


def _paper(type_: str) -> str:
    return str(PAPERS.get(type_, type_))
