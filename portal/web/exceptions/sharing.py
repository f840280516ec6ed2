"""Causes that exceptions share: their list, one of them, and what is told of all its cases."""

from uuid import UUID

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal import desk, flow
from portal.desk import Filters, cases
from portal.errors import N_, NotUnderstood, PortalError
from portal.web import babel, case_words
from portal.web.exceptions.bulk import closing_of, named_once
from portal.web.exceptions.door import OWNERS, bp
from portal.web.exceptions.forms import LONGEST, TOO_LONG, TakeForm
from portal.web.exceptions.telling import tell_case
from portal.web.exceptions.together import MOST, Picked, tell_cases
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.orders.sight import today_of
from portal.web.pages import done, show


class NameForm(PortalForm):
    """A cause gets a name."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Give the cause a name, such as that of the vessel.")),
                     Length(max=80, message=_l("Shorten the text to 80 characters."))]
    )  # fmt: skip


class WordForm(PortalForm):
    """A note, and perhaps a day, for all of its cases."""

    text = TextAreaField(_l("Note"), [Length(max=LONGEST, message=TOO_LONG)])
    day = DateField(_l("Should be over by"), [Optional()])


class EndForm(PortalForm):
    """“It is over”: all of its cases are closed with this."""

    reason = SelectField(_l("How it ended"), validate_choice=False)
    cause = SelectField(_l("Cause"), validate_choice=False)
    accountable = SelectField(_l("Whose part it was"), validate_choice=False)
    text = TextAreaField(_l("What was done"), [Length(max=LONGEST, message=TOO_LONG)])


@bp.get("/exceptions/causes")
@audience(*OWNERS)
def see_causes():
    """The causes that exceptions share, the newest first."""
    return _list(NameForm(None))


@bp.post("/exceptions/causes")
@audience(*OWNERS)
def name_cause():
    """A cause gets a name, and cases may be linked to it."""
    form, by = NameForm(), viewer()
    if not form.validate():
        return _list(form, 422)
    try:
        made = flow.manage(by.org, by, lambda: named_once(form.key.data, form.name.data))
    except PortalError as error:
        form.refuse(error)
        return _list(form, 422)
    flash(_("Named. Tick exceptions in the list and link them to it."), "ok")
    return done("exceptions.see_cause", cause=made)


@bp.get("/exceptions/causes/<uuid:cause>")
@audience(*OWNERS)
def see_cause(cause: UUID):
    """One cause: its cases, and what can be told of all of them."""
    return _page(cause)


@bp.post("/exceptions/causes/<uuid:cause>/words")
@audience(*OWNERS)
def tell_cause(cause: UUID):
    """One note, one day, for all of its open cases."""
    form, by = WordForm(), viewer()
    if not form.validate():
        return _page(cause, 422, words=form)
    text, day, today = (form.text.data or "").strip(), form.day.data, today_of(by)

    def _word(one, _read, _all, key):
        said = [desk.comment(one, by, text, f"{key}/n")] if text else []
        return said + ([cases.expect(one, by, day, today, f"{key}/d")] if day else [])

    try:
        if not text and not day:
            raise NotUnderstood(N_("Write a note, or give a day."), field="text")
        if day and day < today:
            raise NotUnderstood(N_("%(day)s has passed. Give a day to come."), field="day",
                                day=day.isoformat())  # fmt: skip
        key = form.key.data
        flow.manage(
            by.org, by, lambda: (None, cases.note_cause(cases.cause_of(cause), text, key, day))
        )
        return _tell(cause, "note", key, _word)
    except PortalError as error:
        form.refuse(error)
        return _page(cause, error.status if error.status in (404, 409) else 422, words=form)


@bp.post("/exceptions/causes/<uuid:cause>/end")
@audience(*OWNERS)
def end_cause(cause: UUID):
    """It is over: its open cases are closed with one reason, cause and party."""
    form, by = EndForm(), viewer()
    _fill(form)
    if not form.validate():
        return _page(cause, 422, end=form)
    try:
        closing = closing_of(form)

        def _closed(one, read, _all, key):
            return [desk.resolve(one, by, closing, key), *cases.attribute(one, read, closing, key)]

        results = _told(cause, "end", form.key.data, _closed)
        if not cases.live_cases(cause, 1):
            ended = form.key.data
            flow.manage(
                by.org, by, lambda: (None, cases.end_cause(cases.cause_of(cause), closing, ended))
            )
        return _results(cause, results)
    except PortalError as error:
        form.refuse(error)
        return _page(cause, error.status if error.status in (404, 409) else 422, end=form)


@bp.post("/exceptions/causes/<uuid:cause>/again")
@audience(*OWNERS)
def reopen_cause(cause: UUID):
    """It is not over after all."""
    form, by = PortalForm(), viewer()
    if form.validate():
        key = form.key.data
        flow.manage(by.org, by, lambda: (None, cases.reopen_cause(cases.cause_of(cause), key)))
        flash(_("Open again. Its cases stay closed until somebody opens them."), "ok")
    return done("exceptions.see_cause", cause=cause)


@bp.post("/exceptions/<uuid:case>/unlinked")
@audience(*OWNERS)
def unlink(case: UUID):
    """This one does not belong to it."""
    form, by = TakeForm(), viewer()
    return tell_case(
        case,
        "unlink",
        form,
        lambda one, *_: [cases.unlink(one, by, form.key.data)],
        _("Taken out of its shared cause."),
    )


def _tell(cause: UUID, name: str, key: str, act):
    return _results(cause, _told(cause, name, key, act))


def _told(cause: UUID, name: str, key: str, act) -> list:
    """Tell it of every open case of a cause, some in one transaction."""
    results, before = [], set()
    cases.cause_of(cause)
    while chosen := [one for one, _order in cases.live_cases(cause, MOST + len(before))
                     if one not in before][:MOST]:  # fmt: skip
        before |= set(chosen)
        results += tell_cases([Picked(one) for one in chosen], name, f"{key[:26]}{len(before):04}",
                              act)  # fmt: skip
    return results


def _results(cause: UUID, results: list):
    row = cases.cause_of(cause)
    back = {"url": url_for("exceptions.see_cause", cause=cause), "label": row.name}
    return show("exceptions/results.html", title=row.name, results=results, back=back)


def _list(form: NameForm, status: int = 200):
    return show(
        "exceptions/causes.html",
        status=status,
        form=form,
        rows=[
            {
                "url": url_for("exceptions.see_cause", cause=one.row.id),
                "name": one.row.name,
                "live": one.live,
                "all": one.all,
                "day": babel.day(one.row.day) if one.row.day else "",
                "state": _state(one.row),
            }
            for one in cases.causes_counted()
        ],
    )


def _page(cause: UUID, status: int = 200, words=None, end=None):
    row = cases.cause_of(cause)
    page = desk.queue(Filters(shared=cause, any_state=True), limit=MOST)
    ends = end or EndForm(None)
    _fill(ends)
    return show(
        "exceptions/cause.html",
        status=status,
        cause=row.id,
        name=row.name,
        state=_state(row),
        over=row.ended_at is not None,
        facts=_facts(row),
        rows=[
            {
                "case": case.case,
                "title": case_words.rule(case.rule),
                "number": order.number,
                "order": case.stream,
                "state": case_words.state(case.state),
                "worth": babel.money(case.amount, case.currency) if case.amount is not None else "",
            }
            for case, order in page.rows
        ],
        more=page.after is not None,
        words=words or WordForm(None),
        end=ends,
        again=PortalForm(formdata=None),
    )


def _facts(row: cases.SharedCause) -> list[dict]:
    found = [{"label": _("Named"), "value": babel.moment(row.made_at)}]
    if row.day:
        found.append({"label": _("Should be over by"), "value": babel.day(row.day)})
    if row.ended_at:
        found += [
            {"label": _("Over since"), "value": babel.moment(row.ended_at)},
            {"label": _("How it ended"), "value": case_words.ending(row.reason)},
            {"label": _("Cause"), "value": case_words.cause(row.cause)},
            {"label": _("Whose part it was"), "value": case_words.party(row.accountable)},
        ]
    return found


def _state(row: cases.SharedCause) -> dict:
    over = row.ended_at is not None
    return {"text": _("over") if over else _("open"), "tone": "ok" if over else "bad"}


def _fill(form: EndForm) -> None:
    form.reason.choices = choices(case_words.endings())
    form.cause.choices = choices(case_words.causes())
    form.accountable.choices = choices(case_words.parties())
