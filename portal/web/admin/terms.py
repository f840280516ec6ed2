"""The administrator's terms: what stands on every order of a kind, in each language."""

import io

from flask import flash, request, send_file, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from portal import clock, evidence, vault
from portal.errors import N_, Conflict, PortalError
from portal.evidence import Terms
from portal.ledger import Draft
from portal.web import babel
from portal.web.admin.door import bp, once
from portal.web.admin.termspreview import example, seen
from portal.web.evidence.wording import labels
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.pages import done, show
from portal.web.words_order import KINDS


class TermsForm(PortalForm):
    """These are our terms from now on."""

    kind = SelectField(_l("Kind of order"), choices=lambda: choices(KINDS.items()))
    lang = SelectField(_l("Language"), choices=lambda: choices(babel.LANGUAGES.items()))
    version = HiddenField(validators=[Length(max=12)])
    text = TextAreaField(_l("Terms"))


@bp.get("/terms")
@audience("admin")
def see_terms():
    """The terms there are, and the form to write one of them."""
    kind, lang = request.args.get("kind", "purchase"), request.args.get("lang", "")
    lang = lang if lang in babel.LANGUAGES else babel.language()
    known = evidence.terms_of(viewer().org)
    now = _newest(known).get((kind, lang))
    given = {"kind": kind, "lang": lang, "text": now.text if now else ""}
    given["version"] = str(now.version if now else 0)
    return _page(TermsForm(formdata=None, data=given), known)


@bp.post("/terms")
@audience("admin")
def set_terms():
    """These terms count for whatever is ordered or changed from now on."""
    form = TermsForm()
    if not form.validate():
        return _page(form, evidence.terms_of(viewer().org), 422)
    if request.form.get("go") == "look":
        return _look(form)
    try:
        once(form, lambda: _made(form))
    except PortalError as error:
        form.refuse(error)
        return _page(form, evidence.terms_of(viewer().org), error.status)
    flash(_("Saved. They stand on what is ordered or changed from now on."), "ok")
    return done("admin.see_terms", kind=form.kind.data, lang=form.lang.data)


@bp.post("/terms/preview.pdf")
@audience("admin")
def print_terms():
    """What a supplier would get as a PDF under these terms. Nothing is saved by it."""
    form, by = TermsForm(), viewer()
    known = evidence.terms_of(by.org)
    if not form.validate():
        return _page(form, known, 422)
    try:
        made, order = example(_next(form, known), known, by)
    except PortalError as error:
        form.refuse(error)
        return _page(form, known, error.status)
    with force_locale(made["lang"]):
        mark = _("Preview of terms. This is no order.")
        content = evidence.printed_example(made, labels(), mark)
    name = vault.safe_name(
        f"preview-{made['number'] if order else form.kind.data}-{made['lang']}.pdf"
    )
    return send_file(
        io.BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=name,
        max_age=0,
    )


def _look(form: TermsForm):
    """Show what a supplier would read, below the form as it was typed."""
    by, known = viewer(), evidence.terms_of(viewer().org)
    try:
        made, order = example(_next(form, known), known, by)
    except PortalError as error:
        form.refuse(error)
        return _page(form, known, error.status)
    return _page(form, known, seen=seen(made, order, form.lang.data))


def _next(form: TermsForm, known: list[Terms]) -> Terms:
    text = form.text.data or ""
    return evidence.next_terms(known, form.kind.data, form.lang.data, text, clock.now())


def _made(form: TermsForm) -> tuple[None, list[Draft]]:
    """Draft the next version.

    Raises:
        Conflict: somebody else wrote one since the page was shown.
    """
    known = evidence.terms_of(viewer().org)
    now = _newest(known).get((form.kind.data, form.lang.data))
    if str(now.version if now else 0) != form.version.data:
        raise Conflict(
            N_("There is a newer version of these terms, or others were chosen. Open them first.")
        )
    text = form.text.data or ""
    return None, [evidence.set_terms(known, form.kind.data, form.lang.data, text, clock.now())]


def _newest(known: list[Terms]) -> dict[tuple[str, str], Terms]:
    return {(one.kind, one.lang): one for one in known}


def _page(form: TermsForm, known: list[Terms], status: int = 200, seen: dict | None = None):
    rows = [
        {
            "kind": str(KINDS[one.kind]),
            "lang": babel.LANGUAGES.get(one.lang, one.lang),
            "version": babel.amount(one.version),
            "since": one.since,
            "empty": not one.text,
            "url": url_for("admin.see_terms", kind=one.kind, lang=one.lang),
        }
        for one in _newest(known).values()
    ]
    kind = form.kind.data if form.kind.data in KINDS else "purchase"
    lang = babel.LANGUAGES.get(form.lang.data, "")
    return show(
        "admin/terms.html",
        status=status,
        form=form,
        rows=rows,
        kind=KINDS[kind],
        language=lang,
        seen=seen,
    )
