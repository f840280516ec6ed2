"""How orders of each kind go in the demo world: stories, told as acts on days. Pure.

Days are counted from the order's own day. Each story is a whole life; how much of it has
happened is decided elsewhere, by when the order was placed.
"""

from decimal import Decimal

from portal.demo import acts, fieldwork, paperwork, transit
from portal.demo.acts import Do
from portal.demo.tale import Tale
from portal.desk import say

SHARE = Decimal("0.6")


def purchase(tale: Tale) -> None:
    """Goods from a supplier."""
    tale.then(_patience(tale), "supplier", *_first_answer(tale))
    if tale.story == "silent":
        tale.acts.clear()
        return
    _agree(tale)
    if tale.story == "cancelled":
        tale.then(4, "erp", paperwork.cancelled(), "cancelled")
        return
    if tale.story == "quiet":  # agreed, and never heard of again
        return
    leaves = _leaving(tale)
    _make(tale, leaves)
    for share, wait in _shipments(tale):
        _send(tale, leaves + wait, share)
        transit.carry(tale, share)
        transit.take_delivery(tale)


def sales(tale: Tale) -> None:
    """Machines and parts to a customer, from our own store."""
    leaves = max(2, tale.ask - tale.travel + _slip(tale))
    tale.at(leaves - 2, "receiving", acts.reached("PICKED"), "PICKED")
    tale.then(1, "receiving", acts.reached("PACKED"), "PACKED")
    if tale.story == "quiet":
        return
    transit.dispatch(tale, "receiving", leaves, None)
    transit.carry(tale, None)
    transit.prove(tale)


def transfer(tale: Tale) -> None:
    """Stock from a depot to a plant of ours."""
    leaves = max(1, tale.ask - tale.travel + _slip(tale))
    tale.at(leaves - 1, "supplier", acts.reached("PICKED"), "PICKED")
    if tale.story == "quiet":
        return
    tale.then(0, "supplier", acts.reached("PACKED"), "PACKED")
    for share, wait in _shipments(tale):
        transit.dispatch(tale, "supplier", leaves + wait, share)
        transit.carry(tale, share)
        transit.take_delivery(tale)


def service(tale: Tale) -> None:
    """A visit of somebody who repairs, inspects or calibrates."""
    tale.then(_patience(tale), "supplier", *_first_answer(tale))
    if tale.story == "silent":
        tale.acts.clear()
        return
    _agree(tale)
    if tale.story == "quiet":
        return
    fieldwork.visit(tale, max(tale.day + 3, tale.ask + _slip(tale)))


def transport(tale: Tale) -> None:
    """A load that a carrier takes for us."""
    if tale.story == "silent":
        return
    tale.then(1, "wire", paperwork.wired("ORDER_ACCEPTED"), "accepted")
    leaves = max(tale.day + 1, tale.ask - tale.travel + _slip(tale))
    tale.at(leaves - 1, "receiving", acts.reached("READY_FOR_PICKUP"), "READY_FOR_PICKUP")
    if tale.story == "quiet":
        return
    transit.dispatch(tale, "carrier", leaves, None)
    transit.carry(tale, None)
    transit.prove(tale)


SCRIPTS = {
    "purchase": purchase,
    "sales": sales,
    "service": service,
    "transfer": transfer,
    "transport": transport,
}


def _patience(tale: Tale) -> int:
    """Return after how many days the partner answers."""
    return tale.rng.choice((0, 1, 1, 2, 3, 6) if tale.company.late < 0.2 else (1, 2, 3, 5, 8))


def _first_answer(tale: Tale) -> tuple[Do, str]:
    ref = f"AB-{tale.tail}" if tale.maybe(0.7) else ""
    days = tale.rng.randint(4, 14)
    answers = {
        "later": (acts.later(days), say.Note(ref, "CAPACITY", "Our line is full until then.")),
        "refused": (acts.later(days), say.Note(ref, "PRODUCTION")),
        "countered": (acts.later(days), say.Note(ref, "CAPACITY", "Not earlier, we fear.")),
        "split": (acts.split(SHARE, days), say.Note(ref, "STOCKOUT", "The rest follows.")),
        "fewer": (acts.fewer(SHARE), say.Note(ref, "STOCKOUT", rest="open")),
    }
    if tale.story in answers:
        return acts.change(*answers[tale.story]), "proposed"
    if tale.story == "reject":
        note = say.Note(ref, "STOCKOUT", "No longer made; a successor exists.")
        return acts.reject(note), "rejected"
    return acts.accept(ref), "agreed"


def _agree(tale: Tale) -> None:
    """What comes between the first answer and an agreement both keep to."""
    wait = tale.rng.randint(1, 4)
    if tale.story in ("later", "split", "fewer"):
        tale.then(wait, "buyer", acts.decide("accepted"), "agreed")
    elif tale.story == "refused":
        text = "We need it on the asked day; the line stands otherwise."
        tale.then(wait, "buyer", acts.decide("refused", text), "refused")
        tale.then(2, "supplier", acts.accept(), "agreed")
    elif tale.story == "countered":
        text = "Let us meet half way: the machine waits for it."
        tale.then(wait, "buyer", acts.counter(text), "countered")
        tale.then(2, "supplier", acts.accept(), "agreed")
    elif tale.story == "reject":
        tale.then(wait, "buyer", acts.decide("accepted"), "agreed")
    elif tale.story == "changed":
        tale.then(wait, "erp", paperwork.raised(Decimal("1.5")), "changed")
        tale.then(2, "supplier", acts.accept(), "agreed")
    elif tale.story == "moved":
        tale.then(wait, "erp", paperwork.moved_out(9), "changed")
        tale.then(2, "supplier", acts.accept(), "agreed")
    elif tale.story == "trimmed":
        tale.then(wait, "erp", paperwork.line_cancelled(), "trimmed")


def _make(tale: Tale, leaves: int) -> None:
    """Production, as far as the supplier speaks of it."""
    if tale.maybe(tale.company.talk):
        begins = tale.day + max(1, (leaves - tale.day) // 4)
        tale.at(begins, "supplier", acts.reached("PRODUCTION_RELEASED"), "PRODUCTION_RELEASED")
    if tale.story in ("late", "very_late"):
        tale.at(leaves - 9, "supplier", acts.late(8, "PRODUCTION", "A tool broke."), "late")
    if tale.maybe(tale.company.talk):
        made = acts.reached("PRODUCTION_COMPLETED")
        tale.at(leaves - 3, "supplier", made, "PRODUCTION_COMPLETED")
    if tale.story == "mistake":
        tale.at(leaves - 2, "supplier", acts.reached("PACKED"), "PACKED")
        why = "Two boxes were counted twice."
        tale.then(1, "supplier", paperwork.corrected("PACKED", SHARE, why), "corrected")
    elif tale.maybe(tale.company.talk):
        tale.at(leaves - 1, "supplier", acts.reached("PACKED"), "PACKED")


def _leaving(tale: Tale) -> int:
    """Return the day on which the goods leave."""
    on_time = tale.ask if tale.handed_over else tale.ask - tale.travel
    return max(tale.day + 3, on_time + _slip(tale))


def _slip(tale: Tale) -> int:
    """Return how many days later than promised, from a skewed distribution."""
    if tale.story == "very_late":
        return tale.rng.randint(14, 25)
    return tale.company.slip(tale.rng, tale.story == "late")


def _shipments(tale: Tale) -> list[tuple[Decimal | None, int]]:
    """Return in which shares the goods leave, and how many days after the first."""
    return {
        "split": [(SHARE, 0), (None, 12)],
        "partial": [(SHARE, 0), (None, 8)],
        "fewer": [(SHARE, 0)],
    }.get(tale.story, [(None, 0)])


def _send(tale: Tale, leaves: int, share: Decimal | None) -> None:
    if tale.story == "taken_back":
        tale.at(leaves - 2, "supplier", acts.reached("DISPATCHED"), "DISPATCHED")
        why = "The truck did not come."
        tale.then(1, "supplier", paperwork.taken_back("DISPATCHED", why), "taken_back")
    transit.dispatch(tale, "supplier", leaves, share)
    trade = tale.company.trade
    if trade in ("castings", "steel") and tale.maybe(0.5):
        paper = paperwork.attach("certificate", f"APZ-{tale.tail}")
        tale.then(0, "supplier", paper, "certificate")
