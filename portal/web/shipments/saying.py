"""What is said about a shipment that was announced: steps, papers, its end, its receipt."""

from uuid import UUID

from flask import Response

from portal import clock
from portal.db import uuid7
from portal.desk import say, ships
from portal.errors import N_, NotFound, NotUnderstood, TooLarge
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.documents import handed_out, kept
from portal.web.orders.forms import JudgeForm, VoidForm
from portal.web.shipments import forms
from portal.web.shipments.door import CHECKERS, REPORTERS, SENDERS, bp
from portal.web.shipments.filling import read_id
from portal.web.shipments.page import again, tell
from portal.web.shipments.typed import check_whole


@bp.post("/shipments/<uuid:shipment>/milestones")
@audience(*REPORTERS)
def report(shipment: UUID):
    """The shipment passed a step, or is expected to."""
    by, form, there = viewer(), forms.PassageForm(), ships.consignment(shipment)
    if not form.validate():
        return again(there, form, "step")

    def _say(freight):
        return say.pass_step(freight, by, form.key.data, form.passage(), clock.now())

    return tell(there, form, _say, "step")


@bp.post("/shipments/<uuid:shipment>/cancellations")
@audience(*SENDERS)
def cancel(shipment: UUID):
    """It will not be sent."""
    by, form, there = viewer(), forms.CancelForm(), ships.consignment(shipment)
    if not form.validate():
        return again(there, form, "cancel")
    text = form.text.data or ""

    def _say(freight):
        check_whole(freight, there.orders)
        return say.cancel_shipment(freight, by, form.key.data, text)

    return tell(there, form, _say, "cancel")


@bp.post("/shipments/<uuid:shipment>/documents")
@audience(*REPORTERS)
def attach(shipment: UUID):
    """Here is the paper. The file is safe on disk before anything is written."""
    by, form, there = viewer(), forms.PaperForm(), ships.consignment(shipment)
    if not form.validate():
        return again(there, form, "attach")
    try:
        file = kept(there.owner, form.file.data)
    except (NotUnderstood, TooLarge) as error:
        form.refuse(type(error)(error.template, "file", **error.values))
        return again(there, form, "attach")
    paper, text = uuid7(), form.text.data or ""

    def _say(freight):
        return say.attach_paper(freight, by, form.key.data, form.type.data, file, paper, text)

    return tell(there, form, _say, "attach", extra=file.sha256)


@bp.get("/shipments/<uuid:shipment>/documents/<uuid:paper>")
@audience(*SIGNED_IN)
def hand_out(shipment: UUID, paper: UUID) -> Response:
    """A document, as it was sent, to be saved; never to be shown inside our pages."""
    return handed_out(*ships.paper_of(shipment, paper), shipment)


@bp.post("/shipments/<uuid:shipment>/documents/<uuid:paper>/judgements")
@audience(*CHECKERS)
def judge(shipment: UUID, paper: UUID):
    """The buyer's people accept or refuse a document."""
    by, form, there = viewer(), JudgeForm(), ships.consignment(shipment)
    form.document.data = str(paper)
    if not form.validate():
        return again(there, form, "judge", str(paper))
    typed = (form.verdict.data, form.condition.data or "", form.reason.data or "")

    def _say(freight):
        return say.judge_paper(freight, by, form.key.data, paper, *typed, text=form.text.data or "")

    return tell(there, form, _say, "judge", str(paper))


@bp.post("/shipments/<uuid:shipment>/corrections/<string:event>")
@audience(*REPORTERS)
def take_back(shipment: UUID, event: str):
    """This did not happen."""
    by, form, there = viewer(), VoidForm(), ships.consignment(shipment)
    first = next((one for one in there.said if one.ident == event), None)
    if first is None:
        raise NotFound(N_("There is no such event."))
    if not form.validate():
        return again(there, form, "take-back", event)
    why = form.why.data or ""

    def _say(freight):
        return say.take_back(freight, by, form.key.data, first, why)

    return tell(there, form, _say, "take-back", event)


@bp.post("/shipments/<uuid:shipment>/receipts")
@audience(*CHECKERS)
def receive(shipment: UUID):
    """The buyer's people post what they counted, package by package."""
    by, form, there = viewer(), forms.UnloadForm(), ships.consignment(shipment)
    if not form.validate():
        return again(there, form, "receive")
    rows = [
        say.Landed(
            read_id(row.order.data),
            *(forms.whole(row[name].data) for name in ("line", "part", "package")),
            row.qty.data,
            forms.zero(row.rejected.data),
            forms.zero(row.damaged.data),
            place,
        )
        for place, row in enumerate(entry.form for entry in form.rows)
        if row.qty.data is not None
    ]
    arrival = say.Arrival(
        form.on.data,
        form.at.data,
        reason=form.reason.data or "",
        text=form.text.data or "",
        over=form.over.data,
    )

    def _say(freight):
        return say.unload(freight, by, form.key.data, rows, arrival, clock.now())

    return tell(there, form, _say, "receive")
