"""What the list of lines may be narrowed by: views of each side, and the filters beside them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from portal import journey
from portal.clock import aware
from portal.desk import LinePlace, LinesWanted
from portal.people import Actor
from portal.web.companies import Choice, chosen
from portal.web.words_order import KINDS

LONGEST = 200
SIZES = (50, 100, 250, 500)
DAYS = (0, 7, 14, 30, 60, 90)
DONE_DAYS = 90
SORTS = ("pressing", "last")


@dataclass(frozen=True)
class Tab:
    """A view of the list that everybody of a side has."""

    name: str
    label: object
    narrows: dict


SOON = Tab("soon", _l("Due soon"), {"soon": True})
LATE = Tab("late", _l("Late"), {"late": True})
LIKELY = Tab("likely", _l("Likely late"), {"likely": True})
OPEN = Tab("open", _l("All open"), {})
DONE = Tab("done", _l("Complete"), {"done": True, "days": DONE_DAYS})

TABS = {
    "owner": (
        Tab("decide", _l("To decide"), {"views": ("ours", "rejected")}),
        Tab("unanswered", _l("Not answered"), {"views": ("to_answer", "theirs")}),
        Tab("theirs", _l("Proposed by us"), {"views": ("theirs",)}),
        SOON,
        LATE,
        LIKELY,
        Tab("waiting", _l("In progress"), {"views": ("due", "waiting", "to_confirm", "backorder")}),
        OPEN,
        DONE,
    ),
    "asked": (
        Tab("answer", _l("To answer"), {"views": ("to_answer", "theirs", "to_confirm")}),
        Tab("ours", _l("Proposed by us"), {"views": ("ours", "rejected")}),
        Tab("theirs", _l("Proposed by the buyer"), {"views": ("theirs",)}),
        SOON,
        LATE,
        Tab("step", _l("My step is next"), {"views": ("due", "backorder")}),
        Tab("waiting", _l("Waiting for others"), {"views": ("waiting", "blocked")}),
        OPEN,
        DONE,
    ),
}


@dataclass(frozen=True)
class Asked:
    """What the address of the list says.

    `edit`: days and quantities stand in boxes. `orders` are those the text was found in.
    """

    tab: Tab
    partner: Choice
    q: str = ""
    site: str = ""
    item: str = ""
    kind: str = ""
    days: int | None = None
    sort: str = SORTS[0]
    size: int = SIZES[0]
    edit: bool = False
    after: LinePlace | None = None
    orders: tuple[UUID, ...] | None = None

    def wanted(self, by: Actor, today: date) -> LinesWanted:
        """Return it as the desk understands it."""
        days = self.tab.narrows.get("days") if self.days is None else self.days
        return LinesWanted(
            today,
            by.zone,
            **{
                **self.tab.narrows,
                "partner": self.partner.org,
                "site": self.site,
                "item": self.item,
                "kind": self.kind,
                "days": days,
                "orders": self.orders,
                "last_first": self.sort == "last",
            },
        )

    def through(self, tab: Tab) -> "Asked":
        """Return the same through another view, from its beginning."""
        days = self.days if bool(tab.narrows.get("done")) == self.done else None
        return replace(self, tab=tab, days=days, after=None)

    @property
    def done(self) -> bool:
        """Return whether it shows what is complete."""
        return bool(self.tab.narrows.get("done"))

    @property
    def narrowed(self) -> bool:
        """Return whether a filter beside the view is set."""
        return bool(
            self.q or self.site or self.item or self.kind or self.partner.typed
        ) or self.days is not None  # fmt: skip

    def fields(self) -> dict[str, str]:
        """Return the fields that make a view: what may be kept under a name."""
        fields = {
            "view": self.tab.name,
            "q": self.q,
            "partner": self.partner.key,
            "site": self.site,
            "item": self.item,
            "kind": self.kind,
            "days": "" if self.days is None else str(self.days),
            "sort": self.sort if self.sort != SORTS[0] else "",
        }
        return {name: value for name, value in fields.items() if value}

    def address(self, **other) -> dict[str, str]:
        """Return the fields of an address: these, with some of them changed."""
        fields = {
            **self.fields(),
            "size": str(self.size) if self.size != SIZES[0] else "",
            "edit": "1" if self.edit else "",
            **other,
        }
        return {name: value for name, value in fields.items() if value}


def tabs_for(side: str) -> tuple[Tab, ...]:
    """Return the views of this side, the first one shown at first."""
    return TABS["owner" if side == "owner" else "asked"]


def read(args: MultiDict, side: str) -> Asked:
    """Return what an address asks for; what makes no sense in it is passed over."""
    tabs = tabs_for(side)
    size = args.get("size", "")
    return Asked(
        tab=next((one for one in tabs if one.name == args.get("view")), tabs[0]),
        partner=chosen(args.get("partner")),
        q=_text(args, "q"),
        site=_text(args, "site"),
        item=_text(args, "item"),
        kind=args.get("kind", "") if args.get("kind") in KINDS else "",
        days=_days(args.get("days", "")),
        sort=args.get("sort") if args.get("sort") in SORTS else SORTS[0],
        size=int(size) if size in map(str, SIZES) else SIZES[0],
        edit=args.get("edit") == "1",
        after=read_place(args.get("after", "")),
    )


def searched(asked: Asked) -> Asked:
    """Return it with the orders in which its text is found."""
    if not asked.q:
        return asked
    return replace(asked, orders=tuple(one.order.order for one in journey.find(asked.q)))


def place_text(place: LinePlace | None) -> str:
    """Return where a page ended, as it stands in an address."""
    if place is None:
        return ""
    key = place.key.isoformat() if place.key else ""
    return f"{key}~{place.order}~{place.line}~{place.part}"


def read_place(text: str) -> LinePlace | None:
    """Return where the page before ended; an address somebody cut in half starts anew."""
    try:
        key, order, line, part = text.split("~")
        return LinePlace(_key(key), UUID(order), int(line[:9]), int(part[:9]))
    except ValueError:
        return None


def _key(text: str) -> date | datetime | None:
    if not text:
        return None
    return aware(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)


def _text(args: MultiDict, name: str) -> str:
    return " ".join(args.get(name, "").split())[:LONGEST]


def _days(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None
