"""What is said about a technician's visits: appointments, steps, work, the word on it."""

from uuid import UUID

from portal import clock, desk, ledger
from portal.db import uuid7
from portal.desk import say
from portal.errors import NotUnderstood, TooLarge
from portal.web.guard import audience, viewer
from portal.web.orders.asked import Asked
from portal.web.orders.documents import kept
from portal.web.orders.door import bp
from portal.web.orders.heard import spoken_for
from portal.web.orders.page import again, saved, tell
from portal.web.orders.sight import today_of
from portal.web.orders.visit_forms import (
    VisitDoneForm,
    VisitFailedForm,
    VisitForm,
    VisitStepForm,
    VisitWordForm,
    WorkForm,
)
from portal.web.orders.visits import names_of_technicians
from portal.web.said_visits import window_words

PLANNERS = ("buyer", "admin", "supplier", "carrier")
WORKERS = ("supplier", "carrier", "buyer", "admin")  # a buyer enters it for the supplier
BUYERS = ("buyer", "receiving", "admin")


@bp.post("/orders/<uuid:order>/visits")
@audience(*PLANNERS)
def plan_visit(order: UUID):
    """Somebody proposes when a technician comes, or another time for it."""
    by, form = viewer(), VisitForm()
    ident, after = form.asked.data or "", form.after.data or ""
    asked = Asked("visit-move", what=ident) if ident else Asked("visit", what=after)
    if not form.validate():
        return again(order, form, asked)
    slot = form.slot(_known(order))
    if not form.anyway.data and (found := _elsewhere(order, slot)):
        form.clashes = tuple(found)
        return again(order, form, asked)

    def _say(journey, _cases):
        key, now = form.key.data, clock.now()
        if ident:
            word, reason = form.word.data or "", form.reason.data or ""
            return say.visiting.move(journey, by, key, ident, word, slot, reason, now)
        return say.visiting.plan(journey, by, key, slot, form.shares(), now, after)

    return tell(order, form, _say, asked, saved())


def _elsewhere(order: UUID, slot: say.visiting.Slot) -> list[str]:
    """Return the technician's visits to other orders at that time; a warning, no refusal."""
    if not slot.technician:
        return []
    try:
        window = say.visiting.window_of(slot, clock.now())
    except NotUnderstood:
        return []  # saying it will tell what is wrong
    found = desk.clashes(order, slot.technician, window)
    return [f"{one.number}: {window_words(one.window.start, one.window.stop, one.window.zone)}"
            for one in found]  # fmt: skip


def _known(order: UUID) -> dict[str, int]:
    """Return the technicians of the order by the names they go by, case apart."""
    named = names_of_technicians(desk.sheet_of(order, posts=0))
    return {name.casefold(): number for name, number in named.items()}


@bp.post("/orders/<uuid:order>/visits/confirmations")
@audience(*PLANNERS)
def confirm_visit(order: UUID):
    """The time suits the other side too."""
    by, form = viewer(), VisitWordForm()
    ident, word = form.asked.data or "", form.named.data or ""

    def _say(journey, _cases):
        def say_it(who):
            return say.visiting.confirm(journey, who, form.key.data, ident, word)

        return _for(journey, form, say_it) if form.heard_of else say_it(by)

    return _told(order, form, _say, Asked("visit-agreed" if form.heard_of else "", what=ident))


@bp.post("/orders/<uuid:order>/visits/ends")
@audience(*PLANNERS)
def call_off_visit(order: UUID):
    """Nobody comes."""
    by, form = viewer(), VisitWordForm()
    ident, word = form.asked.data or "", form.named.data or ""
    reason, text = form.reason.data or "", form.text.data or ""

    def _say(journey, _cases):
        return say.visiting.call_off(journey, by, form.key.data, ident, word, reason, text)

    return _told(order, form, _say, Asked("visit-off", what=ident))


@bp.post("/orders/<uuid:order>/visits/on-the-way")
@audience(*WORKERS)
def set_out(order: UUID):
    """The technician is on the way."""
    return _stepped(order, say.onsite.WAY, "visit-way")


@bp.post("/orders/<uuid:order>/visits/on-site")
@audience(*WORKERS)
def arrive(order: UUID):
    """The technician is there."""
    return _stepped(order, say.onsite.SITE, "visit-site")


def _stepped(order: UUID, code: str, do: str):
    form = VisitStepForm()
    ident = form.asked.data or ""

    def _say(journey, _cases):
        typed = (form.key.data, ident, code, form.moment(), clock.now())
        return _for(journey, form, lambda who: say.onsite.pass_step(journey, who, *typed))

    return _told(order, form, _say, Asked(do, what=ident))


@bp.post("/orders/<uuid:order>/visits/completions")
@audience(*WORKERS)
def complete_visit(order: UUID):
    """The work is done, and perhaps signed. The picture is safe on disk first."""
    form = VisitDoneForm()
    ident = form.asked.data or ""
    asked, owner = Asked("visit-done", what=ident), ledger.order_for(order).owner
    if not form.validate():
        return again(order, form, asked)
    try:
        # A picture is evidence of whoever took it: a buyer attaches it as its own paper.
        taken = form.signature.data if viewer().side != "owner" else None
        file = kept(owner, taken) if taken else None
    except (NotUnderstood, TooLarge) as error:
        form.refuse(type(error)(error.template, "signature", **error.values))
        return again(order, form, asked)
    signature = say.onsite.Signature(form.signed_by.data or "", file, uuid7() if file else None)

    def _say(journey, _cases):
        typed = (form.moment(), form.shares(), form.taken(), clock.now(), signature)
        told = (form.key.data, ident, *typed, form.text.data or "")
        return _for(journey, form, lambda who: say.onsite.complete(journey, who, *told))

    return tell(order, form, _say, asked, saved(), extra=file.sha256 if file else b"")


@bp.post("/orders/<uuid:order>/visits/failures")
@audience(*WORKERS)
def fail_visit(order: UUID):
    """The visit came to nothing, or to less than was planned."""
    form = VisitFailedForm()
    ident = form.asked.data or ""

    def _say(journey, _cases):
        typed = (form.moment(), form.reason.data or "", form.shares(), form.taken(), clock.now())
        told = (form.key.data, ident, *typed, form.text.data or "")
        return _for(journey, form, lambda who: say.onsite.fail(journey, who, *told))

    return _told(order, form, _say, Asked("visit-failed", what=ident))


@bp.post("/orders/<uuid:order>/visits/work")
@audience(*WORKERS)
def enter_work(order: UUID):
    """What the visit took, entered anew."""
    form = WorkForm()
    ident = form.asked.data or ""

    def _say(journey, _cases):
        told = (form.key.data, ident, form.taken())
        return _for(journey, form, lambda who: say.spent.enter(journey, who, *told))

    return _told(order, form, _say, Asked("visit-work", what=ident))


@bp.post("/orders/<uuid:order>/visits/work/acceptances")
@audience(*BUYERS)
def accept_work(order: UUID):
    """The buyer's people accept what was entered: so far the order is fulfilled."""
    by, form = viewer(), VisitWordForm()
    ident, named = form.asked.data or "", form.named.data or ""

    def _say(journey, _cases):
        return say.spent.accept(journey, by, form.key.data, ident, named, clock.now())

    return _told(order, form, _say, Asked(""))


@bp.post("/orders/<uuid:order>/visits/work/refusals")
@audience(*BUYERS)
def refuse_work(order: UUID):
    """The buyer's people do not accept what was entered."""
    by, form = viewer(), VisitWordForm()
    ident, named, text = form.asked.data or "", form.named.data or "", form.text.data or ""

    def _say(journey, _cases):
        return say.spent.refuse(journey, by, form.key.data, ident, named, text)

    return _told(order, form, _say, Asked("work-refuse", what=ident))


def _for(journey, form, build):
    """Return what the supplier says, or what a buyer enters for it."""
    by = viewer()
    return spoken_for(journey, by, form, today_of(by), build)


def _told(order: UUID, form, say_it, asked: Asked):
    if not form.validate():
        return again(order, form, asked)
    return tell(order, form, say_it, asked, saved())
