"""The pack of an order: what would be in it, and issuing it."""

import tempfile
from uuid import UUID

from flask import send_file
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal import evidence, flow, journey, ledger, vault
from portal.web.evidence.door import bp
from portal.web.evidence.issuing import Wish, issue
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.pages import show


class PackForm(PortalForm):
    """“Give me the evidence of this order.”"""

    internal = BooleanField(_l("With our internal notes and cases"))


@bp.get("/orders/<uuid:order>/packs")
@audience("buyer", "admin", "auditor")
def describe_pack(order: UUID):
    """What the evidence of an order would hold, and the button that issues it."""
    return _page(order, PackForm(formdata=None))


@bp.post("/orders/<uuid:order>/packs")
@audience("buyer", "admin", "auditor")
def issue_pack(order: UUID):
    """Issue the pack and hand it out."""
    form = PackForm()
    if not form.validate() or not form.key.data:
        return _page(order, form, status=422)
    wish = Wish(order, form.internal.data)
    archive = tempfile.TemporaryFile()
    made = issue(wish, viewer(), archive, wish.form(form.key.data))
    stream = ledger.order_for(order)
    flow.looked(stream.owner, viewer(), "pack", order, "download")
    name = vault.safe_name(f"evidence-{stream.key}-{made.seq}.zip".replace(":", "-"))
    return send_file(
        archive, mimetype="application/zip", as_attachment=True, download_name=name, max_age=0
    )


def _page(order: UUID, form: PackForm, status: int = 200):
    matter = evidence.matter(order)
    reader = viewer().org if viewer().side == "owner" else None
    read = journey.fold(matter.told(reader))
    entries = (*matter.readable(reader), *matter.shipped(reader))
    return show(
        "evidence/pack.html",
        status=status,
        order=order,
        number=read.number,
        form=form,
        events=len(entries),
        files=sum(len(one.files) for one in entries),
        proven=evidence.proven(read, (*matter.readable(), *matter.shipped())),
        head=matter.entries[-1].head.hex() if matter.entries else "",
        own=viewer().side == "owner",
    )
