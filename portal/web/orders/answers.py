"""What suppliers answer, and what the buyer decides about it."""

from uuid import UUID

from portal.desk import say
from portal.web.guard import audience, viewer
from portal.web.orders import forms, official
from portal.web.orders.acts import Asked
from portal.web.orders.door import bp
from portal.web.orders.otherwise import with_terms
from portal.web.orders.page import BUYERS, again, saved, tell
from portal.web.orders.sight import today_of


@bp.post("/orders/<uuid:order>/acceptances")
@audience("supplier", "carrier")
def accept_all(order: UUID):
    """The supplier accepts everything as asked."""
    by, form = viewer(), forms.AcceptForm()
    if not form.validate():
        return again(order, form, Asked(""))

    def _say(journey, _cases):
        stamp, ref = form.stamp.data or "", form.ref.data or ""
        drafts = say.accept_all(journey, by, form.key.data, stamp, ref)
        return official.as_shown(order, journey, by, form.shown.data, drafts)

    return tell(order, form, _say, Asked(""), saved())


@bp.post("/orders/<uuid:order>/answers")
@audience("supplier", "carrier")
def answer(order: UUID):
    """The supplier answers one line: as asked, otherwise, or not at all."""
    by, form = viewer(), forms.AnswerForm()
    asked = Asked("answer", forms.number_of(form.line.data))
    sent = form.stamp.data or ""
    if not form.validate():
        return again(order, form, asked)

    def _say(journey, _cases):
        note = with_terms(form.note(), journey, asked.line, by)
        common = (journey, by, form.key.data, asked.line, sent)
        if form.verdict.data == "reject":
            drafts = say.reject(*common, note)
        elif form.verdict.data == "accept":
            drafts = say.accept_line(*common, note, form.offers())
        else:
            drafts = say.answer(*common, form.offers(), today_of(by), note)
        return official.as_shown(order, journey, by, form.shown.data, drafts)

    return tell(order, form, _say, asked, saved())


@bp.post("/orders/<uuid:order>/decisions")
@audience(*BUYERS)
def decide(order: UUID):
    """The buyer accepts or refuses what the supplier proposed."""
    by, form = viewer(), forms.DecideForm()
    asked = Asked("refuse", what=form.proposal.data or "")
    if not form.validate():
        return again(order, form, asked)

    def _say(journey, _cases):
        return say.decide(
            journey,
            by,
            form.key.data,
            form.proposal.data or "",
            form.verdict.data or "",
            form.reason.data or "",
            form.text.data or "",
        )

    return tell(order, form, _say, asked, saved())
