"""What a partner, or an auditor, knows of the cases on an order, in words."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.desk import Sheet, cases
from portal.errors import N_, NotFound
from portal.ledger import Said
from portal.people import Actor
from portal.web import babel, case_words
from portal.web.names import Names
from portal.web.orders.entries import names_of, short_no
from portal.web.said import sentence, tone

STATES = {
    "asked": (_l("you were asked"), "warn"),
    "told": (_l("put down to you"), "warn"),
    "contested": (_l("contested by you"), "info"),
    "judged": (_l("decided"), "ok"),
}
READ = {  # as whoever is neither side reads it
    "asked": (_l("waiting for the supplier"), "warn"),
    "told": (_l("resolved"), "ok"),
    "contested": (_l("contested"), "bad"),
    "judged": (_l("decided"), "ok"),
}


def charges_on(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the cases on this order that a partner knows of, as its order's page lists them."""
    found = [*asked_about(sheet, by), *cases.charges(sheet.said).values()]
    return [
        {
            "url": url_for("orders.see_charge", order=sheet.order, case=one.case),
            "title": case_words.rule(one.rule),
            "trouble": case_words.trouble(one.rule, one.words, over=one.state != "asked"),
            "state": _state(one.state, by),
            "person": case_words.cause(one.cause) if one.cause else _("an answer is waited for"),
            "due": "",
        }
        for one in found
    ]


def asked_about(sheet: Sheet, by: Actor) -> list[cases.Charge]:
    """Return the cases this partner was asked about and that were not put down to it."""
    put_down, found = cases.charges(sheet.said), {}
    for event in sheet.said:
        facts = event.facts
        if facts["kind"] != "case.asked" or facts["body"]["to"] != by.org:
            continue
        post = sheet.talk.posts.get(event.ident)
        body = facts["body"]
        if body["case"] not in put_down and post is not None and post.waits:
            place = facts.get("line", 0), facts.get("part", 0)
            found[body["case"]] = cases.Charge(
                body["case"], body["rule"], *place, body.get("words", {}), "", "", "asked",
                event.at, (),
            )  # fmt: skip
    return list(found.values())


def known_of(sheet: Sheet, case: str, by: Actor) -> dict:
    """Return what it is about.

    Raises:
        NotFound: this viewer does not know of such a case.
    """
    known = [*asked_about(sheet, by), *cases.charges(sheet.said).values()]
    charge = next((one for one in known if one.case == case), None)
    if charge is None:
        raise NotFound(N_("There is no such case."))
    line = sheet.journey.lines.get(charge.line)
    facts = [
        {"label": _("Order"), "value": sheet.journey.number},
        {"label": _("Line"), "value": short_no(line.no) if line else _("the whole order")},
    ]
    if charge.cause:
        facts += [
            {"label": _("Cause"), "value": case_words.cause(charge.cause)},
            {"label": _("Whose part it was"), "value": case_words.party(charge.accountable)},
        ]
    return {
        "title": case_words.rule(charge.rule),
        "says": case_words.trouble(charge.rule, charge.words, over=charge.state != "asked"),
        "tags": [_state(charge.state, by)],
        "facts": facts,
    }


def steps_of(sheet: Sheet, case: str) -> list[dict]:
    """Return what was said about it, the newest first."""
    names = names_of(sheet)
    return [
        _step(sheet, one, names)
        for one in reversed(sheet.said)
        if one.facts.get("body", {}).get("case") == case and one.facts["kind"] != "case.opened"
    ]


def _step(sheet: Sheet, said: Said, names: Names) -> dict:
    files = said.facts.get("body", {}).get("documents", ())
    return {
        "title": sentence(said.facts, names),
        "when": babel.moment(said.at),
        "iso": babel.iso(said.at),
        "tone": tone(said.facts),
        "text": sheet.details.get(said.seq, {}).get("text", ""),
        "files": [_file(sheet, one) for one in files],
    }


def _file(sheet: Sheet, document: str) -> dict:
    file = sheet.files.get(document)
    if file is None or file.gone:
        return {"name": _("document"), "url": ""}
    url = url_for("orders.hand_out", order=sheet.order, paper=file.id)
    return {"name": file.name or _("document"), "url": url}


def answer_url(sheet: Sheet, case: str, by: Actor) -> str:
    """Return where a question about it that waits for this viewer is answered."""
    asked = sheet.talk.asked_about(case)
    if asked is None or not asked.waits or asked.asked != by.org:
        return ""
    return url_for("orders.messages", order=sheet.order, re=asked.ident, _anchor="write")


def _state(name: str, by: Actor) -> dict[str, str]:
    text, tone_ = (STATES if by.side != "auditor" else READ)[name]
    return {"text": str(text), "tone": tone_}
