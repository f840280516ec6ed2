"""The cases on an order, as the viewer may know of them."""

import json

from flask import url_for

from portal.desk import Sheet, cases
from portal.people import Actor
from portal.watch import CLEARED, RESOLVED, Case, CaseReading, fold
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
    elsewhere = cases.cases_of_shipments(sheet.journey.carried, sheet.order)
    return [_row(sheet, case) for case in found] + [_shared(case) for case in elsewhere]


def _row(sheet: Sheet, case: Case) -> dict:
    says = [case_words.trouble_of(case), case_words.seen(case)]
    return {
        "url": url_for("exceptions.see_case", case=case.id),
        "title": case_words.rule(case.rule),
        "trouble": " ".join(said for said in says if said),
        "state": case_words.state(case.state),
        "person": sheet.people.get(case.person) if case.person else None,
        "due": babel.moment(case.due_at) if case.live else "",
    }


def _shared(row: CaseReading) -> dict:
    """Return a case about a shipment that stands in another of its orders."""
    return {
        "url": url_for("exceptions.see_case", case=row.case),
        "title": case_words.rule(row.rule),
        "trouble": case_words.trouble(row.rule, json.loads(row.words), over=case_over(row)),
        "state": case_words.state(row.state),
        "person": None,
        "due": babel.moment(row.due_at) if row.live else "",
        "elsewhere": True,
    }


def case_over(row: CaseReading) -> bool:
    """Say whether the trouble of a case is over."""
    return row.state in (CLEARED, RESOLVED)
