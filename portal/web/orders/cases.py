"""The cases on an order, as the viewer may know of them."""

from flask import url_for

from portal.desk import Sheet
from portal.people import Actor
from portal.watch import fold
from portal.web import babel, case_words
from portal.web.orders.charged import charges_on


def cases_on(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the cases on this order, open ones first, as far as the viewer knows of them.

    Of the partners that is the one the order was placed with. It and an auditor know of what
    was put down to it; what the owner's people keep among themselves neither of them reads.
    """
    if by.side != "owner":
        knows = by.side == "auditor" or by.org == sheet.journey.partner
        return charges_on(sheet, by) if knows else []
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
