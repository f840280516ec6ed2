"""Which parts the start page of each role has, as data; and how each is filled."""

from dataclasses import dataclass, field
from datetime import date

from flask import url_for
from flask_babel import lazy_gettext as _l

from portal import desk
from portal.desk import Filters, Wanted, count_text
from portal.people import Actor
from portal.web import babel, case_words
from portal.web.orders.filters import shows_named
from portal.web.orders.rows import Row, row

ROWS = 5


@dataclass(frozen=True)
class Part:
    """One part: a tab of the order list by its name, with what to call it."""

    tab: str
    label: object
    narrows: dict
    tone: str = "neutral"


ANSWER = Part("answer", _l("To acknowledge"), {"turn": "answer"}, "warn")
SILENT = Part("answer", _l("Not acknowledged"), {"turn": "answer"}, "warn")
DECIDE = Part(
    "decide",
    _l("Proposals to decide"),
    {"turn": "decide"},
    "warn",
)
DUE = Part("due", _l("Due within 7 days"), {"due": True}, "info")
LATE = Part("late", _l("Late"), {"late": True}, "bad")
OPEN = Part("open", _l("Open orders"), {"open": True}, "info")

PARTS = {
    "supplier": (ANSWER, LATE, DUE),
    "carrier": (ANSWER, LATE, DUE, OPEN),
    "customer": (LATE, OPEN),
    "buyer": (DECIDE, LATE, SILENT),
    "admin": (DECIDE, LATE, SILENT),
    "receiving": (DUE, LATE),
    "auditor": (OPEN,),
}


@dataclass(frozen=True)
class Section:
    """A part with its number and first rows. `url` opens all of them."""

    label: str
    count: str
    some: bool
    url: str
    tone: str
    rows: list[Row] = field(default_factory=list)
    cases: list[dict] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)

    @property
    def more(self) -> bool:
        """Return whether there are more than the rows shown here."""
        shown = len(self.rows) or len(self.cases) or len(self.questions)
        return self.count != str(shown)


def order_sections(by: Actor, today: date) -> list[Section]:
    """Return the parts about orders that this role has."""
    parts, named = PARTS[by.role], shows_named(by.side)
    wanted = {part.tab: Wanted(today, named=named, **part.narrows) for part in parts}
    counts = desk.order_counts(wanted)
    pages = {tab: _rows(wanted[tab]) if counts[tab] else [] for tab in wanted}
    shown = [one for rows in pages.values() for one in rows]
    names, items = desk.names_of_others(shown), desk.first_items(shown)
    return [
        Section(
            label=str(part.label),
            count=count_text(counts[part.tab]),
            some=bool(counts[part.tab]),
            url=url_for("orders.list_orders", tab=part.tab),
            tone=part.tone,
            rows=[row(one, by, today, names, items) for one in pages[part.tab]],
        )
        for part in parts
    ]


def _rows(wanted: Wanted) -> list:
    return desk.order_page(wanted, wanted.natural, limit=ROWS).rows


def case_sections(by: Actor) -> list[Section]:
    """Return the viewer's own cases, and those nobody has."""
    if by.role not in ("buyer", "admin"):
        return []
    asked = {
        "mine": (_l("My cases"), Filters(person=by.id, mine=True)),
        "unowned": (_l("Cases nobody has"), Filters(unowned=True)),
    }
    counts = desk.counts({name: filters for name, (_label, filters) in asked.items()})
    return [
        Section(
            label=str(label),
            count=count_text(counts[name]),
            some=bool(counts[name]),
            url=url_for("exceptions.see_list", view=name),
            tone="bad" if name == "unowned" else "warn",
            cases=_cases(filters) if counts[name] else [],
        )
        for name, (label, filters) in asked.items()
    ]


def _cases(filters: Filters) -> list[dict]:
    return [
        {
            "url": url_for("exceptions.see_case", case=case.case),
            "title": case_words.rule(case.rule),
            "number": order.number,
            "due": babel.moment(case.due_at),
            "state": case_words.state(case.state),
        }
        for case, order in desk.queue(filters, limit=ROWS).rows
    ]


WAITING = {  # whose answer is waited for → what to call it, how it looks
    desk.OURS: (_l("Questions to us"), "warn"),
    desk.THEIRS: (_l("Questions to them"), "neutral"),
}


def question_sections(by: Actor) -> list[Section]:
    """Return what waits for our answer, and for theirs."""
    if by.side == "auditor":
        return []
    return [_questions(whose, rows) for whose, rows in desk.open_questions().items()]


def _questions(whose: str, rows: list[desk.OpenQuestion]) -> Section:
    label, tone = WAITING[whose]
    return Section(
        label=str(label),
        count=count_text(len(rows)),
        some=bool(rows),
        url=url_for("orders.list_orders", tab=whose),
        tone=tone,
        questions=[_question(one) for one in rows[:ROWS]],
    )


def _question(one: desk.OpenQuestion) -> dict:
    about = _l("about a line") if one.line else _l("about the order")
    place = f"case-{one.id}" if one.rule else f"m-{one.id.hex}"  # a case's thread, or a message
    return {
        "url": url_for("orders.messages", order=one.order, _anchor=place),
        "title": case_words.rule(one.rule) if one.rule else str(about),
        "number": one.number,
        "other": one.other,
        "asked": babel.moment(one.asked_at),
    }
