"""What a notice says: everything its mail needs, looked up when it is sent.

Nothing of it is stored with the notice, so what was erased meanwhile is not mailed.
"""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal import clock, ledger, people
from portal.db import db
from portal.desk.concerned import orgs_told, still_reads
from portal.desk.dossier import people_called as called
from portal.desk.incoming import Incoming
from portal.desk.letterhead import Letter, post_path
from portal.desk.notice import Notice
from portal.desk.offered import offered_terms
from portal.desk.quoted import document_name_of, facts_of, line_no_of, number_of, rule_of, text_of
from portal.desk.talk import talk
from portal.desk.threading import threading
from portal.desk.visitnews import appointment
from portal.journey import fold, fold_shipment
from portal.people import Contact, Person
from portal.watch import RULES


def letter(notice: Notice) -> Letter | None:
    """Return what to write; None if there is nobody, or nothing, to write to any more.

    In the keeper's scope and inside a transaction: a link gets its secret here.
    """
    reader = _reader(notice)
    filled = _VALUES[notice.template](notice, json.loads(notice.params)) if reader else None
    if filled is None:
        return None
    path, values, until = filled
    named = {"house": people.names([notice.owner]).get(notice.owner, "")}
    mark, refs = threading(notice)
    about = notice.stream
    return Letter(notice.template, *reader, path, named | values, until, mark, refs, about=about)


def _reader(notice: Notice) -> tuple[str, str, str] | None:
    """Return address, name and language of the recipient.

    Whoever is not known yet is written to in the language of who invites them.
    """
    params = json.loads(notice.params)
    if "contact" in params:
        return _contact(UUID(params["contact"]))
    if notice.person is None:
        link = people.by_link.link_of(UUID(params["link"])) if "link" in params else None
        name = link.name if link else ""
        locale = params.get("locale") or "en"
        return (notice.address, name, locale) if notice.address else None
    person = db.session.get(Person, notice.person)
    if person is None or person.deactivated_at or not person.email:
        return None
    return person.email, person.name, person.locale


def _contact(ident: UUID) -> tuple[str, str, str] | None:
    """Return the same of a contact; nobody if it was ended or erased meanwhile."""
    found = db.session.scalar(select(Contact).where(Contact.id == ident))
    if found is None or found.ended_at:
        return None
    return found.email, found.name, found.locale


Filled = tuple[str, dict, datetime | None]


def _order(notice: Notice, _params: dict) -> Filled:
    return f"/orders/{notice.stream}", {"number": number_of(notice.stream)}, None


def _case(notice: Notice, params: dict) -> Filled:
    """A case; the words that were said to others stand in the mail, private notes never."""
    facts = facts_of(notice, params["event"])
    rule = RULES.get(rule_of(notice, params["case"]))
    values = {
        "number": number_of(notice.stream),
        "rule": rule.means if rule else "",
        "text": text_of(notice.stream, params["event"]) if facts.get("only_for") is None else "",
    }
    if notice.template in ("case_asked", "case_answered"):
        return post_path(notice.stream, params["event"]), values, None
    if notice.template in ("case_charged", "case_judged"):
        return f"/orders/{notice.stream}/cases/{params['case']}", values, None
    return f"/exceptions/{params['case']}", values, None


def _message(notice: Notice, params: dict) -> Filled | None:
    """What somebody wrote; to nobody who has left the side that may read it."""
    told = talk(ledger.history(notice.stream))
    post = told.posts.get(params["event"])
    if post is None or not still_reads(notice, post, told):
        return None
    names = people.names([post.org])
    values = {
        "number": number_of(notice.stream),
        "no": line_no_of(notice, post.thread.line),
        "who": called([post.person]).get(post.person, "") if post.person else "",
        "org": names.get(post.org, ""),
        "text": text_of(notice.stream, params["event"]),
        "note": "1" if post.only_for else "",
        "question": "1" if post.waits else "",
        "files": str(len(post.documents) or ""),
    }
    return post_path(notice.stream, post.ident), values, None


def _held(_notice: Notice, params: dict) -> Filled | None:
    """A mail that was not taken: its sender learns that, and nothing else."""
    row = db.session.get(Incoming, (_notice.owner, UUID(params["incoming"])))
    return ("/", {"reason": row.reason}, None) if row else None


def _document(notice: Notice, params: dict) -> Filled:
    values = {
        "number": number_of(notice.stream),
        "document": document_name_of(notice, params["document"]),
        "text": text_of(notice.stream, params["event"]),
    }
    return f"/orders/{notice.stream}", values, None


def _event(notice: Notice, params: dict) -> Filled:
    """Something that was said in an order, with the words it was said in."""
    values = {"number": number_of(notice.stream), "text": text_of(notice.stream, params["event"])}
    return f"/orders/{notice.stream}", values, None


def _visit(notice: Notice, params: dict) -> Filled:
    """A visit, or the work entered of it; `what` is the step, or else the kind of event."""
    facts, by = facts_of(notice, params["event"]), ""
    if facts:
        by = people.names([facts["by"]["org"]]).get(facts["by"]["org"], "")
    values = {
        "number": number_of(notice.stream),
        "what": facts.get("code") or facts.get("kind", ""),
        "org": by,
        "text": text_of(notice.stream, params["event"]),
    }
    read = fold(ledger.history(notice.stream))
    own = read.template.own_names.get(values["what"], "")
    values["own"] = own if isinstance(own, dict) else {"": own}
    values |= appointment(read, facts)
    return f"/orders/{notice.stream}", values, None


def _shipment(notice: Notice, params: dict) -> Filled | None:
    """What became of a shipment, with the words it was said in."""
    shipment = UUID(params["shipment"])
    made = fold_shipment(ledger.history(shipment))
    if not made.number:
        return None
    values = {
        "number": made.number,
        "what": params["what"],
        "org": people.names([made.shipper]).get(made.shipper, ""),
        "text": text_of(shipment, params["event"]),
    }
    return f"/shipments/{shipment}", values, None


def _deal(notice: Notice, params: dict) -> Filled:
    """What was said in a negotiation; `what` is the answer, the verdict, or else the kind."""
    facts = facts_of(notice, params["event"])
    body, by = facts.get("body", {}), facts["by"]["org"]
    values = {
        "number": number_of(notice.stream),
        "no": line_no_of(notice, facts.get("line", 0)),
        "what": body.get("answer") or body.get("verdict") or facts["kind"],
        "org": people.names([by]).get(by, ""),
        "text": text_of(notice.stream, params["event"]),
    }
    return f"/orders/{notice.stream}", values, None


def _followed(notice: Notice, params: dict) -> Filled:
    """What happened on an order somebody follows; its kind and step are put in words later."""
    path, values, until = _event(notice, params)
    facts = facts_of(notice, params["event"])
    by = facts["by"]["org"] if facts else 0
    names = people.names([by]) if by else {}
    of_case = params["kind"].startswith("case.") and notice.owner in orgs_told(notice)
    if of_case:
        path = f"/exceptions/{params['case']}"
    values |= {"event": params["kind"], "code": params.get("code", ""), "org": names.get(by, "")}
    if facts.get("only_for") is not None and not of_case:
        values["text"] = ""
    return path, values, until


def _proposal(notice: Notice, params: dict) -> Filled:
    """The same of a proposal, with prices: only the owner's people are told of one."""
    path, values, until = _deal(notice, params)
    offered = offered_terms(ledger.history(notice.stream), params["event"])
    return path, values | offered, until


def _link(notice: Notice, params: dict) -> Filled | None:
    """A link that does the same as the one made at the door, whose secret was not kept."""
    link = people.renew(bytes.fromhex(params["token"]), clock.now())
    if link is None:
        return None
    org = people.names([link.org]).get(link.org, "") if link.org else ""
    where = {"invitation": "/join/", "reset": "/reset/"}[notice.template]
    return where + link.secret, {"organisation": org, "role": link.role or ""}, link.expires_at


def _code(notice: Notice, params: dict) -> Filled | None:
    """The digits for one step by a link. They are made here and kept as a hash only."""
    digits = people.by_link.new_code(bytes.fromhex(params["seat"]), params["step"], clock.now())
    if digits is None:
        return None
    return "", {"number": number_of(notice.stream), "code": digits}, None


_VALUES: dict[str, Callable[[Notice, dict], Filled | None]] = {
    "order": _order,
    "order_changed": _order,
    "link": _order,
    "code": _code,
    **dict.fromkeys(("order_stopped", "decided", "entered"), _deal),
    "proposal": _proposal,
    "case_opened": _case,
    "case_assigned": _case,
    "case_asked": _case,
    "case_answered": _case,
    "case_charged": _case,
    "case_contested": _case,
    "case_judged": _case,
    "case_escalated": _case,
    "document_refused": _document,
    "return_asked": _event,
    "return_answered": _event,
    "receipt_differs": _event,
    "shipment": _shipment,
    "visit": _visit,
    "work": _visit,
    "followed": _followed,
    "message": _message,
    "mail_held": _held,
    "invitation": _link,
    "reset": _link,
}
