"""The administrator's escalation: who hears of exceptions that nobody deals with, and when."""

from dataclasses import replace
from uuid import UUID

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal import clock, desk, ledger, watch
from portal.db import door
from portal.errors import N_, Conflict, NotUnderstood, PortalError
from portal.ledger import Draft
from portal.watch import Ladder, Rung
from portal.web import babel, case_words, words_ladder
from portal.web.admin.door import bp, once
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.orders.forms import refuse
from portal.web.pages import done, show

HOURS = [Optional(), NumberRange(0, 400, message=_l("Give whole hours from 0 to 400."))]
OF_DAY = [NumberRange(0, 24, message=_l("Give an hour from 0 to 24."))]


class RungForm(Form):
    """One rung; without hours there is none."""

    hours = IntegerField(_l("Working hours"), HOURS)
    start = SelectField(_l("After"), validate_choice=False)
    to = SelectField(_l("Is told"), validate_choice=False)
    until = SelectField(_l("Unless"), validate_choice=False)
    severity = SelectField(_l("From severity"), validate_choice=False)
    mail = BooleanField(_l("By mail at once, too"))


class LadderForm(PortalForm):
    """These rungs hold from now on."""

    version = HiddenField(validators=[Length(max=12)])
    begin = IntegerField(_l("Work begins at"), OF_DAY)
    end = IntegerField(_l("Work ends at"), OF_DAY)
    zone = SelectField(_l("Time zone"), validate_choice=False)
    rungs = FieldList(FormField(RungForm), label=_l("Rungs"), max_entries=13)


@bp.get("/ladder")
@audience("admin")
def see_ladder():
    """The rungs there are, and room for another one."""
    return _page()


@bp.post("/ladder")
@audience("admin")
def set_ladder():
    """Exceptions climb these rungs from now on."""
    form = _filled(LadderForm())
    if not form.validate():
        return _page(form, 422)
    try:
        once(form, lambda: _changed(form))
    except PortalError as error:
        refuse(form, error)
        return _page(form, error.status)
    flash(_("Saved. It holds for what comes due from now on."), "ok")
    return done("admin.see_ladder")


def _changed(form: LadderForm) -> tuple[None, list[Draft]]:
    """Draft the next version.

    Raises:
        Conflict: somebody else changed it since the page was shown.
        NotUnderstood: a rung names somebody who does not work here.
    """
    version, _doc = _kept()
    if str(version) != form.version.data:
        raise Conflict(
            N_("Somebody else changed this since you opened the page. Reload and compare.")
        )
    known = {str(person) for person, _name in desk.colleagues(viewer().org)}
    rungs = tuple(_rung(entry.form, known) for entry in form.rungs if _meant(entry.form))
    made = Ladder(rungs, form.begin.data, form.end.data, form.zone.data, clock.now())
    return None, [watch.set_ladder(made)]


def _meant(form: RungForm) -> bool:
    return form.hours.data is not None


def _rung(form: RungForm, known: set[str]) -> Rung:
    to, person = form.to.data, None
    if to not in watch.WHOM:
        if to not in known:
            raise NotUnderstood(N_("Choose who is told."), field="rungs")
        to, person = watch.PERSON, UUID(to)
    severity = int(form.severity.data) if (form.severity.data or "").isdigit() else 0
    return Rung(
        form.hours.data, form.start.data, to, form.until.data, severity, form.mail.data, person
    )


def _page(form: LadderForm | None = None, status: int = 200):
    version, doc = _kept()
    held = watch.read_ladder(doc)
    if form is None:
        shown = held if doc else replace(watch.SUGGESTED, zone=viewer().zone)
        form = _filled(LadderForm(None, data=_data(shown, version)))
    return show(
        "admin/ladder.html", status=status, form=form, held=bool(held.rungs), made=bool(doc)
    )


def _kept() -> tuple[int, dict]:
    return ledger.settings_called([watch.LADDER]).get(watch.LADDER, (0, {}))


def _data(ladder: Ladder, version: int) -> dict:
    rungs = [
        {
            "hours": one.hours,
            "start": one.start,
            "to": str(one.person or one.to),
            "until": one.until,
            "severity": str(one.severity),
            "mail": one.mail,
        }
        for one in ladder.rungs
    ]
    return {
        "version": str(version),
        "begin": ladder.begin,
        "end": ladder.end,
        "zone": ladder.zone,
        "rungs": [*rungs, {"mail": True}],
    }


def _filled(form: LadderForm) -> LadderForm:
    """Fill what can be chosen."""
    with door():
        known = desk.colleagues(viewer().org)
    named = [(one, str(words)) for one, words in words_ladder.WHOM.items() if one != watch.PERSON]
    form.zone.choices = choices((name, name.replace("_", " ")) for name in babel.zones())
    for entry in form.rungs:
        one = entry.form
        one.start.choices = choices((key, str(said)) for key, said in words_ladder.STARTS.items())
        one.to.choices = choices([*named, *((str(person), name) for person, name in known)])
        one.until.choices = choices((key, str(said)) for key, said in words_ladder.UNTIL.items())
        one.severity.choices = choices(
            (str(n), case_words.severity(n)["text"]) for n in (watch.LOW, watch.MEDIUM, watch.HIGH)
        )
    return form
