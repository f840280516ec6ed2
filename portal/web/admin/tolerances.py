"""The administrator's tolerances: which answers are accepted, asked about or refused by rule."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import ledger, people
from portal.desk import tolerance, trials
from portal.errors import PortalError
from portal.ledger import Draft
from portal.web import words_tolerance
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm
from portal.web.admin.holding import holding, setting_lines, table
from portal.web.admin.setting import check_version
from portal.web.admin.toleranceform import given, tolerance_form, typed
from portal.web.admin.trials import start
from portal.web.admin.whom import LONGEST, Whom, listed, whom
from portal.web.companies import chosen
from portal.web.forms import PortalForm
from portal.web.guard import audience
from portal.web.pages import done, say, show

PAGE = 50
VERSIONS = 20
TABS = ("general", *(scope for scope in ("supplier", "category", "item", "order")))


@bp.get("/tolerances")
@audience("admin")
def list_tolerances():
    """What is set, for whom: a matrix of deviations and what follows from each."""
    tab = request.args.get("tab", TABS[0])
    tab = tab if tab in TABS else TABS[0]
    found, more = _page_of(tab, request.args.get("after", "")[: LONGEST * 2])
    rows = table(found, listed(found))
    return show(
        "admin/tolerances.html",
        rows=rows,
        fields=[str(words_tolerance.SHORT[name]) for name in tolerance.FIELDS],
        tabs=_tabs(tab),
        older=url_for("admin.list_tolerances", tab=tab, after=list(found)[-1]) if more else None,
        newest=url_for("admin.list_tolerances", tab=tab) if request.args.get("after") else None,
    )


@bp.get("/tolerances/new")
@audience("admin")
def choose_whom():
    """For whom should something be set?"""
    scope = request.args.get("scope", "")
    if scope in tolerance.SCOPES and scope != "order":
        found, trouble, near = _meant(scope)
        if found:
            return done("admin.see_tolerance", scope=found.scope, of=found.ref or None)
        return _choosing(scope, trouble, near, 422 if trouble else 200)
    return _choosing("default")


@bp.get("/tolerances/edit")
@audience("admin")
def see_tolerance():
    """What is set for somebody, what holds there, and what was set before."""
    found = whom(request.args.get("scope", ""), request.args.get("of", ""))
    told = _standing(found)
    version = ledger.settings_called([found.key]).get(found.key, (0, {}))[0]
    values = given(told) | {"scope": found.scope, "of": found.ref, "version": str(version)}
    return _page(found, tolerance_form()(formdata=None, data=values), told)


@bp.post("/tolerances/edit")
@audience("admin")
def set_tolerance():
    """This holds from now on; or: show what would hold."""
    form = tolerance_form()()
    found = whom(form.scope.data or "", form.of.data or "")
    if not form.validate():
        return _page(found, form, _standing(found), 422)
    try:
        said = tolerance.read(tolerance.written(typed(form, found.typed)))
        if request.form.get("verb") == "preview":
            return _page(found, form, said, previewed=True)
        if request.form.get("verb") == "try":
            return start(form, found, said)
        once(form, lambda: _changed(form, found, said))
    except PortalError as error:
        _refuse(form, error)
        return _page(found, form, _standing(found), error.status)
    flash(_("Saved. It holds for answers from now on."), "ok")
    return done("admin.see_tolerance", scope=found.scope, of=found.ref or None)


@bp.get("/tolerances/end")
@audience("admin")
def ask_end_tolerance():
    """Really?"""
    found = whom(request.args.get("scope", ""), request.args.get("of", ""))
    return show("admin/tolerance_end.html", whom=found, form=ConfirmForm(formdata=None))


@bp.post("/tolerances/end")
@audience("admin")
def end_tolerance():
    """Nothing is set there any more."""
    found = whom(request.form.get("scope", ""), request.form.get("of", ""))
    form = ConfirmForm()
    once(form, lambda: (None, ended(found.scope, found.subject, found.typed)))
    flash(_("Ended. What is set more generally holds there now."), "ok")
    return done("admin.list_tolerances")


def ended(scope: str, subject: str, text: str = "") -> list[Draft]:
    """Return the draft that ends a setting; none if there is nothing to end. Under the lock."""
    key = tolerance.key_of(scope, subject)
    _version, doc = ledger.settings_called([key]).get(key, (0, {"ended": True}))
    if doc.get("ended"):
        return tolerance.moved_over(scope)
    made = tolerance.drafted(scope, subject, tolerance.Tolerance(ended=True, subject=text))
    return [made, *tolerance.moved_over(scope)]


def _changed(form: PortalForm, found: Whom, said: tolerance.Tolerance) -> tuple[None, list[Draft]]:
    check_version(found.key, form.version.data)
    made = tolerance.drafted(found.scope, found.subject, said)
    return None, [made, *tolerance.moved_over(found.scope)]


def _standing(found: Whom) -> tolerance.Tolerance:
    return tolerance.set_for([found.key]).get(found.key, (0, tolerance.Tolerance()))[1]


def _refuse(form: PortalForm, error: PortalError) -> None:
    """Show what is wrong beside the first box of the kind of deviation it is about."""
    name = f"{error.field}-within"
    if name in form:
        form[name].errors = [*form[name].errors, say(error)]
    else:
        form.form_errors.append(say(error))


def _page(
    found: Whom,
    form: PortalForm,
    said: tolerance.Tolerance,
    status: int = 200,
    previewed: bool = False,
):
    versions = ledger.versions_of(found.key, VERSIONS)
    newest = versions[0] if versions else None
    return show(
        "admin/tolerance.html",
        status=status,
        whom=found,
        form=form,
        fields=[_boxes(form, name) for name in tolerance.FIELDS],
        holds=holding(found, said, newest.version if newest else 0, previewed),
        previewed=previewed,
        versions=[_told(one) for one in versions],
        trials=trials.trials_of(found.key),
        stands=bool(newest) and not newest.doc.get("ended"),
    )


def _boxes(form: PortalForm, name: str) -> dict:
    parts = ("within", "pct", "abs", "unit", "count", "beyond", "message")
    boxes = {part: form[f"{name}-{part}"] for part in parts if f"{name}-{part}" in form}
    return {"name": name, "title": words_tolerance.field_words(name), **boxes}


def _told(made: ledger.Made) -> dict:
    told = tolerance.read(made.doc)
    return {
        "n": made.version,
        "at": made.at,
        "who": made.name,
        "ended": told.ended,
        "fields": setting_lines(told),
    }


def _page_of(tab: str, after: str) -> tuple[dict[str, tuple[int, tolerance.Tolerance]], bool]:
    """Return a page of settings by key, and whether there are more."""
    scopes = ("default", "group") if tab == "general" else (tab,)
    found: dict[str, tuple[int, tolerance.Tolerance]] = {}
    for scope in scopes:
        docs = ledger.settings_page(f"{tolerance.PREFIX}{scope}", after, PAGE + 1)
        found |= {key: (version, tolerance.read(doc)) for key, (version, doc) in docs.items()}
    if tab == "general" and not after:
        found = {**found, **tolerance.set_for([tolerance.key_of("default")])}
    return dict(list(found.items())[:PAGE]), len(found) > PAGE


def _tabs(tab: str) -> list[dict]:
    labels = {
        "general": _("All suppliers and groups"),
        "supplier": _("Suppliers"),
        "category": _("Item categories"),
        "item": _("Items"),
        "order": _("Orders"),
    }
    return [
        {"label": label, "url": url_for("admin.list_tolerances", tab=name), "current": name == tab}
        for name, label in labels.items()
    ]


def _meant(scope: str) -> tuple[Whom | None, str, tuple]:
    """Return whom the form means, else what is wrong and who may be meant."""
    if scope == "default":
        return whom(scope, ""), "", ()
    if scope == "group":
        ref = request.args.get("group", "")
        return (whom(scope, ref), "", ()) if ref else (None, _("Choose the group."), ())
    text = " ".join(request.args.get("name", "").split())
    if not text:
        return None, _("Give the name."), ()
    if scope == "supplier":
        choice = chosen(text)
        if choice.one is None:
            return None, choice.trouble, choice.near
        return whom(scope, str(choice.one.public_id)), "", ()
    if len(text) > LONGEST:
        return None, _("Shorten the name to 80 characters."), ()
    return whom(scope, text), "", ()


def _choosing(scope: str, trouble: str = "", near: tuple = (), status: int = 200):
    return show(
        "admin/tolerance_new.html",
        status=status,
        scope=scope,
        scopes=[
            (name, str(words_tolerance.SCOPES[name]))
            for name in reversed(tolerance.SCOPES)
            if name != "order"
        ],
        groups=[(str(one.id), one.name) for one in people.groups()],
        group=request.args.get("group", ""),
        name=request.args.get("name", ""),
        trouble=trouble,
        near=[
            {
                "label": one.label,
                "url": url_for("admin.see_tolerance", scope="supplier", of=str(one.public_id)),
            }
            for one in near
        ],
    )
