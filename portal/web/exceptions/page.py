"""The page of a case: what it shows, and the forms that may be used now."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal import clock, desk
from portal.db import door
from portal.desk import Dossier
from portal.watch import OPEN, Case
from portal.web import babel, case_words
from portal.web.exceptions import actforms, climbing, covering, forms, stakes, steps
from portal.web.exceptions.actions import action_for
from portal.web.guard import viewer
from portal.web.live import mark
from portal.web.names import Names
from portal.web.pages import show, wants_part
from portal.web.words_steps import own_steps
from portal.web.words_units import amount_of

ANSWERING = ("purchase", "service", "transfer", "transport")  # kinds whose partner can answer
HAND_OVER = "hand_over"  # asked for by itself: it has to know all colleagues
LINKED = "case.linked"
FORMS = {
    "take": forms.TakeForm,
    "hand_over": forms.HandOverForm,
    "note": forms.NoteForm,
    "ask": forms.AskForm,
    "resolve": forms.ResolveForm,
    "reopen": forms.ReopenForm,
    "verdict": forms.VerdictForm,
    "unlink": forms.TakeForm,
}


def case_page(case: UUID, status: int = 200, sent=None, trouble: str = "", do: str = ""):
    """Return the page of a case.

    Args:
        do: which act's form is open in it.
        sent: (name, form) of a form that was sent and is shown again as typed.
        trouble: what went wrong with it, if not with one of its fields.
    """
    me, known = viewer(), []
    if do == HAND_OVER or (sent and sent[0] == HAND_OVER):
        with door():
            known = desk.colleagues(me.org)
    dossier = desk.dossier_of(case)
    one, names = dossier.case, names_in(dossier)
    typed = None
    if sent and sent[0].startswith("do-"):
        do, typed, sent = sent[0].removeprefix("do-"), sent[1], None
    return show(
        "exceptions/case.html",
        "exceptions/_case.html",
        status=status,
        alone=wants_part(),
        case=one,
        order=dossier.sheet.order,
        number=dossier.sheet.journey.number,
        head=_head(one),
        action=action_for(one, dossier.sheet.order, _may_be_asked(dossier)),
        facts=_facts(dossier, names),
        covered=covering.covered(one),
        stake=stakes.shown(dossier, me),
        steps=[steps.step(dossier, said, names) for said in reversed(dossier.steps)],
        ladder=climbing.ahead(dossier),
        evidence=[steps.proof(dossier, said, names) for said in dossier.evidence],
        offered=actforms.offered(dossier, do),
        opened=actforms.opened(dossier, do, typed) if do else None,
        forms=_forms(dossier, known, sent),
        trouble=trouble,
        mine=one.person == me.id,
        live=mark.of_order(me, dossier.sheet.order, len(dossier.sheet.told)),
    )


def filled(form: forms.CaseForm, people: list[tuple[UUID, str]] = ()) -> forms.CaseForm:
    """Return a form with what can be chosen in it."""
    choices = {
        "person": [("", _("– choose –")), *((str(person), name) for person, name in people)],
        "reason": case_words.endings(),
        "cause": case_words.causes(),
        "accountable": case_words.parties(),
    }
    choices["verdict"] = [
        ("upheld", _("It stays as it was")),
        ("changed", _("We change cause or whose part it was")),
    ]
    for name in choices.keys() & form._fields.keys():
        form[name].choices = [SelectChoice(value, label) for value, label in choices[name]]
    return form


def names_in(dossier: Dossier) -> Names:
    """Return what the order's events name only by number."""
    journey = dossier.sheet.journey
    return Names(
        orgs=dossier.sheet.orgs,
        people=dossier.sheet.people,
        lines={one.line: one.no.lstrip("0") or one.no for one in journey.lines.values()},
        papers={paper.document: paper.type for paper in journey.documents},
        kind=journey.kind,
        steps=own_steps(journey.template),
        voices=dossier.sheet.voices,
    )


def _forms(dossier: Dossier, people: list[tuple[UUID, str]], sent) -> dict:
    """Return the forms that make sense now, as new; the one that was sent as it was typed."""
    one, me = dossier.case, viewer()
    others = [(person, name) for person, name in people if person not in (me.id, one.person)]
    fresh = {name: filled(kind(formdata=None), others) for name, kind in FORMS.items()}
    if sent:
        fresh[sent[0]] = filled(sent[1], others)
    for form in fresh.values():
        form.seen.data = str(one.moves)
    return {name: form for name, form in fresh.items() if _offered(name, dossier, others)}


def _offered(name: str, dossier: Dossier, others: list) -> bool:
    one = dossier.case
    if name == "reopen":
        return not one.live
    if name == "verdict":
        return one.contested_at is not None
    if name == "unlink":
        return one.live and one.shared is not None
    if name == "note":
        return True
    return one.live and {
        "take": one.person != viewer().id or one.state == OPEN,
        "hand_over": bool(others),
        "ask": _may_be_asked(dossier),
    }.get(name, True)


def _may_be_asked(dossier: Dossier) -> bool:
    return bool(dossier.sheet.journey.partner) and dossier.sheet.journey.kind in ANSWERING


def _head(one: Case) -> dict:
    late = one.live and one.due_at < clock.now()
    tags = [case_words.state(one.state), case_words.severity(one.severity)]
    if late:
        tags.append({"text": _("past due"), "tone": "bad"})
    if one.contested_at:
        tags.append({"text": _("contested"), "tone": "bad"})
    return {
        "title": case_words.rule(one.rule),
        "says": " ".join(
            said for said in (case_words.trouble_of(one), case_words.seen(one)) if said
        ),
        "advice": case_words.advice(one.rule) if one.live else "",
        "tags": tags,
    }


def _facts(dossier: Dossier, names: Names) -> list[dict]:
    one, sheet = dossier.case, dossier.sheet
    lines = names.lines.get(one.line, "") if one.line else _("the whole order")
    return [
        {
            "label": _("Order"),
            "value": sheet.journey.number,
            "url": url_for("orders.see", order=sheet.order),
        },
        {"label": _("Supplier"), "value": sheet.orgs.get(sheet.journey.partner)},
        *_what(dossier, lines),
        {"label": _("Since"), "value": babel.moment(one.since), "note": babel.ago(one.since)},
        {
            "label": _("To be dealt with by"),
            "value": babel.moment(one.due_at),
            "tone": "bad" if one.live and one.due_at < clock.now() else None,
            "note": case_words.clock_left(one.due_at, clock.now()) if one.live else None,
        },
        {"label": _("Owner"), "value": _owner(dossier)},
        *_expected(one),
        *_shared(dossier),
        *_cause(one),
    ]


def _what(dossier: Dossier, lines: str) -> list[dict]:
    one = dossier.case
    if not one.shipment:
        return [{"label": _("Line"), "value": lines, "note": _still_open(dossier)}]
    url = url_for("shipments.see", shipment=one.shipment)
    return [{"label": _("Shipment"), "value": one.words.get("shipment"), "url": url}]


def _still_open(dossier: Dossier) -> str | None:
    """Return what is still to come of the delivery the case is about; it may have moved since."""
    one, read = dossier.case, dossier.sheet.journey
    part = read.part(one.line, one.part)
    if part is None or not one.live:
        return None
    amount = amount_of(part.open_qty, read.lines[one.line].uom)
    return _("%(amount)s still to come", amount=amount)


def _owner(dossier: Dossier) -> str | None:
    person = dossier.case.person
    return dossier.sheet.people.get(person) if person else _("nobody yet")


def _expected(one: Case) -> list[dict]:
    if not one.live or one.day is None:
        return []
    return [{"label": _("Should be over by"), "value": babel.day(one.day)}]


def _shared(dossier: Dossier) -> list[dict]:
    """Return the cause it has in common with others, as the event that linked it names it."""
    one = dossier.case
    if one.shared is None:
        return []
    linked = (said.facts for said in reversed(dossier.steps) if said.facts["kind"] == LINKED)
    name = next((facts["body"].get("name", "") for facts in linked), "")
    url = url_for("exceptions.see_cause", cause=one.shared)
    return [{"label": _("Shared cause"), "value": name, "url": url}]


def _cause(one: Case) -> list[dict]:
    if one.live:
        return []
    return [
        {"label": _("How it ended"), "value": case_words.ending(one.reason)},
        {"label": _("Cause"), "value": case_words.cause(one.cause)},
        {"label": _("Whose part it was"), "value": case_words.party(one.accountable)},
    ]
