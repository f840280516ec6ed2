"""A case as the other side, or an auditor, sees it: what was put down to it, and what it says.

The owner's people have their own page of a case. A partner knows of one once it was asked
about it, or once it was put down to it; then it may contest that, with what shows it.
"""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal import desk, flow
from portal.db import uuid7
from portal.desk import Sheet, cases
from portal.errors import Conflict, NotAllowed, NotUnderstood, TooLarge
from portal.ledger import Doc
from portal.people import Actor
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.orders.charged import answer_url, known_of, steps_of
from portal.web.orders.documents import kept
from portal.web.orders.door import bp
from portal.web.orders.forms import refuse
from portal.web.orders.page import digest_of
from portal.web.orders.wording import words
from portal.web.pages import done, show, wants_part

PARTNERS = ("supplier", "carrier", "customer")


class ContestForm(PortalForm):
    """“It was otherwise.”"""

    text = TextAreaField(
        _l("How it was"),
        [
            InputRequired(_l("Say how it was.")),
            Length(max=4000, message=_l("Shorten the text to 4,000 characters.")),
        ],
    )
    files = MultipleFileField(_l("Files"))

    @property
    def sent_files(self) -> list[FileStorage]:
        """Return the files that were chosen; an empty field sends one without a name."""
        return [one for one in self.files.data or () if isinstance(one, FileStorage) and one]


@bp.get("/orders/<uuid:order>/cases/<uuid:case>")
@audience(*PARTNERS, "auditor")
def see_charge(order: UUID, case: UUID):
    """What is said of a case, as far as the viewer may know of it."""
    by = viewer()
    sheet = desk.sheet_of(order)
    if by.side == "auditor":
        flow.looked(sheet.journey.owner, by, "order", order)
    return _page(sheet, str(case), by)


@bp.post("/orders/<uuid:order>/cases/<uuid:case>/contest")
@audience(*PARTNERS)
def contest(order: UUID, case: UUID):
    """“It was otherwise”: why, and what shows it."""
    by, form = viewer(), ContestForm()
    sheet = desk.sheet_of(order)
    if not form.validate():
        return _page(sheet, str(case), by, form)
    try:
        files = _files(sheet.journey.owner, form)

        def _say(_journey, known):
            one = desk.case_among(known, case)
            return cases.contest(one, by, form.text.data or "", form.key.data, files)

        sums = b"".join(doc.sha256 for _document, doc in files)
        flow.tell(order, _say, by, flow.Form(form.key.data, digest_of(sums)))
    except (NotUnderstood, NotAllowed, TooLarge) as error:
        refuse(form, error)
        return _page(sheet, str(case), by, form)
    except Conflict as error:
        return _page(desk.sheet_of(order), str(case), by, form, 409, words(error))
    flash(_("Contested. The buyer is told and has to decide."), "ok")
    return done("orders.see_charge", order=order, case=case)


def _page(
    sheet: Sheet,
    case: str,
    by: Actor,
    form: ContestForm | None = None,
    status: int = 0,
    trouble: str = "",
):
    """Show it, with the form as it was typed if something was wrong with that."""
    about = known_of(sheet, case, by)
    charge = cases.charges(sheet.said).get(case)
    open_to = (
        charge is not None
        and charge.contestable
        and by.org == sheet.journey.partner
        and by.may("write", sheet.journey.owner)
    )
    return show(
        "orders/case.html",
        "orders/_case.html",
        status=status or (422 if form else 200),
        alone=wants_part(),
        order=sheet.order,
        case=case,
        number=sheet.journey.number,
        head=about,
        steps=steps_of(sheet, case),
        form=(form or ContestForm(None)) if open_to else None,
        trouble=trouble,
        answer=answer_url(sheet, case, by),
    )


def _files(owner: int, form: ContestForm) -> list[tuple[UUID, Doc]]:
    """Judge the files and keep them, each under a new id."""
    found = []
    for upload in form.sent_files:
        try:
            found.append((uuid7(), kept(owner, upload)))
        except (NotUnderstood, TooLarge) as error:
            raise type(error)(error.template, "files", **error.values) from error
    return found
