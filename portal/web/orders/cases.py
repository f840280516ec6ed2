"""The cases on an order: the buyer sees them all, the supplier the questions it was asked."""

from uuid import uuid4

from flask import request
from flask_babel import gettext as _

from portal.desk import Sheet
from portal.ledger import Said
from portal.people import Actor
from portal.watch import RULES, fold
from portal.web import babel
from portal.web.orders.entries import names_of

STATES = {
    "open": ("bad", lambda: _("open")),
    "taken": ("warn", lambda: _("taken")),
    "waiting": ("warn", lambda: _("waits for the supplier")),
    "answered": ("info", lambda: _("answered")),
    "cleared": ("info", lambda: _("over, cause owed")),
    "resolved": ("ok", lambda: _("resolved")),
}


def cases_on(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the cases on this order, open ones first. Only for the owner's people."""
    if by.side != "owner":
        return []
    found = sorted(fold(sheet.said), key=lambda case: (not case.live, case.due_at))
    return [
        {
            "url": f"{request.script_root}/exceptions/{case.id}",
            "title": rule_words(case.rule),
            "state": STATES[case.state][1](),
            "tone": STATES[case.state][0],
            "person": sheet.people.get(case.person) if case.person else None,
            "due": babel.moment(case.due_at) if case.live else "",
            "line": case.line,
        }
        for case in found
    ]


def rule_words(name: str) -> str:
    """Return what a rule is called."""
    return _(RULES[name].means) if name in RULES else name


def questions_on(sheet: Sheet, by: Actor) -> list[dict]:
    """Return what the supplier was asked, open questions first."""
    if by.side not in ("supplier", "carrier"):
        return []
    found: dict[str, dict] = {}
    for one in sheet.said:
        case = one.facts.get("body", {}).get("case", "")
        if one.facts["kind"] == "case.asked" and one.facts["body"].get("to") == by.org:
            found[case] = _question(sheet, one, case)
        elif one.facts["kind"] == "case.answered" and case in found:
            found[case]["answer"] = sheet.details.get(one.seq, {}).get("text", "")
            found[case]["open"] = False
    return sorted(found.values(), key=lambda question: not question["open"])


def _question(sheet: Sheet, one: Said, case: str) -> dict:
    return {
        "case": case,
        "title": rule_words(one.facts["body"]["rule"]),
        "text": sheet.details.get(one.seq, {}).get("text", ""),
        "asked": babel.moment(one.at),
        "who": names_of(sheet).who(one.facts["by"]),
        "key": uuid4().hex,
        "open": True,
        "answer": "",
    }
