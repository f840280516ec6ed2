"""The papers that are printed from a shipment: its packing list and its labels."""

import io
from uuid import UUID

from flask import send_file
from flask_babel import gettext as _

from portal import evidence, flow, vault
from portal.desk import ships
from portal.errors import N_, NotFound
from portal.evidence import Packed, PackedCrate, PackingList, Party
from portal.web.evidence.wording import voice
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.entries import place_words, short_no
from portal.web.shipments import sight
from portal.web.shipments.door import bp
from portal.web.words_units import unit


@bp.get("/shipments/<uuid:shipment>/packing-list.pdf")
@audience(*SIGNED_IN)
def print_list(shipment: UUID):
    """The packing list, for whoever may see what is in the shipment."""
    there = _open(shipment)
    content = evidence.packing_list(_made(there), voice())
    return _sent(there, content, "packing list", _("packing-list"))


@bp.get("/shipments/<uuid:shipment>/labels.pdf")
@audience(*SIGNED_IN)
def print_labels(shipment: UUID):
    """A label for each package, with its number as a barcode."""
    there = _open(shipment)
    if not there.shipment.packages:
        raise NotFound(N_("This shipment has no packages, so there are no labels."))
    content = evidence.labels(_made(there), voice())
    return _sent(there, content, "labels", _("labels"))


def _open(shipment: UUID) -> ships.Consignment:
    there = ships.consignment(shipment)
    if not there.contents:
        raise NotFound(N_("There is no such shipment."))
    return there


def _sent(there: ships.Consignment, content: bytes, what: str, name: str):
    flow.looked(there.owner, viewer(), what, there.id, "download")
    return send_file(
        io.BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=vault.safe_name(f"{there.shipment.number}-{name}.pdf"),
        max_age=0,
    )


def _made(there: ships.Consignment) -> PackingList:
    made = there.shipment
    told = [one.at for one in there.said if one.facts["kind"].startswith("shipment.")]
    wanted = {_("Left"), _("Leaves"), _("Expected"), _("Transport"), _("Carrier"), _("Packed in")}
    refs = tuple(sight.references(made.refs))
    facts = [(one["label"], one["value"]) for one in sight.facts(there) if one["label"] in wanted]
    return PackingList(
        number=made.number,
        version=made.version,
        sender=_party(there.orgs.get(made.shipper, ""), made.origin, ""),
        receiver=_party(
            there.orgs.get(made.consignee or made.owner, ""), made.destination, made.site
        ),
        as_of=max(told),
        goods=tuple(_packed(one) for one in there.contents),
        crates=tuple(_crate(one) for one in sight.crates(there)),
        facts=(*facts, *refs),
        carrier=made.carrier_name or there.orgs.get(made.carrier, ""),
        cancelled=made.cancelled,
    )


def _party(name: str, place: dict, site: str) -> Party:
    where = place_words(place) if place else site
    return Party(name, tuple(part for part in where.split(", ") if part and part != name))


def _packed(one: ships.Content) -> Packed:
    return Packed(
        one.number,
        short_no(one.no),
        one.item,
        one.item_name,
        one.quantity,
        unit(one.uom, one.quantity),
        one.package,
    )


def _crate(one: dict) -> PackedCrate:
    texts = {name: one[name] or "" for name in ("gross", "net", "size")}
    return PackedCrate(one["number"], one["kind"], one["sscc"], one["inside"] or 0, **texts)
