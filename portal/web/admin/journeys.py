"""The administrator's journeys: which steps orders pass, in versions that are never edited."""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import flow
from portal.desk import journeys
from portal.errors import N_, NotFound, NotUnderstood, PortalError
from portal.journey import TEMPLATES, Template
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm
from portal.web.admin.journeyform import JourneyForm, given, moved_about, rows_of, typed
from portal.web.admin.setting import check_version, version_of
from portal.web.guard import audience, viewer
from portal.web.journeys import Trial, name_of, order_called, return_rows, step_rows, tried_on
from portal.web.pages import done, show
from portal.web.words_journeys import title_of, with_version
from portal.web.words_order import kind as kind_words


@bp.get("/journeys")
@audience("admin")
def list_journeys():
    """The journeys there are, and how many orders follow which version."""
    own, counts = journeys.own_journeys(), journeys.counts()
    mine = [_row(one.template, counts) | {"ended": one.ended} for one in own.values()]
    return show(
        "admin/journeys.html",
        own=mine,
        built_in=[_row(one, counts) for one in TEMPLATES.values()],
    )


@bp.get("/journeys/one")
@audience("admin")
def see_journey():
    """One journey: its steps, its versions, and which orders follow them."""
    base, _slash, version = request.args.get("of", "").partition("/")
    own = journeys.own_journeys([base]).get(base)
    name = f"{base}/{version}" if version or not own else own.template.name
    ended = bool(own and own.ended and own.template.name == name)
    template = None if ended else flow.journey_called(name)
    made = journeys.versions(base) if own else []
    counts = journeys.counts()
    return show(
        "admin/journey.html",
        base=base,
        own=own,
        ended=bool(own and own.ended),
        title=_title(base, template, made),
        template=template,
        kind=kind_words(template.kind) if template else "",
        steps=step_rows(template) if template else [],
        returns=return_rows(template) if template else [],
        versions=[_version(base, one, what, counts, own) for one, what in made],
        count=counts.get(name, journeys.Count()),
        name=name,
        confirm=ConfirmForm(formdata=None),
    )


@bp.get("/journeys/edit")
@audience("admin")
def edit_journey():
    """The next version of a journey, or a new one: a copy of another; `without` some steps."""
    base, copied = request.args.get("of", ""), request.args.get("copy", "")
    if copied:
        template = flow.journey_called(copied)
        title = _("%(title)s (copy)", title=title_of(template.name, template.title))
        start = given(template, title[:60]) | {"base": "", "version": "0"}
    else:
        own = _own(base)
        template = own.template
        start = given(template, template.title)
        start |= {"base": base, "version": str(template.version)}
    left_out = [one for one in template.steps if one.code in request.args.getlist("without")]
    start["steps"] = [
        row for row in start["steps"] if row["code"] not in {s.code for s in left_out}
    ]
    names = [name_of(one, template.kind) for one in left_out]
    return _page(JourneyForm(formdata=None, data=start), left_out=names)


@bp.post("/journeys/edit")
@audience("admin")
def set_journey():
    """Orders that begin it from now on follow these steps; or only look what they would do."""
    form, verb = JourneyForm(), request.form.get("verb", "save")
    if (rows := moved_about(rows_of(form), verb)) is not None:
        return _page(_with_rows(form, rows))
    if not form.validate():
        return _page(form, status=422)
    try:
        template = typed(form, f"{form.base.data or 'new'}/{int(form.version.data or 0) + 1}")
        if verb == "preview":
            return _page(form, trial=_try(form, template))
        base = once(form, lambda: _made(form, template))
    except PortalError as error:
        form.blame(error)
        return _page(form, status=error.status)
    flash(_("Saved as a new version. Orders keep the one they began with."), "ok")
    return done("admin.see_journey", of=base) if base else done("admin.list_journeys")


@bp.post("/journeys/end")
@audience("admin")
def end_journey():
    """No order begins it any more; those that follow it go on."""
    form, base = ConfirmForm(), request.form.get("of", "")
    own = _own(base)
    once(form, lambda: (None, [] if own.ended else [journeys.ended(base)]))
    flash(_("Ended. No order begins it any more; those that follow it go on."), "ok")
    return done("admin.list_journeys")


@bp.post("/journeys/move")
@audience("admin")
def move_journey():
    """Every open order of one version is moved to the newest one, in the background."""
    form, by, start = ConfirmForm(), viewer(), request.form.get("from", "")
    base = start.partition("/")[0]
    own = _own(base)
    if own.ended or own.template.name == start:
        raise NotFound(N_("There is no such journey."))

    def ask():
        journeys.ask_move(start, own.template.name, by.id, form.key.data)
        return None, ()

    once(form, ask)
    many = journeys.counts().get(start, journeys.Count()).open
    flash(
        ngettext(
            "%(num)d order is being moved. This goes on in the background.",
            "%(num)d orders are being moved. This goes on in the background.",
            many,
        ),
        "ok",
    )
    return done("admin.see_journey", of=base)


def _own(base: str) -> journeys.Own:
    found = journeys.own_journeys([base]).get(base)
    if found is None:
        raise NotFound(N_("There is no such journey."))
    return found


def _made(form: JourneyForm, template: Template):
    base = form.base.data or journeys.free_base(template.title, journeys.own_journeys())
    if form.base.data:
        _own(base)
        check_version(journeys.key_of(base), form.version.data)
    return base, [journeys.drafted(base, template)]


def _try(form: JourneyForm, template: Template) -> Trial:
    order = order_called(form.order.data or "")
    if order.kind != template.kind:
        raise NotUnderstood(
            N_("This order is of another kind than the journey. Choose another."), field="order"
        )
    return tried_on(order.order, template)


def _with_rows(form: JourneyForm, rows: dict[str, list[dict]]) -> JourneyForm:
    names = ("key", "base", "version", "title", "kind", "ends", "asks", "order")
    data = {name: form[name].data for name in names}
    return JourneyForm(formdata=None, data=data | rows)


def _page(
    form: JourneyForm, status: int = 200, trial: Trial | None = None, left_out: Sequence[str] = ()
):
    base = form.base.data or ""
    return show(
        "admin/journey_edit.html",
        status=status,
        form=form,
        base=base,
        next=version_of(journeys.key_of(base)) + 1 if base else 1,
        trial=trial,
        left_out=", ".join(left_out),
    )


def _title(base: str, template: Template | None, made) -> str:
    if template is None:  # it was ended: as it was called before
        template = next((what for _made, what in made if what), None)
    return title_of(template.name, template.title) if template else base


def _row(template: Template, counts: dict[str, journeys.Count]) -> dict:
    older = [n for name, n in counts.items()
             if name.rpartition("/")[0] == template.base and name != template.name
             and name not in TEMPLATES]  # fmt: skip
    now = counts.get(template.name, journeys.Count())
    return {
        "title": title_of(template.name, template.title),
        "url": url_for("admin.see_journey", of=template.name),
        "kind": kind_words(template.kind) if template.kind else "",
        "version": template.version,
        "steps": len(template.steps),
        "open": now.open,
        "all": now.all,
        "older": sum(one.open for one in older),
    }


def _version(base, made, what, counts, own) -> dict:
    name = f"{base}/{made.version}"
    count = counts.get(name, journeys.Count())
    return {
        "name": name,
        "n": made.version,
        "at": made.at,
        "who": made.name,
        "ended": what is None,
        "url": url_for("admin.see_journey", of=name) if what else "",
        "open": count.open,
        "all": count.all,
        "movable": bool(count.open and not own.ended and made.version < own.template.version),
        "label": with_version(what) if what else "",
    }
