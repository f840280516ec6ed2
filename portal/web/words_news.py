"""What a piece of news is called in a list."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import desk
from portal.web import case_words
from portal.web.words_steps import step

TEMPLATES = {
    "order": _l("A new order waits for your answer"),
    "order_changed": _l("The order was changed and waits for your answer"),
    "order_stopped": _l("Something was cancelled, closed or held up"),
    "proposal": _l("A proposal waits for your decision"),
    "decided": _l("Your proposal was decided on"),
    "entered": _l("Something was entered for you and waits to be confirmed"),
    "message": _l("A message"),
    "case_opened": _l("A new case"),
    "case_assigned": _l("A case was given to you"),
    "case_asked": _l("A question to you"),
    "case_answered": _l("Your question was answered"),
    "case_charged": _l("A trouble was put down to you"),
    "case_contested": _l("A closed case is contested"),
    "case_judged": _l("What you contested was decided"),
    "case_escalated": _l("A case waits too long"),
    "document_refused": _l("A document was refused"),
    "return_asked": _l("Goods are to go back"),
    "return_answered": _l("Your return was answered"),
    "receipt_differs": _l("What came was damaged or rejected"),
    "shipment": _l("News of a shipment"),
    "visit": _l("News of a visit"),
    "work": _l("Work was entered or refused"),
}
MAILS = {
    "digest": _l("Several things together"),
    "followed": _l("What somebody follows"),
    "invitation": _l("An invitation"),
    "reset": _l("A link for a new password"),
    "code": _l("A code"),
    "link": _l("A link to an order"),
    "mail_held": _l("An answer that was not taken"),
}
EVENTS = {
    "order.changed": _l("The order was changed"),
    "order.cancelled": _l("The order was cancelled"),
    "order.reopened": _l("The order is wanted again"),
    "line.placed": _l("A line was added"),
    "line.changed": _l("A line was changed"),
    "line.cancelled": _l("A line was cancelled"),
    "line.closed": _l("No more is waited for of a line"),
    "line.blocked": _l("A line was held up"),
    "line.unblocked": _l("A line may go on"),
    "line.reopened": _l("A line is wanted again"),
    "response": _l("The supplier answered"),
    "decision": _l("A proposal was decided on"),
    "delay.reported": _l("A delay was reported"),
    "document.attached": _l("A document was attached"),
    "document.judged": _l("A document was checked"),
    "return.requested": _l("Goods are to go back"),
    "return.answered": _l("A return was answered"),
    "visit.planned": _l("A visit was planned"),
    "visit.changed": _l("A visit was moved"),
    "visit.confirmed": _l("A visit was confirmed"),
    "visit.cancelled": _l("A visit was called off"),
    "work.entered": _l("Work was entered"),
    "work.refused": _l("Work was refused"),
    "message.posted": _l("A message"),
    "case.opened": _l("A new case"),
    "case.reopened": _l("A case is open again"),
    "case.asked": _l("The supplier was asked"),
    "case.answered": _l("The supplier answered a question"),
    "case.cleared": _l("A trouble is over, its cause is owed"),
    "case.resolved": _l("A case was resolved"),
    "goods.assigned": _l("Goods were announced in a shipment"),
}


def init_app(app: Flask) -> None:
    """Teach templates, those of mails too, what news is called."""
    app.jinja_env.filters.update(news=event)


def title(one: desk.telling.Heard) -> str:
    """Return one piece of news in some words."""
    if one.template == desk.telling.FOLLOWED:
        return event(one.params.get("kind", ""), one.params.get("code", ""))
    said = str(TEMPLATES.get(one.template, one.template))
    rule = one.params.get("rule", "")
    return _("%(news)s: %(rule)s", news=said, rule=case_words.rule(rule)) if rule else said


def template(name: str) -> str:
    """Return what a mail is about."""
    return str(MAILS.get(name) or TEMPLATES.get(name, name))


def event(kind: str, code: str) -> str:
    """Return what happened on an order in some words; of a step, which."""
    if kind == "milestone":
        return _("Reached: %(step)s", step=step(code))
    return str(EVENTS.get(kind, kind))
