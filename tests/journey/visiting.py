"""Short ways to say things about a technician's visits, and random histories of them."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from portal import journey
from portal.ledger import Draft, Qty, instant
from tests.journey.saying import OWNER, SUPPLIER, Story, d

WAY, SITE, DONE, SIGNED, FAILED = (
    "TECHNICIAN_ON_THE_WAY", "TECHNICIAN_ON_SITE", "WORK_COMPLETED", "WORK_SIGNED", "VISIT_FAILED",
)  # fmt: skip


class Visiting(Story):
    """A service order: three machines to calibrate, and one to inspect."""

    def begin(self):
        """The order is placed and agreed."""
        self.order("service")
        self.line(("3", "03-20"))
        self.line(("1", "03-20"), line=2)
        self.accept()
        self.accept(line=2)
        return self

    @property
    def key(self):
        """A key of its own for what may be said twice and mean it."""
        return f"k{len(self.said)}"

    def plan(self, when, *rows, org=SUPPLIER, **body):
        """Somebody proposes a visit; rows are (line, quantity)."""
        qty = tuple(Qty(Decimal(n), "EA", "planned", line) for line, n in rows if n != "0")
        body |= {"window": window(when), "lines": [line for line, _ in rows] or [1]}
        return self.tell(Draft("visit.planned", qty=qty, key=self.key, body=body), org)

    def move(self, visit, when, org=SUPPLIER, **body):
        """Somebody wants another time."""
        body |= {"visit": visit, "window": window(when)}
        return self.tell(Draft("visit.changed", key=self.key, body=body), org)

    def confirm(self, visit, confirms="", org=OWNER):
        """The other side agrees."""
        body = {"visit": visit, "confirms": confirms or visit}
        return self.tell(Draft("visit.confirmed", key=self.key, body=body), org)

    def give_up(self, visit, org=OWNER):
        """It will not take place."""
        return self.tell(Draft("visit.cancelled", key=self.key, body={"visit": visit}), org)

    def pass_(self, visit, code, when, *rows, org=SUPPLIER, hour=10, **more):
        """A step of a visit; rows are (line, quantity)."""
        qty = tuple(Qty(Decimal(n), "EA", "delivered", line) for line, n in rows)
        at = instant(datetime.combine(d(when), time(hour), UTC))
        body = {"visit": visit, "count": "add"}
        draft = Draft("milestone", code=code, qty=qty, when=at, key=self.key, body=body, **more)
        return self.tell(draft, org)

    def enter(self, visit, hours="2", **body):
        """What it took."""
        body |= {"visit": visit, "hours": hours}
        return self.tell(Draft("work.entered", key=self.key, body=body), SUPPLIER)

    def accept_work(self, visit, entry, line, n):
        """The owner accepts what was entered."""
        body = {"visit": visit, "entry": entry, "count": "add"}
        qty = (Qty(Decimal(n), "EA", "accepted", line),)
        draft = Draft(
            "milestone", code="RECEIPT_ACCEPTED", line=line, qty=qty, key=self.key, body=body
        )
        return self.tell(draft, OWNER)

    @property
    def visits(self):
        """Fold it, and give the visits."""
        return journey.fold(self.said).visits


def window(when, hour=8):
    """Return two hours of a day."""
    start = datetime.combine(d(when), time(hour), UTC)
    text = [(start + timedelta(hours=n)).isoformat() for n in (0, 2)]
    return {"from": text[0], "to": text[1], "zone": "Europe/Berlin"}


_DAYS = st.sampled_from([f"03-{n:02}" for n in range(5, 28)])
_QTY = st.sampled_from(["0", "1", "2", "3"])
_WHICH = st.integers(0, 3)
_ORG = st.sampled_from([OWNER, SUPPLIER])
visit_acts = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), _DAYS, _QTY, _QTY, _ORG),
        st.tuples(st.just("move"), _WHICH, _DAYS, _ORG),
        st.tuples(st.just("confirm"), _WHICH, _WHICH, _ORG),
        st.tuples(st.just("give_up"), _WHICH, _ORG),
        st.tuples(st.just("pass"), _WHICH, st.sampled_from([WAY, SITE, DONE, DONE, SIGNED, FAILED]),
                  _DAYS, _QTY, _ORG),
        st.tuples(st.just("enter"), _WHICH),
        st.tuples(st.just("accept"), _WHICH, _QTY),
        st.tuples(st.just("cancel"), st.sampled_from([0, 1, 2])),
        st.tuples(st.just("void"), st.integers(0, 30)),
    ),
    max_size=14,
)  # fmt: skip


def tell(acts):
    """Return the story of a random history of visits; what is named may not exist."""
    told = Telling()
    for verb, *rest in acts:
        getattr(told, verb)(*rest)
    return told.story


class Telling:
    """How each verb of a history is told."""

    def __init__(self):
        self.story, self.planned, self.words, self.entries = Visiting().begin(), [], [], []

    def _of(self, names, which):
        return names[which % len(names)] if names else "00"

    def plan(self, when, one, two, org):
        """A visit is planned; perhaps after the one before."""
        after = {"after": self.planned[-1]} if self.planned and one == "1" else {}
        self.planned.append(self.story.plan(when, (1, one), (2, two), org=org, **after))
        self.words.append(self.planned[-1])

    def move(self, which, when, org):
        """It is to be at another time."""
        self.words.append(self.story.move(self._of(self.planned, which), when, org))

    def confirm(self, which, word, org):
        """Somebody agrees to some word."""
        self.story.confirm(self._of(self.planned, which), self._of(self.words, word), org)

    def give_up(self, which, org):
        """It is called off."""
        self.story.give_up(self._of(self.planned, which), org)

    def pass_(self, which, code, when, n, org):
        """A step."""
        rows = [(1, n)] if code == DONE and n != "0" else []
        self.story.pass_(self._of(self.planned, which), code, when, *rows, org=org)

    def enter(self, which):
        """The work is entered."""
        self.entries.append(self.story.enter(self._of(self.planned, which)))

    def accept(self, which, n):
        """The owner accepts what was entered last."""
        entry = self._of(self.entries, which)
        self.story.accept_work(self._of(self.planned, which), entry, 1, n)

    def cancel(self, line):
        """The owner takes back a line, or all."""
        kind = "line.cancelled" if line else "order.cancelled"
        self.story.tell(Draft(kind, line=line, key=self.story.key), OWNER)

    def void(self, which):
        """Something is taken back."""
        after = self.story.said[3:]
        self.story.correct(after[which % len(after)].ident, org=OWNER)


setattr(Telling, "pass", Telling.pass_)
