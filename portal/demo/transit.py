"""On the way: how goods leave, travel, arrive and are signed for in the demo world. Pure."""

from decimal import Decimal

from portal.demo import acts, paperwork
from portal.demo.tale import Tale

FAR = 5  # days of travel from which an arrival is reported on its own


def dispatch(tale: Tale, who: str, leaves: int, share: Decimal | None) -> None:
    """The goods leave with their papers; `share` of each line, or all that is left."""
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


def carry(tale: Tale, share: Decimal | None) -> None:
    """From the sender's gate to the recipient's."""
    out = tale.day
    if tale.maybe(0.6):
        eta = acts.expected("DELIVERED", max(1, tale.travel))
        tale.then(0, "carrier", eta, "eta")
    tale.then(1, "carrier", acts.reached("DEPARTED", share), "DEPARTED")
    _add_dirt(tale)
    if tale.travel >= FAR or tale.maybe(0.3):
        tale.at(out + tale.travel - 2, "carrier", acts.reached("ARRIVED", share), "ARRIVED")
    if tale.customs and tale.has("CUSTOMS_CLEARED"):
        _pass_customs(tale, share, out)
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
        tale.at(out + tale.travel - 2, "carrier", held, "held")
        tale.then(4, "carrier", acts.reached("CUSTOMS_CLEARED", share), "CUSTOMS_CLEARED")
        return
    cleared = acts.reached("CUSTOMS_CLEARED", share)
    tale.at(out + tale.travel - 1, "carrier", cleared, "CUSTOMS_CLEARED")


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


def take_delivery(tale: Tale) -> None:
    """The signed papers, and our own count."""
    prove(tale)
    short = 2 if tale.story == "short" else 0
    bad = 1 if tale.story == "bad" else 0
    received = acts.receive(f"LS-{tale.tail}", short, bad)
    tale.then(tale.rng.choice((0, 0, 1, 1, 2)), "receiving", received, "RECEIVED")


def prove(tale: Tale) -> None:
    """Somebody hands in what the recipient signed, and the buyer checks it."""
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
