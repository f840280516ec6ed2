"""How orders of each kind go in the demo world: stories, told as acts on days. Pure.

Days are counted from the order's own day. Each story is a whole life; how much of it has
happened is decided elsewhere, by when the order was placed.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from portal.demo import acts, paperwork
from portal.demo.acts import Act, Do
from portal.demo.companies import Company
from portal.desk import say
from portal.journey import template_for

SHARE = Decimal("0.6")
NEAR, FAR = 2, 5


@dataclass
class Tale:
    """One order's life being told. `ask` and `travel` are days; `tail` makes its numbers."""

    kind: str
    story: str
    company: Company
    ask: int
    travel: int
    customs: bool
    handed_over: bool
    tail: str
    rng: Random
    acts: list[Act] = field(default_factory=list)
    day: int = 0

    def then(self, wait: int, who: str, do: Do, label: str) -> None:
        """Let something happen some days after what came before."""
        self.day += max(wait, 0)
        self.acts.append(Act(self.day, who, do, label))

    def at(self, day: int, who: str, do: Do, label: str) -> None:
        """Let something happen on a day, or at once if that has passed."""
        self.then(day - self.day, who, do, label)

    def has(self, code: str) -> bool:
        """Do orders of this kind pass this step?"""
        return template_for(self.kind).step(code) is not None

    def maybe(self, chance: float) -> bool:
        """Roll the dice."""
        return self.rng.random() < chance


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
    _make(tale)
    leaves = _leaving(tale)
    for share, wait in _shipments(tale):
        _send(tale, leaves + wait, share)
        _carry(tale, share)
        _take_delivery(tale)


def sales(tale: Tale) -> None:
    """Machines and parts to a customer, from our own store."""
    leaves = max(2, tale.ask - tale.travel + _slip(tale))
    tale.at(leaves - 2, "receiving", acts.reached("PICKED"), "PICKED")
    tale.then(1, "receiving", acts.reached("PACKED"), "PACKED")
    if tale.story == "quiet":
        return
    _dispatch(tale, "receiving", leaves, None)
    _carry(tale, None)
    _prove(tale)


def transfer(tale: Tale) -> None:
    """Stock from a depot to a plant of ours."""
    leaves = max(1, tale.ask - tale.travel + _slip(tale))
    tale.at(leaves - 1, "supplier", acts.reached("PICKED"), "PICKED")
    if tale.story == "quiet":
        return
    tale.then(0, "supplier", acts.reached("PACKED"), "PACKED")
    for share, wait in _shipments(tale):
        _dispatch(tale, "supplier", leaves + wait, share)
        _carry(tale, share)
        _take_delivery(tale)


def service(tale: Tale) -> None:
    """A visit of somebody who repairs, inspects or calibrates."""
    tale.then(_patience(tale), "supplier", *_first_answer(tale))
    if tale.story == "silent":
        tale.acts.clear()
        return
    _agree(tale)
    if tale.story == "quiet":
        return
    visit = max(tale.day + 2, tale.ask + _slip(tale))
    tale.at(visit - 1, "supplier", acts.reached("DISPATCHED"), "DISPATCHED")
    tale.at(visit, "supplier", acts.noted("ARRIVED"), "ARRIVED")
    if tale.story == "failed":
        failed = acts.noted("DELIVERY_ATTEMPT_FAILED", reason="ACCESS")
        tale.then(0, "supplier", failed, "failed")
    done = acts.reached("DELIVERED", recipient="A. Richter", text="Done, measured and signed.")
    tale.then(4 if tale.story == "failed" else 0, "supplier", done, "DELIVERED")
    tale.then(1, "supplier", paperwork.attach("certificate", f"KP-{tale.tail}"), "certificate")
    tale.then(2, "buyer", acts.receive(f"SR-{tale.tail}"), "RECEIPT_ACCEPTED")


def transport(tale: Tale) -> None:
    """A load that a carrier takes for us."""
    if tale.story == "silent":
        return
    tale.then(1, "wire", paperwork.wired("ORDER_ACCEPTED"), "accepted")
    leaves = max(tale.day + 1, tale.ask - tale.travel + _slip(tale))
    tale.at(leaves - 1, "receiving", acts.reached("READY_FOR_PICKUP"), "READY_FOR_PICKUP")
    if tale.story == "quiet":
        return
    _dispatch(tale, "carrier", leaves, None)
    _carry(tale, None)
    _prove(tale)


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


def _make(tale: Tale) -> None:
    """Production, as far as the supplier speaks of it."""
    leaves = _leaving(tale)
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
    rng = Random(f"leaving {tale.tail}")
    on_time = tale.ask if tale.handed_over else tale.ask - tale.travel
    return max(tale.day + 3, on_time + _slip(tale, rng))


def _slip(tale: Tale, rng: Random | None = None) -> int:
    """Return how many days later than promised, from a skewed distribution."""
    rng = rng or tale.rng
    if tale.story == "very_late":
        return rng.randint(14, 25)
    if tale.story == "late" or rng.random() < tale.company.late:
        return min(30, 1 + int(rng.lognormvariate(1.6, 0.7)))
    return -rng.choice((0, 0, 0, 1, 2, 3))


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
    _dispatch(tale, "supplier", leaves, share)
    trade = tale.company.trade
    if trade in ("castings", "steel") and tale.maybe(0.5):
        paper = paperwork.attach("certificate", f"APZ-{tale.tail}")
        tale.then(0, "supplier", paper, "certificate")


def _dispatch(tale: Tale, who: str, leaves: int, share: Decimal | None) -> None:
    note = f"LS-{tale.tail}"
    refs = {"delivery_note": note, "tracking": f"JD{tale.rng.randrange(10**9, 10**10)}"}
    if tale.travel > 20:
        refs["container"] = f"MSKU{tale.rng.randrange(10**6, 10**7)}"
    tale.at(leaves, who, acts.reached("DISPATCHED", share, refs=refs), "DISPATCHED")
    if who != "carrier" and tale.maybe(0.35):
        tale.then(0, who, paperwork.attach("delivery_note", note), "delivery_note")
    if tale.story == "conflict":
        odd = paperwork.wired_qty("DISPATCHED", Decimal("0.8"))
        tale.then(0, "wire", odd, "conflict")


def _carry(tale: Tale, share: Decimal | None) -> None:
    """From the sender's gate to the recipient's."""
    out = tale.day
    if tale.maybe(0.6):
        eta = acts.expected("DELIVERED", max(1, tale.travel))
        tale.then(0, "carrier", eta, "eta")
    tale.then(1, "carrier", acts.reached("DEPARTED", share), "DEPARTED")
    _add_dirt(tale)
    if tale.customs and tale.has("CUSTOMS_CLEARED"):
        _pass_customs(tale, share, out)
    if tale.travel >= FAR or tale.maybe(0.3):
        tale.at(out + tale.travel - 1, "carrier", acts.reached("ARRIVED", share), "ARRIVED")
    if tale.story == "failed":
        failed = acts.noted("DELIVERY_ATTEMPT_FAILED", reason="CUSTOMER_CLOSED")
        tale.at(out + tale.travel, "carrier", failed, "failed")
        tale.then(3, "carrier", acts.reached("DEPARTED", share), "DEPARTED")
    elif tale.has("OUT_FOR_DELIVERY") and tale.maybe(0.4):
        step = acts.reached("OUT_FOR_DELIVERY", share)
        tale.at(out + tale.travel, "carrier", step, "OUT_FOR_DELIVERY")
    who = tale.rng.choice(("M. Weber", "S. Adamek", "K. Lorenz", "T. Brandes"))
    delivered = acts.reached("DELIVERED", share, recipient=who)
    tale.at(out + tale.travel, "carrier", delivered, "DELIVERED")


def _pass_customs(tale: Tale, share: Decimal | None, out: int) -> None:
    if tale.story == "held":
        held = acts.noted("CUSTOMS_HELD", reason="DOCUMENTS", text="The origin is not stated.")
        tale.at(out + tale.travel - 3, "carrier", held, "held")
        tale.then(4, "carrier", acts.reached("CUSTOMS_CLEARED", share), "CUSTOMS_CLEARED")
        return
    cleared = acts.reached("CUSTOMS_CLEARED", share)
    tale.at(out + tale.travel - 2, "carrier", cleared, "CUSTOMS_CLEARED")


def _add_dirt(tale: Tale) -> None:
    """What machines send that cannot be true, or cannot be understood."""
    unknown = {"system": "edi", "element": "STS", "code": "Z9", "text": "RMPL 2"}
    dirt = {
        "future": paperwork.wired("DELIVERED", days=40),
        "floating": paperwork.wired("ARRIVED", zone_said=False),
        "early": paperwork.wired("ARRIVED", days=-190),
        "unit": paperwork.wired_qty("ARRIVED", Decimal(1), "CTN"),
        "unmapped": paperwork.wired("UNMAPPED", raw=unknown),
        "twice": paperwork.twice("DEPARTED"),
    }
    if tale.story in dirt:
        who = "carrier" if tale.story == "twice" else "wire"
        tale.then(0, who, dirt[tale.story], tale.story)


def _take_delivery(tale: Tale) -> None:
    """The signed papers, and our own count."""
    _prove(tale)
    short = 2 if tale.story == "short" else 0
    bad = 1 if tale.story == "bad" else 0
    received = acts.receive(f"LS-{tale.tail}", short, bad)
    tale.then(tale.rng.choice((0, 0, 1, 1, 2)), "receiving", received, "RECEIVED")


def _prove(tale: Tale) -> None:
    if not tale.maybe(0.45):
        return
    kind = tale.rng.choice(("cmr", "cmr", "signature"))
    tale.then(0, "carrier", paperwork.attach(kind, f"{tale.tail}"), kind)
    if tale.maybe(0.15):
        text = "The stamp cannot be read; please scan it once more."
        refuse = paperwork.judge("refused", reason="DOCUMENTS", text=text)
        tale.then(2, "buyer", refuse, "refused_paper")
        tale.then(2, "carrier", paperwork.attach(kind, f"{tale.tail}-2"), kind)
    condition = tale.rng.choice(("clean", "clean", "clean", "claused", "subject_to_count"))
    if tale.maybe(0.75):
        tale.then(1, "buyer", paperwork.judge("accepted", condition), "proof")
