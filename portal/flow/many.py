"""Telling many orders at once: some of one owner in one transaction, each answered by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal import desk, ledger, watch
from portal.db import keeper, transaction
from portal.flow.form import Form
from portal.flow.gated import gates_of, record_gated
from portal.flow.spreading import spread
from portal.journey import Journey
from portal.ledger import Draft, Held
from portal.people import Actor
from portal.watch import Case


@dataclass(frozen=True)
class Telling:
    """What somebody tells of one order among many.

    `say` gives the drafts, and in JSON what they are answered with: kept with the form. Where
    it is about cases of the order, `say_of` is asked instead, with all of them.
    """

    order: UUID
    form: Form
    say: Callable[[Journey], tuple[Sequence[Draft], str]] | None = None
    say_of: Callable[[Journey, tuple[Case, ...]], tuple[Sequence[Draft], str]] | None = None


def tell_all(tellings: Sequence[Telling], by: Actor) -> dict[UUID, str]:
    """Record what is told of several orders, in one transaction for each owner of some.

    Returns:
        How each order was answered; a form that was sent before is answered as it was then.
        An order that is not there for this asker is left out.

    Raises:
        PortalError: the ledger does not take it; nothing of that owner is kept then.
    """
    owners = ledger.owners_of([one.order for one in tellings])
    answers: dict[UUID, str] = {}
    for owner in sorted(set(owners.values())):
        some = {one.order: one for one in tellings if owners.get(one.order) == owner}
        with keeper(owner), transaction():
            answers |= _tell_each(some, by)
    return answers


def _tell_each(tellings: dict[UUID, Telling], by: Actor) -> dict[UUID, str]:
    answers, said = {}, {}
    held = ledger.hold(tellings)
    gates = gates_of(held)
    forms = [one.form for one in tellings.values()]
    before = desk.seen_of(by.org, by.id, {form.key: form.digest for form in forms})
    for one in held:
        form = tellings[one.id].form
        if form.key in before:
            answers[one.id] = before[form.key].answer
            continue
        gate = gates[one.id]
        drafts, answers[one.id] = _said(tellings[one.id], one, gate.journey)
        said[one.id] = record_gated(one, gate, drafts, by)
        desk.remember(by.org, by.id, form.key, form.digest, answer=answers[one.id])
    spread([one for one in held if said.get(one.id)], by, said)
    return answers


def _said(telling: Telling, held: Held, read: Journey) -> tuple[Sequence[Draft], str]:
    if telling.say_of:
        return telling.say_of(read, watch.fold(held.history))
    return telling.say(read)
