"""What is said about goods that go back."""

from uuid import UUID

from portal import clock
from portal.desk import say
from portal.web.guard import audience, viewer
from portal.web.orders.asked import Asked
from portal.web.orders.door import bp
from portal.web.orders.page import again, saved, tell
from portal.web.orders.return_forms import ReturnAnswerForm, ReturnForm, ReturnMoveForm
from portal.web.orders.sight import today_of


@bp.post("/orders/<uuid:order>/returns")
@audience("receiving", "buyer", "admin")
def ask_return(order: UUID):
    """The buyer's people want to send goods back."""
    by, form, asked = viewer(), ReturnForm(), Asked("return")
    if not form.validate():
        return again(order, form, asked)
    typed = (form.pieces(), form.remedy.data or "", form.reason.data or "", form.text.data or "")
    return tell(
        order,
        form,
        lambda journey, _cases: say.ask_return(journey, by, form.key.data, *typed),
        asked,
        saved(),
    )


@bp.post("/orders/<uuid:order>/returns/answers")
@audience("supplier", "carrier")
def answer_return(order: UUID):
    """The supplier takes goods back, or does not."""
    by, form = viewer(), ReturnAnswerForm()
    ident = form.asked.data or ""
    asked = Asked("return-answer", what=ident)
    if not form.validate():
        return again(order, form, asked)
    reply = say.Reply(
        form.verdict.data or "", form.rma.data or "", form.day.data, text=form.text.data or ""
    )
    today = today_of(by)
    return tell(
        order,
        form,
        lambda journey, _cases: say.answer_return(journey, by, form.key.data, ident, reply, today),
        asked,
        saved(),
    )


@bp.post("/orders/<uuid:order>/returns/pick-ups")
@audience("receiving", "buyer", "admin", "supplier", "carrier")
def report_pick_up(order: UUID):
    """Goods that go back were picked up."""
    return _moved(order, say.SENT, "return-sent")


@bp.post("/orders/<uuid:order>/returns/arrivals")
@audience("receiving", "buyer", "admin", "supplier", "carrier")
def report_back(order: UUID):
    """Goods that went back are at the supplier's."""
    return _moved(order, say.BACK, "return-back")


def _moved(order: UUID, code: str, do: str):
    by, form = viewer(), ReturnMoveForm()
    ident = form.asked.data or ""
    asked = Asked(do, what=ident)
    if not form.validate():
        return again(order, form, asked)
    refs = {"tracking": form.tracking.data or ""}

    def _say(journey, _cases):
        when = say.when_moved(form.on.data, by.zone, clock.now())
        key, pieces = form.key.data, form.pieces()
        return say.move_return(journey, by, key, ident, code, pieces, when, refs)

    return tell(order, form, _say, asked, saved())
