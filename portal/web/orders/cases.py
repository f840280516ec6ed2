"""The cases on an order: the buyer sees them all, the supplier the questions it was asked."""

from uuid import uuid4

from flask import url_for

from portal.desk import Sheet
from portal.ledger import Said
from portal.people import Actor
from portal.watch import fold
from portal.web import babel, case_words
from portal.web.orders.entries import names_of


def cases_on(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the cases on this order, open ones first. Only for the owner's people."""
    if by.side != "owner":
        return []
    found = sorted(fold(sheet.said), key=lambda case: (not case.live, case.due_at))
    return [
        {
            "url": url_for("exceptions.see_case", case=case.id),
            "title": case_words.rule(case.rule),
            "trouble": case_words.trouble_of(case),
            "state": case_words.state(case.state),
            "person": sheet.people.get(case.person) if case.person else None,
            "due": babel.moment(case.due_at) if case.live else "",
        }
        for case in found
    ]


def questions_on(sheet: Sheet, by: Actor) -> list[dict]:
    """Return what the supplier was asked, open questions first."""
    if by.role != "supplier":
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
        "title": case_words.rule(one.facts["body"]["rule"]),
        "who": names_of(sheet).who(one.facts["by"]),
        "text": sheet.details.get(one.seq, {}).get("text", ""),
        "asked": babel.moment(one.at),
        "key": uuid4().hex,
        "open": True,
        "answer": "",
    }
