"""How each event reads: one sentence for people, and its tone.

To add a kind of event, write its sentence and add one line to `SENTENCES`. An event without a
sentence is shown by its kind, never hidden.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from portal.errors import N_
from portal.journey import milestone
from portal.web import babel
from portal.web.names import Names
from portal.web.said_cases import CASE_ACTS, TONES_OF_CASES
from portal.web.said_deal import DEAL, TONES_OF_DEAL, why
from portal.web.said_goods import GOODS, TONES_OF_GOODS
from portal.web.said_journey import journey_chosen
from portal.web.said_people import assigned, link_issued, link_opened, link_revoked
from portal.web.said_returns import return_answered, return_asked
from portal.web.said_rules import applied
from portal.web.said_talk import (
    CASES,
    bounced,
    case_cleared,
    case_done,
    case_opened,
    posted,
    settled,
)
from portal.web.said_visits import TONES_OF_VISITS, VISITS
from portal.web.words_order import CONDITIONS, PAPERS
from portal.web.words_steps import quantity, step
from portal.web.words_units import amount_of


def sentence(facts: dict, names: Names) -> str:
    """Return an event as one sentence."""
    write = SENTENCES.get(facts["kind"])
    return write(facts, names) if write else facts["kind"]


def tone(facts: dict) -> str:
    """Return how an event looks: reached, on its way, waiting, trouble, expected."""
    kind, body = facts["kind"], facts.get("body", {})
    if kind == "milestone":
        return _tone_of_step(facts)
    if kind == "response":
        return {"accept": "ok", "reject": "bad"}.get(body.get("answer"), "warn")
    if kind == "decision" and body.get("verdict") == "countered":
        return "warn"
    if kind in ("decision", "document.judged", "return.answered"):
        return "ok" if body.get("verdict") == "accepted" else "bad"
    return TONES.get(kind, "neutral")


def qty_words(entry: dict) -> str:
    """Return a quantity of an event, such as "60 pcs"."""
    return amount_of(Decimal(entry["n"]), entry.get("uom", ""))


TONES = {
    "delay.reported": "bad",
    "return.requested": "warn",
    "case.opened": "bad",
    "case.reopened": "bad",
    "case.asked": "warn",
    "case.answered": "info",
    "case.resolved": "ok",
    "event.voided": "warn",
    **TONES_OF_CASES,
    **TONES_OF_DEAL,
    **TONES_OF_GOODS,
    **TONES_OF_VISITS,
    "message.posted": "info",
    "mail.bounced": "bad",
}


def _tone_of_step(facts: dict) -> str:
    if facts.get("class") != "ACT":
        return "ghost"
    if not milestone(facts.get("code", "")).rank:
        return "neutral"
    return "bad" if milestone(facts.get("code", "")).exception else "ok"


def _placed(facts: dict, names: Names) -> str:
    if facts["by"].get("auth") == "system":
        return _("The order of %(org)s came in", org=names.who(facts["by"]))
    return _("%(who)s placed the order", who=names.who(facts["by"]))


def _milestone(facts: dict, names: Names) -> str:
    code = facts.get("code", "")
    if code == "ORDER_SENT":
        return _("The order was sent to the supplier")
    own = names.steps.get(code, "")
    values = {"who": names.who(facts["by"]), "step": own or step(code, names.kind)}
    values["what"] = _moved(facts, names.kind)
    if percent := facts.get("body", {}).get("percent"):
        values["what"] = f"{percent} %"
        words = _("%(who)s reported: %(step)s, %(what)s", **values)
    elif own and values["what"] and facts.get("class", "ACT") == "ACT":
        values["what"] = ", ".join(map(qty_words, facts["qty"]))
        words = _("%(who)s reported: %(step)s, %(what)s", **values)
    elif facts.get("body", {}).get("before"):
        words = _("Came before the portal: %(what)s", **values)
    elif facts.get("class") != "ACT":
        words = _("%(who)s expects: %(step)s", **values)
    elif values["what"]:
        words = _("%(who)s reported %(what)s", **values)
    else:
        words = _("%(who)s reported: %(step)s", **values)
    number = facts.get("line", 0)
    if number and len(names.lines) > 1:
        words = _("%(words)s, %(line)s", words=words, line=names.line(number))
    return words + why(facts)


def _delay(facts: dict, names: Names) -> str:
    return _(
        "%(who)s reported a delay of %(line)s to %(day)s",
        who=names.who(facts["by"]),
        line=names.line(facts.get("line", 0)),
        day=_day(facts["body"].get("day")),
    ) + why(facts)


def _attached(facts: dict, names: Names) -> str:
    paper = PAPERS.get(facts["body"].get("type"), PAPERS["other"])
    return _("%(who)s attached: %(paper)s", who=names.who(facts["by"]), paper=paper)


def _judged(facts: dict, names: Names) -> str:
    body = facts["body"]
    type_ = names.papers.get(body["document"], "other")
    values = {"who": names.who(facts["by"]), "paper": PAPERS.get(type_, type_)}
    if body["verdict"] != "accepted":
        return _("%(who)s refused: %(paper)s", **values) + why(facts)
    if condition := CONDITIONS.get(body.get("condition")):
        return _("%(who)s accepted: %(paper)s, %(condition)s", condition=condition, **values)
    return _("%(who)s accepted: %(paper)s", **values)


def _voided(facts: dict, names: Names) -> str:
    return _("%(who)s took an earlier report back", who=names.who(facts["by"]))


def _account(facts: dict, names: Names) -> str:
    what = ", ".join(_(ACCOUNT.get(one, one)) for one in facts["body"]["what"])
    return _("%(who)s changed their own account: %(what)s", who=names.who(facts["by"]), what=what)


ACCOUNT = {
    "name": N_("name"),
    "locale": N_("language"),
    "zone": N_("time zone"),
    "password": N_("password"),
    "sessions": N_("sessions ended"),
    "absence": N_("absence"),
}


def _needed(facts: dict, names: Names) -> str:
    rows = facts["body"]["needs"]
    values = {"who": names.who(facts["by"]), "line": names.line(facts.get("line", 0))}
    if not rows:
        return _("%(who)s took back what is truly needed of %(line)s", **values)
    values["needs"] = "; ".join(_by_then(row) for row in rows)
    return _("%(who)s said what is truly needed of %(line)s: %(needs)s", **values)


def _by_then(row: dict) -> str:
    day = babel.day(date.fromisoformat(row["day"]))
    return _("%(many)s by %(day)s", many=babel.amount(Decimal(row["qty"])), day=day)


SENTENCES: dict[str, Callable[[dict, Names], str]] = {
    "order.placed": _placed,
    "tolerance.applied": applied,
    "milestone": _milestone,
    "delay.reported": _delay,
    "journey.chosen": journey_chosen,
    "need.stated": _needed,
    "return.requested": return_asked,
    "return.answered": return_answered,
    "document.attached": _attached,
    "document.judged": _judged,
    "event.voided": _voided,
    "order.assigned": assigned,
    "link.issued": link_issued,
    "link.opened": link_opened,
    "link.revoked": link_revoked,
    "message.posted": posted,
    "message.settled": settled,
    "mail.bounced": bounced,
    "case.opened": case_opened,
    "case.cleared": case_cleared,
    "account.changed": _account,
    **DEAL,
    **GOODS,
    **VISITS,
    **dict.fromkeys(CASES, case_done),
    **CASE_ACTS,
}


def _moved(facts: dict, kind: str) -> str:
    return ", ".join(
        _("%(many)s %(what)s", many=qty_words(entry), what=quantity(entry.get("what", ""), kind))
        for entry in facts.get("qty", ())
    )


def _day(text: str | None) -> str:
    return babel.day(date.fromisoformat(text)) if text else babel.NOTHING
