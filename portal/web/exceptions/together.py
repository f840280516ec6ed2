"""Telling something of many cases: each is done whole or not at all, and says so."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from portal import desk, flow
from portal.errors import Conflict, PortalError
from portal.journey import Journey, OrderReading
from portal.ledger import Draft
from portal.watch import Case, CaseReading
from portal.web import case_words
from portal.web.exceptions.telling import check_fresh, conflict_words
from portal.web.guard import viewer
from portal.web.pages import say

MOST = 50  # cases that are told of at once
Act = Callable[[Case, Journey, tuple[Case, ...], str], Sequence[Draft]]
DONE = "done"


@dataclass(frozen=True)
class Picked:
    """A case that was ticked, with how far it had come when it was shown; empty: whatever."""

    case: UUID
    seen: str = ""


@dataclass(frozen=True)
class Result:
    """What came of one case: done, or why not."""

    case: UUID
    order: UUID
    number: str
    title: str
    done: bool
    says: str


def picked(values: Collection[str]) -> list[Picked]:
    """Return what was ticked, each once; what is no case is left out."""
    found: dict[UUID, Picked] = {}
    for value in values:
        name, _colon, seen = value.partition(":")
        try:
            found.setdefault(UUID(name), Picked(UUID(name), seen[:8]))
        except ValueError:
            continue
    return list(found.values())[:MOST]


def tell_cases(chosen: Sequence[Picked], name: str, key: str, act: Act) -> list[Result]:
    """Tell it of each case, in one transaction for all; a case that refuses spoils no other.

    The same form sent again is answered as it was the first time.
    """
    rows = desk.cases.case_rows([one.case for one in chosen])
    seen = {one.case: one.seen for one in chosen}
    by_order: dict[UUID, list[UUID]] = {}
    for case, _order in rows:
        by_order.setdefault(case.stream, []).append(case.case)
    tellings = [
        flow.Telling(order, _form(key, order, name), say_of=_say(cases, seen, name, key, act))
        for order, cases in by_order.items()
    ]
    answers: dict[str, str] = {}
    for answer in flow.tell_all(tellings, viewer()).values():
        answers |= json.loads(answer)
    return [_result(case, order, answers.get(str(case.case), "")) for case, order in rows]


def _form(key: str, order: UUID, name: str) -> flow.Form:
    return flow.Form(f"{key[:30]}/{order.hex}", desk.digest_of(f"{name}/{key}/{order}".encode()))


def _say(cases: list[UUID], seen: dict[UUID, str], name: str, key: str, act: Act):
    def _told(journey: Journey, all_of_it: tuple[Case, ...]) -> tuple[list[Draft], str]:
        drafts: list[Draft] = []
        answers: dict[str, str] = {}
        for ident in cases:
            try:
                one = desk.case_among(all_of_it, ident)
                check_fresh(one, seen[ident] or str(one.moves), name)
                drafts += act(one, journey, all_of_it, f"{key[:24]}/{ident.hex[:12]}")
                answers[str(ident)] = DONE
            except Conflict as error:
                answers[str(ident)] = conflict_words(error)
            except PortalError as error:
                answers[str(ident)] = say(error)
        return drafts, json.dumps(answers, ensure_ascii=False)

    return _told


def _result(case: CaseReading, order: OrderReading, answer: str) -> Result:
    done = answer == DONE
    says = _("done") if done else answer or _("It is not there any more.")
    title = case_words.rule(case.rule)
    return Result(case.case, case.stream, order.number, title, done, says)
