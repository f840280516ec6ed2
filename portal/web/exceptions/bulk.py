"""Many exceptions at once: ticked in the list, told together, each with its own result."""

from uuid import UUID

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from portal import desk, flow
from portal.db import door
from portal.desk import cases
from portal.errors import N_, NotFound, NotUnderstood, PortalError
from portal.web import case_words
from portal.web.exceptions.door import OWNERS, bp
from portal.web.exceptions.forms import LONGEST, TOO_LONG
from portal.web.exceptions.together import Act, Picked, picked, tell_cases
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.pages import done, show

# What can be told of many → its title, its button, the fields it takes.
TOGETHER = {
    "assign": (_l("Hand them over"), _l("Hand over"), ("to",)),
    "note": (_l("Note on each of them"), _l("Save the note"), ("text",)),
    "ask": (_l("Ask about each of them"), _l("Ask"), ("text",)),
    "link": (_l("They have one cause"), _l("Link them"), ("shared", "name")),
    "close": (_l("Close them with one cause"), _l("Close them"),
              ("reason", "cause", "accountable", "text")),
}  # fmt: skip
HINTS = {
    "note": _l("Internal: the supplier never sees it."),
    "ask": _l("Each supplier reads this, and which trouble it is about."),
    "close": _l("Internal. Whoever it was put down to is told the cause and may contest it."),
}


class TogetherForm(PortalForm):
    """What is told of all of them."""

    to = SelectField(_l("To whom"), validate_choice=False)
    shared = SelectField(_l("Shared cause"), validate_choice=False)
    name = StringField(_l("Or a new one, called"), [Length(max=80)])
    reason = SelectField(_l("How it ended"), validate_choice=False)
    cause = SelectField(_l("Cause"), validate_choice=False)
    accountable = SelectField(_l("Whose part it was"), validate_choice=False)
    text = TextAreaField(_l("Text"), [Length(max=LONGEST, message=TOO_LONG)])


@bp.post("/exceptions/together")
@audience(*OWNERS)
def begin_together():
    """What is to be done with what was ticked: its form, for these cases."""
    chosen, what = picked(request.form.getlist("case")), request.form.get("do", "")
    if what == "take" and chosen:
        return _take(chosen)
    if what not in TOGETHER or not chosen:
        flash(_("Tick some exceptions first, then say what to do with them."), "warn")
        return done("exceptions.see_list", view=request.form.get("view") or "all")
    return _page(what, chosen, TogetherForm(None))


@bp.post("/exceptions/together/<string:what>")
@audience(*OWNERS)
def tell_together(what: str):
    """Tell it of each, and show what came of each."""
    if what not in TOGETHER:
        raise NotFound(N_("There is no such page, or you may not see it."))
    form, chosen = TogetherForm(), picked(request.form.getlist("case"))
    if not form.validate():
        return _page(what, chosen, form, 422)
    try:
        results = tell_cases(chosen, what, form.key.data, _ACTS[what](form))
    except PortalError as error:
        form.refuse(error)
        return _page(what, chosen, form, error.status if error.status == 409 else 422)
    return show("exceptions/results.html", title=TOGETHER[what][0], results=results)


def _take(chosen: list[Picked]):
    """“These are mine now”: at once, and shown in full if one of them could not be had."""
    form, by = PortalForm(), viewer()
    if not form.validate():
        return done("exceptions.see_list")
    results = tell_cases(
        chosen, "take", form.key.data, lambda one, _read, _all, key: [desk.take(one, by, key)]
    )
    taken = sum(one.done for one in results)
    if not results or taken < len(results):
        return show("exceptions/results.html", title=_("I take them"), results=results)
    said = ngettext("%(num)d exception is yours now.", "%(num)d exceptions are yours now.", taken)
    flash(said, "ok")
    return done("exceptions.see_list", view="mine")


def _page(what: str, chosen: list[Picked], form: TogetherForm, status: int = 200):
    rows = cases.case_rows([one.case for one in chosen])
    seen = {one.case: one.seen for one in chosen}
    title, button, takes = TOGETHER[what]
    _fill(form, what)
    return show(
        "exceptions/together.html",
        status=status,
        what=what,
        title=title,
        button=button,
        fields=[form[name] for name in takes],
        hint=HINTS.get(what, ""),
        form=form,
        rows=[
            {
                "value": f"{case.case}:{seen[case.case]}",
                "case": case.case,
                "title": case_words.rule(case.rule),
                "number": order.number,
            }
            for case, order in rows
        ],
    )


def _fill(form: TogetherForm, what: str) -> None:
    none = [("", _("– choose –"))]
    form.reason.choices = choices(case_words.endings())
    form.cause.choices = choices(case_words.causes())
    form.accountable.choices = choices(case_words.parties())
    form.to.choices = choices([*none, *(_whom() if what == "assign" else ())])
    named = ((str(one.id), one.name) for one in (cases.open_causes() if what == "link" else ()))
    form.shared.choices = choices([*none, *named])


def _whom() -> list[tuple[str, str]]:
    """Return to whom cases can be handed over: teams, then colleagues, or nobody."""
    teams = cases.assignment().teams
    with door():
        known = desk.colleagues(viewer().org)
    return [
        *((f"team:{one.id}", _("Team %(name)s", name=one.name)) for one in teams),
        *((f"person:{person}", name) for person, name in known),
        ("nobody", _("nobody (back into the queue)")),
    ]


def _assign(form: TogetherForm) -> Act:
    by, (kind, _colon, name) = viewer(), (form.to.data or "").partition(":")
    if kind == "nobody":
        return lambda one, _read, _all, key: [cases.give(one, by, key=key)]
    if kind == "team" and (team := cases.assignment().team(name)):
        return lambda one, _read, _all, key: [cases.give(one, by, team.id, team.name, key)]
    with door():
        known = {str(person): person for person, _name in desk.colleagues(by.org)}
    if kind != "person" or name not in known:
        raise NotUnderstood(N_("Choose to whom."), field="to")
    return lambda one, _read, _all, key: [desk.hand_over(one, by, known[name], key)]


def _note(form: TogetherForm) -> Act:
    by, text = viewer(), needed(form.text.data, N_("Write your note."))
    return lambda one, _read, _all, key: [desk.comment(one, by, text, key)]


def _ask(form: TogetherForm) -> Act:
    by, text = viewer(), needed(form.text.data, N_("Write what you want to know."))
    return lambda one, read, _all, key: [desk.ask(one, by, text, read.partner, key)]


def _link(form: TogetherForm) -> Act:
    by, row = viewer(), None
    if form.name.data:
        ident = flow.manage(by.org, by, lambda: named_once(form.key.data, form.name.data))
        row = cases.cause_of(ident)
    elif form.shared.data:
        try:
            row = cases.cause_of(UUID(form.shared.data))
        except ValueError:
            row = None
    if row is None:
        raise NotUnderstood(N_("Choose a cause, or name a new one."), field="shared")
    return lambda one, _read, _all, key: [cases.link(one, by, row, key)]


def named_once(key: str, name: str):
    """Name a cause; the same form again means the one it named before."""
    by = viewer()
    before = desk.seen_of(by.org, by.id, {f"{key[:50]}/cause": desk.digest_of(name.encode())})
    if before:
        return UUID(next(iter(before.values())).answer), ()
    ident, drafts = cases.name_cause(name)
    desk.remember(
        by.org, by.id, f"{key[:50]}/cause", desk.digest_of(name.encode()), answer=str(ident)
    )
    return ident, drafts


def _close(form: TogetherForm) -> Act:
    by = viewer()
    closing = closing_of(form)

    def _closed(one, read, _all, key):
        return [desk.resolve(one, by, closing, key), *cases.attribute(one, read, closing, key)]

    return _closed


def closing_of(form: TogetherForm) -> cases.Closing:
    """Return how they ended, as typed.

    Raises:
        NotUnderstood: reason, cause or party is missing.
    """
    if form.reason.data not in cases.REASONS:
        raise NotUnderstood(N_("Say how it ended."), field="reason")
    cases.check_blame(form.cause.data or "", form.accountable.data or "")
    return cases.Closing(
        form.reason.data, form.cause.data, form.accountable.data, form.text.data or ""
    )


def needed(text: str | None, words: str) -> str:
    """Return what was written.

    Raises:
        NotUnderstood: nothing was.
    """
    if not (text or "").strip():
        raise NotUnderstood(words, field="text")
    return text


_ACTS = {"assign": _assign, "note": _note, "ask": _ask, "link": _link, "close": _close}
