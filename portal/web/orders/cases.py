"""The cases on an order, as the owner's people see them."""

from flask import url_for

from portal.desk import Sheet
from portal.people import Actor
from portal.watch import fold
from portal.web import babel, case_words


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
