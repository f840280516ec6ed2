"""The supplier answers what the buyer asked about a case."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import desk, flow, ledger
from portal.desk import Question, Sheet
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.journey import Journey
from portal.ledger import Draft
from portal.watch import Case
from portal.web import babel, case_words
from portal.web.exceptions.door import bp
from portal.web.exceptions.forms import AnswerForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, show


@bp.get("/orders/<uuid:order>/questions/<uuid:case>")
@audience("supplier", "carrier")
def see_question(order: UUID, case: UUID):
    """What the buyer wants to know, and what I answered."""
    return _page(order, case, AnswerForm(formdata=None))


@bp.post("/orders/<uuid:order>/questions/<uuid:case>/answers")
@audience("supplier", "carrier")
def answer(order: UUID, case: UUID):
    """“This is how it is.”"""
    form, by = AnswerForm(), viewer()
    ledger.order_for(order)
    if not form.validate():
        return _page(order, case, form, 422)

    def _said(_journey: Journey, cases: tuple[Case, ...]) -> list[Draft]:
        asked = _asked(desk.case_among(cases, case), order, by.org)
        return [desk.answer(asked, by, form.text.data, form.key.data)]

    digest = desk.digest_of(f"{case}/answer/{form.text.data}".encode())
    try:
        flow.tell(order, _said, by, flow.Form(form.key.data, digest))
    except (Conflict, NotAllowed, NotUnderstood) as error:
        form.refuse(error)
        return _page(order, case, form, error.status if isinstance(error, Conflict) else 422)
    flash(_("Answered. The buyer reads it now."), "ok")
    return done("orders.see", order=order)


def _asked(case: Case, order: UUID, org: int) -> Question:
    """Return the question as it stands under the lock.

    Raises:
        NotFound: this organisation was never asked about this case.
    """
    if case.asked_to != org:
        raise NotFound(N_("There is no such question."))
    return Question(
        case=case.id,
        stream=order,
        line=case.line,
        part=case.part,
        rule=case.rule,
        partner=case.asked_to,
        asked_at=case.asked_at,
        answered_at=case.answered_at,
    )


def _page(order: UUID, case: UUID, form: AnswerForm, status: int = 200):
    sheet = desk.sheet_of(order)
    question = question_on(sheet, case, viewer().org)
    return show(
        "exceptions/answer.html",
        status=status,
        order=order,
        number=sheet.journey.number,
        question=question,
        form=form,
    )


def question_on(sheet: Sheet, case: UUID, org: int) -> dict:
    """Return the latest question about a case with its answer, as the asked may read it.

    Raises:
        NotFound: this organisation was never asked about this case.
    """
    found: dict = {}
    for one in sheet.said:
        facts, text = one.facts, sheet.details.get(one.seq, {}).get("text", "")
        if facts.get("body", {}).get("case") != str(case):
            continue
        if facts["kind"] == "case.asked" and facts["body"].get("to") == org:
            found = _shown(facts["body"], text, babel.moment(one.at))
        elif facts["kind"] == "case.answered" and found:
            found |= {"open": False, "answer": text}
    if not found:
        raise NotFound(N_("There is no such question."))
    return found


def _shown(body: dict, text: str, asked: str) -> dict:
    return {
        "case": body["case"],
        "title": case_words.rule(body["rule"]),
        "about": case_words.trouble(body["rule"], body.get("words", {})),
        "text": text,
        "asked": asked,
        "open": True,
        "answer": "",
    }
