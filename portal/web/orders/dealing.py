"""What the buyer changes, counters and stops, and what both sides say about proposals."""

from collections.abc import Sequence
from uuid import UUID

from portal import clock, desk, journey, ledger
from portal.desk import say
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.ledger import Draft
from portal.web.guard import audience, viewer
from portal.web.orders import forms
from portal.web.orders.acts import open_act
from portal.web.orders.asked import Asked
from portal.web.orders.deal import foreseen
from portal.web.orders.deal_forms import (
    ChangeForm,
    ConfirmForm,
    CounterForm,
    EnterForm,
    ForgoForm,
    HaltForm,
    ManyForm,
    WithdrawForm,
)
from portal.web.orders.door import bp
from portal.web.orders.halt_words import HALTS
from portal.web.orders.otherwise import with_terms
from portal.web.orders.page import BUYERS, Tell, again, saved, show_order, tell
from portal.web.orders.sight import today_of

SUPPLIERS = ("supplier", "carrier")


@bp.post("/orders/<uuid:order>/changes")
@audience(*BUYERS)
def change(order: UUID):
    """The buyer wants a line otherwise, or one line more; or looks what that would ask."""
    by, form = viewer(), ChangeForm()
    asked = Asked("change" if form.number else "add", form.number)
    if not form.validate():
        return again(order, form, asked)

    def _say(read, _cases):
        key, stamp, wanted = form.key.data, form.stamp.data or "", form.wanted()
        if form.number:
            return say.change_line(read, by, key, form.number, stamp, wanted, today_of(by))
        return say.add_line(read, by, key, stamp, wanted, today_of(by))

    return _told(order, form, _say, asked)


@bp.post("/orders/<uuid:order>/halts")
@audience(*BUYERS)
def halt(order: UUID):
    """The buyer cancels, closes or blocks something, or lets it go on."""
    form = HaltForm()
    verb = form.verb.data if form.verb.data in HALTS else "block"
    asked = Asked(verb, form.number)
    if not form.validate():
        return again(order, form, asked)
    return _told(order, form, lambda read, _cases: _halts(read, form, verb), asked)


def _halts(read, form: HaltForm, verb: str) -> list[Draft]:
    by, key, number, stamp = viewer(), form.key.data, form.number, form.stamp.data or ""
    reason, text = form.reason.data or "", form.text.data or ""
    if verb == "cancel":
        return say.cancel(read, by, key, number, stamp, reason, text, form.qty.data)
    if verb == "close":
        return say.close(read, by, key, number, stamp, reason, form.transit.data or "comes", text)
    if verb == "reopen":
        return say.reopen(read, by, key, number, stamp, text)
    if verb == "block":
        return say.block(read, by, key, number, reason, text)
    return say.unblock(read, by, key, number, text)


@bp.post("/orders/<uuid:order>/counters")
@audience(*BUYERS)
def counter(order: UUID):
    """The buyer wants something else than what was proposed."""
    by, form = viewer(), CounterForm()
    proposal = form.proposal.data or ""
    asked = Asked("counter", form.number, proposal)
    if not form.validate():
        return again(order, form, asked)

    def _say(read, _cases):
        typed = (form.offers(), today_of(by), form.note())
        return say.counter(read, by, form.key.data, proposal, *typed)

    return _told(order, form, _say, asked)


@bp.post("/orders/<uuid:order>/decisions/several")
@audience(*BUYERS)
def decide_several(order: UUID):
    """The buyer accepts or refuses several proposals at once: all of them, or none."""
    by, form, asked = viewer(), ManyForm(), Asked("")
    if not form.validate():
        return again(order, form, asked)

    def _say(read, _cases):
        chosen = list(dict.fromkeys(form.proposals.data or ()))
        if not chosen:
            raise NotUnderstood(N_("Choose at least one proposal."))
        verdict, text = form.verdict.data or "", form.text.data or ""
        return [
            draft
            for n, one in enumerate(chosen, start=1)
            for draft in say.decide(read, by, f"{form.key.data}.{n}", one, verdict, "", text)
        ]

    return tell(order, form, _say, asked, saved())


@bp.post("/orders/<uuid:order>/withdrawals")
@audience(*SUPPLIERS)
def withdraw(order: UUID):
    """The supplier takes its proposal back."""
    by, form, asked = viewer(), WithdrawForm(), Asked("")
    if not form.validate():
        return again(order, form, asked)
    proposal = form.proposal.data or ""
    return tell(
        order,
        form,
        lambda read, _cases: say.withdraw(read, by, form.key.data, proposal),
        asked,
        saved(),
    )


@bp.post("/orders/<uuid:order>/surrenders")
@audience(*SUPPLIERS)
def forgo(order: UUID):
    """The supplier asks to give something up that was agreed."""
    by, form = viewer(), ForgoForm()
    asked = Asked("forgo", form.number)
    if not form.validate():
        return again(order, form, asked)
    less = {
        forms.number_of(row.part.data): row.qty.data
        for row in (entry.form for entry in form.parts)
        if row.qty.data is not None
    }
    note = say.Note(reason=form.reason.data or "", text=form.text.data or "")

    def _say(read, _cases):
        return say.forgo(read, by, form.key.data, form.number, form.stamp.data or "", less, note)

    return tell(order, form, _say, asked, saved())


@bp.post("/orders/<uuid:order>/entries")
@audience(*BUYERS)
def enter(order: UUID):
    """The buyer enters what the supplier said elsewhere, such as on the telephone."""
    by, form = viewer(), EnterForm()
    number = forms.number_of(form.line.data)
    asked, sent = Asked("enter", number), form.stamp.data or ""
    if not form.validate():
        return again(order, form, asked)

    def _say(read, _cases):
        note = with_terms(form.note(), read, number, by)
        common = (read, say.stand_in(read, by), form.key.data, number, sent)
        if form.verdict.data == "reject":
            drafts = say.reject(*common, note)
        else:
            drafts = say.answer(*common, form.offers(), today_of(by), note)
        return say.entered(read, by, drafts, form.heard(), today_of(by))

    return tell(order, form, _say, asked, saved())


@bp.post("/orders/<uuid:order>/confirmations")
@audience(*SUPPLIERS)
def confirm(order: UUID):
    """The supplier stands by what the buyer entered for it."""
    by, form, asked = viewer(), ConfirmForm(), Asked("")
    if not form.validate():
        return again(order, form, asked)
    chosen = form.confirms.data or []
    return tell(
        order,
        form,
        lambda read, _cases: say.confirm(read, by, form.key.data, chosen),
        asked,
        saved(),
    )


def _told(order: UUID, form, say_it: Tell, asked: Asked):
    """Tell it; or, where somebody only looks, show what would follow, and keep nothing."""
    if not form.looks:
        return tell(order, form, say_it, asked, saved())
    by, sheet = viewer(), desk.sheet_of(order)
    try:
        drafts: Sequence[Draft] = say_it(sheet.journey, ())
    except Conflict as error:
        return again(order, form, asked, 409, error)
    except (NotUnderstood, NotAllowed) as error:
        forms.refuse(form, error)
        return again(order, form, asked)
    would = ledger.pretended(sheet.said, drafts, by, clock.now())
    act = open_act(sheet, by, today_of(by), asked, form)
    act.about["preview"] = foreseen(sheet, journey.fold([*sheet.told, *would]), by)
    return show_order(sheet, act)
