"""Goods that go back: what the page shows of each return, and the forms about it."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from portal.desk import Sheet, say
from portal.errors import N_, NotAllowed, NotFound
from portal.journey import Journey, Line, Return, ReturnStep
from portal.ledger import Said
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm
from portal.web.orders import forms
from portal.web.orders.asked import Act, Asked
from portal.web.orders.entries import short_no
from portal.web.orders.return_forms import ReturnAnswerForm, ReturnForm, ReturnMoveForm
from portal.web.words_order import REMEDIES, RETURN_STATES, reason
from portal.web.words_steps import name_of, who
from portal.web.words_units import amount_of, unit

OURS, THEIRS = ("owner",), ("supplier", "carrier")


def may_ask(journey: Journey, by: Actor) -> bool:
    """Say whether this viewer can send something of this order back."""
    return by.side == "owner" and any(_here(journey))


def returns(sheet: Sheet, by: Actor, today: date) -> list[dict]:
    """Return every return of the order as its page shows it, with what this viewer may say."""
    said = {one.ident: one for one in sheet.said}
    return [
        _shown(sheet, one, place, said[one.ident], by)
        | {"steps": _steps(sheet.journey, one, by, today)}
        for place, one in enumerate(sheet.journey.returns, start=1)
    ]


def _shown(sheet: Sheet, one: Return, place: int, asked: Said, by: Actor) -> dict:
    text, tone = RETURN_STATES[one.state]
    return {
        "ident": one.ident,
        "title": _("Return %(n)s", n=place) + (f" ({one.number})" if one.number else ""),
        "when": babel.moment(one.at),
        "remedy": str(REMEDIES.get(one.remedy, one.remedy)),
        "reason": reason(one.reason) if one.reason else "",
        "text": sheet.details.get(asked.seq, {}).get("text", ""),
        "state": str(text),
        "tone": tone,
        "day": one.day if one.open else None,
        "rows": [_row(sheet.journey, one, line, n) for line, n in sorted(one.wanted.items())],
        "acts": _allowed(_acts(sheet.journey, one, by), sheet.journey, by),
    }


def _steps(journey: Journey, one: Return, by: Actor, today: date) -> list[dict]:
    """Return the steps of a return: which are done, which is next, by whom and when due."""
    done = {passed.step.code for passed in one.steps if any(passed.reached.values())}
    ranks = [n for n, passed in enumerate(one.steps) if passed.step.code in done]
    last = max(ranks, default=-1)
    return [
        _step(journey, one, passed, place < last, by, today)
        for place, passed in enumerate(one.steps)
    ]


def _step(
    journey: Journey, one: Return, passed: ReturnStep, before: bool, by: Actor, today: date
) -> dict:
    ahead = passed.step.code == one.next_step
    due = babel.day(passed.due) if passed.due else ""
    shown = {"label": name_of(passed.step, journey.kind), "state": "todo", "note": ""}
    if passed.full:
        shown["state"] = "inferred" if passed.inferred else "done"
        shown["note"] = babel.day(passed.day) if passed.day else ""
        if passed.inferred:
            shown["note"] = _("not reported; a later step was")
    elif one.verdict == "refused":
        shown |= {"state": "skipped", "note": _("refused")}
    elif ahead:
        shown["state"] = "late" if passed.due and passed.due < today else "now"
        named = who(passed.step.by, by.side, journey.kind)
        shown["note"] = _("%(who)s, due %(day)s", who=named, day=due) if due else named
    elif any(passed.reached.values()):
        shown["state"] = "part"
    elif before:
        shown["state"] = "skipped"
    elif due:
        shown["note"] = _("due %(day)s", day=due)
    return shown


def _row(journey: Journey, one: Return, number: int, n: Decimal) -> dict:
    line = journey.lines.get(number)
    uom = line.uom if line else ""
    none = Decimal(0)
    return {
        "no": short_no(line.no) if line else number,
        "name": _name(line) if line else "",
        "qty": amount_of(n, uom),
        "sent": amount_of(one.sent.get(number, none), uom),
        "back": amount_of(one.back.get(number, none), uom),
    }


def _allowed(acts: list[tuple[str, str]], journey: Journey, by: Actor) -> list[tuple[str, str]]:
    return [(do, label) for do, label in acts if by.may(OPENERS[do][2], journey.owner)]


def _acts(journey: Journey, one: Return, by: Actor) -> list[tuple[str, str]]:
    """Return (form, label) of what this viewer may say about a return now."""
    if one.state == "requested" and by.org == journey.partner and by.side in THEIRS:
        return [("return-answer", _("Answer …"))]
    if one.verdict != "accepted":
        return []
    labels = {
        say.SENT: ("return-sent", _("Picked up …")),
        say.BACK: ("return-back", _("It is back …")),
    }
    return [
        act
        for code, act in labels.items()
        if one.step(code)
        and any(say.remaining(one, code).values())
        and say.may_move_return(journey, by, one, code)
    ]


def _here(journey: Journey) -> list[Line]:
    """Return the lines of which something is here and could go back."""
    lines = journey.lines.values()
    return [line for line in lines if not line.cancelled and say.returnable(journey, line)]


def _ask(sheet: Sheet, _by: Actor, _today: date, _asked: Asked, form) -> Act:
    journey = sheet.journey
    if form is None:
        rows = [{"line": line.line} for line in _here(journey)]
        form = ReturnForm(None, data={"lines": rows, "remedy": "replace"})
    forms.offer_reasons(form, "return")
    most = {line.line: _hint(line, say.returnable(journey, line)) for line in _here(journey)}
    return Act("return", form, {"lines": most})


def _answer(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form) -> Act:
    one = _found(sheet.journey, form.asked.data if form else asked.what)
    form = form or ReturnAnswerForm(None, data={"asked": one.ident})
    return Act("return_answer", form, {"replace": one.remedy == "replace"})


def _moving(code: str, title):
    def _open(sheet: Sheet, by: Actor, today: date, asked: Asked, form: PortalForm | None) -> Act:
        journey = sheet.journey
        one = _found(journey, form.asked.data if form else asked.what)
        if not say.may_move_return(journey, by, one, code):
            raise NotAllowed(N_("Your organisation may not report this."))
        left = {line: n for line, n in say.remaining(one, code).items() if n}
        if form is None:
            rows = [{"line": line, "qty": n} for line, n in left.items()]
            form = ReturnMoveForm(None, data={"asked": one.ident, "on": today, "lines": rows})
        hints = {line: _hint(journey.lines[line], n) for line, n in left.items()}
        about = {"lines": hints, "sent": code == say.SENT, "title": title()}
        return Act("return_moved", form, about)

    return _open


def _found(journey: Journey, ident: str) -> Return:
    found = next((one for one in journey.returns if one.ident == ident), None)
    if found is None:
        raise NotFound(N_("There is no such return."))
    return found


def _hint(line: Line, most: Decimal) -> dict:
    return {
        "no": short_no(line.no),
        "name": _name(line),
        "most": amount_of(most, line.uom),
        "uom": unit(line.uom),
    }


def _name(line: Line) -> str:
    return line.item.get("name") or line.item.get("code", "")


OPENERS = {
    "return": (_ask, OURS, ""),
    "return-answer": (_answer, THEIRS, "ship"),
    "return-sent": (
        _moving(say.SENT, lambda: _("The goods were picked up")),
        (*OURS, *THEIRS),
        "report",
    ),
    "return-back": (_moving(say.BACK, lambda: _("The goods are back")), (*OURS, *THEIRS), "report"),
}
