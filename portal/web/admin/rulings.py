"""The administrator's rules for some orders only, and what is not measured at all."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock, desk, ledger, people, watch
from portal.errors import NotUnderstood, PortalError
from portal.journey import KINDS
from portal.ledger import Draft
from portal.watch import RULES, Sparing
from portal.web import case_words
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm
from portal.web.admin.ruleforms import SpareForm, differing, given, rules_form, typed
from portal.web.admin.rulewhom import SCOPES, Whom, listed, meant, whom
from portal.web.admin.setting import check_version, version_of
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience
from portal.web.pages import done, say, show
from portal.web.words_order import kind

VERSIONS = 20
RULE, SPARE = "rules", "spared"


@bp.get("/rules/others")
@audience("admin")
def list_rulings():
    """Where rules differ, and what is not measured."""
    found = watch.set_otherwise()
    named = listed(found)
    rows = [(key.startswith(watch.scope.SPARE), found[key][1], whom) for key, whom in named.items()]
    return show(
        "admin/rulings.html",
        differing=[
            {"whom": whom, "lines": differing(doc)} for spared, doc, whom in rows if not spared
        ],
        spared=[_spared(doc, whom) for spared, doc, whom in rows if spared],
    )


@bp.get("/rules/others/new")
@audience("admin")
def choose_orders():
    """For which orders, or what?"""
    what = SPARE if request.args.get("what") == SPARE else RULE
    scopes = watch.scope.SPARED if what == SPARE else watch.scope.SCOPES
    scope = request.args.get("scope", "")
    if scope not in scopes:
        return _choosing(what, scopes)
    asked = {name: request.args.get(name, "") for name in ("group", "kind", "name")}
    try:
        found, near = meant(scope, asked)
    except NotUnderstood as error:
        return _choosing(what, scopes, error.field or "name", say(error))
    if found is None:
        return _choosing(what, scopes, "name", _("It is not clear who is meant."), near)
    return done(_page_of(what), scope=found.scope, of=found.ref)


@bp.get("/rules/others/edit")
@audience("admin")
def see_ruling():
    """What differs for some orders."""
    found = _asked(request.args, watch.scope.SCOPES)
    key = watch.scope.rules_key(found.scope, found.subject)
    version, doc = ledger.settings_called([key]).get(key, (0, {}))
    values = {"scope": found.scope, "of": found.ref, "version": str(version)}
    return _ruling(found, rules_form()(formdata=None, data=values | given(doc)))


@bp.post("/rules/others/edit")
@audience("admin")
def set_ruling():
    """This differs from now on; nothing at all ends the setting."""
    form = rules_form()()
    found = _asked(request.form, watch.scope.SCOPES)
    if not form.validate():
        return _ruling(found, form, 422)
    try:
        once(form, lambda: _changed(form, found))
    except PortalError as error:
        form.refuse(error)
        return _ruling(found, form, error.status)
    flash(_("Saved. The orders it is about are looked at again within minutes."), "ok")
    return done("admin.list_rulings")


@bp.get("/rules/spared/edit")
@audience("admin")
def see_sparing():
    """What is not measured, why, and how long."""
    found = _asked(request.args, watch.scope.SPARED)
    key = watch.scope.spare_key(found.scope, found.subject)
    version, doc = ledger.settings_called([key]).get(key, (0, {}))
    told = watch.scope.read_sparing({} if doc.get("ended") else doc)
    values = {"scope": found.scope, "of": found.ref, "version": str(version)}
    values |= {"reason": told.reason, "start": told.start, "until": told.end}
    values |= {"rules": sorted(told.rules)}
    return _sparing(found, SpareForm(formdata=None, data=values))


@bp.post("/rules/spared/edit")
@audience("admin")
def set_sparing():
    """It is not measured, or it is again."""
    form = SpareForm()
    found = _asked(request.form, watch.scope.SPARED)
    over = request.form.get("verb") == "end"
    if not over and not form.validate():
        return _sparing(found, form, 422)
    try:
        once(form, lambda: _spare(form, found, over))
    except PortalError as error:
        form.refuse(error)
        return _sparing(found, form, error.status)
    flash(_("It is measured again.") if over else _("Saved. It is not measured meanwhile."), "ok")
    return done("admin.list_rulings")


def _changed(form: PortalForm, found: Whom) -> tuple[None, list[Draft]]:
    key = watch.scope.rules_key(found.scope, found.subject)
    check_version(key, form.version.data)
    doc = typed(form)
    if found.scope == "lane" and "rules" in doc:
        doc["subject"] = found.label
    desk.look_at_open(clock.now(), found.scope, found.subject)
    return None, [watch.set_rules_for(found.scope, found.subject, doc)]


def _spare(form: SpareForm, found: Whom, over: bool) -> tuple[None, list[Draft]]:
    check_version(watch.scope.spare_key(found.scope, found.subject), form.version.data)
    rules = frozenset(form.rules.data or ()) & RULES.keys()
    named = found.label if found.scope in ("item", "site") else ""
    told = Sparing(form.reason.data or "", form.start.data, form.until.data, rules, named)
    desk.look_at_open(clock.now(), found.scope, found.subject)
    return None, [watch.spare(found.scope, found.subject, None if over else told)]


def _asked(values, scopes) -> Whom:
    scope = values.get("scope", "")
    return whom(scope if scope in scopes else "", values.get("of", ""))


def _page_of(what: str) -> str:
    return "admin.see_sparing" if what == SPARE else "admin.see_ruling"


def _ruling(found: Whom, form: PortalForm, status: int = 200):
    key = watch.scope.rules_key(found.scope, found.subject)
    return show(
        "admin/ruling.html",
        status=status,
        whom=found,
        form=form,
        rules=[_boxes(name, form) for name in RULES],
        versions=[_version(one, differing(one.doc)) for one in ledger.versions_of(key, VERSIONS)],
    )


def _boxes(name: str, form: PortalForm) -> dict:
    figures = [form[f"{name}-{figure}"] for figure in RULES[name].figures]
    plain = [form[f"{name}-{key}"] for key in ("mode", "severity", "closes")]
    boxes = [*plain, *figures]
    differs = any(box.data not in (None, "") for box in boxes)
    open_ = differs or any(box.errors for box in boxes)
    return {"title": case_words.rule(name), "boxes": boxes, "open": open_}


def _sparing(found: Whom, form: SpareForm, status: int = 200):
    key = watch.scope.spare_key(found.scope, found.subject)
    form.rules.choices = choices((name, case_words.rule(name)) for name in RULES)
    versions = ledger.versions_of(key, VERSIONS)
    return show(
        "admin/sparing.html",
        status=status,
        whom=found,
        form=form,
        stands=version_of(key) and not versions[0].doc.get("ended"),
        versions=[_version(one, [_spared(one.doc, found)["reason"]]) for one in versions],
        confirm=ConfirmForm(formdata=None),
    )


def _version(one: ledger.Made, lines: list[str]) -> dict:
    ended = bool(one.doc.get("ended"))
    return {"n": one.version, "at": one.at, "who": one.name, "ended": ended, "lines": lines}


def _spared(doc: dict, found: Whom) -> dict:
    told = watch.scope.read_sparing(doc)
    return {
        "whom": found,
        "reason": told.reason,
        "start": told.start,
        "until": told.end,
        "rules": [case_words.rule(name) for name in sorted(told.rules)],
        "over": bool(told.over_at and told.over_at <= clock.now()),
    }


def _choosing(what: str, scopes, field: str = "", trouble: str = "", near: tuple = ()):
    return show(
        "admin/ruling_new.html",
        status=422 if trouble else 200,
        what=what,
        scope=request.args.get("scope", ""),
        scopes=[(name, str(SCOPES[name])) for name in scopes],
        groups=[(str(one.id), one.name) for one in people.groups()],
        kinds=[(name, kind(name)) for name in KINDS],
        typed={name: request.args.get(name, "") for name in ("group", "kind", "name")},
        field=field,
        trouble=trouble,
        near=[
            {"label": one["label"],
             "url": url_for(_page_of(what), scope="supplier", of=one["ref"])}
            for one in near
        ],
    )  # fmt: skip
