"""Who else hears: people who follow an order, a supplier, a rule, or all that is bad enough.

An order's followers hear of every kind of event in `OF_ORDER` once an act, and of a step when
it is reached first. A supplier's hear of its cases, delays and answers that differ; a rule's
and a severity's of cases.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.desk.readers import Reader
from portal.desk.staff import Staff, staff_of
from portal.desk.telling.follow import ORDER, RULE, SEVERITY, SUPPLIER, followers
from portal.desk.telling.told import Told, name_of
from portal.journey import Journey
from portal.ledger import Held, Said
from portal.people import Actor

FOLLOWED = "followed"
CASE_OPENED = "case_opened"
CASES = frozenset({"case.opened", "case.reopened"})
OF_ORDER = CASES | {
    "order.changed", "order.cancelled", "order.reopened", "line.placed", "line.changed",
    "line.cancelled", "line.closed", "line.blocked", "line.unblocked", "line.reopened",
    "response", "decision", "delay.reported", "milestone", "document.attached",
    "document.judged", "return.requested", "return.answered", "visit.planned", "visit.changed",
    "visit.confirmed", "visit.cancelled", "work.entered", "work.refused", "message.posted",
    "case.asked", "case.answered", "case.resolved", "case.cleared", "goods.assigned",
}  # fmt: skip
OURS = frozenset({"ORDER_CREATED", "ORDER_SENT", "ORDER_RECEIVED"})  # the post's steps, no news
Found = Mapping[tuple[str, str], Sequence[tuple[UUID, int]]]


@dataclass(frozen=True)
class Act:
    """What was just said in one order, and by whom."""

    held: Held
    journey: Journey
    said: Sequence[Said]
    by: Actor


def told_to_followers(acts: Sequence[Act], staff: Staff | None = None) -> Iterator[Told]:
    """Yield what followers are told of these acts. One statement, two where partners follow."""
    spoken = [act for act in acts if any(one.facts["kind"] in OF_ORDER for one in act.said)]
    if not spoken:
        return
    rules = {one.facts["body"].get("rule", "") for act in spoken for one in _cases(act)} - {""}
    partners = {act.journey.partner for act in spoken} - {0}
    found = followers([act.held.id for act in spoken], partners, rules)
    if not found:
        return
    orgs = {org for readers in found.values() for _person, org in readers}
    outside = orgs - {act.held.owner for act in spoken}
    if outside and (staff is None or outside - staff.rights.keys()):
        staff = staff_of(outside, [act.held.id for act in spoken])
    for act in spoken:
        yield from _told(act, found, staff)


def _told(act: Act, found: Found, staff: Staff | None) -> Iterator[Told]:
    once: set[tuple[UUID, str]] = set()
    for event in act.said:
        for person, org in _readers(act, event, found):
            reader = Reader(person=person)
            if reader.is_(act.by) or not _may_read(act, event, person, org, staff):
                continue
            one = _as_told(act, event, reader)
            if (person, _sort(event)) not in once:
                once.add((person, _sort(event)))
                yield one


def _sort(event: Said) -> str:
    """Return what is one piece of news in an act: the same kind of event, step or case."""
    facts = event.facts
    return f"{facts['kind']}/{facts.get('code', '')}/{facts.get('body', {}).get('case', '')}"


def _as_told(act: Act, event: Said, reader: Reader) -> Told:
    facts, order = event.facts, act.held.id
    body, kind, code = facts.get("body", {}), facts["kind"], facts.get("code", "")
    params = {"event": event.ident, "kind": kind}
    severity, rule = body.get("severity", 0), body.get("rule", "")
    if kind == "case.opened":
        params |= {"case": body["case"]}
        return Told(CASE_OPENED, reader, params, order, name_of(CASE_OPENED, event), severity, rule)
    params |= {"case": body["case"]} if "case" in body else {}
    params |= {"code": code} if code else {}
    about = f"{FOLLOWED}/{order.hex}/{code}" if kind == "milestone" else name_of(FOLLOWED, event)
    return Told(FOLLOWED, reader, params, order, about, severity, rule)


def _readers(act: Act, event: Said, found: Found) -> Iterable[tuple[UUID, int]]:
    facts = event.facts
    kind, body = facts["kind"], facts.get("body", {})
    ahead = facts.get("class", "ACT") != "ACT" or facts.get("code") in OURS
    if kind not in OF_ORDER or (kind == "milestone" and ahead):
        return ()
    keys = [(ORDER, str(act.held.id))]
    differs = kind == "delay.reported" or (kind == "response" and body.get("answer") != "accept")
    if kind in CASES or differs:
        keys.append((SUPPLIER, str(act.journey.partner)))
    if kind == "case.opened":
        keys.append((RULE, body["rule"]))
        keys += [(SEVERITY, str(least)) for least in range(1, body["severity"] + 1)]
    return dict.fromkeys(one for key in keys for one in found.get(key, ()))


def _may_read(act: Act, event: Said, person: UUID, org: int, staff: Staff | None) -> bool:
    """May they see the order, and what was said? Owners' people are checked as readers are."""
    facts = event.facts
    if facts.get("only_for", org) != org:
        return False
    if org == act.held.owner:
        return True
    if facts.get("shared_with", org) != org or staff is None:
        return False
    rights = staff.rights.get(org, {}).get(person)
    assigned = person in staff.assigned.get(act.held.id, ())
    return rights is not None and (rights.orders == "all" or assigned)


def _cases(act: Act) -> Iterator[Said]:
    return (one for one in act.said if one.facts["kind"] == "case.opened")
