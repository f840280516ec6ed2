"""Random histories of an order and its shipments, and how each verb of one is told."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from portal.ledger import Draft, Qty, day
from tests.journey.saying import CARRIER, OWNER, SUPPLIER, Story, d

DAYS = [f"03-{number:02}" for number in range(1, 29)]
QTY = st.sampled_from(["1", "7.5", "40", "60", "100", "250"])
LINE = st.sampled_from([0, 1, 1, 1, 2, 3])
PART = st.sampled_from([0, 0, 0, 1, 2])
STEPS = [
    "PACKED",
    "DISPATCHED",
    "DEPARTED",
    "ARRIVED",
    "DELIVERED",
    "RECEIVED",
    "DAMAGED",
    "LOST",
    "RETURNED_TO_SENDER",
]

moves = st.tuples(
    st.just("move"),
    st.sampled_from(STEPS),
    st.one_of(st.just(""), QTY),
    st.sampled_from(DAYS),
    LINE,
    PART,
    st.sampled_from([OWNER, SUPPLIER, CARRIER]),
    st.sampled_from(["add", "total"]),
    st.sampled_from(["EA", "EA", "EA", "PAL"]),
)
answers = st.tuples(st.just("answer"), st.sampled_from(["accept", "reject"]), st.integers(1, 2))
offers = st.tuples(st.just("offer"), QTY, st.sampled_from(DAYS), st.booleans(), st.integers(1, 2))
decisions = st.tuples(st.just("decide"), st.sampled_from(["accepted", "refused"]))
counters = st.tuples(st.just("counter"), QTY, st.sampled_from(DAYS), st.booleans())
others = st.tuples(
    st.just("offer_other"),
    st.sampled_from(["backorder", "substitute", "cancel", "price", "rest"]),
    QTY,
    st.sampled_from(DAYS),
)
takes = st.tuples(st.just("take"), st.booleans())
withdrawals = st.tuples(st.just("withdraw"))
changes = st.tuples(st.just("change"), QTY, st.sampled_from(DAYS))
cancels = st.tuples(st.just("cancel"), st.sampled_from(["", "30", "500"]), st.integers(0, 1))
halts = st.tuples(
    st.just("halt"),
    st.sampled_from(["line.blocked", "line.unblocked", "line.closed", "line.reopened"]),
    st.sampled_from([0, 1, 1, 2]),
    st.booleans(),
)
reopened = st.tuples(st.just("reopen"))
terms = st.tuples(st.just("terms"), st.sampled_from(["DAP", "FCA"]))
entered = st.tuples(st.just("enter"), st.sampled_from(["response", "milestone"]))
confirmed = st.tuples(st.just("confirm"))
delays = st.tuples(st.just("delay"), st.sampled_from(DAYS))
returns = st.tuples(
    st.just("give_back"), QTY, st.sampled_from(["replace", "credit"]), st.integers(1, 3)
)
allowed = st.tuples(st.just("allow"), st.sampled_from(["accepted", "accepted", "refused"]))
sent_back = st.tuples(
    st.just("send_back"),
    st.sampled_from(["RETURN_IN_TRANSIT", "RETURN_RECEIVED"]),
    QTY,
    st.sampled_from(DAYS),
    st.sampled_from([OWNER, SUPPLIER, CARRIER]),
)
NAMES = st.sampled_from(["S1", "S2", "S3"])
ships = st.tuples(
    st.just("ship"), NAMES, QTY, PART, LINE, st.sampled_from(["", "", "same", "other"])
)
sails = st.tuples(
    st.just("sail"),
    NAMES,
    st.sampled_from([*STEPS, "DELIVERY_ATTEMPT_FAILED"]),
    st.sampled_from(["ACT", "ACT", "ACT", "EST"]),
    st.sampled_from(DAYS),
    st.sampled_from([OWNER, SUPPLIER, CARRIER]),
)
unships = st.tuples(st.just("unship"), NAMES, st.booleans())
named = st.tuples(
    st.just("name"), NAMES, st.sampled_from(STEPS[:6]), QTY, st.sampled_from(DAYS), st.booleans()
)
voids = st.tuples(st.just("void"), st.integers(0, 50), st.sampled_from([OWNER, SUPPLIER]))
negotiations = st.one_of(counters, others, takes, withdrawals, entered, confirmed)
asked_again = st.one_of(reopened, terms)
histories = st.lists(
    st.one_of(
        moves,
        moves,
        answers,
        offers,
        decisions,
        changes,
        cancels,
        negotiations,
        negotiations,
        halts,
        asked_again,
        delays,
        returns,
        allowed,
        sent_back,
        ships,
        sails,
        sails,
        unships,
        named,
        voids,
    ),
    max_size=14,
)


def tell(history) -> Story:
    """Return a story in which `history` happens to an order of two lines."""
    story = Story()
    story.order()
    story.line(("60", "03-10"), ("40", "03-20"))
    story.line(("100", "03-15"), line=2)
    told = Telling(story)
    for verb, *rest in history:
        getattr(told, verb)(*rest)
    return story


class Telling:
    """How each verb of a history is told."""

    def __init__(self, story):
        self.story, self.proposal, self.revision = story, "", 1
        self.asked = self.countered = self.entered = ""
        self.versions = {}

    @property
    def key(self):
        """A key of its own for what may be said twice and mean it."""
        return f"k{len(self.story.said)}"

    def move(self, code, n, when, line, part, org, count, uom):
        """Goods move."""
        self.story.step(code, n, when, line=line, part=part, org=org, count=count, uom=uom, what="")

    def answer(self, verdict, revision):
        """The supplier accepts or rejects."""
        if verdict == "accept":
            self.story.accept(revision=revision)
        else:
            self.proposal = self.story.reject(revision=revision)

    def offer(self, qty, when, splits, revision):
        """The supplier offers something else."""
        more = [(7, "20", "04-20", 1)] if splits else []
        self.proposal = self.story.offer((1, qty, when), *more, revision=revision)

    def decide(self, verdict):
        """The owner decides on what was offered last."""
        self.story.decide(self.proposal or "00", verdict)

    def counter(self, qty, when, splits):
        """The owner wants something else than what was offered last."""
        more = [(8, "10", "04-25", 1)] if splits else []
        self.countered = self.story.counter(
            self.proposal or "00", (1, qty, when), *more, revision=self.revision
        )

    def offer_other(self, how, qty, when):
        """The supplier offers another item, price or time, or less."""
        body = {"price": "2"} if how == "price" else {"rest": "none"} if how == "rest" else {}
        row = {"part": 1, "qty": qty}
        if how == "backorder":
            row["later"] = True
        elif how != "cancel":
            row["day"] = f"2026-{when}"
        if how == "substitute":
            body["item"] = {"code": "B1", "name": "Bolt, coated"}
        answer = "change" if how in ("price", "rest") else how
        self.proposal = self.story.respond(answer, self.revision, parts=[row], **body)

    def take(self, named):
        """The supplier accepts what the owner countered."""
        body = {"counter": self.countered or "00"} if named else {}
        self.story.respond("accept", self.revision, **body)

    def withdraw(self):
        """The supplier takes its last offer back."""
        self.story.respond("withdraw", self.revision, proposal=self.proposal or "00")

    def enter(self, kind):
        """The owner enters something for the supplier."""
        body = {"revision": self.revision, "answer": "accept", "heard": "phone"}
        draft = Draft(kind, line=1, code="PACKED" if kind == "milestone" else "", body=body)
        self.entered = self.story.tell(replace(draft, on_behalf=SUPPLIER), OWNER)

    def confirm(self):
        """The supplier confirms what was entered for it last."""
        body = {"confirms": self.entered or "00"}
        self.story.tell(Draft("response.confirmed", line=1, body=body), SUPPLIER)

    def halt(self, kind, line, gone):
        """The owner blocks, closes, or lets go on."""
        body = {"transit": "gone"} if gone and kind == "line.closed" else {}
        self.story.tell(Draft(kind, line=line, key=self.key, reason="OTHER", body=body), OWNER)

    def reopen(self):
        """The owner wants the whole order again."""
        self.story.tell(Draft("order.reopened", key=self.key), OWNER)

    def terms(self, incoterm):
        """The owner changes the terms of the whole order."""
        self.revision += 1
        body = {"revision": self.revision, "incoterm": incoterm}
        self.story.tell(Draft("order.changed", body=body), OWNER)

    def change(self, qty, when):
        """The owner changes the first line."""
        self.revision += 1
        self.story.change((qty, when), revision=self.revision)

    def cancel(self, qty, line):
        """The owner takes back a part or all."""
        if not line:
            self.story.tell(Draft("order.cancelled", key=self.key), OWNER)
            return
        body = {"qty": qty} if qty else {}
        self.story.tell(Draft("line.cancelled", line=line, key=self.key, body=body), OWNER)

    def delay(self, when):
        """The supplier reports a delay."""
        self.story.tell(Draft("delay.reported", line=1, body={"day": f"2026-{when}"}), SUPPLIER)

    def give_back(self, n, remedy, line):
        """The owner wants to send something back."""
        self.asked = self.story.give_back(n, remedy, line)

    def allow(self, verdict):
        """The supplier answers the last return, or one that never was."""
        self.story.allow(self.asked or "00", verdict)

    def send_back(self, code, n, when, org):
        """Something is picked up, or comes back."""
        qty = (Qty(Decimal(n), "EA", "", 1),)
        body = {"return": self.asked or "00", "count": "add"}
        draft = Draft("milestone", code=code, line=1, qty=qty, when=day(d(when)), body=body)
        self.story.tell(draft, org)

    def ship(self, name, n, part, line, answer):
        """Goods are put into a shipment, or others than before."""
        version = self.versions[name] = self.versions.get(name, 0) + 1
        reports = [one.ident for one in self.story.said if one.facts["kind"] == "milestone"][-3:]
        told = {"version": version} | ({answer: reports} if answer else {})
        put = self.story.announce if version == 1 else self.story.put
        put(name, (n, part, line or 1), **told)

    def sail(self, name, code, klass, when, org):
        """A shipment passes a step."""
        if name in self.versions:
            self.story.sail(name, code, when, org=org, klass=klass)

    def unship(self, name, whole):
        """The goods are taken out, or the shipment is cancelled."""
        if name not in self.versions:
            return
        version = self.versions[name] = self.versions[name] + 1
        if whole:
            draft = Draft("shipment.cancelled", body={"version": version})
            self.story.tell(draft, SUPPLIER, shipment=name)
        else:
            self.story.take_out(name, version)

    def name(self, name, code, n, when, apart):
        """Something is said on the order of goods that are in a shipment, or in none."""
        about = {"refs": (("delivery_note", name),)} if not apart else {}
        ident = self.story.step(code, n, when, org=SUPPLIER, apart=apart, **about)
        assert ident

    def void(self, which, org):
        """Somebody takes something back that they may or may not take back."""
        after = self.story.said[3:]
        if after:
            self.story.correct(after[which % len(after)].ident, org=org)
