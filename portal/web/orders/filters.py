"""What a list of orders may be narrowed by: tabs of each role, and the filters beside them."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from portal.desk import Wanted
from portal.web.companies import Choice, chosen
from portal.web.words_order import KINDS

NEWEST, PRESSING, UNSURE = "newest", "pressing", "unsure"
SORTS = {
    NEWEST: _l("Newest first"),
    PRESSING: _l("Most pressing first"),
    UNSURE: _l("Least sure first"),
}


@dataclass(frozen=True)
class Tab:
    """A saved view of the list."""

    name: str
    label: object
    narrows: dict


OPEN = Tab("open", _l("Open"), {"open": True})
LATE = Tab("late", _l("Late"), {"late": True})
DUE = Tab("due", _l("Due soon"), {"due": True})
LIKELY = Tab("likely", _l("Likely late"), {"likely": True})
WEAK = Tab("weak", _l("Weak data"), {"weak": True})
NAMED = Tab("named", _l("Also involved"), {"named": "only"})
OURS = Tab("ours", _l("Questions to us"), {"asked": "ours"})
THEIRS = Tab("theirs", _l("Questions to them"), {"asked": "theirs"})
DONE = Tab("done", _l("Complete"), {"open": False})
ALL = Tab("all", _l("All"), {})

TABS = {
    "owner": (
        OPEN,
        Tab("decide", _l("To decide"), {"turn": "decide"}),
        LATE,
        LIKELY,
        WEAK,
        Tab("answer", _l("Not acknowledged"), {"turn": "answer"}),
        OURS,
        THEIRS,
        DUE,
        DONE,
        ALL,
    ),
    "supplier": (
        Tab("answer", _l("To acknowledge"), {"turn": "answer"}),
        DUE,
        LATE,
        Tab("step", _l("My step is next"), {"turn": "step"}),
        OURS,
        THEIRS,
        OPEN,
        DONE,
        ALL,
        NAMED,
    ),
    "customer": (OPEN, LATE, OURS, THEIRS, DONE, ALL),
    "other": (OPEN, LATE, DONE, ALL),
}


@dataclass(frozen=True)
class Asked:
    """What the address of a list says."""

    tab: Tab
    q: str
    partner: Choice
    kind: str
    sort: str
    after: tuple[str, UUID] | None
    named: str = ""

    def wanted(self, today: date) -> Wanted:
        """Return it as the desk understands it."""
        return replace(
            Wanted(today, **self.tab.narrows),
            partner=self.partner.org,
            kind=self.kind,
            named=self.tab.narrows.get("named") or self.named,
        )

    def address(self, **other) -> dict[str, str]:
        """Return the fields of an address: these, with some of them changed."""
        fields = {
            "tab": self.tab.name,
            "partner": self.partner.key,
            "kind": self.kind,
            "sort": self.sort,
            **other,
        }
        return {name: value for name, value in fields.items() if value}


def tabs_for(side: str) -> tuple[Tab, ...]:
    """Return the tabs of this side, the first one shown at first."""
    return TABS.get("supplier" if side == "carrier" else side, TABS["other"])


def sorts_for(side: str) -> dict[str, object]:
    """Return how this side may sort its list: how sure a record is, is for the owner's people."""
    return {name: said for name, said in SORTS.items() if name != UNSURE or side == "owner"}


def shows_named(side: str) -> str:
    """Say whether a side's lists show orders in which it is only named: a carrier's do."""
    return "too" if side == "carrier" else ""


def read(args: MultiDict, side: str) -> Asked:
    """Return what an address asks for; what makes no sense in it is passed over."""
    tabs = tabs_for(side)
    tab = next((one for one in tabs if one.name == args.get("tab")), tabs[0])
    natural, sort = Wanted(date.min, **tab.narrows).natural, args.get("sort", "")
    return Asked(
        tab=tab,
        q=args.get("q", "").strip()[:200],
        partner=chosen(args.get("partner")),
        kind=args.get("kind", "") if args.get("kind") in KINDS else "",
        sort=sort if sort in sorts_for(side) else natural,
        after=_after(args.get("after", "")),
        named=shows_named(side),
    )


def _after(text: str) -> tuple[str, UUID] | None:
    """Return where the page before ended; an address somebody cut in half starts anew."""
    first, _tilde, order = text.partition("~")
    try:
        if not first.isdigit():  # a score, of the list of the least sure
            date.fromisoformat(first[:10])
        return first, UUID(order)
    except ValueError:
        return None
