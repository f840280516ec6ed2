"""Telling people: which news goes to whom, as a notice and a job in the same transaction.

One mail per order and act, never one per line; nobody is told what they did themselves. What
somebody enters for the partner is told to the partner, which is asked to confirm it.
"""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from portal.desk.concerned import addressed, owners_people
from portal.desk.dealnews import DEAL_NEWS
from portal.desk.news import AT_ONCE, BELL, News
from portal.desk.readers import Reader, linked_reader, partners_readers
from portal.desk.staff import Staff
from portal.desk.talk import SPOKEN, talk
from portal.desk.telling.following import Act, told_to_followers
from portal.desk.telling.sending import parties_in, send
from portal.desk.telling.told import Told, name_of
from portal.desk.visitnews import VISIT_NEWS, step_news
from portal.journey import Journey
from portal.ledger import Held, Said
from portal.people import Contact
from portal.watch import Case, fold

# One mail is enough of a new order that was also changed in the same act, and of a visit that
# came to nothing and what it took all the same.
SAID_BETTER = {"order_changed": "order", "work": "visit"}
ABOUT_CASES = frozenset(
    {"case_opened", "case_assigned", "case_asked", "case_answered", "case_charged",
     "case_contested", "case_judged", "case_escalated"}
)  # fmt: skip


def notify_about(
    acts: Sequence[Act],
    staff: Staff | None = None,
    contacts: dict[int, list[Contact]] | None = None,
) -> None:
    """Write the notices that what was just said in some orders calls for. No commit.

    Args:
        acts: what was said, order by order; the orders' cases are read from their histories.
        staff, contacts: who works for which partner, and whom else to write to there, if
            that was asked for many orders at once.
    """
    told = [one for act in acts for one in _told(act, staff, contacts)]
    taken = {(one.order, one.reader, one.params.get("event", one.about)) for one in told}
    others = told_to_followers(acts, staff)
    told += [one for one in others if (one.order, one.reader, one.params["event"]) not in taken]
    if told:
        send(told, {org for act in acts for org in parties_in(act)})


def _told(act: Act, staff: Staff | None, contacts: dict[int, list[Contact]] | None) -> list[Told]:
    """Return what follows from one act for those it concerns, each once."""
    made: dict[tuple[str, Reader], Told] = {}
    for event in act.said:
        for news in _news_of(act.held, act.journey, event):
            about = name_of(news.template, event)
            case = _case(act.held, event) if news.template in ABOUT_CASES else None
            of_case = (case.severity, case.rule) if case else (0, "")
            for reader in _readers(news, act.held.id, act.journey, event, staff, contacts):
                if not reader.is_(act.by):
                    told = Told(
                        news.template, reader, news.params, act.held.id, about, *of_case, news.how
                    )
                    made.setdefault((news.template, reader), told)
    return [
        one
        for (template, reader), one in made.items()
        if (SAID_BETTER.get(template), reader) not in made
    ]


def _news_of(held: Held, journey: Journey, event: Said) -> Iterator[News]:
    kind = event.facts["kind"]
    if event.facts["by"].get("for"):  # said for the partner, who is asked whether it is so
        yield News("entered", (), {"event": event.ident}, org=journey.partner)
    elif news := _NEWS[kind](held, journey, event) if kind in _NEWS else None:
        yield news
    if kind in SPOKEN:
        yield from _written(held, event)


def _written(held: Held, event: Said) -> Iterator[News]:
    """Somebody wrote: whom it points to, and, for a message, the people it is written to."""
    told = talk(held.history)
    post, params = told.posts[event.ident], {"event": event.ident}
    known = told.known_to(told.owner)
    pointed = [one for one in post.mentions if not post.asked or known.get(one) != post.asked]
    yield News("message", tuple(pointed), params)
    if post.kind == "message.posted":
        for org in addressed(told, post):
            to = owners_people(held, org) if org == told.owner else ()
            yield News("message", to, params, org=0 if org == told.owner else org)


def _order_placed(held: Held, journey: Journey, event: Said) -> News | None:
    """A new order the partner has to answer."""
    if not (journey.open and journey.unanswered):
        return None
    return News("order", (), {}, org=journey.partner)


def _case_opened(held: Held, _journey: Journey, event: Said) -> News | None:
    """Something went wrong: whoever placed the order in the portal hears of it."""
    placed = (said.facts for said in held.history if said.facts["kind"] == "order.placed")
    person = next(placed, {}).get("by", {}).get("person")
    return News("case_opened", _one(person), _about(event))


def _case_taken(_held: Held, _journey: Journey, event: Said) -> News | None:
    """Somebody was given a case."""
    return News("case_assigned", _one(event.facts["body"].get("person")), _about(event))


def _case_asked(_held: Held, _journey: Journey, event: Said) -> News | None:
    """The supplier was asked."""
    return News("case_asked", (), _about(event), org=event.facts["body"]["to"])


def _case_answered(held: Held, _journey: Journey, event: Said) -> News | None:
    """The supplier answered: whoever has the case hears of it, else whoever asked last."""
    case = _case(held, event)
    if case is None:
        return None
    asked = [step.person for step in case.history if step.kind == "case.asked"]
    reader = case.person or next((person for person in reversed(asked) if person), None)
    return News("case_answered", (reader,) if reader else (), _about(event))


def _case_escalated(_held: Held, _journey: Journey, event: Said) -> News | None:
    """Nobody dealt with a case in time: whoever the ladder names hears of it."""
    body = event.facts["body"]
    readers = tuple(UUID(person) for person in body["persons"])
    return News("case_escalated", readers, _about(event), how=AT_ONCE if body["mail"] else BELL)


def _case_charged(_held: Held, _journey: Journey, event: Said) -> News | None:
    """A closed case was put down to the partner, which may contest it."""
    return News("case_charged", (), _about(event), org=event.facts["body"]["to"])


def _case_contested(held: Held, _journey: Journey, event: Said) -> News | None:
    """The partner sees it otherwise: whoever has the case decides, else whoever closed it."""
    case = _case(held, event)
    closed = [step.person for step in case.history if step.kind == "case.resolved"] if case else []
    readers = [case.person if case else None, *reversed(closed)]
    reader = next((person for person in readers if person), None)
    return News("case_contested", (reader,) if reader else (), _about(event))


def _case_judged(_held: Held, _journey: Journey, event: Said) -> News | None:
    """The owner decided about what was contested."""
    return News("case_judged", (), _about(event), org=event.facts["shared_with"])


def _document_judged(held: Held, _journey: Journey, event: Said) -> News | None:
    """A document was refused: whoever attached it hears of it."""
    body = event.facts["body"]
    if body["verdict"] != "refused":
        return None
    attached = (
        said.facts["by"]
        for said in held.history
        if said.facts["kind"] == "document.attached"
        and said.facts["body"]["document"] == body["document"]
    )
    params = {"document": body["document"], "event": event.ident}
    sender = next(attached, {})
    person = sender.get("person")
    link = "" if person else sender.get("link", "")
    return News("document_refused", _one(person), params, to_link=link)


def _return_asked(_held: Held, journey: Journey, event: Said) -> News | None:
    """Goods are to go back: the partner is asked."""
    return News("return_asked", (), {"event": event.ident}, org=journey.partner)


def _return_answered(held: Held, _journey: Journey, event: Said) -> News | None:
    """The partner answered: whoever asked hears of it."""
    wanted = event.facts["body"]["return"]
    asked = (said.facts["by"].get("person") for said in held.history if said.ident == wanted)
    return News("return_answered", _one(next(asked, None)), {"event": event.ident})


def _receipt(_held: Held, journey: Journey, event: Said) -> News | None:
    """Some of what came was rejected or damaged: the partner hears of it at once."""
    bad = {entry.get("what") for entry in event.facts.get("qty", ())} & _BAD
    told = event.facts.get("code") in _RECEIPTS and bad and journey.kind != "sales"
    if not told or event.facts.get("channel") == "file":
        return None
    return News("receipt_differs", (), {"event": event.ident}, org=journey.partner)


def _milestone(held: Held, journey: Journey, event: Said) -> News | None:
    return step_news(held, journey, event) or _receipt(held, journey, event)


_BAD = {"rejected", "damaged"}
_RECEIPTS = ("RECEIVED", "RECEIPT_ACCEPTED")
_NEWS: dict[str, Callable[[Held, Journey, Said], News | None]] = {
    "order.placed": _order_placed,
    **DEAL_NEWS,
    "case.opened": _case_opened,
    "case.taken": _case_taken,
    "case.asked": _case_asked,
    "case.answered": _case_answered,
    "case.assigned": _case_taken,
    "case.attributed": _case_charged,
    "case.contested": _case_contested,
    "case.judged": _case_judged,
    "case.escalated": _case_escalated,
    "document.judged": _document_judged,
    "return.requested": _return_asked,
    "return.answered": _return_answered,
    **VISIT_NEWS,
    "milestone": _milestone,
}


def _readers(
    news: News,
    order: UUID,
    journey: Journey,
    event: Said,
    staff: Staff | None,
    contacts: dict[int, list[Contact]] | None,
) -> list[Reader]:
    if not news.org:
        links = linked_reader(order, news.to_link) if news.to_link else ()
        return [*(Reader(person=one) for one in news.to), *links]
    qty = event.facts.get("qty", ())
    lines = {event.facts.get("line", 0), *(one.get("line", 0) for one in qty)} - {0}
    return partners_readers(order, journey, news.org, news.topic, lines, staff, contacts)


def _one(person: str | None) -> tuple[UUID, ...]:
    return (UUID(person),) if person else ()


def _case(held: Held, event: Said) -> Case | None:
    wanted = UUID(event.facts["body"]["case"])
    return next((case for case in fold(held.history) if case.id == wanted), None)


def _about(event: Said) -> dict[str, str]:
    return {"case": event.facts["body"]["case"], "event": event.ident}
